"""Socket Mode: the same door, over a line that we open ourselves and open again."""

import asyncio
import json
import time
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot.serve.doors import platform_doors
from bot.serve.health import Readiness, open_health
from bot.slack import service, socket
from bot.slack.client import SlackClient
from bot.slack.service import SlackConfig, slack_service
from tests.bot.slack import wire
from tests.bot.slack.fake_slack import FakeSlack, Workspace, answering, dawdling
from tests.databases import eventually


@pytest.fixture
async def fake():
    fake = FakeSlack()
    fake.add(Workspace("TDEMO", "xoxb-1", people={}, channels=("CFRONTDESK",)))
    async with fake.serving():
        yield fake


@pytest.fixture(autouse=True)
def _no_long_waits(monkeypatch):
    monkeypatch.setattr(socket, "FIRST_WAIT", 0.01)


@asynccontextmanager
async def listening(fake, app):
    config = SlackConfig("xoxb-1", app_token="xapp-1", api_url=f"{fake.origin}/api/")
    async with slack_service(config, app.bot, app.clock) as door:
        yield door


async def say(fake, payload, kind="slash_commands", number="E1"):
    await fake.sockets[-1].send_json({"type": kind, "envelope_id": number, "payload": payload})
    await eventually(lambda: any(ack["envelope_id"] == number for ack in fake.acks))
    return next(ack for ack in fake.acks if ack["envelope_id"] == number)


async def test_a_command_over_the_socket_is_answered_in_its_acknowledgement(fake, app):
    async with listening(fake, app) as door:
        await eventually(lambda: door.connected)
        ack = await say(fake, wire.command("complaint the van never came"))
    assert ack["payload"]["response_type"] == "ephemeral"
    assert ack["payload"]["blocks"][0]["text"]["text"] == "Let them tell it all"
    assert fake.calls[0].token == "xapp-1"


async def test_an_answer_over_the_socket_is_timed(fake, app):
    seconds = []
    config = SlackConfig("xoxb-1", app_token="xapp-1", api_url=f"{fake.origin}/api/")
    async with slack_service(config, app.bot, app.clock, timed=seconds.append) as door:
        await eventually(lambda: door.connected)
        await say(fake, wire.command("complaint"))
    assert len(seconds) == 1
    assert seconds[0] > 0


async def test_a_press_over_the_socket_replaces_its_card(fake, app):
    async with listening(fake, app) as door:
        await eventually(lambda: door.connected)
        told = {"blocks": [], "text": ""}
        message = fake.show("CFRONTDESK", told, "UANA", ephemeral=True)
        url = fake.response_url("CFRONTDESK", "UANA", message)
        action = {"action_id": "complaint.new#m0", "value": "{}"}
        ack = await say(fake, wire.press(action, response_url=url), "interactive")
    assert "payload" not in ack
    assert fake.messages[message].blocks


async def test_a_shortcut_over_the_socket_opens_its_form(fake, app):
    async with listening(fake, app) as door:
        await eventually(lambda: door.connected)
        ack = await say(fake, wire.shortcut("complaint.shortcut"), "interactive")
    assert "payload" not in ack
    assert [each["title"]["text"] for each in fake.modals.values()] == ["A complaint"]


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (wire.command("complaint", response_url="https://evil.example/x"), "/care help"),
        (wire.command("complaint", user_id=""), "/care help"),
    ],
    ids=["hostile response URL", "no user"],
)
async def test_nonsense_over_the_socket_is_answered_kindly(fake, app, payload, words):
    async with listening(fake, app) as door:
        await eventually(lambda: door.connected)
        ack = await say(fake, payload)
    assert words in ack["payload"]["text"]


async def test_what_can_not_be_read_goes_unanswered_and_the_line_stays(fake, app):
    async with listening(fake, app) as door:
        await eventually(lambda: door.connected)
        for text in ("", "[]", '{"type":1}', "[" * 5000, json.dumps({"envelope_id": "E0"})):
            await fake.sockets[-1].send_str(text)
        assert (await say(fake, wire.command("care help")))["payload"]["blocks"]
    assert [ack["envelope_id"] for ack in fake.acks] == ["E1"]


async def _never(line: socket.Socket) -> None:
    raise AssertionError("it waited")


async def test_a_warning_is_no_reason_to_hang_up(fake, app):
    async with listening(fake, app) as door:
        await eventually(lambda: door.connected)
        await fake.sockets[0].send_json({"type": "disconnect", "reason": "warning"})
        assert (await say(fake, wire.command("care help")))["payload"]["blocks"]
    assert len(fake.sockets) == 1


async def test_asked_to_come_anew_we_come_at_once(fake, app, monkeypatch):
    async with listening(fake, app) as door:
        await eventually(lambda: door.connected)
        await asyncio.sleep(0.1)  # longer than the first wait, so it is no crowd
        monkeypatch.setattr(socket.Socket, "_pause", _never)
        await fake.sockets[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await eventually(lambda: len(fake.sockets) == 2)


@pytest.mark.parametrize("how", ["disconnect", "close"])
async def test_when_slack_hangs_up_we_come_back(fake, app, how):
    async with listening(fake, app) as door:
        await eventually(lambda: door.connected)
        if how == "close":
            await fake.sockets[0].close()
        else:
            await fake.sockets[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await eventually(lambda: len(fake.sockets) == 2)
        assert (await say(fake, wire.command("care help")))["payload"]["blocks"]


async def test_a_quiet_line_outlives_the_patience_for_a_call(fake, app, monkeypatch):
    monkeypatch.setattr(service, "RESPONSE_TIMEOUT", 0.5)
    async with listening(fake, app) as door:
        await eventually(lambda: door.connected)
        lines = len(fake.sockets)  # to open one may have taken more than half a second
        await asyncio.sleep(1)
        assert (await say(fake, wire.command("care help")))["payload"]["blocks"]
    assert len(fake.sockets) == lines


async def test_the_door_opens_while_slack_is_away_and_connects_later(fake, app):
    fake.fail("apps.connections.open", answering(500), answering(200), answering(429))
    async with asyncio.timeout(60), listening(fake, app) as door:
        assert not door.connected
        await eventually(lambda: len(fake.called("apps.connections.open")) == 3)

        def a_minute_on() -> bool:  # however late the wait of the 429 is written down
            app.clock.move_to(app.clock() + timedelta(minutes=1))
            return door.connected

        await eventually(a_minute_on)


async def test_the_door_opens_though_nobody_is_there(app):
    config = SlackConfig("xoxb-1", app_token="xapp-1", api_url="http://127.0.0.1:1/api/")
    async with asyncio.timeout(30), slack_service(config, app.bot, app.clock) as door:
        await asyncio.sleep(0.05)
        assert not door.connected


async def test_a_command_under_way_is_answered_before_we_leave(fake, app):
    fake.fail("users.info", dawdling(0.4))
    async with listening(fake, app) as door:
        await eventually(lambda: door.connected)
        envelope = {"type": "slash_commands", "envelope_id": "E1"}
        await fake.sockets[-1].send_json({**envelope, "payload": wire.command("care help")})
        await eventually(lambda: fake.called("users.info"))
    await eventually(lambda: fake.acks)
    assert fake.acks[0]["payload"]["blocks"]


async def test_a_mistake_of_ours_costs_its_answer_and_not_the_line(fake, app, monkeypatch, caplog):
    async with listening(fake, app) as door:
        await eventually(lambda: door.connected)
        with monkeypatch.context() as patched:
            patched.setattr(socket, "_parsed", lambda envelope: 1 / 0)
            await fake.sockets[0].send_json({"type": "interactive", "envelope_id": "E0"})
            await eventually(lambda: "ZeroDivisionError" in caplog.text)
        assert (await say(fake, wire.command("care help")))["payload"]["blocks"]
    assert len(fake.sockets) == 1


async def test_only_a_hello_ends_the_growing_of_the_waits(fake, app):
    fake.fail("apps.connections.open", *[answering(500)] * 3)
    async with ClientSession() as session:
        client = SlackClient(session, f"{fake.origin}/api/", app.clock)
        line = socket.Socket(session, client, "xapp-1", None)
        running = asyncio.create_task(line.run())
        await eventually(lambda: line.connected)
        await eventually(lambda: line._wait == socket.FIRST_WAIT)
        running.cancel()
        await asyncio.wait({running})


async def test_when_the_line_dies_so_does_whoever_waits_inside(fake, app, monkeypatch):
    async def die(self):
        raise ZeroDivisionError

    monkeypatch.setattr(socket.Socket, "run", die)
    with pytest.raises(ExceptionGroup) as found:
        async with asyncio.timeout(30), listening(fake, app):
            await asyncio.Event().wait()
    assert found.group_contains(ZeroDivisionError)


async def test_readiness_names_the_socket_until_it_is_connected(fake, app):
    web_app = web.Application()
    ready = {}
    open_health(web_app, Readiness(app.database, app.clock, time.monotonic), ready)
    fake.fail("apps.connections.open", answering(429, Retry_After="1"))
    settings = app.settings.model_copy(
        update={
            "slack_bot_token": SecretStr("xoxb-1"),
            "slack_app_token": SecretStr("xapp-1"),
            "slack_api_url": f"{fake.origin}/api/",
        }
    )
    async with AsyncExitStack() as stack:
        await platform_doors(stack, web_app, settings, app.bot, app.database, app.clock, ready)
        client = await stack.enter_async_context(TestClient(TestServer(web_app)))
        before = await client.get("/readyz")
        assert (before.status, await before.text()) == (503, "not ready: slack socket\n")
        app.clock.move_to(app.clock() + timedelta(minutes=1))
        await eventually(ready["slack socket"])
        assert (await client.get("/readyz")).status == 200
