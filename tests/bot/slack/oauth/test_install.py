"""Workspaces install the bot by a click: each step is checked, each refusal says what next."""

import asyncio
import logging
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from sqlalchemy import delete

from bot.slack.client import SlackClient
from bot.slack.oauth.scopes import SCOPES
from bot.slack.oauth.service import oauth
from bot.slack.oauth.workspaces import FRESH_FOR
from bot.store.tables.installations import installations, oauth_states
from bot.store.tables.people import people
from tests.bot.slack.fake_slack import answering, dropping, refusing
from tests.bot.slack.oauth.world import oauth_config, world
from tests.calendars import rows_of

SECOND = timedelta(seconds=1)
MENDED = "This has to be mended first"
ACME, BEST = "TACME:UANA", "TBEST:UBEN"


@pytest.fixture
async def here(database_url):
    async with world(database_url) as opened:
        yield opened


def state_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["state"][0]


async def test_two_workspaces_install_by_a_click_and_each_gets_its_own_posts(here):
    pages = await asyncio.gather(here.installed(ACME), here.installed(BEST))
    assert [(page.status, page.title) for page in pages] == [
        (200, "Careloop is in TACME &amp; Co"),
        (200, "Careloop is in TBEST &amp; Co"),
    ]
    await here.schedule("TACME", "TBEST")
    (acme,), (best,) = here.slack.tokens_of("TACME"), here.slack.tokens_of("TBEST")
    assert sorted(here.posted()) == sorted([(acme, "CTACME"), (best, "CTBEST")])


async def test_commands_are_answered_in_a_workspace_that_has_it_and_in_no_other(here):
    await here.installed(ACME)
    known = await here.say("care help", team_id="TACME")
    other = await here.say("care help", team_id="TBEST")
    assert "blocks" in known
    assert "not connected to this workspace" in other["text"]


async def test_who_installs_is_admin_there_and_nowhere_else(here):
    await here.installed(ACME)
    await here.installed(BEST)
    rows = await rows_of(here.app.database, people)
    assert [(row.tenant, row.id, row.role) for row in rows] == [
        ("TACME", "UANA", "admin"),
        ("TBEST", "UBEN", "admin"),
    ]


async def test_another_who_installs_again_keeps_the_data_and_is_logged(here, caplog):
    await here.installed(ACME)
    await here.say("complaint late parcel", team_id="TACME", user_id="UANA")
    with caplog.at_level(logging.WARNING):
        await here.installed("TACME:UBEN")
    assert "slack.installed tenant=TACME by=UBEN again=True" in caplog.text
    (row,) = await rows_of(here.app.database, installations)
    assert row.installed_by == "UBEN"
    again = await here.say("complaint", team_id="TACME", user_id="UANA")
    assert "late parcel" in str(again)
    await here.schedule("TACME")
    assert here.posted()[-1][0] == here.slack.tokens_of("TACME")[-1]


async def test_the_page_says_every_permission_with_its_reason(here):
    page = await (await here.browser()).get(f"{here.url}/slack/install")
    assert page.status == 200
    assert all(f"<dt>{each}</dt>" in page.text for each in SCOPES)
    asked = parse_qs(urlsplit(await (await here.browser()).begin()).query)
    assert asked["scope"] == [",".join(SCOPES)]
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action" not in policy  # a browser holds it against each hop of the way to Slack


async def test_a_state_has_128_bits_at_least_and_is_stored_as_a_hash(here):
    browser = await here.browser()
    states = {state_of(await browser.begin()) for _ in range(3)}
    assert len(states) == 3
    assert all(len(each) * 6 >= 128 for each in states)
    stored = str(await rows_of(here.app.database, oauth_states))
    assert not any(each in stored for each in states)


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(here):
    browser = await here.browser()
    url = f"{here.url}/slack/install"
    async with browser.session.post(url, allow_redirects=False) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=600" in cookie
    assert "Secure" not in cookie  # this machine, by http


async def test_by_https_the_cookie_is_for_this_host_alone(here):
    config = oauth_config("https://careloop.example.org")
    async with ClientSession() as session:
        client = SlackClient(session, f"{here.slack.origin}/api/", here.app.clock)
        made = oauth(
            *(config, client, here.app.database, here.app.clock),
            api_url="https://slack.com/api/",
            prefix="",
        )
        web_app = web.Application()
        made.edge.open(web_app)
        async with TestServer(web_app) as server:
            url = server.make_url("/slack/install")
            async with session.post(url, allow_redirects=False) as answer:
                cookie, location = answer.headers["Set-Cookie"], answer.headers["Location"]
    assert cookie.startswith("__Host-")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert location.startswith("https://slack.com/oauth/v2/authorize?")
    assert parse_qs(urlsplit(location).query)["redirect_uri"] == [config.redirect_url]


@pytest.mark.parametrize(
    ("wait", "known"),
    [
        pytest.param(FRESH_FOR - SECOND, True, id="within a minute"),
        pytest.param(FRESH_FOR, False, id="a minute later"),
    ],
)
async def test_what_another_process_dropped_is_used_for_a_minute_at_most(here, wait, known):
    await here.installed(ACME)
    at = here.app.clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(here.door._installations, "_clock", lambda: at)
        await here.say("care help", team_id="TACME")
        async with here.app.database.transaction(5) as connection:
            await connection.execute(delete(installations))
        patch.setattr(here.door._installations, "_clock", lambda: at + wait)
        answer = await here.say("care help", team_id="TACME")
    assert ("blocks" in answer) is known


async def test_a_no_in_slack_is_a_kind_page_and_installs_nothing(here):
    browser = await here.browser()
    page = await browser.install("cancel")
    assert (page.status, page.title) == (200, "Nothing was installed")
    assert 'href="/slack/install"' in page.text
    assert await rows_of(here.app.database, installations) == []


@pytest.mark.parametrize(
    ("wait", "title"),
    [
        pytest.param(timedelta(seconds=598), "Careloop is in TACME &amp; Co", id="in time"),
        pytest.param(timedelta(seconds=601), "That took too long", id="too late"),
    ],
)
async def test_a_state_is_good_for_ten_minutes(here, wait, title):
    browser = await here.browser()
    location = await browser.begin()
    here.later(wait)
    assert (await browser.get(await browser.consent(location))).title == title


async def test_a_state_that_we_never_issued_installs_nothing(here):
    browser = await here.browser()
    back = await browser.consent(await browser.begin())
    forged = back.replace(state_of(back), "x" * 43)
    assert (await browser.get(forged)).title == "That took too long"
    assert await rows_of(here.app.database, installations) == []


async def test_another_browser_can_not_finish_it_and_does_not_spoil_it(here):
    mine, theirs = await here.browser(), await here.browser("TBEST:UBEN")
    back = await mine.consent(await mine.begin())
    assert (await theirs.get(back)).title == "Another browser began this"
    await theirs.begin()  # with a cookie of their own
    assert (await theirs.get(back)).title == "Another browser began this"
    assert (await mine.get(back)).status == 200


async def test_a_state_is_used_once(here):
    browser = await here.browser()
    back = await browser.consent(await browser.begin())
    pages = await asyncio.gather(*(browser.get(back) for _ in range(5)))
    assert sorted(page.title for page in pages) == [
        "Careloop is in TACME &amp; Co",
        *["This was finished already"] * 4,
    ]
    assert len(here.slack.tokens_of("TACME")) == 1


async def test_two_tabs_of_one_browser_do_not_hinder_each_other(here):
    browser = await here.browser()
    first, second = await browser.begin(), await browser.begin()
    assert (await browser.get(await browser.consent(first))).status == 200
    assert (await browser.get(await browser.consent(second))).status == 200


async def test_a_code_that_slack_refuses_is_a_kind_page(here):
    browser = await here.browser()
    back = await browser.consent(await browser.begin())
    made_up = f"{back.partition('?')[0]}?{urlencode({'state': state_of(back), 'code': 'nine'})}"
    page = await browser.get(made_up)
    assert (page.status, page.title) == (400, "Slack didn&#x27;t confirm it")
    assert await rows_of(here.app.database, installations) == []


@pytest.mark.parametrize(
    ("fault", "status", "title"),
    [
        pytest.param(refusing("bad_client_secret"), 500, MENDED, id="secret"),
        pytest.param(refusing("bad_redirect_uri"), 500, MENDED, id="address"),
        pytest.param(answering(503), 503, "Slack doesn&#x27;t answer just now", id="down"),
        pytest.param(answering(200), 503, "Slack doesn&#x27;t answer just now", id="html"),
        pytest.param(dropping(), 503, "Slack doesn&#x27;t answer just now", id="dropped"),
        pytest.param(
            answering(200, {"ok": True, "access_token": "xoxp-1", "token_type": "user"}),
            503,
            "Slack doesn&#x27;t answer just now",
            id="half an answer",
        ),
    ],
)
async def test_what_goes_wrong_at_slack_is_said_and_installs_nothing(
    here, fault, status, title, caplog
):
    here.slack.fail("oauth.v2.access", fault)
    with caplog.at_level(logging.DEBUG):
        page = await here.installed()
    assert (page.status, page.title) == (status, title)
    assert await rows_of(here.app.database, installations) == []
    assert "slack.install_refused" in caplog.text
    assert "client-secret" not in caplog.text


@pytest.mark.parametrize("query", ["", "code=1", "state=short&code=1", f"state={'x' * 200}&code=1"])
async def test_half_a_way_back_is_a_kind_page(here, query):
    page = await (await here.browser()).get(f"{here.url}/slack/oauth_redirect?{query}")
    assert (page.status, page.title) == (400, "Something is missing")


async def test_only_a_get_finishes_an_installation(here):
    browser = await here.browser()
    back = await browser.consent(await browser.begin())
    async with browser.session.head(back, allow_redirects=False) as told:
        assert told.status == 405
    assert (await browser.get(back)).status == 200


async def test_no_page_passes_its_address_on_or_is_kept(here):
    page = await here.installed()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"


async def test_a_name_of_a_workspace_is_text_on_the_page(here):
    page = await here.installed("EORG:UANA")
    assert page.title == "Careloop is in The &lt;b&gt;firm&lt;/b&gt;"


async def test_no_token_or_secret_is_logged(here, caplog):
    with caplog.at_level(logging.DEBUG):
        await here.installed()
        await here.say("care help", team_id="TACME")
        await here.schedule("TACME")
    ours = "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith(("bot", "sch"))
    )
    assert "xox" not in caplog.text
    assert "client-secret" not in caplog.text
    assert "slack.installed" in ours
