"""Reminders of a channel as one types them: set up, listed and removed."""

from dataclasses import replace

from handlers.cards import Action, Button, Card, Text
from handlers.domain.redaction import redact
from handlers.reminders import changes
from handlers.reminders.cards import list_card
from handlers.reminders.changes import quiet_problem, set_up, set_up_all
from handlers.reminders.forms import ask, new_reminder
from handlers.reminders.selection import (
    chosen,
    chosen_to_change,
    none_here,
    reminders_here,
)
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.phrases.phrase import PhraseError, parse_all


async def add(turn: Turn, services: Services) -> Reply:
    """Set up a reminder from a phrase, or several; without one, ask with a form."""
    phrase = turn.text.strip()
    member = await services.store.member()
    if not phrase:
        return await ask(turn, services)
    rest = await services.store.channels.rest(turn.place)
    try:
        recurrences = parse_all(phrase, member.zone, turn.at, rest.week)
    except PhraseError as error:
        raise Refusal(
            f"{redact(str(error))} Try: /reminders add {error.example}",
            Button("Use a form", Action("reminders.ask")),
        ) from None
    for recurrence in recurrences:
        if quiet := quiet_problem(recurrence, rest, turn.at):
            raise Refusal(quiet, Button("Days off and quiet hours", Action("reminders.days")))
    reminders = [
        replace(new_reminder(turn, recurrence, rest, number), sign_off=member.sign_off)
        for number, recurrence in enumerate(recurrences)
    ]
    if len(reminders) > 1:
        return await set_up_all(reminders, turn, services)
    return await set_up(reminders[0], turn, services)


async def show_all(turn: Turn, services: Services) -> Reply:
    """List the reminders of this channel."""
    reminders = await reminders_here(turn, services)
    if not reminders:
        raise none_here()
    zone = (await services.store.member()).zone
    return Reply(list_card(reminders, turn.at, zone))


async def delete(turn: Turn, services: Services) -> Reply:
    """Ask once before a reminder is removed: the word is final elsewhere."""
    reminder, _ = await chosen_to_change(turn, services, "delete")
    remove_it = Button("Remove", Action("reminders.remove", {"schedule": reminder.id}))
    keep_it = Button("Keep it", Action("reminders.list"))
    text = Text(f"{reminder.phrase}: it won't come any more.")
    return Reply(Card("Remove it?", (text,), (remove_it, keep_it)))


async def remove(turn: Turn, services: Services) -> Reply:
    """Remove the only reminder of this channel, or the one with the number given."""
    reminder, words = await chosen(turn, services, "remove")
    if words:
        raise Refusal("Say which by its number: /reminders list, then /reminders remove 2")
    return await changes.remove(reminder, turn, services)
