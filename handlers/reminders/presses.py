"""What is pressed on the card of a reminder."""

from dataclasses import replace

from handlers.cards import Action, Button, Card, Text
from handlers.reminders import changes
from handlers.reminders.forms import new_reminder
from handlers.reminders.selection import chosen, reminders_here
from handlers.repeats import of_button
from handlers.turn import Refusal, Reply, Services, Turn


async def another(turn: Turn, services: Services) -> Reply:
    """Set up a second one like the one of the button; pressed twice it is one."""
    turn.arg("schedule")
    first, _ = await chosen(turn, services, "preview")
    rest = await services.store.channels.rest(turn.place)
    new = new_reminder(of_button(turn), first.recurrence, rest)
    if new.next_at is None:
        raise Refusal("Its time is over. Type /reminders add, and say when.")
    if quiet := changes.quiet_problem(first.recurrence, rest, turn.at):
        raise Refusal(quiet, Button("Days off and quiet hours", Action("reminders.days")))
    new = replace(new, deck=first.deck, sign_off=first.sign_off, around=first.around)
    return await changes.add(new, turn, services)


async def spread(turn: Turn, services: Services) -> Reply:
    """Let the reminder of the button come within ten minutes of its time."""
    turn.arg("schedule")
    reminder, _ = await chosen(turn, services, "preview")
    return await changes.spread(reminder, turn, services)


async def remove(turn: Turn, services: Services) -> Reply:
    """Remove the reminder of the button; pressing twice is pressing once."""
    for reminder in await reminders_here(turn, services):
        if reminder.id == turn.arg("schedule"):
            return await changes.remove(reminder, turn, services)
    return Reply(Card("Gone", (Text("That reminder is not in this channel any more."),)))
