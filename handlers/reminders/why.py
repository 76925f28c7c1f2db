"""Why a reminder came, or did not: of the last ones, or on a day that is named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Action, Block, Button, Card, Facts, Text, Tone
from handlers.domain.reminder import Reminder, ReminderState
from handlers.domain.retention import KEEP_DELIVERY_RECORDS
from handlers.domain.times import in_words
from handlers.ports.deliveries import MomentRecord
from handlers.reminders.cards import state_line
from handlers.reminders.left_out import left_out_words
from handlers.reminders.outcomes import advice, outcome_words
from handlers.reminders.selection import chosen, none_here, reminders_here
from handlers.reminders.upcoming import moment_words
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.calendar.dates import day_meant
from scheduler.calendar.recurrence import upcoming
from scheduler.phrases.phrase import describe

LAST_MOMENTS = 5
MAX_HINTS = 2
MAX_MOMENTS_A_DAY = 12
EXAMPLE = "/reminders why friday, or /reminders why 2026-11-20"


async def why(turn: Turn, services: Services) -> Reply:
    """Tell what became of the last ones, or of those of a day, and what comes next."""
    reminders = await reminders_here(turn, services)
    if not reminders:
        raise none_here()
    zone = reminders[0].zone
    if turn.text.strip() and (day := _day(turn.text, turn.at, zone)):
        found = [await _of_day(each, day, turn, services) for each in reminders]
        return Reply(_card(found, reminders, turn))
    reminder, words = await chosen(turn, services, "why")
    if not words:
        records = await services.store.deliveries.last(reminder.id, LAST_MOMENTS)
        return Reply(_card([_told(records, reminder, turn)], [reminder], turn))
    day = _day(words, turn.at, reminder.zone)
    if day is None:
        raise Refusal(f"I can't read that as a day. For example: {EXAMPLE}")
    return Reply(_card([await _of_day(reminder, day, turn, services)], [reminder], turn))


Found = tuple[list[Block], Sequence[MomentRecord]]


def _card(found: Sequence[Found], reminders: Sequence[Reminder], turn: Turn) -> Card:
    """Return one card: what became of each reminder, what to do about it, where it stands."""
    body: list[Block] = []
    records: list[MomentRecord] = []
    for (blocks, told_of), reminder in zip(found, reminders, strict=True):
        if len(reminders) > 1:
            body.append(Text(reminder.phrase))
        body += blocks
        records += told_of
    hints = advice(records, turn.place.platform)[:MAX_HINTS]
    body += [Text(each, Tone.NOTE) for each in hints]
    if len(reminders) > 1:
        return Card("What became of them", tuple(body))
    reminder = reminders[0]
    line = state_line(reminder, turn.at, reminder.zone)
    body.append(Text(f"{line[0].upper()}{line[1:]}."))
    held = reminder.state(turn.at) in (ReminderState.PAUSED, ReminderState.STOPPED)
    resume = Button("Resume", Action("reminders.resume", {"schedule": reminder.id}))
    return Card(reminder.phrase, tuple(body), (resume,) if held else ())


async def _of_day(reminder: Reminder, day: date, turn: Turn, services: Services) -> Found:
    zone = ZoneInfo(reminder.zone)
    start = datetime.combine(day, time(), zone).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    records = await services.store.deliveries.between(reminder.id, start, end)
    blocks, told_of = _told(records, reminder, turn) if records else ([], records)
    moments = [
        each
        for each in upcoming(
            reminder.recurrence, start - timedelta(seconds=1), MAX_MOMENTS_A_DAY + 1
        )
        if each < end
    ]
    ahead = [each for each in moments if each > turn.at]
    if ahead:
        rows = tuple(
            (moment_words(reminder, each, turn.at, zone.key), _to_come(reminder, each))
            for each in ahead
        )
        blocks = [*blocks, Facts(rows)]
    return blocks or [Text(_nothing(reminder, day, turn.at, was_due=bool(moments)))], told_of


def _told(records: Sequence[MomentRecord], reminder: Reminder, turn: Turn) -> Found:
    if not records:
        return [Text("None was due yet.")], records
    zone = reminder.zone
    rows = tuple(
        (in_words(each.occurs_at, turn.at, zone), outcome_words(each, turn.place.platform))
        for each in records
    )
    return [Facts(rows)], records


def _to_come(reminder: Reminder, moment: datetime) -> str:
    if not reminder.enabled:
        return "will not be sent: it is stopped"
    cause = reminder.left_out(moment)
    return f"will be left out: {left_out_words(cause)}" if cause else "still to come"


def _nothing(reminder: Reminder, day: date, now: datetime, *, was_due: bool) -> str:
    """Return why there is no record of a day."""
    shown = f"{day:%A} {day.day} {day:%b} {day.year}"
    if not was_due:
        once = replace(reminder.recurrence, zone="UTC")
        return f"{shown} is not one of its days: it comes {describe(once).removesuffix(' UTC')}."
    if now.date() - day > KEEP_DELIVERY_RECORDS:
        kept = f"{KEEP_DELIVERY_RECORDS.days} days"
        return f"{shown} is too long ago: what became of a reminder is kept for {kept}."
    return f"Nothing was due on {shown}: it was set up, or changed, after that."


def _day(words: str, now: datetime, zone: str) -> date | None:
    return day_meant(words, now.astimezone(ZoneInfo(zone)).date())
