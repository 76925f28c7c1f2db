"""What is pressed on the post of a reminder: a choice, a tick, and asking again."""

from datetime import datetime

from content.models import ReminderText
from handlers.answers.cards import again_card, reason_card
from handlers.cards import TICKED, Card, Text
from handlers.domain.answers.answer import (
    TAKEN_FOR,
    Answer,
    AnswerKind,
    Asked,
    came_at,
    closes_at,
)
from handlers.domain.answers.choices import better_place
from handlers.domain.answers.review import begun
from handlers.domain.reminder import Reminder
from handlers.turn import Refusal, Reply, Services, Turn

USUAL_HOUR = "09:00"  # of somebody who was asked in no channel


async def choose(turn: Turn, services: Services) -> Reply:
    """Take a choice and say why, to whoever pressed; the first one stands."""
    text, scene = _question(turn, services)
    place = better_place(text, scene)
    kind = AnswerKind.BETTER if turn.arg("choice") == str(place) else AnswerKind.OTHER
    reminder, came = await pressed_post(turn, services)
    if reminder is not None and came is not None:
        answer = await services.store.answers.add(_answer(turn, text, kind))
        kind = answer.kind
        await _count(text, reminder, came, turn, services)
    review = await services.store.answers.review(text.id)
    return Reply(reason_card(text, scene, kind, _args(turn), review, turn.at))


async def tried(turn: Turn, services: Services) -> Reply:
    """Note that somebody tried it, for themselves alone; unticked it is forgotten."""
    text = _text(turn, services)
    on = turn.args.get("on", "")
    if not turn.args.get(TICKED, "yes"):
        await services.store.answers.take_back(on)
        return Reply(Card("", (Text("Not yet, then."),)))
    reminder, _ = await pressed_post(turn, services)
    if reminder is None:
        return Reply(Card("", (Text("Good. Nothing is kept of it here."),)))
    await services.store.answers.add(_answer(turn, text, AnswerKind.TRIED))
    await services.store.answers.pressed(reminder.id, turn.at)
    return Reply(Card("", (Text("Noted. Only you see it."),)))


async def again(turn: Turn, services: Services) -> Reply:
    """Let a question come back to whoever pressed, or not any more: one press each."""
    text, scene = _question(turn, services)
    answers = services.store.answers
    if await answers.review(text.id) is not None:
        await answers.end_review(text.id)
        return Reply(again_card(text, None, turn.at))
    reminder, _ = await pressed_post(turn, services)
    zone = reminder.zone if reminder else (await services.store.member()).zone
    hour = f"{reminder.recurrence.times[0]:%H:%M}" if reminder else USUAL_HOUR
    review = begun(text.id, scene, turn.at, zone, hour)
    await answers.save_review(review)
    return Reply(again_card(text, review, turn.at))


async def _count(
    text: ReminderText, reminder: Reminder, came: datetime, turn: Turn, services: Services
) -> None:
    """Let an answer count for its channel, while the question is open there."""
    await services.store.answers.pressed(reminder.id, turn.at)
    closes = closes_at(came, reminder)
    if turn.at < closes:
        asked = Asked(turn.arg("on"), reminder.id, str(reminder.place), text.id, text.idea, closes)
        await services.store.answers.ask(asked)


async def pressed_post(turn: Turn, services: Services) -> tuple[Reminder | None, datetime | None]:
    """Return the reminder whose post was pressed, and when that came; none of an old one."""
    on = turn.args.get("on", "")
    for reminder in await services.store.reminders.of(turn.place) if on else ():
        came = came_at(on, reminder)
        if came is not None and came <= turn.at < came + TAKEN_FOR:
            return reminder, came
    return None, None


def _answer(turn: Turn, text: ReminderText, kind: AnswerKind) -> Answer:
    return Answer(turn.arg("on"), text.id, kind, turn.at)


def _args(turn: Turn) -> dict[str, str]:
    return {name: turn.args[name] for name in ("of", "scene", "on") if name in turn.args}


def _text(turn: Turn, services: Services) -> ReminderText:
    wanted = turn.arg("of")
    found = next((each for each in services.content.reminders if each.id == wanted), None)
    if found is None:
        raise Refusal("That text isn't used any more. The next one comes with the next reminder.")
    return found


def _question(turn: Turn, services: Services) -> tuple[ReminderText, int]:
    """Return the question that was pressed, and in which of its scenes."""
    text, scene = _text(turn, services), turn.arg("scene")
    if scene not in map(str, range(len(text.scenes))):
        raise Refusal("That question has other choices by now. Wait for the next one, please.")
    return text, int(scene)
