"""A question to the mentor, or that somebody sees a lesson differently; kept until it is answered.

Who asked is known to the mentor, who answers them; nobody else reads it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.domain.retention import KEEP_QUESTIONS

MAX_QUESTION_LENGTH = 500  # characters
MAX_ANSWER_LENGTH = 1000
NUDGED_AFTER = timedelta(days=7)  # the mentor has it once more, and whoever asked hears that


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks of a lesson; ``next_at`` is when somebody looks whether it is answered."""

    id: str
    lesson_id: str
    asker_id: str
    mentor_id: str
    text: str
    asked_at: datetime
    next_at: datetime

    @property
    def ends_at(self) -> datetime:
        """Return when it goes, answered or not."""
        return self.asked_at + KEEP_QUESTIONS


def asked(id_: str, lesson_id: str, people: tuple[str, str], text: str, at: datetime) -> Question:
    """Return a new one; ``people`` are who asks, and the mentor."""
    asker, mentor = people
    return Question(id_, lesson_id, asker, mentor, text, at, at + NUDGED_AFTER)


def handed_to(question: Question, mentor_id: str, at: datetime) -> Question:
    """Return it with another mentor, who has a week of their own, if so much is left."""
    return replace(question, mentor_id=mentor_id, next_at=min(at + NUDGED_AFTER, question.ends_at))


def to_be_looked_at(question: Question, at: datetime) -> Question:
    """Return it to be looked at now: whoever is the mentor by then gets it."""
    return replace(question, next_at=min(at, question.next_at))


def nudged(question: Question) -> Question:
    """Return it once its mentor has had it again: it is looked at once more, as it ends."""
    return replace(question, next_at=question.ends_at)
