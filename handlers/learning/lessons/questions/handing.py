"""A question that goes on to another mentor, or to nobody any more: whoever asked hears of it."""

from collections.abc import Sequence

from handlers.domain.learning.question import Question, handed_to
from handlers.learning.lessons.questions.cards import Over, mentor_card, moved_card, over_card
from handlers.learning.lessons.questions.current import as_shown, private
from handlers.turn import Post, Services, Turn


async def handed(
    question: Question, mentor: str, turn: Turn, services: Services
) -> tuple[Post, Post]:
    """Give a question to another mentor; return what they read, and what whoever asked reads."""
    after = handed_to(question, mentor, turn.at)
    await services.store.lessons.save(after)
    shown, once = await as_shown(after, services), turn.fresh_id(question.id)
    return (
        private(mentor, mentor_card(shown), turn, f"question:{once}:handed"),
        private(question.asker_id, moved_card(shown), turn, f"question:{once}:moved"),
    )


async def ended(
    question: Question, why: Over, others: Sequence[str], turn: Turn, services: Services
) -> Post:
    """Drop a question that nobody is going to answer; return what whoever asked reads."""
    await services.store.lessons.drop(question.id)
    card = over_card(await as_shown(question, services), why, others)
    return private(question.asker_id, card, turn, f"question:{question.id}:over")
