"""A minute on which many are due: said when one more is set up, with a way around it."""

from datetime import timedelta

import pytest

from bot.store.tables.schedules import schedules
from tests.calendars import add_schedules, rows_of
from tests.conftest import MONDAY, pressed, typed

TEN = MONDAY + timedelta(hours=1)
HERE = {"who": "dana", "channel": "front-desk"}


async def crowd(app, count, **others):
    known = {"at": TEN, "tenant": "demo"} | others
    await add_schedules(app.database, *(f"s{number}" for number in range(count)), **known)


def texts(card):
    return [getattr(each, "text", "") for each in card.body]


async def test_a_crowded_minute_is_said_with_when_the_last_one_comes(app):
    await crowd(app, 2_099)
    card = (await app.bot.answer(typed("reminders add daily 10:00 UTC", **HERE))).card
    said = "2,100 reminders of this workspace are due at 10:00: the last comes at about 10:07."
    assert said in texts(card)
    assert [each.label for each in card.buttons] == ["Change", "Remove", "Mine: up to 10 min later"]


async def test_it_can_come_within_ten_minutes_instead(app):
    await crowd(app, 2_099)
    card = (await app.bot.answer(typed("reminders add daily 10:00 UTC", **HERE))).card
    changed = (await app.bot.answer(pressed(card, "Mine: up to 10 min later", **HERE))).card
    assert "around 10:00" in changed.body[0].rows[0][1]
    assert not any("are due at" in each for each in texts(changed))
    rows = [row for row in await rows_of(app.database, schedules) if row.args.get("around")]
    assert len(rows) == 1


@pytest.mark.parametrize(
    "others",
    [{"at": TEN + timedelta(minutes=1)}, {"tenant": "other"}, {"enabled": False}],
    ids=["another minute", "another workspace", "stopped"],
)
async def test_what_does_not_queue_there_is_no_crowd(app, others):
    await crowd(app, 2_099, **others)
    card = (await app.bot.answer(typed("reminders add daily 10:00 UTC", **HERE))).card
    assert [each.label for each in card.buttons][-1] == "Add another"


async def test_a_few_are_no_crowd(app):
    await crowd(app, 200)
    card = (await app.bot.answer(typed("reminders add daily 10:00 UTC", **HERE))).card
    assert not any("are due at" in each for each in texts(card))
