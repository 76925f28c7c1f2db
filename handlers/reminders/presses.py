"""What is pressed on the card of a reminder."""

from dataclasses import replace

from handlers.cards import Action, Button, Card, Text
from handlers.domain.people import Place
from handlers.reminders import changes
from handlers.reminders.forms import new_reminder
from handlers.reminders.selection import check_may_change, chosen, reminders_here
from handlers.reminders.values import days_of
from handlers.repeats import of_button
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.calendar.day_rules import Weekly, unmoved


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


async def to_week(turn: Turn, services: Services) -> Reply:
    """Let the reminder of the button come on the days of a working week, or keep those it has.

    It is pressed in one's own chat; the button says of which channel it is.
    """
    turn.arg("schedule")
    days = days_of(turn.arg("days"))
    try:
        there = replace(turn, place=Place.parse(turn.arg("of")))
    except ValueError:
        raise Refusal(
            "That button can't be read any more. In its channel, type /reminders list"
        ) from None
    reminder, _ = await chosen(there, services, "preview")
    await check_may_change(reminder, "change", turn, services)
    before = unmoved(reminder.recurrence.rule)
    if not days:
        return Reply(Card("Kept", (Text(f"It stays as it is: {reminder.phrase}."),)))
    if not isinstance(before, Weekly):
        raise Refusal(f"It has other days by now: {reminder.phrase}.")
    recurrence = replace(reminder.recurrence, rule=replace(before, days=days))
    if reminder.moves:
        recurrence = reminder.rest.moving(recurrence)
    changed = replace(reminder, recurrence=recurrence, next_at=recurrence.next_after(turn.at))
    reply = await changes.change(changed, there, services)
    # Here its buttons would be about this chat, and not about the channel.
    return replace(reply, card=replace(reply.card, buttons=()) if reply.card else None)


async def remove(turn: Turn, services: Services) -> Reply:
    """Remove the reminder of the button; pressing twice is pressing once."""
    for reminder in await reminders_here(turn, services):
        if reminder.id == turn.arg("schedule"):
            return await changes.remove(reminder, turn, services)
    return Reply(Card("Gone", (Text("That reminder is not in this channel any more."),)))
