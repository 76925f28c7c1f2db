"""What the beat says of a reminder: that its channel is out of reach, or that its date is gone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from handlers.cards import Card, Text
from handlers.domain.answers.answer import FEWEST_POSTS, QUIET_FOR
from handlers.domain.people import Person, Place, Tenant
from handlers.domain.reminder import Reminder, ReminderState, reminder_of
from handlers.reminders.cards import proposal_card
from handlers.reminders.left_out import left_out_words
from handlers.reminders.selection import reminders_here
from handlers.troubles import reason_in, reason_words, what_to_do
from handlers.turn import Post, Reply, Services, Turn
from scheduler.calendar.recurrence import upcoming, zone_named
from scheduler.occurrence import Occurrence
from scheduler.reasons import Cause, Reason

UNREACHABLE = "reminders.unreachable"
PROPOSED_AGAIN = timedelta(days=91)


async def unreachable(turn: Turn, services: Services) -> Reply:
    """Stop a reminder whose channel can't be posted to, and tell whoever set it up, once.

    Have they left, the managers hear of it, or the admins where there is none.
    """
    for reminder in await reminders_here(turn, services):
        if reminder.id == turn.arg("schedule") and reminder.enabled:
            reason = reason_in(turn)
            await services.store.reminders.save(replace(reminder, enabled=False, stopped=reason))
            return Reply(posts=tuple(await _told(reminder, reason, turn, services)))
    return Reply()


async def look(turn: Turn, services: Services) -> Reply:
    """Propose another way to whoever set a reminder up, when nobody pressed anything for weeks."""
    answers = services.store.answers
    schedule = turn.arg("of")
    reminder = await services.store.reminders.one(schedule)
    since = await answers.last_pressed(schedule)
    if reminder is None or since is None:
        await answers.look_again(schedule, None)
        return Reply()
    came = upcoming(reminder.recurrence, since, FEWEST_POSTS)
    quiet = since + QUIET_FOR
    if turn.at < quiet or len(came) < FEWEST_POSTS or came[-1] > turn.at:
        later = came[-1] if len(came) == FEWEST_POSTS else None
        await answers.look_again(schedule, max(quiet, later) if later else None)
        return Reply()
    if reminder.state(turn.at) is not ReminderState.ACTIVE:
        await answers.look_again(schedule, turn.at + QUIET_FOR)
        return Reply()
    await answers.look_again(schedule, turn.at + PROPOSED_AGAIN)
    owner = (await services.store.people.meet([Person(reminder.owner_id, "")], turn.at))[
        reminder.owner_id
    ]
    if owner.has_left:
        return Reply()
    whose = Place.personal(turn.tenant, reminder.owner_id)
    return Reply(posts=(Post(whose, proposal_card(reminder), zone=reminder.zone),))


def last_word(occurrence: Occurrence, cause: Cause | None) -> Post:
    """Tell whoever set it up that the last one never came, and that it has ended.

    ``cause`` is why it was left out; without one it was too late.
    """
    reminder = reminder_of(occurrence.schedule)
    why = left_out_words(cause) if cause else "I could not send it in time"
    place = reminder.place
    when = occurrence.at.astimezone(zone_named(reminder.zone))
    text = (
        f"{when:%a} {when.day} {when:%b %H:%M}, {place.called('the channel where you set it up')}: "
        f"not sent ({why}). It was its last date, so it has ended. For another one, type "
        "/reminders add there."
    )
    whose = Place.personal(Tenant(place.platform, place.tenant), reminder.owner_id)
    return Post(whose, Card(f"Ended: {reminder.phrase}", (Text(text),)), zone=reminder.zone)


async def _told(
    reminder: Reminder, reason: Reason | None, turn: Turn, services: Services
) -> Iterable[Post]:
    me = reminder.owner_id
    owner = (await services.store.people.meet([Person(me, "")], turn.at))[me]
    if not owner.has_left:
        card = _stopped_card(reminder, reason)
        return (Post(Place.personal(turn.tenant, me), card),)
    card = _stopped_card(reminder, reason, f"{reminder.setter}, who has left, set it up. ")
    managers = await services.store.staff.managers()
    return (Post(Place.personal(turn.tenant, each.id), card) for each in managers)


def _stopped_card(reminder: Reminder, reason: Reason | None, whose: str = "") -> Card:
    """Return what is told of a stopped reminder; its channel may have an id, and no name to say."""
    platform = reminder.place.platform
    channel = reminder.place.called("a channel" if whose else "the channel where you set it up")
    text = (
        f"I can't post to {channel} any more: {reason_words(reason, platform)}. So I stopped: "
        f"{reminder.phrase}. {whose}{what_to_do(reason, platform)}"
    )
    return Card("A reminder stopped", (Text(text),))
