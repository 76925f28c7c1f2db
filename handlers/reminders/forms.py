"""The form of a reminder, drawn and sent: when, which ones, and how exactly."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from handlers.cards import Action, Field, FieldKind, Form
from handlers.domain.deck import MIXED
from handlers.domain.reminder import Reminder
from handlers.reminders.changes import change, quiet_problem, set_up
from handlers.reminders.selection import EXAMPLE, chosen_to_change, reminders_here
from handlers.reminders.values import (
    AROUND_MINUTES,
    DECKS,
    NAMES,
    SIGN_OFF_LENGTH,
    suggested,
    values_of,
    with_values,
)
from handlers.turn import Reply, Services, Turn
from handlers.typed import plain
from scheduler.calendar.recurrence import Recurrence
from scheduler.calendar.rest import Rest
from scheduler.phrases.clock_times import exact_time
from scheduler.phrases.phrase import PhraseError, describe, parse
from scheduler.phrases.vocabulary import MAX_PHRASE_LENGTH


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form, filled in when it is for an existing reminder."""
    if "schedule" in turn.args:
        return await edit(turn, services)
    sign_off = (await services.store.member()).sign_off
    values = suggested(await reminders_here(turn, services))
    return Reply(form=_form({**values, "sign_off": sign_off}, {}))


async def edit(turn: Turn, services: Services) -> Reply:
    """Open the form of an existing reminder, for its owner or a manager; filled with a new time."""
    reminder, words = await chosen_to_change(turn, services, "ask")
    values = values_of(reminder)
    if phrase := words.removeprefix("to").strip():
        at = exact_time(phrase)
        moved = at and describe(replace(reminder.recurrence, times=(at,)))
        values = {**values, "phrase": moved or phrase}
    return Reply(form=_form(values, {}, reminder.id))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form: a new reminder, or a change of an existing one."""
    values = {name: turn.args.get(name, "").strip() for name in NAMES}
    zone = (await services.store.member()).zone
    rest = await services.store.channels.rest(turn.place)
    recurrence, problem = _read(plain(values["phrase"]), rest, zone, turn.at)
    if recurrence is None:
        return Reply(form=_form(values, {"phrase": problem}, turn.args.get("schedule", "")))
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


def new_reminder(turn: Turn, recurrence: Recurrence, rest: Rest) -> Reminder:
    """Return a reminder of the channel of a turn that nobody has kept yet."""
    recurrence = rest.working(recurrence)
    return Reminder(
        id=turn.fresh_id("schedule"),
        place=turn.place,
        recurrence=recurrence,
        owner_id=turn.person.id,
        next_at=recurrence.next_after(turn.at),
        setter=turn.person.name,
        rest=rest,
    )


def _read(phrase: str, rest: Rest, zone: str, now: datetime) -> tuple[Recurrence | None, str]:
    """Return what a phrase means, or what is wrong with it."""
    try:
        recurrence = parse(phrase, zone, now)
    except PhraseError as error:
        return None, f"{error} For example: {error.example}"
    quiet = quiet_problem(recurrence, rest, now)
    return (None, quiet) if quiet else (recurrence, "")


def _form(values: Mapping[str, str], problems: Mapping[str, str], reminder_id: str = "") -> Form:
    """Return the form with what is wrong at each field; with an id, it is for a change."""
    return Form(
        "Change this reminder" if reminder_id else "Remind this channel",
        (
            Field(
                "phrase",
                "When?",
                value=values.get("phrase", EXAMPLE),
                hint="weekdays 08:55, Mon and Thu 14:00, first Monday of the month 09:00",
                max_length=MAX_PHRASE_LENGTH,
                error=problems.get("phrase", ""),
            ),
            Field(
                "deck", "Which texts?", FieldKind.SELECT, values.get("deck", MIXED), options=DECKS
            ),
            Field(
                "around",
                "On the minute, or a little after?",
                FieldKind.SELECT,
                values.get("around", "0"),
                options=(
                    ("0", "On the minute"),
                    (str(AROUND_MINUTES), f"Within {AROUND_MINUTES} minutes after"),
                ),
            ),
            Field(
                "sign_off",
                "Your team's sign-off",
                value=values.get("sign_off", ""),
                hint="For example: Look after each other. It stands under each one; empty is none.",
                optional=True,
                max_length=SIGN_OFF_LENGTH,
            ),
        ),
        "Set it up" if not reminder_id else "Change it",
        Action("reminders.save", {"schedule": reminder_id} if reminder_id else {}),
        cancel=Action("reminders.list"),
    )
