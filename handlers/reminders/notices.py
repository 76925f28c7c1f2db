"""What the beat says of a reminder: that its channel can't be posted to any more."""

from dataclasses import replace

from handlers.cards import Card, Text
from handlers.domain.people import Place
from handlers.reminders.selection import reminders_here
from handlers.troubles import reason_in, reason_words, what_to_do
from handlers.turn import Post, Reply, Services, Turn
from scheduler.phrases.phrase import describe

UNREACHABLE = "reminders.unreachable"
_UNNAMED = "the channel where you set it up"


async def unreachable(turn: Turn, services: Services) -> Reply:
    """Stop a reminder whose channel can't be posted to, and tell whoever set it up, once."""
    for reminder in await reminders_here(turn, services):
        if reminder.id == turn.arg("schedule") and reminder.enabled:
            reason, platform = reason_in(turn), turn.place.platform
            await services.store.reminders.save(replace(reminder, enabled=False, stopped=reason))
            text = (
                f"I can't post to {reminder.place.called(_UNNAMED)} any more: "
                f"{reason_words(reason, platform)}. So I stopped: "
                f"{describe(reminder.recurrence)}. {what_to_do(reason, platform)}"
            )
            owner = Place.personal(turn.tenant, reminder.owner_id)
            return Reply(posts=(Post(owner, Card("A reminder stopped", (Text(text),))),))
    return Reply()
