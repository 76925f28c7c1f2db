"""Reminders of a channel: set up in it, listed, changed and removed."""

from collections.abc import Mapping
from dataclasses import replace

from content.models import ReminderKind
from handlers.cards import Action, Button, Card, Choices, Facts, Field, FieldKind, Form, Text
from handlers.daily import preview_card, standing
from handlers.deck import MIXED
from handlers.people import Place, Role
from handlers.redaction import redact
from handlers.thoughts import TITLES
from handlers.turn import Post, Refusal, Reply, Services, Turn
from scheduler.occurrence import Schedule
from scheduler.phrase import PhraseError, describe, parse
from scheduler.recurrence import Recurrence

INTENT = "reminder.due"
UNREACHABLE = "reminders.unreachable"
MOST = 10  # reminders of one channel
SIGN_OFF_LENGTH = 100
EXAMPLE = "weekdays 08:55"


async def add(turn: Turn, services: Services) -> Reply:
    """Set up a reminder from a phrase; without one, ask with a form."""
    phrase = turn.text.strip()
    member = await services.store.member()
    if not phrase:
        return Reply(form=_form({"sign_off": member.sign_off}, {}))
    try:
        recurrence = parse(phrase, member.zone, turn.at)
    except PhraseError as error:
        raise Refusal(
            f"{redact(str(error))} Try: /reminders add {error.example}",
            Button("Use a form", Action("reminders.ask")),
        ) from None
    return await _set_up(turn, services, _new(turn, recurrence, MIXED, member.sign_off))


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form, filled in when it is for a reminder that stands."""
    schedule = await _schedule(turn, services) if "schedule" in turn.args else None
    if schedule is None:
        sign_off = (await services.store.member()).sign_off
        return Reply(form=_form({"sign_off": sign_off}, {}))
    return Reply(form=_form(_values(schedule), {}, schedule.id))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form: a new reminder, or a change of one that stands."""
    values = {name: turn.args.get(name, "").strip() for name in ("phrase", "deck", "sign_off")}
    member = await services.store.member()
    try:
        recurrence = parse(values["phrase"], member.zone, turn.at)
    except PhraseError as error:
        problem = {"phrase": f"{error} For example: {error.example}"}
        return Reply(form=_form(values, problem, turn.args.get("schedule", "")))
    sign_off = values["sign_off"][:SIGN_OFF_LENGTH]
    if "schedule" not in turn.args:
        return await _set_up(turn, services, _new(turn, recurrence, values["deck"], sign_off))
    schedule = await _schedule(turn, services)
    changed = replace(
        schedule,
        recurrence=recurrence,
        next_at=recurrence.next_after(turn.at),
        args={**schedule.args, "deck": values["deck"], "sign_off": sign_off},
        version=schedule.version + 1,
    )
    await services.store.save_schedule(changed)
    return Reply(preview_card(changed, services.content, turn.at, "Changed"))


async def show_all(turn: Turn, services: Services) -> Reply:
    """List the reminders of this channel."""
    schedules = await services.store.schedules(turn.place)
    if not schedules:
        raise Refusal(
            f"No reminders here yet. Start with: /reminders add {EXAMPLE}",
            Button("Use a form", Action("reminders.ask")),
        )
    zone = (await services.store.member()).zone
    facts = Facts(
        tuple(
            (f"{number}. {describe(each.recurrence)}", standing(each, turn.at, zone))
            for number, each in enumerate(schedules, 1)
        )
    )
    rows = tuple(
        Button(f"Remove {number}", Action("reminders.remove", {"schedule": each.id}))
        for number, each in enumerate(schedules, 1)
    )
    return Reply(Card("Reminders here", (facts, Choices(rows))))


async def remove(turn: Turn, services: Services) -> Reply:
    """Remove the only reminder of this channel, or the one with the number given."""
    schedules = await services.store.schedules(turn.place)
    if not turn.text.strip() and len(schedules) != 1:
        return await show_all(turn, services)
    number = turn.text.strip().rstrip(".") or "1"
    if not number.isdecimal() or not 1 <= int(number) <= len(schedules):
        raise Refusal("Say which by its number: /reminders list, then /reminders remove 2")
    return await _removed(schedules[int(number) - 1], turn, services)


async def remove_pressed(turn: Turn, services: Services) -> Reply:
    """Remove the reminder of the button; pressing twice is pressing once."""
    for schedule in await services.store.schedules(turn.place):
        if schedule.id == turn.arg("schedule"):
            return await _removed(schedule, turn, services)
    return Reply(Card("Gone", (Text("That reminder is not in this channel any more."),)))


async def unreachable(turn: Turn, services: Services) -> Reply:
    """Stop a reminder whose channel can't be posted to, and tell whoever set it up, once."""
    for schedule in await services.store.schedules(turn.place):
        if schedule.id == turn.arg("schedule") and schedule.enabled:
            args = {**schedule.args, "stopped": turn.arg("reason")}
            stopped = replace(schedule, enabled=False, args=args, version=schedule.version + 1)
            await services.store.save_schedule(stopped)
            text = (
                f"I can't post to {turn.place.channel} any more ({turn.arg('reason')}), so I "
                f"stopped: {describe(schedule.recurrence)}. When I may post there again, type "
                "/reminders resume in that channel."
            )
            owner = Place.personal(turn.tenant, schedule.owner_id)
            return Reply(posts=(Post(owner, Card("A reminder stopped", (Text(text),))),))
    return Reply()


async def _set_up(turn: Turn, services: Services, schedule: Schedule) -> Reply:
    standing = await services.store.schedules(turn.place)
    if len(standing) >= MOST and all(each.id != schedule.id for each in standing):
        raise Refusal(f"This channel has {MOST} reminders, which is plenty. Remove one first.")
    await services.store.add_schedule(schedule, turn.at)
    return Reply(preview_card(schedule, services.content, turn.at, "Set up"))


def _new(turn: Turn, recurrence: Recurrence, deck_name: str, sign_off: str) -> Schedule:
    return Schedule(
        id=turn.fresh_id("schedule"),
        platform=turn.place.platform,
        tenant=turn.place.tenant,
        place=str(turn.place),
        intent=INTENT,
        recurrence=recurrence,
        owner_id=turn.person.id,
        next_at=recurrence.next_after(turn.at),
        args={"deck": deck_name, "sign_off": sign_off, "setter": turn.person.name},
    )


async def _removed(schedule: Schedule, turn: Turn, services: Services) -> Reply:
    member = await services.store.member()
    if schedule.owner_id != turn.person.id and not member.role.may(Role.MANAGER):
        setter = schedule.args.get("setter", "somebody else")
        raise Refusal(f"{setter} set this one up. Ask them, or a manager, to remove it.")
    await services.store.remove_schedule(schedule.id)
    again = Button("Set it up again", Action("reminders.save", _values(schedule)))
    return Reply(Card("Removed", (Text(f"No more: {describe(schedule.recurrence)}."),), (again,)))


async def _schedule(turn: Turn, services: Services) -> Schedule:
    """Return the reminder of a form or button: one of this place, that this person may change."""
    member = await services.store.member()
    for schedule in await services.store.schedules(turn.place):
        if schedule.id == turn.arg("schedule"):
            if schedule.owner_id == turn.person.id or member.role.may(Role.MANAGER):
                return schedule
            setter = schedule.args.get("setter", "Somebody else")
            raise Refusal(f"{setter} set this one up. Ask them, or a manager, to change it.")
    raise Refusal(f"That reminder is gone. Set up another: /reminders add {EXAMPLE}")


def _values(schedule: Schedule) -> dict[str, str]:
    return {
        "phrase": describe(schedule.recurrence),
        "deck": str(schedule.args.get("deck", MIXED)),
        "sign_off": str(schedule.args.get("sign_off", "")),
    }


def _form(values: Mapping[str, str], problems: Mapping[str, str], schedule_id: str = "") -> Form:
    decks = ((MIXED, "A bit of everything"), *((str(kind), TITLES[kind]) for kind in ReminderKind))
    return Form(
        "Remind this channel",
        (
            Field(
                "phrase",
                "When?",
                value=values.get("phrase", EXAMPLE),
                hint="weekdays 08:55, Mon and Thu 14:00, first Monday of the month 09:00",
                max_length=150,
                error=problems.get("phrase", ""),
            ),
            Field(
                "deck", "Which ones?", FieldKind.SELECT, values.get("deck", MIXED), options=decks
            ),
            Field(
                "sign_off",
                "Your team's sign-off",
                value=values.get("sign_off", ""),
                hint="A line of your own under each one; leave it empty for none.",
                optional=True,
                max_length=SIGN_OFF_LENGTH,
            ),
        ),
        "Set it up" if not schedule_id else "Change it",
        Action("reminders.save", {"schedule": schedule_id} if schedule_id else {}),
        cancel=Action("reminders.list"),
    )
