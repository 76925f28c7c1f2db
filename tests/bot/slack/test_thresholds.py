"""What Slack may send and how long we trust it, on both sides, in figures."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from slack_bolt.response import BoltResponse

from bot.slack.client import SlackClient
from bot.slack.directory import Directory
from bot.slack.edge import Edge
from bot.slack.installation import Installation
from bot.slack.mentions import references, resolved
from bot.slack.parse import parse
from bot.slack.payloads import Malformed
from bot.slack.response_target import ResponseTarget, TargetKind
from scheduler.errors import TemporaryError
from tests.bot.slack import wire
from tests.bot.slack.fake_slack import FakeSlack, Workspace, answering, refusing
from tests.bot.standing import Standing
from tests.conftest import MONDAY

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
HERE = Installation("TDEMO", "", "UBOT", "xoxb-TDEMO")


@pytest.mark.parametrize(
    ("off_by", "status"), [(-301, 401), (-300, 200), (300, 200), (301, 401)], ids=str
)
async def test_a_signature_holds_for_five_minutes_either_way(off_by, status):
    async def serve(heard):
        return BoltResponse(status=200, body="")

    app = web.Application()
    Edge(wire.SECRET, serve, Standing()).open(app)
    body = wire.form_body(wire.command("care help"))
    headers = wire.signed(body, MONDAY.timestamp() + off_by)
    async with (
        TestServer(app) as server,
        ClientSession() as http,
        http.post(server.make_url("/slack/events"), data=body, headers=headers) as response,
    ):
        assert response.status == status


def test_a_private_card_may_be_drawn_anew_for_29_minutes():
    target = ResponseTarget.of(TargetKind.CARD, "https://hooks.slack.com/actions/1", MONDAY)
    assert target.fresh(MONDAY + 29 * MINUTE - SECOND)
    assert not target.fresh(MONDAY + 29 * MINUTE)


def test_a_form_has_a_hundred_fields_at_most():
    fields = wire.command("care help")
    more = {f"x{number}": "" for number in range(100 - len(fields))}
    assert parse(wire.form_body(fields | more), wire.FORM).text == "help"
    with pytest.raises(Malformed):
        parse(wire.form_body(fields | more | {"one": "more"}), wire.FORM)


@dataclass(frozen=True, slots=True)
class Far:
    """What we know of a Slack of our own, by a clock of our own."""

    fake: FakeSlack
    client: SlackClient
    directory: Directory
    clock: Standing

    def asked(self) -> int:
        """Return how often Slack was asked for somebody."""
        return len(self.fake.called("users.info"))


@pytest.fixture
async def far() -> AsyncIterator[Far]:
    facts = {f"U{n}": {"id": f"U{n}", "real_name": f"Told {n}"} for n in range(40)}
    fake, clock = FakeSlack(), Standing()
    fake.add(Workspace("TDEMO", HERE.token, people=facts))
    async with fake.serving(), ClientSession() as http:
        client = SlackClient(http, f"{fake.origin}/api/", clock, lambda: 0.0)
        yield Far(fake, client, Directory(client, clock), clock)


@pytest.mark.parametrize(
    ("faults", "lasts"),
    [((), HOUR), ([refusing("user_not_found")] * 2, MINUTE)],
    ids=["told", "not told"],
)
async def test_what_slack_tells_holds_for_an_hour_and_that_it_does_not_for_a_minute(
    faults, lasts, far
):
    far.fake.fail("users.info", *faults)
    asked = []
    for far.clock.ahead in (timedelta(), lasts - SECOND, lasts):
        await far.directory.person(HERE, "U1", "ana")
        asked.append(far.asked())
    assert asked == [1, 1, 2]


@pytest.mark.parametrize(
    ("told", "name"), [("N" * 60, "N" * 60), ("N" * 61, "N" * 59 + "…")], ids=["60", "61"]
)
async def test_a_name_has_sixty_characters_at_most(told, name, far):
    user = {"id": "U1", "profile": {"display_name": told}}
    far.fake.fail("users.info", answering(200, {"ok": True, "user": user}))
    assert (await far.directory.person(HERE, "U1", "")).name == name


@pytest.mark.parametrize(("members", "known"), [(30, 30), (31, 0)], ids=["30", "31"])
async def test_a_group_of_thirty_is_thanked_one_by_one(members, known, far):
    far.fake.workspaces[HERE.token].groups = {"S1": [f"U{n}" for n in range(members)]}
    assert len((await far.directory.group(HERE, "S1", "desk")).members) == known


async def test_of_the_people_in_a_line_twenty_are_asked_for(far):
    line = " ".join(f"<@U{number}|written-{number}>" for number in range(22))
    mentions = await resolved(far.directory, HERE, references(line))
    assert [each.name for each in mentions[18:]] == [
        *("Told 18", "Told 19"),
        *("written-20", "written-21"),
    ]
    assert far.asked() == 20


async def test_an_answer_is_read_up_to_a_megabyte(far):
    rest = '{"ok": true, "more": ""}'
    whole = {"ok": True, "more": "x" * (1_048_576 - len(rest))}
    more = {"ok": True, "more": whole["more"] + "x"}
    far.fake.fail("users.info", answering(200, whole), answering(200, more))
    assert await far.client.call(HERE.token, "TDEMO", "users.info", {"user": "U1"}) == whole
    with pytest.raises(TemporaryError, match="unreachable"):
        await far.client.call(HERE.token, "TDEMO", "users.info", {"user": "U1"})
