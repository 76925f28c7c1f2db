"""Lessons that a person did, and questions to a mentor (``handlers.ports.lessons.Lessons``)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.scope import Scope
from bot.store.tables.lessons import lesson_questions, lessons_done
from handlers.domain.learning.progress import Done, Progress
from handlers.domain.learning.question import Question
from handlers.domain.people import Person

_OF_DONE = ("lesson_id", "at", "fitted", "recalled_on")
_OF_QUESTION: tuple[str, ...] = ("lesson_id", "mentor_id", "text", "asked_at", "next_at")


class LessonRows:
    """What a turn may read and write of them."""

    def __init__(
        self,
        connection: AsyncConnection,
        scope: Scope,
        person: Person,
        newly_due: list[datetime],
    ) -> None:
        self._connection = connection
        self._scope = scope
        self._person = person
        self._newly_due = newly_due

    async def done(self) -> Progress:
        """Return what this person did, by lesson."""
        query = self._scope.select(lessons_done).where(lessons_done.c.person_id == self._person.id)
        return {row.lesson_id: _done(row) for row in await self._connection.execute(query)}

    async def finish(self, done: Done) -> None:
        """Keep that this person did a lesson: the first time stands."""
        values = {name: getattr(done, name) for name in _OF_DONE}
        new = self._scope.insert(
            self._connection, lessons_done, person_id=self._person.id, **values
        )
        await self._connection.execute(new.on_conflict_do_nothing())

    async def recall(self, lesson_id: str, on: date) -> None:
        """Note the day on which a lesson's idea was this person's thought of the day."""
        await self._connection.execute(
            self._scope.update(lessons_done)
            .where(
                lessons_done.c.person_id == self._person.id,
                lessons_done.c.lesson_id == lesson_id,
            )
            .values(recalled_on=on)
        )

    async def ask(self, question: Question) -> None:
        """Keep a question of this person; the same id again changes nothing."""
        values = {name: getattr(question, name) for name in _OF_QUESTION}
        new = self._scope.insert(
            self._connection,
            lesson_questions,
            id=question.id,
            asker_id=self._person.id,
            **values,
        )
        await self._connection.execute(new.on_conflict_do_nothing())
        self._newly_due.append(question.next_at)

    async def question(self, question_id: str) -> Question | None:
        """Return one, or None."""
        query = self._scope.select(lesson_questions).where(lesson_questions.c.id == question_id)
        row = (await self._connection.execute(query)).first()
        return None if row is None else _question(row)

    async def questions(self) -> Sequence[Question]:
        """Return those of this workspace that nobody has answered, oldest first."""
        query = self._scope.select(lesson_questions).order_by(
            lesson_questions.c.asked_at, lesson_questions.c.id
        )
        return tuple(_question(row) for row in await self._connection.execute(query))

    async def save(self, question: Question) -> None:
        """Update who answers one, and when it is looked at again."""
        await self._connection.execute(
            self._scope.update(lesson_questions)
            .where(lesson_questions.c.id == question.id)
            .values(mentor_id=question.mentor_id, next_at=question.next_at)
        )
        self._newly_due.append(question.next_at)

    async def drop(self, question_id: str) -> bool:
        """Delete one: it is answered, or never will be; False if it was gone."""
        done = await self._connection.execute(
            self._scope.delete(lesson_questions).where(lesson_questions.c.id == question_id)
        )
        return done.rowcount > 0


def _done(row: Row[Any]) -> Done:
    return Done(**{name: getattr(row, name) for name in _OF_DONE})


def _question(row: Row[Any]) -> Question:
    values = {name: getattr(row, name) for name in _OF_QUESTION}
    return Question(id=row.id, asker_id=row.asker_id, **values)
