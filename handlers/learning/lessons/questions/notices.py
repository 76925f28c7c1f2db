"""What the beat comes back to: a question that nobody has answered."""

from dataclasses import replace

from handlers.domain.learning.question import Question, handed_to, nudged
from handlers.learning.lessons.questions.cards import mentor_card, over_card, waiting_card
from handlers.learning.lessons.questions.current import (
    as_shown,
    mentor_of,
    others_to_ask,
    private,
)
from handlers.turn import Reply, Services, Turn

_A_WEEK = "They asked a week ago and haven't had an answer."


async def look(turn: Turn, services: Services) -> Reply:
    """Let the mentor have it once more, and whoever asked know; in the end it goes."""
    question = await services.store.lessons.question(turn.arg("of"))
    if question is None or question.next_at > turn.at:
        return Reply()
    mentor = await mentor_of(services)
    if mentor in ("", question.asker_id):
        return await _over(replace(question, mentor_id=""), turn, services)
    if turn.at >= question.ends_at:
        return await _over(replace(question, mentor_id=mentor), turn, services)
    if mentor != question.mentor_id:  # whoever had it has left meanwhile
        return await _handed(handed_to(question, mentor, turn.at), turn, services)
    await services.store.lessons.save(nudged(question))
    shown = await as_shown(question, services)
    others = await others_to_ask(turn, services, but=mentor)
    name = f"question:{question.id}"
    again = private(mentor, mentor_card(shown, _A_WEEK), turn, f"{name}:{mentor}:again")
    told = private(question.asker_id, waiting_card(shown, others), turn, f"{name}:waiting")
    return Reply(posts=(again, told))


async def _handed(question: Question, turn: Turn, services: Services) -> Reply:
    await services.store.lessons.save(question)
    card = mentor_card(await as_shown(question, services))
    name = f"question:{question.id}:{question.mentor_id}"
    return Reply(posts=(private(question.mentor_id, card, turn, name),))


async def _over(question: Question, turn: Turn, services: Services) -> Reply:
    await services.store.lessons.drop(question.id)
    others = await others_to_ask(turn, services, but=question.mentor_id)
    card = over_card(await as_shown(question, services), others)
    return Reply(posts=(private(question.asker_id, card, turn, f"question:{question.id}:over"),))
