"""What is pressed on the card of a reminder."""

from handlers.cards import Card, Text
from handlers.reminders import changes
from handlers.reminders.selection import reminders_here
from handlers.turn import Reply, Services, Turn


async def remove(turn: Turn, services: Services) -> Reply:
    """Remove the reminder of the button; pressing twice is pressing once."""
    for reminder in await reminders_here(turn, services):
        if reminder.id == turn.arg("schedule"):
            return await changes.remove(reminder, turn, services)
    return Reply(Card("Gone", (Text("That reminder is not in this channel any more."),)))
