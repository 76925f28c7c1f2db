"""The form of a reminder, drawn and sent: when, which ones, and how exactly."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.cards import Action, Field, FieldKind, Form, OptionGroup
from handlers.domain.reminder import Reminder
from handlers.ports.member import Member
from handlers.reminders.changes import change, quiet_problem, set_up
from handlers.reminders.selection import chosen_to_change, reminders_here
from handlers.reminders.values import (
    AROUND,
    DAYS,
    DECKS,
    MOVE,
    NAMES,
    ON_DAYS_OFF,
    SIGN_OFF_LENGTH,
    Frame,
    read_when,
    shown,
    suggested,
    values_of,
    when_values,
    with_values,
)
from handlers.turn import Reply, Services, Turn
from scheduler.calendar.recurrence import Recurrence
from scheduler.calendar.rest import Rest
from scheduler.calendar.zones import zones_by_continent
from scheduler.phrases.clock_times import exact_time
from scheduler.phrases.vocabulary import MAX_PHRASE_LENGTH


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form, filled in when it is for an existing reminder."""
    if "schedule" in turn.args:
        return await edit(turn, services)
    member = await services.store.member()
    week = (await services.store.channels.rest(turn.place)).week
    values = suggested(await reminders_here(turn, services), member.zone, week)
    return Reply(form=_form({**values, "sign_off": member.sign_off}, {}, member, shown(values)))


async def edit(turn: Turn, services: Services) -> Reply:
    """Open the form of an existing reminder, for its owner or a manager; filled with a new time."""
    reminder, words = await chosen_to_change(turn, services, "ask")
    values = values_of(reminder)
    if phrase := words.removeprefix("to").strip():
        at = exact_time(phrase)
        moved = replace(reminder.recurrence, times=(at,)) if at else None
        changed = when_values(moved, reminder.rest.week) if moved else {"phrase": phrase}
        values = {**values, **changed}
    member = await services.store.member()
    return Reply(form=_form(values, {}, member, shown(values), reminder.id))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form: a new reminder, or a change of an existing one."""
    values = {name: turn.args.get(name, "").strip() for name in NAMES}
    before = turn.args.get("shown", "")
    member = await services.store.member()
    rest = await services.store.channels.rest(turn.place)
    recurrence, problems = read_when(values, Frame(turn.at, member.zone, rest.week, before))
    if recurrence and (quiet := quiet_problem(recurrence, rest, turn.at)):
        recurrence, problems = None, {"phrase" if values["phrase"] else "at": quiet}
    if recurrence is None:
        reminder_id = turn.args.get("schedule", "")
        return Reply(form=_form(values, problems, member, before, reminder_id))
    if values["on_days_off"] == MOVE:
        recurrence = rest.moving(recurrence)
    if "schedule" not in turn.args:
        reminder = with_values(new_reminder(turn, recurrence, rest), values)
        return await set_up(reminder, turn, services)
    reminder, _ = await chosen_to_change(turn, services, "ask")
    recurrence = rest.working(recurrence)
    changed = replace(
        with_values(reminder, values),
        recurrence=recurrence,
        next_at=recurrence.next_after(turn.at),
        rest=rest,
    )
    return await change(changed, turn, services)


def new_reminder(turn: Turn, recurrence: Recurrence, rest: Rest, number: int = 0) -> Reminder:
    """Return a reminder of the channel of a turn that nobody has kept yet.

    ``number`` tells those of one turn apart.
    """
    recurrence = rest.working(recurrence)
    return Reminder(
        id=turn.fresh_id(f"schedule {number}" if number else "schedule"),
        place=turn.place,
        recurrence=recurrence,
        owner_id=turn.person.id,
        next_at=recurrence.next_after(turn.at),
        setter=turn.person.name,
        rest=rest,
    )


def _form(
    values: Mapping[str, str],
    problems: Mapping[str, str],
    member: Member,
    before: str,
    reminder_id: str = "",
) -> Form:
    """Return the form with what is wrong at each field; with an id, it is for a change.

    ``before`` is what was picked in it when it was opened.
    """

    def field(name: str, label: str, kind: FieldKind, **more: Any) -> Field:  # noqa: ANN401
        value, error = values.get(name, ""), problems.get(name, "")
        return Field(name, label, kind, value, error=error, **{"optional": True, **more})

    args = {"shown": before, **({"schedule": reminder_id} if reminder_id else {})}
    return Form(
        "Change this reminder" if reminder_id else "Remind this channel",
        (
            field("days", "On which days?", FieldKind.CHECKS, options=DAYS, either=True),
            field("at", "At what time?", FieldKind.TIME, either=True),
            field("at2", "And at", FieldKind.TIME, either=True),
            field("at3", "And also at", FieldKind.TIME, either=True),
            field(
                "phrase",
                "Or in your own words, instead of days and times",
                FieldKind.LINE,
                hint="first Monday of the month 09:00, every 2 weeks Thu 14:00",
                max_length=MAX_PHRASE_LENGTH,
                either=True,
            ),
            field("deck", "Which texts?", FieldKind.SELECT, options=DECKS, optional=False),
            field(
                "zone",
                "In which time zone?",
                FieldKind.SELECT,
                groups=_zones(member, values["zone"]),
                optional=False,
            ),
            field("first", "From", FieldKind.DATE),
            field("last", "Until", FieldKind.DATE),
            field(
                "on_days_off",
                "On a holiday or a day off?",
                FieldKind.SELECT,
                options=ON_DAYS_OFF,
                optional=False,
            ),
            field(
                "around",
                "On the minute, or a little after?",
                FieldKind.SELECT,
                options=AROUND,
                optional=False,
            ),
            field(
                "sign_off",
                "Your team's sign-off",
                FieldKind.LINE,
                hint="For example: Look after each other. It stands under each one; empty is none.",
                max_length=SIGN_OFF_LENGTH,
            ),
        ),
        "Change it" if reminder_id else "Set it up",
        Action("reminders.save", args),
        cancel=Action("reminders.list"),
    )


def _zones(member: Member, chosen: str) -> tuple[OptionGroup, ...]:
    """Return the zones to choose from, those that are probably meant first."""
    near = tuple(filter(None, dict.fromkeys((member.zone, chosen, member.workspace_zone))))
    others = (
        (continent, tuple(each for each in zones if each[0] not in near))
        for continent, zones in zones_by_continent()
    )
    groups = (("Here", tuple((name, name) for name in near)), *others)
    return tuple(OptionGroup(label, options) for label, options in groups if options)
