"""What Teams may send and how long we trust it, on both sides, in figures."""

import json
from datetime import timedelta

import aiohttp
import pytest

from bot.store.engine.conversations import Conversations
from bot.teams.client import Address, ConnectorClient
from bot.teams.config import TeamsConfig
from bot.teams.directory import Directory
from bot.teams.failures import waiting
from bot.teams.payloads import Activity, flat
from bot.teams.text import seen_text, typed_line
from tests.bot.standing import Standing
from tests.bot.teams.conftest import opened_site
from tests.bot.teams.fake_teams import TENANT, FakeTeams, Fault
from tests.conftest import MONDAY

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
ANA = "a:demo:29:ana"


async def test_the_same_message_is_shown_once_in_ten_minutes(own_database, teams, seconds):
    clock, shown = Standing(), []
    teams.clock = lambda: clock().timestamp()
    async with opened_site(own_database, teams, seconds, clock=clock) as site:
        activity = teams.activity(text="help")
        for clock.ahead in (timedelta(), 10 * MINUTE - SECOND, 10 * MINUTE):
            assert (await site.deliver(activity))[0] == 200
            shown.append(len(teams.said_in(ANA)))
    assert shown == [1, 1, 2]


@pytest.mark.parametrize(
    ("faults", "lasts"), [((), HOUR), ([Fault(404)] * 2, MINUTE)], ids=["told", "not told"]
)
async def test_what_teams_tells_holds_for_an_hour_and_that_it_does_not_for_a_minute(
    faults, lasts, teams, own_database, seconds
):
    clock, asked = Standing(), []
    config = TeamsConfig(anonymous=True)
    teams.member_faults.extend(faults)
    async with aiohttp.ClientSession() as http:
        client = ConnectorClient(http, config, None, clock, seconds)
        directory = Directory(client, clock, Conversations(own_database, clock))
        for clock.ahead in (timedelta(), lasts - SECOND, lasts):
            await directory.member(TENANT, Address(TENANT, teams.service_url, ANA), "29:ana")
            asked.append(len(teams.asked_for))
    assert asked == [1, 1, 2]


@pytest.mark.parametrize(
    ("asked", "wait"),
    [("86399", timedelta(days=1) - SECOND), ("86400", timedelta(days=1)), ("86401", timedelta(1))],
    ids=["less", "a day", "more"],
)
def test_teams_is_left_alone_for_a_day_at_most(asked, wait):
    assert waiting(asked, MONDAY) == wait


def activity(**fields) -> Activity:
    return Activity.model_validate_json(json.dumps(FakeTeams().activity(**fields)))


@pytest.mark.parametrize(
    ("text", "read"),
    [("x" * 12_000, "x" * 12_000), ("x" * 12_001, "x" * 11_999 + "…")],
    ids=["12000", "12001"],
)
def test_a_line_has_12000_characters(text, read):
    assert typed_line(activity(text=text)).text == read


# The letters are the 29,998th character and those that follow it.
MARKUP = "<b>" * 9999 + "abcd"
ATTACHED = [{"contentType": "text/html", "content": MARKUP}]
READERS = [
    pytest.param(lambda: typed_line(activity(text=MARKUP)).text, id="a text"),
    pytest.param(lambda: typed_line(activity(attachments=ATTACHED)).text, id="attached"),
    pytest.param(lambda: seen_text(MARKUP, is_html=True), id="a message that is pointed at"),
]


@pytest.mark.parametrize("read", READERS)
def test_of_a_text_with_markup_30000_characters_are_read(read):
    assert read() == "abc"


def test_a_press_carries_fifty_values():
    fifty = {f"x{number}": "" for number in range(50)}
    assert len(flat(fifty)) == 50
    with pytest.raises(ValueError, match="too many values"):
        flat(fifty | {"one": "more"})


def test_a_value_of_a_press_has_8000_characters():
    assert flat({"story": "x" * 8000}) == {"story": "x" * 8000}
    with pytest.raises(ValueError, match="too long"):
        flat({"story": "x" * 8001})
