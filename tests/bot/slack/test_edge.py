"""What comes to the door and isn't Slack: nothing happens, and nothing is told."""

import asyncio
import time

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.clock import Clock
from bot.slack.edge import Edge
from bot.slack.service import SlackConfig
from tests.bot.slack import wire
from tests.bot.slack.quiet import good, no_words_in_the_log, quiet
from tests.databases import eventually

__all__ = ["no_words_in_the_log"]


def _with(headers: dict, **others) -> dict:
    return headers | {name.replace("_", "-"): value for name, value in others.items()}


UNSIGNED = {
    "nothing signed": lambda body, now: {"Content-Type": wire.FORM},
    "another secret": lambda body, now: wire.signed(body, now, "another"),
    "another body": lambda body, now: wire.signed(body + b"&a=b", now),
    "six minutes old": lambda body, now: wire.signed(body, now - 301),
    "from the future": lambda body, now: wire.signed(body, now + 302),
    "no timestamp": lambda body, now: {
        k: v for k, v in wire.signed(body, now).items() if "Timestamp" not in k
    },
    "a timestamp in words": lambda body, now: _with(
        wire.signed(body, now), X_Slack_Request_Timestamp="yesterday"
    ),
    "a timestamp of eleven digits": lambda body, now: wire.signed(body, now * 10),
    "a signature that is not ASCII": lambda body, now: _with(
        wire.signed(body, now), X_Slack_Signature="v0=é"
    ),
    "an empty signature": lambda body, now: _with(wire.signed(body, now), X_Slack_Signature=""),
    "another version": lambda body, now: _with(
        wire.signed(body, now), X_Slack_Signature=wire.signed(body, now)["X-Slack-Signature"][1:]
    ),
}


@pytest.mark.parametrize("headers", UNSIGNED.values(), ids=UNSIGNED)
async def test_what_slack_did_not_sign_is_refused(person, headers):
    body = good()
    async with asyncio.timeout(15):
        status, text = await person.raw(body, headers(body, person.now_s))
    assert (status, text) == (401, "")
    assert await quiet(person)


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp", "Content-Type"])
async def test_a_header_that_comes_twice_is_refused(person, name):
    body = good()
    headers = [*wire.signed(body, person.now_s).items()]
    status, _ = await person.raw(body, [*headers, (name, dict(headers)[name])])
    assert status in (400, 401)  # the server itself minds a second Content-Type
    assert await quiet(person)


@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "chunked"])
async def test_a_body_over_half_a_megabyte_is_refused(person, chunked):
    body = b"text=" + b"x" * (512 * 1024)

    async def parts():
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]

    headers = wire.signed(body, person.now_s)
    status, _ = await person.raw(parts() if chunked else body, headers)
    assert status == 413
    assert await quiet(person)


async def test_a_body_that_never_ends_is_given_up():
    async def serve(heard):
        raise AssertionError("nothing was sent")

    app = web.Application()
    Edge(wire.SECRET, serve, Clock(), body_timeout=0.1).open(app)
    body = good()
    headers = wire.signed(body, time.time()) | {"Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    async with TestServer(app) as server, asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode())
        writer.write(body[:10])
        answer = await reader.readline()
        writer.close()
    assert b" 408 " in answer


async def test_a_body_that_is_packed_is_refused_unread(person, caplog):
    status, _ = await person.raw(b"no gzip at all", {"Content-Encoding": "gzip"})
    assert status == 415
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert await quiet(person)


async def test_a_peer_that_hangs_up_in_mid_body_is_no_mistake_of_ours(caplog):
    async def serve(heard):
        raise AssertionError("nothing was sent")

    app = web.Application()
    Edge(wire.SECRET, serve, Clock()).open(app)
    runner = web.AppRunner(app)  # unlike a test server, it doesn't cancel who serves
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    _, writer = await asyncio.open_connection(*runner.addresses[0])
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nhalf")
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.close()
    await eventually(lambda: "reason=broken" in caplog.text)
    await runner.cleanup()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"bot_token": "xoxb-1", "signing_secret": " "}, "CARELOOP_SLACK_SIGNING_SECRET is empty"),
        ({"bot_token": "", "signing_secret": "s"}, "CARELOOP_SLACK_BOT_TOKEN is empty"),
        ({"bot_token": "  ", "signing_secret": "s"}, "CARELOOP_SLACK_BOT_TOKEN is empty"),
    ],
    ids=["secret", "token", "blank token"],
)
def test_without_its_secrets_the_door_does_not_open(config, words):
    with pytest.raises(ValueError, match=words) as found:
        SlackConfig(**config)
    assert "\n" not in str(found.value)


def test_secrets_do_not_show_when_the_configuration_is_printed():
    shown = repr(SlackConfig("xoxb-secret", "signing", "xapp-secret"))
    assert "secret" not in shown.replace("signing_secret", "")
    assert "signing'" not in shown
