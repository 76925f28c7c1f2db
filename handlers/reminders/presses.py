"""What is pressed on the card of a reminder."""

from dataclasses import replace
from datetime import timedelta

from content.models import ReminderKind
from handlers.audit import record_in_channel
from handlers.cards import Action, Button, Card, Text
from handlers.domain.people import Place
from handlers.domain.times import in_words
from handlers.ports.audit import Act
from handlers.reminders import changes
from handlers.reminders.cards import about_card
from handlers.reminders.forms import new_reminder
from handlers.reminders.selection import check_may_change, chosen, reminders_here
from handlers.reminders.values import days_of
from handlers.repeats import of_button
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.calendar.day_rules import Weekly, unmoved

REST = timedelta(days=14)
LAST_HOUR = 23
UNREADABLE = "That button can't be read any more. In its channel, type /reminders list"


async def about(turn: Turn, services: Services) -> Reply:
    """Show when the reminder of a post comes, and who set it up."""
    turn.arg("schedule")
    reminder, _ = await chosen(turn, services, "preview")
    zone = (await services.store.member()).zone
    return Reply(about_card(reminder, turn.at, zone))


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


async def propose(turn: Turn, services: Services) -> Reply:
    """Do what was proposed for a reminder that nobody presses anything on; from one's own chat."""
    there = _there(turn)
    turn.arg("schedule")
    reminder, _ = await chosen(there, services, "preview")
    await check_may_change(reminder, "change", turn, services)
    match turn.arg("to"):
        case "leave":
            return Reply(Card("", (Text(f"It stays as it is: {reminder.phrase}."),)))
        case "rest":
            until = turn.at + REST
            resting = replace(
                reminder, paused_from=None, paused_until=until, paused_by=turn.person.name
            )
            await services.store.reminders.save(resting)
            owned = {"owner": reminder.owner_id, "target": reminder.id}
            await record_in_channel(Act.REMINDER_PAUSED, there, services, **owned)
            when = in_words(until, turn.at, reminder.zone)
            return Reply(Card("Resting", (Text(f"It comes again after {when}."),)))
        case "hour":
            times = reminder.recurrence.times
            if turn.arg("from") != f"{times[0]:%H:%M}":
                return Reply(Card("", (Text(f"Its hour was changed before: {reminder.phrase}."),)))
            if times[-1].hour == LAST_HOUR:
                raise Refusal("An hour later is tomorrow. In its channel, type /reminders change")
            moved = tuple(each.replace(hour=each.hour + 1) for each in times)
            recurrence = replace(reminder.recurrence, times=moved)
            if quiet := changes.quiet_problem(recurrence, reminder.rest, turn.at):
                raise Refusal(quiet)
            following = recurrence.next_after(turn.at)
            changed = replace(reminder, recurrence=recurrence, next_at=following)
        case deck if deck in list(ReminderKind):
            changed = replace(reminder, deck=deck)
        case _:
            raise Refusal(UNREADABLE)
    reply = await changes.change(changed, there, services)
    return replace(reply, card=replace(reply.card, buttons=()) if reply.card else None)


def _there(turn: Turn) -> Turn:
    """Return the turn as if it were done in the channel that a button names."""
    try:
        return replace(turn, place=Place.parse(turn.arg("of")))
    except ValueError:
        raise Refusal(UNREADABLE) from None


async def to_week(turn: Turn, services: Services) -> Reply:
    """Let the reminder of the button come on the days of a working week, or keep those it has.

    It is pressed in one's own chat; the button says of which channel it is.
    """
    turn.arg("schedule")
    days = days_of(turn.arg("days"))
    there = _there(turn)
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
