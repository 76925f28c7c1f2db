"""Settings: every problem at once, in words that say what to write instead."""

import pytest

from bot.config import problems
from bot.config.problems import SettingsError

DEFAULTS = {
    "host": "127.0.0.1",
    "port": 8080,
    "database_url": "sqlite+aiosqlite:///data/careloop.db",
    "playground_on": True,
    "on_loopback": True,
    "zone": "UTC",
    "notes_days": 90,
    "turns_person": 60,
    "turns_workspace": 50,
}

UNDERSTOOD = [
    pytest.param({"PORT": "0"}, "port", 0, id="a free port"),
    pytest.param({"LOG_LEVEL": "WARNING"}, "log_level", "warning", id="level in capitals"),
    pytest.param({"ADMINS": "U1, U2 ,,U3"}, "admins", ("U1", "U2", "U3"), id="three admins"),
    pytest.param({"ADMINS": ""}, "admins", (), id="no admins"),
    pytest.param({"CONTENT": ""}, "content", None, id="no pack"),
    pytest.param(
        {"TEAMS_APP_ID": " a ", "TEAMS_APP_PASSWORD": "b", "TEAMS_TENANTS": "A-1, b-2,"},
        "teams_tenants",
        ("a-1", "b-2"),
        id="two tenants",
    ),
    pytest.param({"TURNS_PERSON": "0"}, "turns_person", 0, id="no limit of turns"),
    pytest.param({"ZONE": "Europe/Rome"}, "zone", "Europe/Rome", id="zone"),
    pytest.param({"HOST": "localhost"}, "on_loopback", True, id="localhost"),
    pytest.param({"HOST": "::1"}, "on_loopback", True, id="loopback of IPv6"),
    pytest.param({"PLAYGROUND": "off", "HOST": "0.0.0.0"}, "on_loopback", False, id="open"),  # noqa: S104
    pytest.param({"PLAYGROUND": "off"}, "playground_on", False, id="no playground"),
    pytest.param(
        {"DATABASE_URL": "postgresql://u:p@h/n"},
        "database_url",
        "postgresql+asyncpg://u:p@h/n",
        id="PostgreSQL",
    ),
    pytest.param(
        {"DATABASE_URL": "postgres://u:p@h/n"}, "sqlite_file", None, id="PostgreSQL, the old name"
    ),
]

REFUSED = [
    pytest.param({"PORT": "many"}, "CARELOOP_PORT", id="port in words"),
    pytest.param({"PORT": "70000"}, "CARELOOP_PORT", id="port too high"),
    pytest.param({"ZONE": "Rome"}, "write one such as Europe/Rome", id="zone without a continent"),
    pytest.param({"ZONE": "../etc/passwd"}, "CARELOOP_ZONE", id="zone that is a path"),
    pytest.param({"LOG_LEVEL": "loud"}, "CARELOOP_LOG_LEVEL", id="level"),
    pytest.param({"DATABASE_URL": "mysql://h/n"}, "sqlite:///FILE", id="another database"),
    pytest.param({"DATABASE_URL": "careloop.db"}, "sqlite:///FILE", id="a bare file"),
    pytest.param({"DATABASE_URL": "sqlite://"}, "names no file", id="no file"),
    pytest.param({"CONTENT": "/no/such/folder"}, "is not a folder", id="pack that isn't there"),
    pytest.param({"PLAYGROUND": "maybe"}, "CARELOOP_PLAYGROUND", id="playground"),
    pytest.param({"HOST": "0.0.0.0"}, "playground is for this machine only", id="open to all"),  # noqa: S104
    pytest.param({"PROT": "8080"}, "did you mean CARELOOP_PORT?", id="a typing mistake"),
    pytest.param({"NOTES_DAYS": "0"}, "CARELOOP_NOTES_DAYS", id="notes for no day"),
    pytest.param({"TURNS_PERSON": "-1"}, "CARELOOP_TURNS_PERSON", id="fewer turns than none"),
    pytest.param(
        {"TEAMS_CLOUD": "gcc high", "TEAMS_APP_ID": "a", "TEAMS_APP_PASSWORD": "b"},
        "'gcc-high'",
        id="a cloud that isn't one",
    ),
    pytest.param({"TEAMS_SCOPE": "all"}, "begins with https://", id="a scope that is a word"),
    pytest.param({"TEAMS_TENANTS": "*,a"}, "beside others", id="every tenant and another"),
    pytest.param({"TEAMS_TENANTS": "contoso.com"}, "not a tenant's id", id="a tenant by its name"),
    pytest.param({"TURNS_WORKSPACE": "few"}, "CARELOOP_TURNS_WORKSPACE", id="turns in words"),
]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def read(monkeypatch, values):
    for name, value in values.items():
        monkeypatch.setenv(f"CARELOOP_{name}", value)
    return problems.read()


def test_nothing_has_to_be_set(monkeypatch):
    found = read(monkeypatch, {})
    assert {name: getattr(found, name) for name in DEFAULTS} == DEFAULTS


@pytest.mark.parametrize(("values", "name", "expected"), UNDERSTOOD)
def test_a_setting_is_taken_as_it_is_meant(values, name, expected, monkeypatch):
    assert getattr(read(monkeypatch, values), name) == expected


@pytest.mark.parametrize(("values", "words"), REFUSED)
def test_a_setting_that_cannot_be_used_is_refused_in_one_line(values, words, monkeypatch):
    with pytest.raises(SettingsError) as caught:
        read(monkeypatch, values)
    (problem,) = caught.value.problems
    assert words in problem
    assert "\n" not in problem


def test_all_problems_are_said_at_once(monkeypatch):
    wrong = {"PORT": "x", "ZONE": "Rome", "LOG_LEVEL": "loud", "PROT": "1", "DATABASE_URL": "y"}
    with pytest.raises(SettingsError) as caught:
        read(monkeypatch, wrong)
    told = "\n".join(caught.value.problems)
    assert len(caught.value.problems) == len(wrong)
    assert all(f"CARELOOP_{name}" in told for name in wrong)


def test_an_open_host_is_told_together_with_the_other_problems(monkeypatch):
    with pytest.raises(SettingsError) as caught:
        read(monkeypatch, {"HOST": "0.0.0.0", "ZONE": "Rome"})  # noqa: S104
    assert len(caught.value.problems) == 2


def test_a_password_is_not_repeated_in_a_problem(monkeypatch):
    with pytest.raises(SettingsError) as caught:
        read(monkeypatch, {"DATABASE_URL": "mysql://me:secret@h/n"})
    assert "secret" not in str(caught.value)


def test_the_file_env_is_read_and_the_environment_wins(monkeypatch, tmp_path):
    lines = "CARELOOP_PORT=9000\nCARELOOP_ZONE=Europe/Rome\nPATH_OF_OTHERS=x\n"
    (tmp_path / ".env").write_text(lines, encoding="utf-8")
    found = read(monkeypatch, {"PORT": "9001"})
    assert (found.port, found.zone) == (9001, "Europe/Rome")


@pytest.mark.parametrize(
    "line", ["CARELOOP_PROT=1", "export CARELOOP_PROT=1", "  CARELOOP_PROT = 1"]
)
def test_a_typing_mistake_in_the_file_is_found(line, monkeypatch, tmp_path):
    (tmp_path / ".env").write_text(f"# ours\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="did you mean CARELOOP_PORT"):
        read(monkeypatch, {})


OAUTH = {
    "SLACK_CLIENT_ID": "111.222",
    "SLACK_CLIENT_SECRET": "hush",
    "SLACK_SIGNING_SECRET": "hush",
    "PUBLIC_URL": "https://careloop.example.org",
    "SECRET_KEY": "a" * 43 + "=",
}
NEEDED = [
    pytest.param(["SLACK_CLIENT_ID"], id="client id"),
    pytest.param(["SLACK_CLIENT_SECRET"], id="client secret"),
    pytest.param(["SLACK_SIGNING_SECRET"], id="signing secret"),
    pytest.param(["PUBLIC_URL"], id="public url"),
    pytest.param(["SECRET_KEY"], id="key"),
    pytest.param([each for each in OAUTH if each != "SLACK_CLIENT_ID"], id="all but the id"),
]


def test_workspaces_may_install_the_bot_by_themselves(monkeypatch):
    found = read(monkeypatch, OAUTH)
    assert (found.slack_on, found.slack_oauth_on, found.playground_on) == (True, True, False)


@pytest.mark.parametrize("missing", NEEDED)
def test_all_that_is_missing_of_it_is_said_in_one_go(missing, monkeypatch):
    given = {name: value for name, value in OAUTH.items() if name not in missing}
    with pytest.raises(SettingsError) as caught:
        read(monkeypatch, given)
    assert len(caught.value.problems) == len(missing)
    told = "\n".join(caught.value.problems)
    assert all(f"CARELOOP_{name}" in told for name in missing)


def test_one_token_and_many_are_not_mixed(monkeypatch):
    with pytest.raises(SettingsError, match="unset one of them"):
        read(monkeypatch, OAUTH | {"SLACK_BOT_TOKEN": "xoxb-1"})


def test_one_token_alone_is_as_ever(monkeypatch):
    found = read(monkeypatch, {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "hush"})
    assert (found.slack_on, found.slack_oauth_on) == (True, False)


def test_a_file_of_keys_takes_the_place_of_the_setting(monkeypatch, tmp_path):
    (tmp_path / "keys").write_text(OAUTH["SECRET_KEY"])
    given = {name: value for name, value in OAUTH.items() if name != "SECRET_KEY"}
    assert read(monkeypatch, given | {"SECRET_KEY_FILE": "keys"}).slack_oauth_on


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"SECRET_KEY": "correct horse battery"}, "is no key", id="a password"),
        pytest.param({"SECRET_KEY_FILE": "none"}, "can't be read", id="no such file"),
        pytest.param(
            {"SECRET_KEY": OAUTH["SECRET_KEY"], "SECRET_KEY_FILE": "none"}, "Unset", id="both"
        ),
        pytest.param({"SLACK_CLIENT_ID": "a&b=c"}, "is not a client id", id="no client id"),
        pytest.param({"PUBLIC_URL": "http://example.org"}, "is not an address", id="no https"),
    ],
)
def test_a_key_or_an_address_that_cannot_be_used_is_said_in_a_line(values, words, monkeypatch):
    with pytest.raises(SettingsError) as caught:
        read(monkeypatch, values)
    told = [each for each in caught.value.problems if words in each]
    assert len(told) == 1
    assert "horse" not in str(caught.value)
