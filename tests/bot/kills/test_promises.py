"""The process dies while it says what was promised: nothing is lost, and nothing comes twice."""

import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException

import pytest

from scheduler.clockwork import LONGEST
from tests.bot.cli.careloop import serving
from tests.bot.kills.test_complaint import asked, call
from tests.engines import KILLED_OVER_ENGINES

PROMISES = 6
KILLED_AFTER = (  # s since the clock went past their time
    pytest.param(0.02, marks=pytest.mark.clients),
    *(pytest.param(each, marks=pytest.mark.soak) for each in (0.0, 0.05, 0.12)),
)


@KILLED_OVER_ENGINES
@pytest.mark.parametrize("seconds", KILLED_AFTER)
def test_kill_9_while_notices_are_on_their_way_says_each_once(tmp_path, over, seconds):
    with serving(tmp_path, **over) as server:
        for number in range(PROMISES):
            line = f"/promise ring back no {number} in 30 minutes"
            assert asked(server, kind="command", text=line)["title"] == "Promise noted"
        with ThreadPoolExecutor(1) as beside:
            moving = beside.submit(_move_clock, server, "in 40 minutes")
            time.sleep(seconds)
            server.end(signal.SIGKILL)
            moving.result()
    with serving(tmp_path, **over) as server:
        _move_clock(server, "in 40 minutes")  # whether it had moved or not, their time is over
        deadline = time.monotonic() + 60
        while len(_said(server)) < PROMISES and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(LONGEST + 1)  # a round more, in which nothing may come
        words = [card["body"][0]["text"].split(",")[0] for card in _said(server)]
    assert sorted(words) == [f"Ring back no {number}" for number in range(PROMISES)]


def _said(server):
    """Return the due notices; those before their time are another matter."""
    found = call(server, "/api/state?tenant=demo&as=ana")["messages"]
    cards = [
        each["card"]
        for each in found
        if each["id"].startswith("post:") and each["channel"] == "@ana"
    ]
    return [card for card in cards if not card["title"].startswith("In ")]


def _move_clock(server, to):
    body = json.dumps({"tenant": "demo", "as": "ana", "zone": "UTC", "to": to}).encode()
    with suppress(OSError, HTTPException):
        call(server, "/api/clock", body)
