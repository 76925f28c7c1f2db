"""Which lessons somebody did, and what is asked of them."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from handlers.domain.learning.progress import Done, Progress
from handlers.domain.learning.question import Question


class Lessons(Protocol):
    """The lessons of the person whose turn it is, and the questions of their workspace.

    Who may read or answer a question is for the handler to say.
    """

    async def done(self) -> Progress:
        """Return what this person did, by lesson."""
        ...

    async def finish(self, done: Done) -> None:
        """Keep that this person did a lesson: the first time stands."""
        ...

    async def recall(self, lesson_id: str, on: date) -> None:
        """Note the day on which a lesson's idea was this person's thought of the day."""
        ...

    async def ask(self, question: Question) -> None:
        """Keep a question of this person; the same id again changes nothing."""
        ...

    async def question(self, question_id: str) -> Question | None:
        """Return one, or None."""
        ...

    async def questions(self) -> Sequence[Question]:
        """Return those of this workspace that nobody has answered, oldest first."""
        ...

    async def save(self, question: Question) -> None:
        """Update who answers one, and when it is looked at again."""
        ...

    async def drop(self, question_id: str) -> bool:
        """Delete one: it is answered, or never will be; False if it was gone."""
        ...
