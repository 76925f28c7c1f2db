"""The command line: what it prints, how it ends, and that it never ends in a traceback."""

import json
import logging
import re
import sqlite3
import sys
from importlib.metadata import version

import pytest

from bot.cli import main
from bot.web.directory import PERSONAS
from tests.bot.cli.careloop import ROOT, careloop, serving

BUTTON = {"label", "intent"}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys, furnished):
    """Run a command in this process, on a furnished store; return (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "careloop.db").write_bytes(furnished.read_bytes())
    monkeypatch.setenv("CARELOOP_SQLITE_SYNC", "NORMAL")
    kept = logging.root.handlers[:], logging.root.level

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["careloop", *words])
        try:
            code = main.main() or 0
        except SystemExit as end:
            code = end.code or 0
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return code, told.out.strip(), told.err.strip()

    yield run
    logging.root.handlers[:], logging.root.level = kept[0], kept[1]


# say


def test_say_prints_a_card_to_read(run):
    code, out, err = run("say", "/complaint parcel never came")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Let them tell it all"
    assert "  “I want to hear all of it. What happened?”" in lines
    assert any("[They've said it all]" in line for line in lines)


def test_say_prints_json_of_one_shape(run):
    code, out, _ = run("say", "/complaint parcel never came", "--json")
    said = json.loads(out)
    assert code == 0
    assert set(said) == {"private", "card", "form", "posts"}
    assert said["private"] is True
    assert said["form"] is None
    assert said["posts"] == []
    card = said["card"]
    assert set(card) == {"title", "body", "buttons", "more", "alarm"}
    assert card["title"] == "Let them tell it all"
    assert all("kind" in block for block in card["body"])
    assert all(set(button) == BUTTON for button in [*card["buttons"], *card["more"], card["alarm"]])
    assert card["buttons"][0] == {"label": "They've said it all", "intent": "complaint.go"}
    assert card["alarm"] == {"label": "Danger or trouble", "intent": "complaint.alarm"}


def test_say_presses_one_button_after_another(run):
    words = ["They've said it all", "they FEEL heard", "Said it", "Find out and ring back"]
    code, out, _ = run("say", "/complaint", "--json", *[f"--press={word}" for word in words])
    assert code == 0
    assert json.loads(out)["card"]["title"] == "By when?"


def test_say_shows_the_post_of_a_turn(run):
    press = ["Danger or trouble", "Life at risk", "Page the duty lead"]
    code, out, _ = run("say", "/complaint", "--json", *[f"--press={word}" for word in press])
    (post,) = json.loads(out)["posts"]
    assert code == 0
    assert post["place"] == "leads"
    assert "life at risk" in post["card"]["body"][0]["text"]


FORM_FIELDS = (
    *("days", "at", "at2", "at3", "phrase", "deck", "zone", "first", "last"),
    *("on_days_off", "around", "sign_off"),
)


def test_say_shows_a_form(run):
    code, out, _ = run("say", "/reminders add", "--as", "manager", "--in", "front-desk", "--json")
    said = json.loads(out)
    assert code == 0
    assert said["card"] is None
    assert [each["name"] for each in said["form"]["fields"]] == list(FORM_FIELDS)


def test_say_remembers_what_was_said_before(run):
    run("say", "/complaint", "--press", "They've said it all")
    _, out, _ = run("say", "/complaint")
    assert out.startswith("Play it back")


@pytest.mark.parametrize("who", [*(each.role for each in PERSONAS.values()), *PERSONAS])
def test_say_is_said_by_a_role_or_by_a_name(who, run):
    assert run("say", "/care help", "--as", who)[0] == 0


# when


def test_when_prints_the_json_of_issue_two(run):
    words = ["--zone", "Europe/Rome", "--after", "2026-11-22T12:00Z", "--count", "3", "--json"]
    code, out, err = run("when", "weekdays 09:00", *words)
    assert (code, err) == (0, "")
    moments = ["2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z"]
    assert json.loads(out) == {"moments": moments}


def test_when_prints_what_was_understood_and_the_wall_clock(run):
    words = ["--zone", "Europe/Rome", "--after", "2026-11-22T12:00Z", "--count", "2"]
    _, out, _ = run("when", "every weekday at nine", *words)
    assert out.splitlines() == [
        "weekdays 09:00 Europe/Rome",
        "  Mon 23 Nov 2026 09:00",
        "  Tue 24 Nov 2026 09:00",
    ]


PROMISE = ["when", "--zone", "Europe/Berlin", "--after", "2026-11-25T13:20:00Z"]


def test_when_reads_a_promise(run):
    line = ["--promise", "ring back friday at 17:00"]
    code, out, err = run(*PROMISE, *line, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"what": "ring back", "due": "2026-11-27T16:00:00Z"}
    assert run(*PROMISE, *line)[1] == "ring back: Fri 27 Nov 2026 17:00"


@pytest.mark.parametrize("line", ["ring back by 4", "tell room 21", "tomorrow 09:00"])
def test_a_promise_that_is_not_clear_is_a_question(run, line):
    code, out, err = run(*PROMISE, "--promise", line, "--json")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "?" in err


# what goes wrong

ERRORS = [
    pytest.param(["when", "whenever"], 2, "For example:", id="a phrase not understood"),
    pytest.param(["when", "9 or 10 on Monday"], 2, "For example:", id="an ambiguous phrase"),
    pytest.param(
        ["when", "daily 9", "--promise", "ring by 17:00"], 2, "one of the two", id="both to read"
    ),
    pytest.param(["when", "every minute"], 2, "For example:", id="a phrase that is refused"),
    pytest.param(["when", "daily 9", "--zone", "Rome"], 2, "Rome", id="an unknown zone"),
    pytest.param(["when", "daily 9", "--zone", ""], 2, "zone", id="no zone"),
    pytest.param(["when", "daily 9", "--zone", "../etc"], 2, "zone", id="a zone that is a path"),
    pytest.param(["when", "daily 9", "--after", "soon"], 2, "2026-11-23", id="a moment in words"),
    pytest.param(["when", "daily 9", "--count", "0"], 2, "count", id="no moments"),
    pytest.param(["when", "daily 9", "--after", "9999-12-31"], 2, "", id="after the end of time"),
    pytest.param(["say", "/care", "--as", "eve"], 2, "Nobody is called eve", id="a stranger"),
    pytest.param(["say", "/care", "--in", "nowhere"], 2, "There is no channel", id="no channel"),
    pytest.param(["say", "/complaint", "--press", "Nope"], 2, "no button", id="no such button"),
    pytest.param(["say", "/complaint \udcff"], 2, "", id="bytes that are no text"),
    pytest.param(["content", "check", "no-such-folder"], 1, "not a folder", id="no such pack"),
    pytest.param(["outbox", "retry", "nothing"], 1, "outbox list", id="nothing to send again"),
    pytest.param(["workspace", "export", "t.yaml"], 2, "Which one?", id="several workspaces"),
    pytest.param(
        ["workspace", "apply", "none.yaml", "--workspace", "web:demo"],
        1,
        "none.yaml:1: cannot be opened",
        id="no such template",
    ),
    pytest.param(["outbox", "drop", "nothing"], 1, "outbox list", id="nothing to drop"),
]


@pytest.mark.parametrize(("words", "code", "told"), ERRORS)
def test_what_goes_wrong_is_said_in_a_line(words, code, told, run):
    ended, out, err = run(*words)
    assert (ended, out) == (code, "")
    assert told in err
    if "Usage:" not in err:  # typer's own way of telling
        assert len(err.splitlines()) == 1


def test_a_very_long_line_is_answered_as_well(run):
    code, _, err = run("say", "/care " * 5000)
    assert (code, err) == (0, "")


def test_settings_that_are_wrong_are_told_all_at_once(run, monkeypatch):
    monkeypatch.setenv("CARELOOP_PORT", "many")
    monkeypatch.setenv("CARELOOP_ZONE", "Rome")
    code, _, err = run("say", "/care")
    assert code == 2
    assert len(err.splitlines()) == 3
    assert "CARELOOP_PORT" in err
    assert "CARELOOP_ZONE" in err


def test_a_database_that_is_none_is_told_in_a_line(run, tmp_path):
    (tmp_path / "data" / "careloop.db").write_bytes(b"not a database at all" * 100)
    code, out, err = run("say", "/care")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) <= 2
    assert "careloop.db" in err or "above says where" in err


def test_a_database_that_cannot_be_reached_is_told_in_a_line(run, monkeypatch):
    monkeypatch.setenv("CARELOOP_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    code, out, err = run("say", "/care")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "Try again" in err


def test_a_folder_that_may_not_be_written_is_told_in_a_line(run, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CARELOOP_DATABASE_URL", "sqlite:///file/careloop.db")
    code, _, err = run("say", "/care")
    assert code == 1
    assert len(err.splitlines()) <= 2


# content, migrate, outbox

GOOD = '- id: own\n  idea: P2\n  kind: thought\n  text: Ours.\n  credit: "us"\n'


def test_content_check_counts_what_is_there(run):
    code, out, _ = run("content", "check")
    assert code == 0
    assert out.startswith("In order: ")


def test_content_check_takes_a_pack_in_order(run, tmp_path):
    (tmp_path / "reminders.yaml").write_text(GOOD, encoding="utf-8")
    assert run("content", "check", str(tmp_path))[0] == 0


def test_content_check_says_all_that_is_wrong_with_file_line_and_key(run, tmp_path):
    (tmp_path / "reminders.yaml").write_text(
        GOOD.replace("thought", "shout").replace("P2", "nine"), encoding="utf-8"
    )
    code, out, err = run("content", "check", str(tmp_path))
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 2
    assert all("reminders.yaml:" in line for line in err.splitlines())


def test_content_check_says_when_nothing_is_ones_own(run, tmp_path):
    code, out, _ = run("content", "check", str(tmp_path))
    assert code == 0
    assert out.splitlines()[-1].startswith("Nothing in it is yours yet")


QUESTION = """
- id: asked
  idea: P2
  kind: question
  text: "Which one?"
  because: "So."
  scenes:
    - {scene: "One guest.", better: "Yes.", other: "No."}
    - {scene: "Two guests.", better: "Yes.", other: "No."}
    - {scene: "Three guests.", better: "Yes.", other: "No."}
  credit: "us"
"""


def test_content_show_shows_a_text_in_each_of_its_scenes(run, tmp_path):
    (tmp_path / "reminders.yaml").write_text(GOOD + QUESTION, encoding="utf-8")

    code, out, _ = run("content", "show", "asked", str(tmp_path))
    assert code == 0
    assert [number for number in ("One", "Two", "Three") if f"{number} guest" in out]
    assert out.count("Which one?") == 3
    assert "Ours." in run("content", "show", "own", str(tmp_path))[1]
    assert "Try: " in run("content", "show", "p7")[1]


def test_content_show_asks_for_the_id_that_was_meant(run):
    code, out, err = run("content", "show", "P77")
    assert (code, out) == (2, "")
    assert "Did you mean P7?" in err


def test_a_workspace_is_written_to_a_file_that_is_not_there_yet_and_applied(run, tmp_path):
    words = ["workspace", "export", "demo.yaml", "--workspace", "web:demo"]
    code, out, _ = run(*words)
    assert code == 0
    assert '--place "lead=web:demo:leads"' in out
    written = (tmp_path / "demo.yaml").read_text()
    assert "lead_place: lead" in written
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert "is there already, and stays" in err
    assert (tmp_path / "demo.yaml").read_text() == written
    applied = ["workspace", "apply", "demo.yaml", "--workspace", "web:demo"]
    code, out, _ = run(*applied, "--dry-run")
    assert (code, out) == (0, "Nothing to change: web:demo is as the file says.")


def test_doctor_says_in_a_line_each_that_all_is_well(run, tmp_path):
    (tmp_path / "data" / "careloop.db").chmod(0o600)
    code, out, err = run("doctor")
    assert (code, err) == (0, "")
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["ok", name]
        for name in (
            *("words", "platforms", "database", "migrations"),
            *("clock", "zones", "keys", "plans", "engine", "lanes"),
        )
    ]


def test_doctor_ends_with_one_when_something_is_wrong(run, monkeypatch):
    monkeypatch.setenv("CARELOOP_SLACK_BOT_TOKEN", "xapp-1")
    monkeypatch.setenv("CARELOOP_SLACK_APP_TOKEN", "xoxb-1")
    code, out, _ = run("doctor", "--json")
    wrong = [each for each in json.loads(out) if each["state"] == "problem"]
    assert code == 1
    assert [each["check"] for each in wrong] == ["slack"]
    assert "swapped" in wrong[0]["words"]


def test_doctor_tells_of_settings_that_are_wrong_as_well(run, monkeypatch):
    monkeypatch.setenv("CARELOOP_PORT", "many")
    monkeypatch.setenv("CARELOOP_ZONE", "Rome")
    code, out, _ = run("doctor")
    assert code == 1
    assert [line.split()[:2] for line in out.splitlines()] == [["✗", "settings"]] * 2


def test_doctor_makes_no_database(run, tmp_path):
    (tmp_path / "data" / "careloop.db").unlink()
    code, out, _ = run("doctor")
    assert code == 0
    assert "careloop serve makes it" in out
    assert list((tmp_path / "data").iterdir()) == []


def test_doctor_leaves_tables_of_another_revision_alone(run, tmp_path):
    with sqlite3.connect(tmp_path / "data" / "careloop.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    code, out, _ = run("doctor")
    assert code == 1
    assert "this program is at" in out
    assert "lanes" not in out
    with sqlite3.connect(tmp_path / "data" / "careloop.db") as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    assert found == ("0001",)


def test_migrate_says_whether_there_was_anything_to_do(run, tmp_path):
    assert run("migrate") == (0, "Nothing to do: the tables are up to date.", "")
    (tmp_path / "data" / "careloop.db").unlink()
    assert run("migrate") == (0, "The tables are up to date.", "")


def test_migrate_leaves_tables_of_a_newer_program_alone(run, tmp_path):
    with sqlite3.connect(tmp_path / "data" / "careloop.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    code, _, err = run("migrate")
    assert code == 1
    assert len(err.splitlines()) == 1
    assert "Install the newer version" in err


def test_the_outbox_lists_retries_and_drops(run):
    assert run("outbox", "list")[1] == "Nothing waits, and nothing was given up."
    press = ["Danger or trouble", "Safety", "Page the duty lead"]
    run("say", "/complaint", *[f"--press={word}" for word in press])
    (row,) = json.loads(run("outbox", "list", "--json")[1])
    assert row["state"] == "pending"
    assert row["lane"].startswith("web:demo:leads")
    assert row["key"] in run("outbox", "list")[1]
    assert run("outbox", "retry", row["key"])[0] == 1
    assert run("outbox", "drop", row["key"]) == (0, "Dropped.", "")
    assert json.loads(run("outbox", "list", "--json")[1]) == []


# as a process of its own


def test_the_version_is_the_one_installed_and_the_newest_of_the_changelog(run):
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+) ", changelog, re.MULTILINE).group(1)
    assert version("careloop") == newest
    assert run("--version") == (0, f"careloop {newest}", "")


def test_without_words_it_tells_what_it_can_do(tmp_path):
    done = careloop(tmp_path)
    assert "serve" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_ends_the_process_with_its_code_and_one_line(tmp_path):
    done = careloop(tmp_path, "when", "whenever")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.clients
def test_one_talks_beside_a_running_server_and_a_second_server_is_refused(tmp_path):
    with serving(tmp_path) as server:
        port = server.address.rpartition(":")[2]
        said = careloop(tmp_path, "say", "/complaint lost parcel", "--json")
        second = careloop(tmp_path, "serve", port="0")
        taken = careloop(
            tmp_path,
            "serve",
            port=port,
            database_url="sqlite:///data/another.db",
        )
        status, _ = server.get("/healthz")
    assert said.returncode == 0
    assert json.loads(said.stdout)["card"]["title"] == "Let them tell it all"
    assert (second.returncode, second.stdout) == (1, "")
    assert "Another careloop serve is running" in second.stderr
    assert len(second.stderr.splitlines()) == 1
    assert taken.returncode == 1
    assert f"CARELOOP_PORT={int(port) + 1}." in taken.stderr
    assert len(taken.stderr.splitlines()) == 1
    assert status == 200


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["bogus"], "No such command 'bogus'", id="no such command"),
        pytest.param(["when"], "Tell me when.", id="a phrase is missing"),
        pytest.param(["say"], "'text'", id="a word is missing"),
        pytest.param(["when", "daily 9", "--count", "many"], "--count", id="not a number"),
        pytest.param(["say", "hi", "--loud"], "--loud", id="no such option"),
    ],
)
def test_a_mistyped_command_is_told_in_one_line(run, words, told):
    code, out, err = run(*words)

    assert (code, out) == (2, "")
    assert told in err
    assert "\n" not in err
