"""Answers to reminders and what follows of them (``handlers.ports.answers.Answers``)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, func
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.columns import Moment
from bot.store.scope import Scope
from bot.store.tables.answers import answers, asked, habits, notebook, reviews
from handlers.domain.answers.answer import QUIET_FOR, Answer, AnswerKind, Asked
from handlers.domain.answers.review import Review
from handlers.domain.answers.shares import Share
from handlers.domain.people import Person
from handlers.ports.answers import Line


class AnswerRows:
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

    async def add(self, answer: Answer) -> Answer:
        """Keep an answer of this person; where there is one to that post, return that one."""
        values = {"text_id": answer.text_id, "kind": answer.kind.value, "at": answer.at}
        new = self._scope.insert(
            self._connection, answers, person_id=self._person.id, on_post=answer.on, **values
        )
        done = await self._connection.execute(new.on_conflict_do_nothing())
        if done.rowcount == 1:
            return answer
        found = await self._connection.execute(
            self._scope.select(answers).where(self._mine(answers), answers.c.on_post == answer.on)
        )
        row = found.one()
        return Answer(answer.on, row.text_id, AnswerKind(row.kind), row.at)

    async def take_back(self, on: str) -> None:
        """Forget this person's answer to a post."""
        await self._connection.execute(
            self._scope.delete(answers).where(self._mine(answers), answers.c.on_post == on)
        )

    async def ask(self, question: Asked) -> None:
        """Note that a channel got a question; the same post again changes nothing."""
        new = self._scope.insert(
            self._connection,
            asked,
            on_post=question.on,
            schedule_id=question.schedule_id,
            place=question.place,
            text_id=question.text_id,
            idea=question.idea,
            closes_at=question.closes_at,
            next_at=question.closes_at,
        )
        await self._connection.execute(new.on_conflict_do_nothing())
        self._newly_due.append(question.closes_at)

    async def to_close(self, on: str) -> Asked | None:
        """Return a question of which nothing was told yet, or None."""
        found = await self._connection.execute(
            self._scope.select(asked).where(asked.c.on_post == on, asked.c.next_at.is_not(None))
        )
        row = found.first()
        return _asked(row) if row else None

    async def count(self, on: str) -> tuple[int, int]:
        """Return how many chose the better one, and how many have chosen."""
        better = case((answers.c.kind == AnswerKind.BETTER.value, 1), else_=0)
        chosen = answers.c.kind.in_([AnswerKind.BETTER.value, AnswerKind.OTHER.value])
        found = await self._connection.execute(
            self._scope.select(answers, func.coalesce(func.sum(better), 0), func.count()).where(
                answers.c.on_post == on, chosen
            )
        )
        first, all_ = found.one()
        return int(first), int(all_)

    async def close(self, question: Asked, share: Share | None) -> None:
        """Note what is told of a question, once and for all."""
        await self._connection.execute(
            self._scope.update(asked)
            .where(asked.c.on_post == question.on)
            .values(share=share.value if share else None, next_at=None)
        )

    async def told(self, place: str, since: datetime) -> Sequence[Asked]:
        """Return the questions of a channel from then on of which something was told."""
        found = await self._connection.execute(
            self._scope.select(asked)
            .where(asked.c.place == place, asked.c.share.is_not(None), asked.c.closes_at >= since)
            .order_by(asked.c.closes_at)
        )
        return [_asked(row) for row in found]

    async def review(self, text_id: str) -> Review | None:
        """Return when a question comes back to this person, or None."""
        return next((each for each in await self.reviews() if each.text_id == text_id), None)

    async def reviews(self) -> Sequence[Review]:
        """Return what comes back to this person, the next first."""
        found = await self._connection.execute(
            self._scope.select(reviews)
            .where(self._mine(reviews), reviews.c.next_at.is_not(None))
            .order_by(reviews.c.next_at, reviews.c.text_id)
        )
        return [_review(row) for row in found]

    async def save_review(self, review: Review, asked_at: datetime | None = None) -> None:
        """Keep when a question comes back to this person; ``asked_at``: it just did."""
        values: dict[str, Any] = {
            "scene": review.scene,
            "step": review.step,
            "answered_at": review.answered_at,
            "zone": review.zone,
            "hour": review.hour,
            "next_at": review.due_at,
            **({"asked_at": asked_at} if asked_at else {}),
        }
        await self._connection.execute(
            self._scope.upsert(
                self._connection,
                reviews,
                values,
                person_id=self._person.id,
                text_id=review.text_id,
            )
        )
        self._newly_due.append(review.due_at)

    async def end_review(self, text_id: str, asked_at: datetime | None = None) -> None:
        """Let a question come back no more; ``asked_at``: it just did, for the last time."""
        row = self._mine(reviews), reviews.c.text_id == text_id
        if asked_at is None:
            await self._connection.execute(self._scope.delete(reviews).where(*row))
            return
        ended = self._scope.update(reviews).where(*row).values(next_at=None, asked_at=asked_at)
        await self._connection.execute(ended)

    async def last_asked(self) -> datetime | None:
        """Return when a question last came back to this person."""
        latest = func.max(reviews.c.asked_at, type_=Moment)
        found: datetime | None = await self._connection.scalar(
            self._scope.select(reviews, latest).where(self._mine(reviews))
        )
        return found

    async def write(self, line: Line) -> None:
        """Put a line into this person's notebook; the same id again changes nothing."""
        new = self._scope.insert(
            self._connection,
            notebook,
            id=line.id,
            person_id=self._person.id,
            text_id=line.text_id,
            line=line.line,
            at=line.at,
        )
        await self._connection.execute(new.on_conflict_do_nothing())

    async def lines(self) -> Sequence[Line]:
        """Return this person's notebook, newest first."""
        found = await self._connection.execute(
            self._scope.select(notebook)
            .where(self._mine(notebook))
            .order_by(notebook.c.at.desc(), notebook.c.id)
        )
        return [Line(row.id, row.text_id, row.line, row.at) for row in found]

    async def strike(self, line_id: str) -> None:
        """Take a line out of this person's notebook."""
        await self._connection.execute(
            self._scope.delete(notebook).where(self._mine(notebook), notebook.c.id == line_id)
        )

    async def pressed(self, schedule_id: str, at: datetime) -> None:
        """Note that somebody pressed something on a reminder's post."""
        values = {"pressed_at": at, "next_at": at + QUIET_FOR}
        await self._connection.execute(
            self._scope.upsert(self._connection, habits, values, schedule_id=schedule_id)
        )

    async def last_pressed(self, schedule_id: str) -> datetime | None:
        """Return when somebody last pressed something on a reminder's posts, or it was set up."""
        found: datetime | None = await self._connection.scalar(
            self._scope.select(habits, habits.c.pressed_at).where(
                habits.c.schedule_id == schedule_id
            )
        )
        return found

    async def brief(self, schedule_id: str, at: datetime | None) -> None:
        """Brief the managers of a reminder's channel at a moment; None: not at all."""
        row = habits.c.schedule_id == schedule_id
        await self._connection.execute(self._scope.update(habits).where(row).values(brief_at=at))
        if at is not None:
            self._newly_due.append(at)

    async def look_again(self, schedule_id: str, at: datetime | None) -> None:
        """Look at a moment whether anybody presses anything; None: never again."""
        row = habits.c.schedule_id == schedule_id
        await self._connection.execute(self._scope.update(habits).where(row).values(next_at=at))
        if at is not None:
            self._newly_due.append(at)

    def _mine(self, table: Any) -> Any:  # noqa: ANN401 - any of the tables above
        return table.c.person_id == self._person.id


def _asked(row: Any) -> Asked:  # noqa: ANN401 - a row
    share = Share(row.share) if row.share else None
    return Asked(
        row.on_post, row.schedule_id, row.place, row.text_id, row.idea, row.closes_at, share
    )


def _review(row: Any) -> Review:  # noqa: ANN401 - a row
    return Review(
        row.text_id, row.scene, row.answered_at, row.zone, row.hour, row.next_at, row.step
    )
