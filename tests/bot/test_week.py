"""One week at a desk: an agent, a manager, a channel, on a moved clock. ``pytest -s`` tells it."""

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select

from bot.store.database import Database
from bot.store.tables.deliveries import deliveries
from bot.store.tables.playground import web_messages
from scheduler.delivery import DeliveryState
from tests.bot.doors import page
from tests.bot.test_conversations import Talk, _held

WEEKS = sorted((Path(__file__).parents[1] / "weeks").glob("*.yaml"))
QUIET = (20, 7)  # from hour to hour, as the story sets it
# What became of the reminder of each day: two are left out, for a holiday and for a pause.
WANTED = {
    "Mon 08:55": DeliveryState.SENT,
    "Tue 08:55": DeliveryState.SKIPPED,
    "Wed 08:55": DeliveryState.SENT,
    "Thu 08:55": DeliveryState.SKIPPED,
    "Fri 08:55": DeliveryState.SENT,
}
CUSTOMER = "Canary"  # the name that nobody but the agent may ever read


class Story(Talk):
    """A talk that is told as it goes."""

    async def day(self, name: str) -> None:
        """Begin a day of the story."""
        _print(f"\n{name}")

    async def tell(self, what: str) -> None:
        """Say what happens now."""
        _print(f"  {what}")

    async def post(self, wanted: Mapping[str, str]) -> None:
        await super().post(wanted)
        _print(f"    → #{wanted['in']}: {self._seen.title}")


@pytest.mark.parametrize("week", WEEKS, ids=lambda path: path.stem)
async def test_a_week_is_lived_through_and_nothing_is_lost_doubled_or_told(week, settings):
    steps = yaml.safe_load(week.read_text(encoding="utf-8"))
    async with page(settings) as door:
        problem = await _held(steps, Story(door, settings))
    assert not problem, problem

    sent, shown = await _left_behind(settings)
    public = [each for each in shown if not each.reader and not each.author]
    _print("\nWhat everybody could read:")
    for each in public:
        _print(f"  {_moment(each):%a %d %b %H:%M} #{each.channel}: {each.body['card']['title']}")

    waiting = [
        each.key for each in sent if each.state in (DeliveryState.PENDING, DeliveryState.UNKNOWN)
    ]
    assert waiting == [], "lost: it was never settled"
    assert len({each.key for each in sent}) == len(sent), "doubled"
    reminders = [each for each in public if each.channel == "front-desk"]
    records = [each for each in sent if each.schedule_id in _of_channels(sent)]
    assert {f"{each.occurs_at:%a %H:%M}": each.state for each in records} == WANTED
    assert len(reminders) == list(WANTED.values()).count(DeliveryState.SENT)
    assert len({str(each.body["card"]) for each in reminders}) == len(reminders), "the same twice"
    night = [each for each in public if not QUIET[1] <= _moment(each).hour < QUIET[0]]
    assert night == [], "at night"
    assert not [each for each in public if CUSTOMER in str(each.body)], "the customer is named"
    others = [each for each in shown if each.reader not in ("ana",)]
    assert not [each for each in others if CUSTOMER in str(each.body)], "the customer is named"


async def _left_behind(settings) -> tuple[list, list]:
    """Return every delivery and every message of the week."""
    database = Database(settings.database_url, settings.sqlite_sync)
    async with database.read_transaction(5) as connection:
        sent = (await connection.execute(select(deliveries))).all()
        shown = (await connection.execute(select(web_messages))).all()
    await database.dispose()
    return list(sent), list(shown)


def _of_channels(sent: list) -> set[str]:
    """Return the schedules that post into a channel, not into somebody's own chat."""
    return {each.schedule_id for each in sent if each.schedule_id and "@" not in each.lane}


def _moment(message) -> datetime:
    return message.at


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
