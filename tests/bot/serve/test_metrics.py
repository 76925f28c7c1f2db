"""The numbers that Prometheus fetches: over real HTTP, true, and never about a person."""

import asyncio
import re
import sqlite3
import time
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from prometheus_client.parser import text_string_to_metric_families

from bot.bot import Ended
from bot.clock import Clock
from bot.config.settings import Settings
from bot.serve.doors import ANSWERS
from bot.serve.metrics import OUTCOMES, PROBE, Metrics
from bot.store.database import Database
from bot.store.engine.backlog import Backlog, backlog
from bot.store.engine.deliveries import enqueue
from handlers.domain.people import Platform
from handlers.routes import ACTIONS, RECEIPTS, ROUTES, SUBMITS
from scheduler.delivery import DeliveryState
from tests.bot.doors import page
from tests.calendars import NINE, delivery
from tests.databases import locked

KNOWN = {
    "platform": {each.value for each in Platform},
    "intent": {"unknown", *ACTIONS, *SUBMITS, *RECEIPTS, *(each.intent for each in ROUTES)},
    "outcome": {*Ended, *OUTCOMES},
    "state": {each.value for each in DeliveryState},
}


@pytest.fixture
def watched(settings) -> Settings:
    """The playground, with metrics on a free port."""
    return settings.model_copy(update={"metrics_port": unused_port()})


@asynccontextmanager
async def asked(settings):
    """Yield a question: the value of a sample."""
    address = f"http://127.0.0.1:{settings.metrics_port}"
    async with aiohttp.ClientSession(address) as http:

        async def value(name: str, **labels: str) -> float | None:
            found = [each for each in await samples(http) if each.name == name]
            wanted = labels.items()
            return next((each.value for each in found if wanted <= each.labels.items()), None)

        yield value


async def samples(http):
    async with http.get("/metrics") as response:
        assert response.status == 200
        assert response.content_type == "text/plain"
        text = await response.text()
    return [each for family in text_string_to_metric_families(text) for each in family.samples]


async def test_there_is_no_page_of_metrics_unless_it_is_wanted(settings):
    assert settings.metrics_port == 0
    async with page(settings) as door, door._wire.http.get("/metrics") as response:
        assert response.status == 404


async def test_the_port_of_the_metrics_answers_nothing_else(watched):
    async with page(watched), aiohttp.ClientSession() as http:
        for path in ("/", "/api/state?tenant=demo&as=ana", "/healthz"):
            async with http.get(f"http://127.0.0.1:{watched.metrics_port}{path}") as response:
                assert response.status == 404


async def test_turns_are_counted_by_what_was_asked_and_how_it_ended(watched):
    async with page(watched) as door, asked(watched) as value:
        card = await door.say("/complaint the coat came torn")
        await door.press(card, "They've said it all")
        await door.say("/care settings")  # for admins
        await door.say("/karaoke for Rosa")

        turns = "careloop_turns_total"
        assert await value(turns, platform="web", intent="complaint", outcome="answered") == 1
        assert await value(turns, intent="complaint.go", outcome="answered") == 1
        assert await value(turns, intent="care.settings", outcome="refused") == 1
        assert await value(turns, intent="unknown", outcome="refused") == 1
        assert await value("careloop_turn_seconds_count", platform="web") == 4
        assert await value("careloop_ack_seconds_count", platform="web") == 4


async def test_a_turn_that_was_not_saved_is_counted_as_that(watched):
    async with page(watched) as door, asked(watched) as value:
        card = {"kind": "action", "intent": "complaint.new", "args": {}}
        seat = {"tenant": "demo", "as": "ana", "channel": "@ana", "id": "t-1"}
        with locked(watched.sqlite_file), pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.store.database.TURN_TIMEOUT", 0.4)  # as in running, on this page
            await door._wire.turn({**seat, **card})

        ended = {"intent": "complaint.new", "outcome": "not_saved"}
        assert await value("careloop_turns_total", **ended) == 1


async def test_a_reminder_is_counted_from_its_moment_to_its_channel(watched):
    async with page(watched) as door, asked(watched) as value:
        door.as_("dana")
        door.in_("front-desk")
        await door.say("/reminders add weekdays 08:55")
        await door.clock("tomorrow 08:56")
        await door.settle()

        assert await value("careloop_schedules_fired_total") == 1
        assert await value("careloop_deliveries_total", outcome="sent") == 1
        assert await value("careloop_reminder_lateness_seconds_bucket", le="15.0") == 0
        assert await value("careloop_reminder_lateness_seconds_bucket", le="300.0") == 1
        assert await value("careloop_oldest_due_seconds") == 0
        assert await value("careloop_database_up") == 1


async def test_a_page_that_could_not_be_sent_is_a_dead_letter(watched):
    async with page(watched) as door, asked(watched) as value:
        await _lead(watched, "web:demo:closed-down")
        card = await door.say("/complaint")
        for label in ("Danger or trouble", "Safety", "Page the duty lead"):
            card = await door.press(card, label)
        await door.settle()

        assert await value("careloop_deliveries_total", outcome="dead") == 1
        assert await value("careloop_outbox", state="dead") == 1
        assert await value("careloop_outbox", state="pending") == 0


async def test_labels_come_from_the_known_few_whatever_is_typed(watched):
    secret = "Rosa-4711"
    async with page(watched) as door:
        await door.say(f"/complaint {secret}")
        await door.say(f"/{secret} {secret}")
        await door.say(f"/care find {secret}")
        action = {"kind": "action", "intent": secret, "args": {secret: secret}}
        seat = {"tenant": "demo", "as": "ana", "channel": "@ana", "id": secret}
        await door._wire.turn({**seat, **action})
        async with aiohttp.ClientSession(f"http://127.0.0.1:{watched.metrics_port}") as http:
            found = await samples(http)
    ours = [each for each in found if each.name.startswith("careloop_")]
    labels = {(name, value) for each in ours for name, value in each.labels.items()}
    strangers = [(n, v) for n, v in labels if n != "le" and v not in KNOWN[n]]
    assert not strangers
    assert secret not in str(found)
    assert not re.search("demo|ana|front-desk", str(labels))


async def test_metrics_are_told_while_the_database_is_away():
    metrics, gone = Metrics(), Database("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    web_app = web.Application()
    metrics.open(web_app, gone, Clock())
    async with TestServer(web_app) as server, aiohttp.ClientSession(server.make_url("/")) as http:
        found = {each.name: each.value for each in await samples(http)}
    await gone.dispose()
    assert found["careloop_database_up"] == 0


async def test_a_busy_event_loop_is_seen():
    metrics = Metrics()
    async with metrics.watching_loop():
        await asyncio.sleep(0)
        time.sleep(PROBE + 0.3)  # noqa: ASYNC251 - what must not happen
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert metrics.registry.get_sample_value("careloop_loop_lag_seconds_sum") >= 0.3


async def test_answers_are_timed_where_the_platforms_wait_for_them():
    from bot.slack import edge as slack
    from bot.teams import edge as teams

    assert ANSWERS[slack.PATH] is Platform.SLACK
    assert ANSWERS[teams.PATH] is Platform.TEAMS


async def test_what_is_refused_says_nothing_about_our_pace():
    async def forged(request: web.Request) -> web.Response:
        return web.Response(status=401)

    metrics, web_app = Metrics(), web.Application()
    metrics.time_answers(web_app, ANSWERS)
    web_app.router.add_post("/slack/events", forged)
    async with TestServer(web_app) as server, aiohttp.ClientSession(server.make_url("/")) as http:
        await http.post("/slack/events")
    labels = {"platform": "slack"}
    assert not metrics.registry.get_sample_value("careloop_ack_seconds_count", labels)


async def test_the_backlog_knows_what_waits_and_for_how_long(database):
    rows = [
        delivery("first", due_at=NINE - timedelta(minutes=7)),
        delivery("second", due_at=NINE - timedelta(minutes=2)),
        delivery("later", due_at=NINE + timedelta(hours=1)),
        delivery("doubtful", state=DeliveryState.UNKNOWN),
        delivery("sent", state=DeliveryState.SENT, due_at=NINE - timedelta(hours=2)),
        delivery("dead", state=DeliveryState.DEAD, due_at=NINE - timedelta(hours=3)),
    ]
    async with database.transaction(5) as connection:
        await enqueue(connection, rows)
    found = await backlog(database, NINE)
    assert found == Backlog(pending=3, unknown=1, dead=1, waited=timedelta(minutes=7))


async def test_an_empty_outbox_waits_for_nothing(database):
    assert await backlog(database, NINE) == Backlog(0, 0, 0, timedelta())


async def _lead(settings, place: str) -> None:
    connection = sqlite3.connect(settings.sqlite_file, timeout=5)
    with connection:
        connection.execute("UPDATE workspaces SET lead_place = ?", (place,))
    connection.close()
