"""Doctor's look at tokens: from outside, and asked of a Slack and a Teams of our own."""

from datetime import timedelta

import pytest
from aiohttp import ClientSession

from bot.cli.checks import online
from bot.cli.checks.finding import Mark
from bot.cli.checks.tokens import tokens
from bot.config.settings import Settings
from bot.slack.oauth.scopes import OPTIONAL, REQUIRED, SCOPES
from tests.bot.slack.fake_slack import FakeSlack, Workspace, answering, half, refusing
from tests.bot.teams.fake_teams import APP, SECRET, FakeTeams, Fault
from tests.certificates import DAY, write
from tests.conftest import MONDAY

GUID = "8d6c1f0e-0000-4000-8000-3f2a51c0ffee"
BOT, USER, APP_LEVEL = "xoxb-1-secret", "xoxp-1-secret", "xapp-1-secret"
SIGNING = "0123456789abcdef" * 2


def settings(**values) -> Settings:
    return Settings(_env_file=None, **values)


def installed_by_workspaces(signing=SIGNING, app="") -> Settings:
    ours = {"slack_client_id": "1.2", "slack_client_secret": "secret", "slack_app_token": app}
    return settings(slack_signing_secret=signing, **ours)


def slack(bot=BOT, app="", signing=SIGNING) -> Settings:
    return settings(slack_bot_token=bot, slack_app_token=app, slack_signing_secret=signing)


@pytest.mark.parametrize(
    ("configured", "mark", "told"),
    [
        pytest.param(slack(), Mark.OK, "HTTP", id="HTTP"),
        pytest.param(slack(app=APP_LEVEL, signing=""), Mark.OK, "Socket Mode", id="Socket Mode"),
        pytest.param(slack("xoxe.xoxb-1-secret"), Mark.OK, "HTTP", id="a token that rotates"),
        pytest.param(slack(APP_LEVEL, BOT), Mark.PROBLEM, "are swapped", id="swapped"),
        pytest.param(slack(APP_LEVEL), Mark.PROBLEM, "SLACK_APP_TOKEN", id="app's for bot's"),
        pytest.param(slack(BOT, BOT), Mark.PROBLEM, "SLACK_BOT_TOKEN", id="bot's for app's"),
        pytest.param(slack(USER), Mark.PROBLEM, "Bot User OAuth Token", id="a user's"),
        pytest.param(slack("secret"), Mark.PROBLEM, "begin with xoxb-", id="no token"),
        pytest.param(slack(BOT, "secret"), Mark.PROBLEM, "begin with xapp-", id="no app token"),
        pytest.param(slack(signing="0123-secret"), Mark.WARNING, "32", id="no signing secret"),
        pytest.param(installed_by_workspaces(), Mark.OK, "/slack/install", id="OAuth"),
        pytest.param(
            installed_by_workspaces("0123-secret"),
            Mark.WARNING,
            "32",
            id="OAuth, no signing secret",
        ),
        pytest.param(
            installed_by_workspaces(app=BOT), Mark.PROBLEM, "SLACK_APP_TOKEN", id="OAuth, bot's"
        ),
    ],
)
def test_tokens_of_slack_are_told_apart_by_how_they_begin(configured, mark, told):
    (found,) = tokens(configured, MONDAY)
    assert (found.check, found.mark) == ("slack", mark)
    assert told in found.words
    assert "secret" not in found.words


@pytest.mark.parametrize(
    ("values", "mark", "told"),
    [
        pytest.param(
            {"teams_app_id": GUID, "teams_app_password": "a~b"}, Mark.OK, "--online", id="well"
        ),
        pytest.param(
            {"teams_app_id": GUID, "teams_app_password": GUID},
            Mark.PROBLEM,
            "copy its Value",
            id="the id of the secret",
        ),
        pytest.param(
            {"teams_app_id": "careloop", "teams_app_password": "a~b"},
            Mark.WARNING,
            "shape",
            id="no id of an app",
        ),
        pytest.param({"teams_anonymous": True}, Mark.WARNING, "ANONYMOUS", id="anonymous"),
    ],
)
def test_what_teams_is_configured_with_is_looked_at(values, mark, told):
    (found,) = tokens(settings(**values), MONDAY)
    assert (found.check, found.mark) == ("teams", mark)
    assert told in found.words
    assert GUID not in found.words


@pytest.mark.parametrize(
    ("left", "mark", "told"),
    [
        pytest.param(31 * DAY, Mark.OK, "ends on 2026-12-24", id="in time"),
        pytest.param(30 * DAY, Mark.WARNING, "ends on 2026-12-23: make a new one", id="soon"),
        pytest.param(timedelta(0), Mark.PROBLEM, "ran out on 2026-11-23", id="over"),
        pytest.param(None, Mark.PROBLEM, "can't be read", id="not there"),
    ],
)
def test_a_certificate_is_read_and_its_end_is_told_in_time(left, mark, told, tmp_path):
    file = tmp_path / "teams.pem"
    if left is not None:
        write(file, left=left, at=MONDAY)
    (found,) = tokens(settings(teams_app_id=GUID, teams_certificate=file), MONDAY)
    assert (found.check, found.mark) == ("teams", mark)
    assert told in found.words


def test_with_no_platform_there_is_one_line():
    (found,) = tokens(settings(), MONDAY)
    assert found.mark is Mark.OK


def test_with_both_platforms_there_is_a_line_for_each():
    both = settings(
        slack_bot_token=BOT,
        slack_signing_secret=SIGNING,
        teams_app_id=GUID,
        teams_app_password="a~b",
    )
    assert [each.check for each in tokens(both, MONDAY)] == ["slack", "teams"]


# online


@pytest.fixture
async def fake_slack():
    async with FakeSlack().serving() as fake:
        fake.add(Workspace("T1", BOT))
        yield fake


@pytest.fixture
async def session():
    async with ClientSession() as session:
        yield session


def at(fake: FakeSlack, token=BOT) -> Settings:
    values = {"slack_bot_token": token, "slack_app_token": APP_LEVEL}
    return settings(slack_api_url=f"{fake.origin}/api/", **values)


def granted(*scopes: str):
    return answering(200, {"ok": True, "team": "Hotel"}, X_OAuth_Scopes=",".join(scopes))


async def test_a_token_with_every_scope_lives(fake_slack, session):
    fake_slack.fail("auth.test", granted(*SCOPES))
    found = await online.slack_bot(at(fake_slack), session)
    assert (found.mark, found.words) == (Mark.OK, "the bot's token lives, of Hotel")


@pytest.mark.parametrize("scope", OPTIONAL)
async def test_an_optional_scope_may_be_left_out(scope, fake_slack, session):
    fake_slack.fail("auth.test", granted(*(each for each in SCOPES if each != scope)))
    found = await online.slack_bot(at(fake_slack), session)
    assert found.mark is Mark.OK
    assert f"without {scope}" in found.words


@pytest.mark.parametrize("scope", REQUIRED)
async def test_any_other_scope_is_missed(scope, fake_slack, session):
    fake_slack.fail("auth.test", granted(*(each for each in SCOPES if each != scope)))
    found = await online.slack_bot(at(fake_slack), session)
    assert found.mark is Mark.PROBLEM
    assert f"lacks {scope}:" in found.words


async def test_a_token_that_slack_refuses_is_a_problem(fake_slack, session):
    found = await online.slack_bot(at(fake_slack, "xoxb-2-secret"), session)
    assert found.mark is Mark.PROBLEM
    assert "invalid_auth" in found.words
    assert "secret" not in found.words


@pytest.mark.parametrize("fault", [half(), answering(502)], ids=["half an answer", "a page"])
async def test_no_answer_of_slack_is_not_taken_for_one(fault, fake_slack, session):
    fake_slack.fail("auth.test", fault)
    found = await online.slack_bot(at(fake_slack), session)
    assert found.mark is Mark.PROBLEM
    assert "no answer to auth.test" in found.words


async def test_an_app_level_token_is_asked_about(fake_slack, session):
    assert (await online.slack_app(at(fake_slack), session)).mark is Mark.OK
    assert fake_slack.sockets == []
    fake_slack.fail("apps.connections.open", refusing("missing_scope"))
    found = await online.slack_app(at(fake_slack), session)
    assert found.mark is Mark.PROBLEM
    assert "connections:write" in found.words


async def test_teams_gives_us_a_token_or_says_why_not(session, seconds):
    async with FakeTeams().running() as fake:
        configured = settings(
            teams_app_id=APP, teams_app_password=SECRET, teams_token_url=f"{fake.url}/token"
        )
        assert (await online.teams(configured, session, lambda: MONDAY, seconds)).mark is Mark.OK
        fake.token_faults.append(Fault(401, "invalid_client"))
        refused = await online.teams(configured, session, lambda: MONDAY, seconds)
    assert refused.mark is Mark.PROBLEM
    assert "refuses our app id or secret" in refused.words
    assert SECRET not in refused.words
    gone = await online.teams(configured, session, lambda: MONDAY, seconds)
    assert "no answer from the token service" in gone.words
