"""Live with a reminder: pause it, skip one, have one now, see the next, and ask why."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Action, Button, Card, Facts, Text
from handlers.daily import SKIPPED, UNTIL, draw, preview_card, standing
from handlers.moments import in_words
from handlers.people import Role
from handlers.ports import Record
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.occurrence import Occurrence, Schedule, Skip
from scheduler.phrase import PhraseError, describe, parse_moment

EXAMPLE = "weekdays 08:55"
RECORDS = 5
LATE = timedelta(minutes=2)
FOREVER = "9999-12-31T00:00:00+00:00"


async def pause(turn: Turn, services: Services) -> Reply:
    """Send nothing until it is resumed, or through the day that is named."""
    schedule, rest = await _chosen(turn, services, to_change=True)
    until, words = FOREVER, "until you resume it"
    if day := rest.removeprefix("until").strip():
        zone = schedule.recurrence.zone
        try:
            end = parse_moment(f"{day} 23:59", zone, turn.at)
        except PhraseError as error:
            raise Refusal(f"{error} For example: /reminders pause until friday") from None
        until, words = end.isoformat(), f"through {in_words(end, turn.at, zone)[:-6]}"
    paused = _with(schedule, {UNTIL: until, "paused_by": turn.person.name})
    await services.store.save_schedule(paused)
    resume_it = Button("Resume", Action("reminders.resume", {"schedule": schedule.id}))
    text = f"{describe(schedule.recurrence)}: nothing is sent {words}."
    return Reply(Card("Paused", (Text(text),), (resume_it,)))


async def resume(turn: Turn, services: Services) -> Reply:
    """Send again from the next moment on."""
    schedule, _ = await _chosen(turn, services, to_change=True)
    going = replace(
        _with(schedule, {UNTIL: "", SKIPPED: "", "stopped": ""}),
        enabled=True,
        next_at=schedule.recurrence.next_after(turn.at),
    )
    await services.store.save_schedule(going)
    return Reply(preview_card(going, services.content, turn.at, "Resumed"))


async def skip(turn: Turn, services: Services) -> Reply:
    """Leave out the next one."""
    schedule, _ = await _chosen(turn, services, to_change=True)
    if schedule.next_at is None:
        raise Refusal("There is no next one to skip.")
    zone = schedule.recurrence.zone
    following = schedule.recurrence.next_after(schedule.next_at)
    skipped = _with(
        schedule, {SKIPPED: schedule.next_at.isoformat(), "skipped_by": turn.person.name}
    )
    await services.store.save_schedule(skipped)
    after = f" After that: {in_words(following, turn.at, zone)}." if following else ""
    text = f"Nothing is sent {in_words(schedule.next_at, turn.at, zone)}.{after}"
    undo = Button("Send it after all", Action("reminders.resume", {"schedule": schedule.id}))
    return Reply(Card("Skipped", (Text(text),), (undo,)))


async def now(turn: Turn, services: Services) -> Reply:
    """Send one to the channel now; the plan goes on as it was."""
    schedule, _ = await _chosen(turn, services, to_change=True)
    plain = _with(schedule, {UNTIL: "", SKIPPED: ""})
    drawn = draw(Occurrence(plain, turn.at), services.content)
    if isinstance(drawn, Skip):
        raise Refusal(f"Not sent: {drawn.reason}.")
    post, memory = drawn
    kept = replace(schedule, memory=memory, version=schedule.version + 1)
    await services.store.save_schedule(kept)
    text = Text("It is on its way to this channel. Your plan goes on as it was.")
    return Reply(Card("Sent", (text,)), posts=(post,))


async def preview(turn: Turn, services: Services) -> Reply:
    """Show the next moments and the exact next text."""
    schedule, _ = await _chosen(turn, services, to_change=False)
    return Reply(preview_card(schedule, services.content, turn.at, "Next"))


async def why(turn: Turn, services: Services) -> Reply:
    """Tell what became of the last ones, or of those of a day, and what comes next."""
    schedule, day = await _chosen(turn, services, to_change=False)
    zone = schedule.recurrence.zone
    records = await services.store.records(schedule.id, RECORDS * 8)
    if day:
        records = [each for each in records if day.casefold() in _day(each.occurs_at, turn, zone)]
    rows = tuple(
        (in_words(each.occurs_at, turn.at, zone), _fate(each)) for each in records[:RECORDS]
    )
    nothing = Text(f"Nothing on record for “{day}”." if day else "None was due yet.")
    stands = standing(schedule, turn.at, zone)
    last = Text(f"{stands[0].upper()}{stands[1:]}.")
    return Reply(Card(describe(schedule.recurrence), ((Facts(rows) if rows else nothing), last)))


async def _chosen(turn: Turn, services: Services, *, to_change: bool) -> tuple[Schedule, str]:
    """Return the reminder of a button or a number, or the only one; and the words left."""
    schedules = await services.store.schedules(turn.place)
    if not schedules:
        raise Refusal(f"No reminders here yet. Start with: /reminders add {EXAMPLE}")
    first, _, rest = turn.text.strip().partition(" ")
    if "schedule" in turn.args:
        found = [each for each in schedules if each.id == turn.args["schedule"]]
    elif first.rstrip(".").isdecimal():
        found = list(schedules[int(first.rstrip(".")[:4]) - 1 :][:1]) if first[0] != "0" else []
    else:
        found, rest = (list(schedules) if len(schedules) == 1 else []), turn.text.strip()
    if not found:
        raise Refusal("Say which by its number, as in /reminders list: put 1 or 2 after the word.")
    schedule = found[0]
    if to_change and schedule.owner_id != turn.person.id:
        member = await services.store.member()
        if not member.role.may(Role.MANAGER):
            setter = schedule.args.get("setter", "Somebody else")
            raise Refusal(f"{setter} set this one up. Ask them, or a manager.")
    return schedule, rest.strip()


def _with(schedule: Schedule, args: dict[str, str]) -> Schedule:
    kept = {**schedule.args, **args}
    return replace(
        schedule,
        args={name: value for name, value in kept.items() if value},
        version=schedule.version + 1,
    )


def _day(moment: datetime, turn: Turn, zone: str) -> str:
    """Return what people may call the day of a moment."""
    local = moment.astimezone(ZoneInfo(zone))
    words = (in_words(moment, turn.at, zone), f"{local:%A}", f"{local:%Y-%m-%d}")
    return " ".join(words).casefold()


def _fate(record: Record) -> str:
    """Return what became of one moment, and why, in words."""
    match record.state:
        case "sent":
            late = record.sent_at - record.occurs_at if record.sent_at else timedelta()
            return f"sent, {late // timedelta(minutes=1)} min late" if late > LATE else "sent"
        case "skipped":
            return f"skipped: {record.reason}"
        case "unknown":
            return "sent, but the answer was lost; it is sent once more"
        case "pending":
            return "on its way"
        case "expired":
            return f"not sent: {record.reason}"
        case _:
            return f"given up: {record.reason}. An admin can send it again"
