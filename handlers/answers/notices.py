"""What the beat comes back to: the answers of a channel, and a question to one person."""

from dataclasses import replace

from content.models import ReminderText
from handlers.domain.answers import review as review_rules
from handlers.domain.answers.review import Review, scene_now
from handlers.domain.answers.shares import Share, share_of
from handlers.domain.people import Place
from handlers.domain.reminder import Reminder
from handlers.ideas.cards import Showing, reminder_card
from handlers.turn import Post, Reply, Services, Turn
from scheduler.calendar.recurrence import zone_named

_OF_YOU = {Share.MOST: "Most of you", Share.HALF: "About half of you", Share.FEW: "Few of you"}


async def tell(turn: Turn, services: Services) -> Reply:
    """Let a channel's next card say what most chose; once, and of five people or more."""
    answers = services.store.answers
    asked = await answers.to_close(turn.arg("of"))
    if asked is None:
        return Reply()
    share = share_of(*await answers.count(asked.on))
    await answers.close(asked, share)
    reminder = await services.store.reminders.one(asked.schedule_id)
    if share is not None and reminder is not None and reminder.memory.last == asked.text_id:
        text = _text(asked.text_id, services)
        if text is not None and (words := _echo(text, reminder, share)):
            await services.store.reminders.save(replace(reminder, echo=words, echo_of=text.id))
    return Reply()


async def come_back(turn: Turn, services: Services) -> Reply:
    """Ask somebody again what they wanted to be asked again: one a day, and not in a complaint."""
    answers, at = services.store.answers, turn.at
    review = await answers.review(turn.arg("of"))
    if review is None:
        return Reply()
    text = _text(review.text_id, services)
    if text is None or not text.scenes:
        await answers.end_review(review.text_id)
        return Reply()
    if await services.store.cases():
        await answers.save_review(review_rules.waiting(review, at))
        return Reply()
    last = await answers.last_asked()
    zone = zone_named(review.zone)
    if last is not None and last.astimezone(zone).date() == at.astimezone(zone).date():
        await answers.save_review(review_rules.tomorrow(review, at))
        return Reply()
    if (following := review_rules.asked(review)) is None:
        await answers.end_review(review.text_id, at)
    else:
        await answers.save_review(following, at)
    return Reply(posts=(_post(text, review, turn),))


def _post(text: ReminderText, review: Review, turn: Turn) -> Post:
    card = reminder_card(text, Showing(scene=scene_now(review)))
    card = replace(card, aside="you wanted it again")
    return Post(Place.personal(turn.tenant, turn.person.id), card, zone=review.zone, on_time=True)


def _echo(text: ReminderText, reminder: Reminder, share: Share) -> str:
    """Return what is told of a question, in the scene in which the channel got it."""
    if not text.scenes:
        return ""
    better = text.scenes[reminder.memory.scene].better
    return f"Last time: {_OF_YOU[share].lower()} chose “{better}”"


def _text(text_id: str, services: Services) -> ReminderText | None:
    return next((each for each in services.content.reminders if each.id == text_id), None)
