"""What the beat comes back to: a question that nobody has answered."""

from datetime import datetime

from handlers.domain.learning.question import Question, nudged
from handlers.learning.lessons.questions.cards import Over, mentor_card, waiting_card
from handlers.learning.lessons.questions.current import (
    as_shown,
    has_left,
    mentor_of,
    others_to_ask,
    private,
)
from handlers.learning.lessons.questions.handing import ended, handed
from handlers.turn import Reply, Services, Turn

_AGAIN = "This still waits for your answer."


async def look(turn: Turn, services: Services) -> Reply:
    """Let the mentor have it once more, and whoever asked know; in the end it goes."""
    question = await services.store.lessons.question(turn.arg("of"))
    if question is None or question.next_at > turn.at:
        return Reply()
    if await has_left(question.asker_id, services):
        await services.store.lessons.drop(question.id)
        return Reply()
    mentor = await mentor_of(services)
    others = await others_to_ask(turn, services, but=question.mentor_id)
    if why := _over(question, mentor, turn.at):
        return Reply(posts=(await ended(question, why, others, turn, services),))
    if mentor != question.mentor_id:  # whoever had it has left meanwhile
        return Reply(posts=await handed(question, mentor, turn, services))
    await services.store.lessons.save(nudged(question))
    shown, name = await as_shown(question, services), f"question:{question.id}"
    again = private(mentor, mentor_card(shown, _AGAIN), turn, f"{name}:{mentor}:again")
    told = private(question.asker_id, waiting_card(shown, others), turn, f"{name}:waiting")
    return Reply(posts=(again, told))


def _over(question: Question, mentor: str, at: datetime) -> Over | None:
    """Return why nobody is going to answer, if so."""
    if not mentor:
        return Over.NO_MENTOR
    if mentor == question.asker_id:
        return Over.THEIR_OWN
    return Over.TOO_LATE if at >= question.ends_at else None
