"""Why a reminder came, or did not: of the last ones, or on a day that is named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Action, Block, Button, Card, Facts, Text, Tone
from handlers.domain.retention import KEEP_DELIVERY_RECORDS
from handlers.domain.times import in_words
from handlers.ports.deliveries import MomentRecord as Record
from handlers.reminders.outcomes import advice, fate
from handlers.reminders.posts import standing
from handlers.reminders.selection import chosen, none_here, reminders_here
from handlers.reminders.upcoming import told, why_left_out
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.calendar.dates import day_meant
from scheduler.calendar.recurrence import upcoming
from scheduler.occurrence import Schedule
from scheduler.phrases.phrase import describe

LAST = 5  # moments
HINTS = 2
MOST_A_DAY = 12
EXAMPLE = "/reminders why friday, or /reminders why 2026-11-20"


async def why(turn: Turn, services: Services) -> Reply:
    """Tell what became of the last ones, or of those of a day, and what comes next."""
    schedules = await reminders_here(turn, services)
    if not schedules:
        raise none_here()
    zone = schedules[0].recurrence.zone
    if turn.text.strip() and (day := _day(turn.text, turn.at, zone)):
        found = [await _of_day(each, day, turn, services) for each in schedules]
        return Reply(_card(found, schedules, turn))
    schedule, words = await chosen(turn, services)
    if not words:
        records = await services.store.deliveries.last(schedule.id, LAST)
        return Reply(_card([_told(records, schedule, turn)], [schedule], turn))
    day = _day(words, turn.at, schedule.recurrence.zone)
    if day is None:
        raise Refusal(f"I can't read that as a day. For example: {EXAMPLE}")
    return Reply(_card([await _of_day(schedule, day, turn, services)], [schedule], turn))


Found = tuple[list[Block], Sequence[Record]]


def _card(found: Sequence[Found], schedules: Sequence[Schedule], turn: Turn) -> Card:
    """Return one card: what became of each reminder, what to do about it, where it stands."""
    body: list[Block] = []
    records: list[Record] = []
    for (blocks, told_of), schedule in zip(found, schedules, strict=True):
        if len(schedules) > 1:
            body.append(Text(describe(schedule.recurrence)))
        body += blocks
        records += told_of
    hints = advice(records, turn.place.platform)[:HINTS]
    body += [Text(each, Tone.NOTE) for each in hints]
    if len(schedules) > 1:
        return Card("What became of them", tuple(body))
    schedule = schedules[0]
    stands = standing(schedule, turn.at, schedule.recurrence.zone)
    body.append(Text(f"{stands[0].upper()}{stands[1:]}."))
    buttons = (Button("Resume", Action("reminders.resume", {"schedule": schedule.id})),)
    held = stands.startswith(("paused", "stopped"))
    return Card(describe(schedule.recurrence), tuple(body), buttons if held else ())


async def _of_day(schedule: Schedule, day: date, turn: Turn, services: Services) -> Found:
    zone = ZoneInfo(schedule.recurrence.zone)
    start = datetime.combine(day, time(), zone).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    records = await services.store.deliveries.between(schedule.id, start, end)
    blocks, told_of = _told(records, schedule, turn) if records else ([], records)
    moments = [
        each
        for each in upcoming(schedule.recurrence, start - timedelta(seconds=1), MOST_A_DAY + 1)
        if each < end
    ]
    ahead = [each for each in moments if each > turn.at]
    if ahead:
        rows = tuple(
            (told(schedule, each, turn.at, zone.key), _to_come(schedule, each)) for each in ahead
        )
        blocks = [*blocks, Facts(rows)]
    return blocks or [Text(_nothing(schedule, day, turn.at, was_due=bool(moments)))], told_of


def _told(records: Sequence[Record], schedule: Schedule, turn: Turn) -> Found:
    if not records:
        return [Text("None was due yet.")], records
    zone = schedule.recurrence.zone
    rows = tuple(
        (in_words(each.occurs_at, turn.at, zone), fate(each, turn.place.platform))
        for each in records
    )
    return [Facts(rows)], records


def _to_come(schedule: Schedule, moment: datetime) -> str:
    if not schedule.enabled:
        return "will not be sent: it is stopped"
    reason = why_left_out(schedule, moment)
    return f"will be left out: {reason}" if reason else "still to come"


def _nothing(schedule: Schedule, day: date, now: datetime, *, was_due: bool) -> str:
    """Return why there is no record of a day."""
    shown = f"{day:%A} {day.day} {day:%b} {day.year}"
    if not was_due:
        once = replace(schedule.recurrence, zone="UTC")
        return f"{shown} is not one of its days: it comes {describe(once).removesuffix(' UTC')}."
    if now.date() - day > KEEP_DELIVERY_RECORDS:
        kept = f"{KEEP_DELIVERY_RECORDS.days} days"
        return f"{shown} is too long ago: what became of a reminder is kept for {kept}."
    return f"Nothing was due on {shown}: it was set up, or changed, after that."


def _day(words: str, now: datetime, zone: str) -> date | None:
    return day_meant(words, now.astimezone(ZoneInfo(zone)).date())
