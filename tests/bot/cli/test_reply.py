"""The check of drafts from the command line: a line for each line, and no line ends the run."""

import io
import json
import logging
import subprocess
import sys
from threading import Timer
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import main
from bot.cli.reply import MAX_LINE_LENGTH
from bot.cli.reply_rows import MAX_TEXT_LENGTH, answered
from content import CORE, load
from content.reply_findings import FINDINGS
from handlers.domain.replies import Derived, Stage
from tests.bot.cli.careloop import PATIENCE, environment

REPLIES = load(CORE).replies
STING = "I'm sorry if the delay upset you but it's company policy. Please calm down."


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the command in this process; return (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    before = logging.root.handlers[:], logging.root.level

    def run(*words, read=b""):
        monkeypatch.setattr(sys, "argv", ["careloop", "reply", *words])
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(read)))
        try:
            code = main.main() or 0
        except SystemExit as end:
            code = end.code or 0
        told = capsys.readouterr()
        return code, told.out, told.err

    yield run
    logging.root.handlers[:], logging.root.level = before


def row(**others):
    return json.dumps({"id": 1, "channel": "chat", "text": STING} | others).encode()


def told(line):
    return json.loads(answered(line, REPLIES))


def test_a_line_is_answered_by_its_findings_its_points_and_a_rewording():
    answer = told(row(id="a-7", stage="act"))
    assert list(answer) == ["id", "stage", "findings", "derived", "points", "rewording"]
    assert answer["id"] == "a-7"
    quoted = {each["id"]: STING[each["start"] : each["end"]] for each in answer["findings"]}
    assert quoted["dismissive"] == "Please calm down"
    assert all({*each} == {"id", "start", "end", "source"} for each in answer["findings"])
    assert {each["id"] for each in answer["findings"]} <= set(FINDINGS)
    assert answer["stage"] in tuple(Stage)
    assert set(answer["derived"]) <= set(Derived)
    assert 1 <= len(answer["points"]) <= 3
    for each in answer["points"]:
        assert {"about", "say", "why"} <= {*each} <= {"about", "quote", "say", "why", "better"}
        assert all(each.values())
    assert "⟨" in answer["rewording"]


def test_offsets_count_code_points():
    answer = told(row(text="🙏🏽🙏🏽 شكرا. Please calm down."))
    (found,) = (each for each in answer["findings"] if each["id"] == "dismissive")
    assert (found["start"], found["end"]) == (11, 27)


UNREADABLE = {
    "no JSON": (b"{bad", None, "no JSON object"),
    "a list": (b"[1, 2]", None, "no JSON object"),
    "a word": (b'"calm down"', None, "no JSON object"),
    "null": (b"null", None, "no JSON object"),
    "not a number": (b"NaN", None, "no JSON object"),
    "no text of any kind": (b"\xff\xfe\x00", None, "no JSON object"),
    "deeply nested": (b"[" * 100_000, None, "no JSON object"),
    "a number that nobody can read": (b'{"id": ' + b"9" * 5000 + b"}", None, "no JSON object"),
    "nothing": (b"{}", None, "text:"),
    "no text": (b'{"id": 1, "channel": "chat"}', 1, "text:"),
    "an empty text": (row(text=""), 1, "text:"),
    "a blank text": (row(text=" \n"), 1, "text:"),
    "text that is a number": (row(text=5), 1, "text:"),
    "text that is a list": (row(text=["sorry"]), 1, "text:"),
    "a text that is too long": (row(text="a" * (MAX_TEXT_LENGTH + 1)), 1, "text:"),
    "no channel": (b'{"id": 1, "text": "Sorry."}', 1, "channel:"),
    "another channel": (row(channel="fax"), 1, "channel:"),
    "a channel that is a list": (row(channel=[]), 1, "channel:"),
    "another stage": (row(stage="own"), 1, "stage:"),
    "a stage that is a list": (row(stage=[]), 1, "stage:"),
    "an id that is no number": (b'{"id": NaN, "channel": "fax", "text": "a"}', None, "channel:"),
    "an id that is a list": (row(id=[1], text=""), None, "text:"),
}


@pytest.mark.parametrize(("line", "id_", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_line_that_is_no_draft_is_answered_with_what_it_should_be(line, id_, words):
    answer = told(line)
    assert {*answer} == {"id", "error"}
    assert answer["id"] == id_
    assert words in answer["error"]


def test_a_line_that_is_only_unusual_is_checked():
    assert "findings" in told(row(text="\ud800 Please calm down. \0"))
    assert "findings" in told(row(text="a" * MAX_TEXT_LENGTH))
    assert "findings" in told(row(stage=None, more={"of": "it"}))
    assert "findings" in told(b"\xef\xbb\xbf" + row())


def test_a_line_that_breaks_us_is_answered_and_nothing_of_it_is_logged(caplog):
    with caplog.at_level(logging.DEBUG):
        answer = json.loads(answered(row(text="marmalade"), None))
    assert answer == {"id": 1, "error": "this one broke on our side; the next is read"}
    assert "reply.failed error=" in caplog.text
    assert "marmalade" not in caplog.text


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_line_has_an_answer_of_one_line(line):
    assert "\n" not in answered(line, REPLIES)


@given(st.text(max_size=300))
@settings(max_examples=50)
def test_any_text_has_an_answer_whose_offsets_lie_inside_it(text):
    for each in told(row(text=text)).get("findings", ()):
        assert 0 <= each["start"] < each["end"] <= len(text)


def test_each_line_has_its_answer_in_order_and_no_line_ends_the_run(run):
    huge = b'{"text": "' + b"a" * MAX_LINE_LENGTH + b'"}'
    lines = (row(id=1), b"{bad", b"", huge, row(id="last"))
    code, out, err = run("-", read=b"\n".join(lines))
    assert (code, err) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [each["id"] for each in answers] == [1, None, None, "last"]
    assert ["error" in each for each in answers] == [False, True, True, False]
    assert "longer than" in answers[2]["error"]


def test_one_draft_is_told_to_a_person(run):
    code, out, err = run(STING, "--channel", "phone")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "This will sting"
    assert lines[1].startswith("  (On the phone")
    assert any(line.startswith("  1. “Please calm down”:") for line in lines)
    assert "Please calm down¹." in out
    assert "Check another wording" not in out  # there is nothing to press


@pytest.mark.parametrize(
    "words", [("a", "--channel", "fax"), ("a", "--stage", "own"), ("",)], ids=str
)
def test_a_draft_that_cannot_be_checked_says_why(words, run):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "needed" in err or "left out" in err


BROKEN = "banned:\n  - {say: (no worries, instead: with pleasure}\nfavored: []\n"


@pytest.mark.parametrize("words", [(STING,), ("-",)], ids=["one", "many"])
def test_with_a_pack_that_is_broken_nothing_is_checked_by_other_words(
    words, run, tmp_path, monkeypatch
):
    (tmp_path / "ours" / "replies").mkdir(parents=True)
    (tmp_path / "ours" / "replies" / "phrases.yaml").write_text(BROKEN, encoding="utf-8")
    monkeypatch.setenv("CARELOOP_CONTENT", "ours")
    code, out, err = run(*words, read=row())
    assert (code, out) == (1, "")
    (line,) = err.splitlines()
    assert line.startswith("Your pack can't be used: ours/replies/phrases.yaml:")
    assert line.endswith("careloop content check ours says all; unset CARELOOP_CONTENT for ours.")


@pytest.fixture
def process(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "reply", "-"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        too_late = Timer(PATIENCE, process.kill)
        too_late.start()
        yield process
        too_late.cancel()


def test_a_line_is_answered_before_the_next_one_comes(process):
    for number in range(3):
        process.stdin.write(row(id=number) + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == number
    assert process.communicate(timeout=PATIENCE) == (b"", b"")
    assert process.returncode == 0


def test_whoever_reads_no_more_ends_it_without_a_word(process):
    process.stdin.write(row() + b"\n")
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(row() + b"\n")
    process.stdin.close()
    assert process.stderr.read() == b""
    assert process.wait(PATIENCE) == 0
