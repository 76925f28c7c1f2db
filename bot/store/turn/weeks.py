"""Weeks in figures (``handlers.ports.weeks.Weeks``)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, literal, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Conflict
from bot.store.scope import Scope
from bot.store.tables.asks import asks
from bot.store.tables.cases import cases
from bot.store.tables.insights import ideas, week_digests, weeks
from bot.store.tables.people import has_left, people, team_members
from bot.store.tables.promises import promises
from handlers.domain.asks.ask import AskKind, AskState
from handlers.domain.case import DANGER, CaseState
from handlers.domain.insights.digest import WeekDigest
from handlers.domain.insights.lines import Line
from handlers.domain.insights.scopes import WORKSPACE
from handlers.domain.insights.week import (
    ANSWERED_WITHIN,
    NOT_SAID,
    Counted,
    Frozen,
    Part,
    dump,
    load,
)
from handlers.domain.people import Membership, Place, Role
from handlers.domain.promise import PromiseState
from scheduler.reasons import Cause, Reason

_COMPLAINT = and_(
    cases.c.state == CaseState.CLOSED.value, func.coalesce(cases.c.came_from, "") != DANGER
)
_LINE = and_(_COMPLAINT, cases.c.given_shared, cases.c.given_what.is_not(None))
_SECOND = case((cases.c.second == true(), "second"), else_="first")
_KEPT = case(
    (promises.c.state == PromiseState.BROKEN.value, "broken"),
    (promises.c.moved == true(), "moved"),
    else_="kept",
)
_CLOSED_PROMISE = promises.c.state.in_((PromiseState.KEPT.value, PromiseState.BROKEN.value))

# Of each part: its table, the key, the person, the moment, and which rows.
_COUNTED: Sequence[tuple[Part, Table, Any, Any, Any, ColumnElement[bool]]] = (
    (
        Part.CAUSES,
        cases,
        func.coalesce(cases.c.cause, NOT_SAID),
        cases.c.agent_id,
        cases.c.closed_at,
        _COMPLAINT,
    ),
    (
        Part.OUTCOMES,
        cases,
        func.coalesce(cases.c.accepted, "not-asked"),
        cases.c.agent_id,
        cases.c.closed_at,
        _COMPLAINT,
    ),
    (Part.AGAIN, cases, _SECOND, cases.c.agent_id, cases.c.closed_at, _COMPLAINT),
    (
        Part.GIVEN,
        cases,
        func.coalesce(cases.c.given, NOT_SAID),
        cases.c.agent_id,
        cases.c.closed_at,
        _COMPLAINT,
    ),
    (
        Part.PROMISES,
        promises,
        _KEPT,
        promises.c.owner_id,
        promises.c.closed_at,
        _CLOSED_PROMISE,
    ),
    (Part.LINES, cases, literal("lines"), cases.c.agent_id, cases.c.closed_at, _LINE),
    (Part.IDEAS, ideas, literal("ideas"), ideas.c.from_id, ideas.c.made_at, true()),
)


class WeekRows:
    """The weeks of one workspace, for one turn: figures, and lines that a week may show."""

    def __init__(
        self, connection: AsyncConnection, scope: Scope, newly_due: list[datetime]
    ) -> None:
        self._connection = connection
        self._scope = scope
        self._newly_due = newly_due

    async def frozen(self, starts_on: date, span: int) -> Mapping[str, Frozen]:
        """Return what was shown of a week or a span, by whose team; empty: nothing so far."""
        found = await self._connection.execute(
            self._scope.select(weeks).where(weeks.c.starts_on == starts_on, weeks.c.weeks == span)
        )
        return {row.scope: load(row.starts_on, row.weeks, row.figures) for row in found}

    async def freeze(self, shown: Mapping[str, Frozen], at: datetime) -> Mapping[str, Frozen]:
        """Keep what is shown, by whose team; what was kept already stands, and is returned.

        All of a week is kept at once: figures that were counted at different moments must not
        stand beside each other.
        """
        of_all = shown[WORKSPACE]
        await self._scope.one_at_a_time(self._connection, "weeks")
        if kept := await self.frozen(of_all.starts_on, of_all.weeks):
            return kept
        for whose, each in shown.items():
            values = {"starts_on": each.starts_on, "weeks": each.weeks, "figures": dump(each)}
            row = self._scope.insert(self._connection, weeks, scope=whose, made_at=at, **values)
            await self._connection.execute(row)
        return shown

    async def counted(self, since: datetime, until: datetime) -> Sequence[Counted]:
        """Return what was closed and passed on from then until then, by person."""
        found: list[Counted] = []
        for part, table, key, person, moment, which in _COUNTED:
            query = self._tally(table, key, person).where(which, moment >= since, moment < until)
            rows = await self._connection.execute(query)
            found += [Counted(part, row.key, row.person, row.number) for row in rows]
        return found

    async def lines(self, since: datetime, until: datetime) -> Sequence[Line]:
        """Return what the week may show of what was given, of complaints closed in that time."""
        then = (cases.c.closed_at >= since, cases.c.closed_at < until)
        found = await self._connection.execute(
            self._scope.select(cases, cases.c.agent_id, cases.c.given_what).where(_LINE, *then)
        )
        return [Line(row.agent_id, row.given_what) for row in found]

    async def pages(self, since: datetime, until: datetime) -> Sequence[Counted]:
        """Return the pages from then until then, by whom and whether somebody came at once."""
        rows = await self._connection.execute(
            self._scope.select(
                asks,
                asks.c.asker_id,
                asks.c.made_at,
                asks.c.taken_at,
                asks.c.state,
                asks.c.unanswered,
            ).where(
                asks.c.kind == AskKind.PAGE.value, asks.c.made_at >= since, asks.c.made_at < until
            )
        )
        return [Counted(Part.PAGES, _came(row), row.asker_id) for row in rows]

    async def agents(self) -> frozenset[str]:
        """Return the ids of all who belong to the workspace and have no role above an agent's."""
        elsewhere = (Membership.LEFT.value, Membership.GUEST.value)
        found = await self._connection.scalars(
            self._scope.select(people, people.c.id).where(
                people.c.role == Role.AGENT.value,
                func.coalesce(people.c.membership, "").not_in(elsewhere),
            )
        )
        return frozenset(found)

    async def active(self) -> frozenset[str]:
        """Return the ids of all of whom anything is kept that is counted in weeks."""
        columns = {person for _, _, _, person, _, _ in _COUNTED} | {asks.c.asker_id}
        found: set[str] = set()
        for column in columns:
            distinct = self._scope.select(column.table, column).distinct()
            found.update(await self._connection.scalars(distinct))
        return frozenset(found)

    async def lists(self) -> Mapping[str, frozenset[str]]:
        """Return the people on each manager's list, without the manager."""
        managers = await self._connection.scalars(
            self._scope.select(people, people.c.id).where(
                people.c.role.in_((Role.MANAGER.value, Role.ADMIN.value)), ~has_left
            )
        )
        lists: dict[str, set[str]] = {each: set() for each in managers}
        for row in await self._connection.execute(
            self._scope.select(team_members, team_members.c.manager_id, team_members.c.person_id)
        ):
            if row.manager_id in lists and row.person_id != row.manager_id:
                lists[row.manager_id].add(row.person_id)
        return {whose: frozenset(them) for whose, them in lists.items()}

    async def digest(self) -> WeekDigest:
        """Return where and when the week is told; nowhere as long as nobody has set it."""
        row = (await self._connection.execute(self._scope.select(week_digests))).first()
        if row is None:
            return WeekDigest()
        return WeekDigest(
            Place.parse(row.place) if row.place else None,
            row.zone,
            row.weekday,
            row.hour,
            row.set_by,
            row.next_at,
            row.last_on,
            row.held_on,
            _cause(row.held),
            row.version,
        )

    async def save_digest(self, digest: WeekDigest) -> None:
        """Keep it; Conflict when somebody changed it since it was read."""
        values = {
            "place": str(digest.place) if digest.place else None,
            "zone": digest.zone,
            "weekday": digest.weekday,
            "hour": digest.hour,
            "set_by": digest.set_by,
            "next_at": digest.next_at,
            "last_on": digest.last_on,
            "held_on": digest.held_on,
            "held": f"{digest.held.reason.value} {digest.held.detail}" if digest.held else "",
            "version": digest.version + 1,
        }
        if digest.version:
            known = week_digests.c.version == digest.version
            change: Any = self._scope.update(week_digests).where(known).values(**values)
        else:
            new = self._scope.insert(self._connection, week_digests, **values)
            change = new.on_conflict_do_nothing()
        if (await self._connection.execute(change)).rowcount != 1:
            raise Conflict
        if digest.next_at is not None:
            self._newly_due.append(digest.next_at)

    def _tally(self, table: Table, key: Any, person: Any) -> Select[Any]:  # noqa: ANN401 - any expression
        columns = (key.label("key"), person.label("person"), func.count().label("number"))
        return self._scope.select(table, *columns).group_by("key", "person")


def _came(row: Any) -> str:  # noqa: ANN401 - a row of any statement
    """Return whether somebody had answered a page within a minute."""
    if row.taken_at is not None and row.taken_at - row.made_at <= ANSWERED_WITHIN:
        return "answered"
    if row.state == AskState.STOOD_DOWN.value and row.taken_at is None and not row.unanswered:
        return "stood-down"
    return "nobody"


def _cause(text: str) -> Cause | None:
    reason, _, detail = text.partition(" ")
    return Cause(Reason(reason), detail) if reason in set(Reason) else None
