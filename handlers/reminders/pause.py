"""Live with a reminder: pause it, skip one, have one now, see the next."""

from dataclasses import replace

from handlers.cards import Action, Button, Card, Text
from handlers.domain.redaction import redact
from handlers.domain.reminder import FOREVER
from handlers.domain.times import in_words
from handlers.reminders.cards import preview_card
from handlers.reminders.left_out import left_out_words
from handlers.reminders.posts import next_post
from handlers.reminders.selection import chosen, chosen_to_change
from handlers.reminders.upcoming import both_zones, upcoming_of
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.phrases.moment import parse_moment
from scheduler.phrases.phrase import PhraseError, describe
from scheduler.reasons import Cause, Reason


async def pause(turn: Turn, services: Services) -> Reply:
    """Send nothing until it is resumed, or through the day that is named."""
    reminder, rest = await chosen_to_change(turn, services)
    until, words = FOREVER, "until you resume it"
    if day := rest.removeprefix("until").strip():
        try:
            until = parse_moment(f"{day} 23:59", reminder.zone, turn.at)
        except PhraseError as error:
            raise Refusal(
                f"{redact(str(error))} For example: /reminders pause until friday"
            ) from None
        words = f"through {in_words(until, turn.at, reminder.zone)[:-6]}"
    paused = replace(reminder, paused_until=until, paused_by=turn.person.name)
    await services.store.reminders.save(paused)
    cause = Cause(Reason.PAUSED, turn.person.name)
    await services.store.deliveries.withdraw(reminder.id, cause)
    resume_it = Button("Resume", Action("reminders.resume", {"schedule": reminder.id}))
    text = f"{describe(reminder.recurrence)}: nothing is sent {words}."
    return Reply(Card("Paused", (Text(text),), (resume_it,)))


async def resume(turn: Turn, services: Services) -> Reply:
    """Send again from the next moment on."""
    reminder, _ = await chosen_to_change(turn, services)
    going = replace(
        reminder,
        paused_until=None,
        skipped=None,
        stopped=None,
        enabled=True,
        next_at=reminder.recurrence.next_after(turn.at),
    )
    going = await services.store.reminders.save(going)
    card = preview_card(going, services.content, turn.at, "Resumed")
    return Reply(card, posts_to=None if reminder.enabled else turn.place)


async def skip(turn: Turn, services: Services) -> Reply:
    """Leave out the next one."""
    reminder, _ = await chosen_to_change(turn, services)
    ahead = upcoming_of(replace(reminder, skipped=None), turn.at, 2).moments
    if reminder.next_at is None or not ahead:
        raise Refusal("There is no next one to skip.")
    skipped = replace(reminder, skipped=ahead[0], skipped_by=turn.person.name)
    await services.store.reminders.save(skipped)
    zone = (await services.store.member()).zone
    first, *later = (both_zones(reminder, each, turn.at, zone) for each in ahead)
    after = "".join(f" After that: {each}." for each in later)
    text = f"Nothing is sent {first}.{after}"
    undo = Button("Send it after all", Action("reminders.resume", {"schedule": reminder.id}))
    return Reply(Card("Skipped", (Text(text),), (undo,)))


async def now(turn: Turn, services: Services) -> Reply:
    """Send one to the channel now, on a day off too; the plan goes on as it was."""
    reminder, _ = await chosen_to_change(turn, services)
    if quiet := reminder.rest.quiet_at(turn.at):
        raise Refusal(f"Not now: {left_out_words(quiet)}. To change them: /reminders days")
    post, memory = next_post(reminder, services.content)
    await services.store.reminders.save(replace(reminder, memory=memory))
    text = Text("It is posted in this channel in a moment. Your plan goes on as it was.")
    return Reply(Card("On its way", (text,)), posts=(post,))


async def preview(turn: Turn, services: Services) -> Reply:
    """Show the next moments and the exact next text."""
    reminder, _ = await chosen(turn, services)
    return Reply(preview_card(reminder, services.content, turn.at, "Next"))
