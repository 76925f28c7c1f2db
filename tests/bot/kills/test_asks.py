"""The process dies within the minute that a page has to be answered: it is told all the same."""

import signal
import time

import pytest

from tests.bot.cli.careloop import serving
from tests.bot.kills.test_complaint import asked, call
from tests.bot.kills.test_promises import _move_clock
from tests.engines import KILLED_OVER_ENGINES

UNANSWERED = "Nobody has answered."


@KILLED_OVER_ENGINES
@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param(0.02, marks=pytest.mark.clients),
        *(pytest.param(each, marks=pytest.mark.soak) for each in (0.0, 0.1)),
    ],
)
def test_kill_9_within_the_minute_tells_it_once_and_pages_once_more(tmp_path, over, seconds):
    with serving(tmp_path, **over) as server:
        card = asked(server, kind="command", text="/complaint")
        for label in ("Danger or trouble", "Safety", "Page the duty lead"):
            card = _pressed(server, card, label)
        while not _pages(server):  # it is out, and waits for an answer
            time.sleep(0.02)
        time.sleep(seconds)
        server.end(signal.SIGKILL)
    with serving(tmp_path, **over) as server:
        _move_clock(server, "in 5 minutes")
        deadline = time.monotonic() + 60
        while len(_pages(server)) < 2 and time.monotonic() < deadline:
            time.sleep(0.1)
        while UNANSWERED not in str(_cards(server, "@ana")) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert UNANSWERED in str(_cards(server, "@ana"))
        assert len(_pages(server)) == 2


def _pressed(server, card, label):
    shown = [*card["buttons"], *([card["alarm"]] if card["alarm"] else [])]
    shown += [row for block in card["body"] if block["kind"] == "choices" for row in block["rows"]]
    action = next(each["action"] for each in shown if each["label"] == label)
    last = call(server, "/api/state?tenant=demo&as=ana")["messages"][-1]["id"]
    return asked(server, kind="action", message=last, **action)


def _pages(server):
    return _cards(server, "leads")


def _cards(server, channel):
    found = call(server, "/api/state?tenant=demo&as=ana")["messages"]
    return [each["card"] for each in found if each["channel"] == channel and each["card"]]
