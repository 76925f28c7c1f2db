"""Why, for each thing that can become of a moment: what happened, and what to do about it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.slack import client
from bot.store.tables.deliveries import deliveries
from bot.store.tables.schedules import schedules
from bot.teams import failures
from handlers.domain.people import Platform
from handlers.troubles import failure, in_plain_words, what_to_do
from scheduler.delivery import State
from tests.calendars import add_deliveries, delivery, rows_of
from tests.conftest import typed

DUE = datetime(2026, 11, 23, 8, 55, tzinfo=UTC)  # a Monday
NOON = DUE.replace(hour=12)

FATES = [
    ("sent", State.SENT, "", 0, "sent", ""),
    ("sent, 12 min late", State.SENT, "", 12, "sent, 12 min late", ""),
    ("paused", State.SKIPPED, "paused by Dana", 0, "skipped: paused by Dana", "/reminders resume"),
    ("skip", State.SKIPPED, "left out by Dana", 0, "skipped: left out by Dana", "A skip holds"),
    ("day off", State.SKIPPED, "day off: Team day", 0, "skipped: day off: Team", "/reminders days"),
    (
        "holiday",
        State.SKIPPED,
        "public holiday: Easter Monday",
        0,
        "skipped: public holiday: Easter Monday",
        "/reminders days",
    ),
    ("quiet", State.SKIPPED, "quiet hours, 21:00 to 07:00", 0, "skipped: quiet", "/reminders edit"),
    (
        "set aside",
        State.SKIPPED,
        "set aside: KeyError while drawing it",
        0,
        "not sent: I could not",
        "I stopped it",
    ),
    ("dropped", State.SKIPPED, "dropped by hand", 0, "skipped: dropped by hand", "An admin"),
    ("away", State.EXPIRED, "missed while we were away", 0, "not sent: missed", "not running"),
    ("late", State.EXPIRED, "missed: more than 60 min late", 0, "not sent: missed", "in time"),
    (
        "archived",
        State.DEAD,
        "the channel is archived (is_archived)",
        0,
        "given up, tried 3 times: the page says the channel is archived",
        "Unarchive it",
    ),
    (
        "odd",
        State.DEAD,
        "the moon is full (odd_moon)",
        0,
        "given up, tried 3 times: the moon",
        "/ca",
    ),
    ("unknown", State.UNKNOWN, "no answer in 10 s", 0, "the answer was lost", "may appear twice"),
    ("on its way", State.PENDING, "", 0, "on its way", ""),
    (
        "tried",
        State.PENDING,
        "Slack can't be reached (ClientError)",
        0,
        "on its way, tried 3 times: the page could not be reached",
        "",
    ),
]


@pytest.mark.parametrize(
    ("state", "reason", "late", "said", "do"),
    [pytest.param(*row[1:], id=row[0]) for row in FATES],
)
async def test_each_fate_is_told_with_what_to_do(desk, state, reason, late, said, do):
    await desk.bot.answer(typed("reminders add weekdays 08:55", "dana", channel="front-desk"))
    (schedule,) = await rows_of(desk.database, schedules)
    row = delivery(
        f"{schedule.id}@today",
        at=DUE,
        schedule_id=schedule.id,
        state=state,
        reason=reason,
        attempts=3,
    )
    await add_deliveries(desk.database, row)
    async with desk.database.transaction(5) as connection:
        came = DUE + timedelta(minutes=late) if state is State.SENT else None
        await connection.execute(update(deliveries).values(sent_at=came, tenant="demo"))

    asked = typed("reminders why today", "dana", channel="front-desk", at=NOON)
    card = (await desk.bot.answer(asked)).card

    told = card.body[0].rows[0]
    assert told[0] == "today 08:55"
    assert said in told[1]
    hints = " ".join(block.text for block in card.body[1:-1])
    assert do in hints
    assert bool(do) == bool(hints)
    assert "_" not in f"{told} {hints}"


async def test_a_stopped_reminder_says_why_and_offers_the_way_on(desk):
    await desk.bot.answer(typed("reminders add weekdays 08:55", "dana", channel="front-desk"))
    stopped = {"stopped": "Slack says the channel is archived", "setter": "Dana"}
    async with desk.database.transaction(5) as connection:
        await connection.execute(update(schedules).values(enabled=False, args=stopped))

    asked = typed("reminders why tomorrow", "dana", channel="front-desk", at=NOON)
    card = (await desk.bot.answer(asked)).card

    assert card.body[0].rows == (("tomorrow 08:55", "will not be sent: it is stopped"),)
    assert card.body[-1].text.startswith("Stopped: Slack says the channel is archived")
    assert [button.label for button in card.buttons] == ["Resume"]


OF_POSTS = {code: words for code, words in client.PERMANENT.items() if "a form" not in words}
REASONS = [
    *((Platform.SLACK, f"{words} ({code})") for code, words in OF_POSTS.items()),
    *((Platform.TEAMS, words) for words in failures._WORDS.values()),
    (Platform.TEAMS, failures.of_answer(401, "", None).reason),
    (Platform.TEAMS, failures.of_answer(404, "BadSyntax", None).reason),
    (Platform.TEAMS, failures.of_answer(503, "", None).reason),
    (Platform.TEAMS, failures.of_line(ConnectionResetError()).reason),
    (Platform.TEAMS, "the bot is not in that conversation"),
    (Platform.TEAMS, "the bot has not met that person"),
    (Platform.SLACK, "Slack answered 503"),
    (Platform.SLACK, "Slack asked to wait"),
    (Platform.SLACK, "Slack can't be reached (ClientConnectorError)"),
    (Platform.SLACK, "no answer (ServerDisconnectedError)"),
    (Platform.SLACK, "not an answer of Slack's (200)"),
    (Platform.SLACK, "the bot is not installed in that workspace"),
    (Platform.SLACK, "slack is not connected"),
    (Platform.SLACK, "sent twice, unknown: no answer in 10 s"),
    (Platform.SLACK, "gave up after 8 attempts"),
    (Platform.SLACK, "a bug: KeyError"),
    (Platform.WEB, "channel_not_found"),
]


@pytest.mark.parametrize(("platform", "reason"), REASONS)
def test_whatever_a_door_says_has_plain_words_and_something_to_do(platform, reason):
    assert failure(reason).says, "no kind of trouble is known by this"
    told = f"{in_plain_words(reason, platform)} {what_to_do(reason, platform)}"
    assert "_" not in told
    assert "{" not in told
    assert "Error" not in told
