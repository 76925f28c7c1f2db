"""Reminders of a channel as one types them: set up, listed and removed."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import CHOICES, Action, Button, Card, Choices, Text, Tone
from handlers.domain.answers.shares import LEAST, Share
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

MONTH = timedelta(days=30)


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


async def missed(turn: Turn, services: Services) -> Reply:
    """Show managers which ideas few chose here in a month; of five people or more."""
    told = await services.store.answers.told(str(turn.place), turn.at - MONTH)
    shares = {each.idea: each.share for each in told}  # the latest of each idea
    names = {each.id: each.name for each in services.content.principles}
    few = [idea for idea, share in shares.items() if share is Share.FEW and idea in names]
    note = Text(
        f"Of {LEAST} answers or more, for the last thirty days. Nobody sees whose they are.",
        Tone.NOTE,
    )
    if not few:
        none = "No idea that few chose." if told else "No question had enough answers yet."
        return Reply(Card("What was missed here", (Text(none), note)))
    rows = tuple(Button(names[idea], Action("care.idea", {"idea": idea})) for idea in few[:CHOICES])
    text = Text("Few chose what these ask for. One of them, perhaps, for the next briefing?")
    return Reply(Card("What was missed here", (text, Choices(rows), note)))


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
