"""The process dies while it brings a manager their drafts of thanks: they come, and once."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.clockwork import LONGEST
from tests.bot.cli.careloop import serving
from tests.bot.kills.test_complaint import asked, messages
from tests.bot.kills.test_promises import KILLED_AFTER, _move_clock
from tests.engines import KILLED_OVER_ENGINES

WAY_TO_THE_END = (
    *("They've said it all", "They feel heard", "Said it", "Refund or replace it"),
    *("Done already", "Yes", "Done"),
)


@KILLED_OVER_ENGINES
@pytest.mark.parametrize("seconds", KILLED_AFTER)
def test_kill_9_while_a_digest_is_on_its_way_brings_it_once(tmp_path, over, seconds):
    monday = _next_monday()
    with serving(tmp_path, **over) as server:
        _move_clock(server, f"{monday}T10:00")
        card = asked(server, kind="command", text="/complaint")
        for label in WAY_TO_THE_END:
            card = asked(server, kind="action", **_action(card, label))
        with ThreadPoolExecutor(1) as beside:
            moving = beside.submit(_move_clock, server, f"{monday}T16:30")
            time.sleep(seconds)
            server.end(signal.SIGKILL)
            moving.result()
    with serving(tmp_path, **over) as server:
        _move_clock(server, f"{monday}T16:30")  # if it hadn't moved
        deadline = time.monotonic() + 60
        while not _digests(server) and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(LONGEST + 1)  # a round more, in which nothing may come
        assert len(_digests(server)) == 1


def _next_monday():
    """Return a day that is still to come, whatever day and hour it is by the server's clock."""
    today = datetime.now(UTC).date()
    return today + timedelta(days=7 - today.weekday())


def _digests(server):
    cards = [each["card"] for each in messages(server) if each["channel"] == "@dana"]
    return [card for card in cards if card["title"] == "Closed well"]


def _action(card, label):
    rows = [each for block in card["body"] for each in block.get("rows", ())]
    buttons = [*card["buttons"], *rows, *card["more"]]
    return next(each["action"] for each in buttons if "action" in each and each["label"] == label)
