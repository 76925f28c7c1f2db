"""What reminders come back to by now, in every tenant; for the beat alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, literal, select, true, union_all

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.scope import Scope
from bot.store.tables.answers import asked, habits, reviews
from bot.store.tables.handovers import handovers
from bot.store.tables.insights import rules, week_digests
from bot.store.tables.lessons import lesson_questions
from bot.store.tables.people import people
from bot.store.tables.shifts import shifts
from bot.store.tables.shoutouts import noticing
from handlers.domain.people import Person, Platform, Tenant


class FollowUpKind(StrEnum):
    """What has to be done: the intent of its turn."""

    TELL = "answers.tell"  # what a channel answered
    COME_BACK = "answers.come-back"  # a question, to one person
    LOOK = "reminders.look"  # whether anybody presses anything
    BRIEF = "reminders.brief"  # those who read a briefing aloud
    COUNT = "insights.count"  # how often a rule was bent
    SHIFT = "care.shift"  # where a shift begins, or is over
    HAND_OVER = "handover.notice"  # what became of an offered promise
    WEEK = "week.digest"  # a channel of the week in figures
    NOTICE_THEM = "noticing.weekly"  # whom a manager hasn't thanked
    UNANSWERED = "questions.look"  # a question to the mentor that nobody has answered


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something that is due; ``of`` names the post, the text or the reminder."""

    kind: FollowUpKind
    tenant: Tenant
    person: Person
    of: str
    since: datetime


class FollowUps:
    """Reads what is due, and puts off what could not be done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, at: datetime, limit: int) -> Sequence[FollowUp]:
        """Return so many at most: one of each tenant before the second of any."""
        all_of_them = union_all(
            _due(FollowUpKind.TELL, literal(""), asked.c.on_post, at),
            _due(FollowUpKind.COME_BACK, reviews.c.person_id, reviews.c.text_id, at),
            _due(FollowUpKind.LOOK, literal(""), habits.c.schedule_id, at),
            _due(FollowUpKind.BRIEF, literal(""), habits.c.schedule_id, at),
            _due(FollowUpKind.COUNT, literal(""), rules.c.id, at),
            _due(FollowUpKind.SHIFT, shifts.c.person_id, shifts.c.person_id, at),
            _due(FollowUpKind.HAND_OVER, handovers.c.from_id, handovers.c.id, at),
            _due(FollowUpKind.WEEK, literal(""), literal(""), at),
            _due(FollowUpKind.NOTICE_THEM, noticing.c.manager_id, noticing.c.manager_id, at),
            _due(FollowUpKind.UNANSWERED, lesson_questions.c.asker_id, lesson_questions.c.id, at),
        ).subquery()
        c = all_of_them.c
        place = func.row_number().over(partition_by=(c.platform, c.tenant), order_by=c.next_at)
        query = (
            select(all_of_them, people.c.name, people.c.zone, place.label("place"))
            .outerjoin(
                people,
                (people.c.platform == c.platform)
                & (people.c.tenant == c.tenant)
                & (people.c.id == c.person_id),
            )
            .order_by("place", c.next_at)
            .limit(limit)
        )
        async with self._database.read_transaction(ENGINE_TIMEOUT) as connection:
            return [_follow_up(row) for row in await connection.execute(query)]

    async def put_off(self, due: FollowUp, at: datetime, until: datetime) -> None:
        """Look again later at what is still due."""
        whose = {
            FollowUpKind.TELL: asked.c.on_post == due.of,
            FollowUpKind.COME_BACK: (reviews.c.person_id == due.person.id)
            & (reviews.c.text_id == due.of),
            FollowUpKind.LOOK: habits.c.schedule_id == due.of,
            FollowUpKind.BRIEF: habits.c.schedule_id == due.of,
            FollowUpKind.COUNT: rules.c.id == due.of,
            FollowUpKind.HAND_OVER: handovers.c.id == due.of,
            FollowUpKind.SHIFT: shifts.c.person_id == due.of,
            FollowUpKind.WEEK: true(),  # there is one
            FollowUpKind.NOTICE_THEM: noticing.c.manager_id == due.of,
            FollowUpKind.UNANSWERED: lesson_questions.c.id == due.of,
        }[due.kind]
        column = _WHEN[due.kind]
        async with self._database.transaction(ENGINE_TIMEOUT) as connection:
            await connection.execute(
                Scope(due.tenant)
                .update(column.table)
                .where(whose, column <= at)
                .values({column.name: until})
            )


# The column that says when; each has an index of its own.
_WHEN: Mapping[FollowUpKind, Any] = {
    FollowUpKind.TELL: asked.c.next_at,
    FollowUpKind.COME_BACK: reviews.c.next_at,
    FollowUpKind.LOOK: habits.c.next_at,
    FollowUpKind.BRIEF: habits.c.brief_at,
    FollowUpKind.COUNT: rules.c.next_at,
    FollowUpKind.HAND_OVER: handovers.c.next_at,
    FollowUpKind.SHIFT: shifts.c.next_at,
    FollowUpKind.WEEK: week_digests.c.next_at,
    FollowUpKind.NOTICE_THEM: noticing.c.next_at,
    FollowUpKind.UNANSWERED: lesson_questions.c.next_at,
}


def _due(kind: FollowUpKind, person: Any, of: Any, at: datetime) -> Select[Any]:  # noqa: ANN401 - any column
    column = _WHEN[kind]
    return select(
        column.table.c.platform,
        column.table.c.tenant,
        literal(kind.value).label("kind"),
        person.label("person_id"),
        of.label("of"),
        column.label("next_at"),
    ).where(column <= at)


def _follow_up(row: Row[Any]) -> FollowUp:
    tenant = Tenant(Platform(row.platform), row.tenant)
    person = Person(row.person_id, row.name or row.person_id, row.zone or "")
    return FollowUp(FollowUpKind(row.kind), tenant, person, row.of, row.next_at)
