"""Why, for each thing that can become of a moment: what happened, and what to do about it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.store.tables.deliveries import deliveries
from bot.store.tables.schedules import schedules
from handlers.domain.people import Platform
from handlers.reminders.left_out import left_out_words
from handlers.troubles import reason_words, what_to_do
from scheduler.delivery import DeliveryState
from scheduler.reasons import Cause, Reason
from tests.calendars import add_deliveries, delivery, rows_of
from tests.conftest import typed

DUE = datetime(2026, 11, 23, 8, 55, tzinfo=UTC)  # a Monday
NOON = DUE.replace(hour=12)

(PENDING, SENT, SKIPPED, EXPIRED, DEAD, UNKNOWN) = DeliveryState
OUTCOMES = [
    ("sent", SENT, None, 0, "sent", ""),
    ("sent late", SENT, None, 12, "sent, 12 min late", ""),
    ("just in time", SENT, None, 2, "sent", ""),
    ("paused", SKIPPED, Cause(Reason.PAUSED, "Dana"), 0, "paused by Dana", "resume"),
    (
        "skip",
        SKIPPED,
        Cause(Reason.SKIPPED_ONCE, "Dana"),
        0,
        "left out by Dana",
        "A skip",
    ),
    (
        "day off",
        SKIPPED,
        Cause(Reason.DAY_OFF, "Team day"),
        0,
        "day off: Team",
        "/reminders",
    ),
    (
        "holiday",
        SKIPPED,
        Cause(Reason.HOLIDAY, "May"),
        0,
        "public holiday: May",
        "days",
    ),
    (
        "quiet",
        SKIPPED,
        Cause(Reason.QUIET_HOURS, "21:00 to"),
        0,
        "quiet hours, 21",
        "edit",
    ),
    (
        "not drawn",
        SKIPPED,
        Cause(Reason.NOT_DRAWN, "KeyError"),
        0,
        "could not",
        "I stopped",
    ),
    (
        "dropped",
        SKIPPED,
        Cause(Reason.DROPPED),
        0,
        "skipped: dropped by hand",
        "An admin",
    ),
    ("away", EXPIRED, Cause(Reason.MISSED), 0, "not sent: missed", "not running"),
    (
        "long away",
        EXPIRED,
        Cause(Reason.MISSED, "3"),
        0,
        "as were 3 more",
        "not running",
    ),
    (
        "late",
        EXPIRED,
        Cause(Reason.PAST_GRACE, "60"),
        0,
        "more than 60 min",
        "in time",
    ),
    (
        "archived",
        DEAD,
        Cause(Reason.CHANNEL_ARCHIVED),
        0,
        "given up, tried 3 times",
        "Unar",
    ),
    (
        "unsaid",
        DEAD,
        None,
        0,
        "given up, tried 3 times: nobody said why",
        "/care outbox",
    ),
    (
        "unknown",
        UNKNOWN,
        Cause(Reason.UNREACHABLE),
        0,
        "answer was lost",
        "appear twice",
    ),
    ("on its way", PENDING, None, 0, "on its way", ""),
    (
        "tried",
        PENDING,
        Cause(Reason.UNREACHABLE),
        0,
        "the page could not be reached",
        "",
    ),
]


@pytest.mark.parametrize(
    ("state", "cause", "late", "said", "do"),
    [pytest.param(*row[1:], id=row[0]) for row in OUTCOMES],
)
async def test_each_outcome_is_told_with_what_to_do(app, state, cause, late, said, do):
    await app.bot.answer(typed("reminders add weekdays 08:55", "dana", channel="front-desk"))
    (schedule,) = await rows_of(app.database, schedules)
    row = delivery(
        f"{schedule.id}@today",
        at=DUE,
        schedule_id=schedule.id,
        state=state,
        cause=cause,
        attempts=3,
    )
    await add_deliveries(app.database, row)
    async with app.database.transaction(5) as connection:
        came = DUE + timedelta(minutes=late) if state is DeliveryState.SENT else None
        await connection.execute(update(deliveries).values(sent_at=came, tenant="demo"))

    asked = typed("reminders why today", "dana", channel="front-desk", at=NOON)
    card = (await app.bot.answer(asked)).card

    told = card.body[0].rows[0]
    assert told[0] == "today 08:55"
    assert said in told[1]
    hints = " ".join(block.text for block in card.body[1:-1])
    assert do in hints
    assert bool(do) == bool(hints)
    assert "_" not in f"{told} {hints}"


async def test_a_stopped_reminder_says_why_and_offers_the_way_on(app):
    await app.bot.answer(typed("reminders add weekdays 08:55", "dana", channel="front-desk"))
    stopped = {"stopped": Reason.CHANNEL_ARCHIVED.value, "setter": "Dana"}
    async with app.database.transaction(5) as connection:
        await connection.execute(update(schedules).values(enabled=False, args=stopped))

    asked = typed("reminders why tomorrow", "dana", channel="front-desk", at=NOON)
    card = (await app.bot.answer(asked)).card

    assert card.body[0].rows == (("tomorrow 08:55", "will not be sent: it is stopped"),)
    assert card.body[-1].text.startswith("Stopped: the page says the channel is archived")
    assert [button.label for button in card.buttons] == ["Resume"]


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_plain_words_and_something_to_do(platform, reason):
    told = f"{reason_words(reason, platform)} {what_to_do(reason, platform)}"
    assert "_" not in told
    assert "{" not in told
    assert "Error" not in told


@pytest.mark.parametrize("reason", list(Reason))
def test_no_reason_falls_through_to_words_that_say_less_than_we_know(reason):
    """Each is either left out on purpose, too late, or a trouble with words of its own."""
    known = reason_words(reason, Platform.WEB) != reason_words(None, Platform.WEB)
    left_out = left_out_words(Cause(reason, "x")) != left_out_words(Cause(Reason.NOT_DRAWN))
    rest = {Reason.MISSED, Reason.PAST_GRACE, Reason.EXPIRED, Reason.NOT_SAVED}
    assert known or left_out or reason in rest | {Reason.NOT_DRAWN, Reason.UNREADABLE}
