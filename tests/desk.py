"""A desk that has had a week: closed complaints, promises, ideas and pages, as rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, cycle
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.scope import Scope
from bot.store.tables.asks import asks
from bot.store.tables.cases import cases
from bot.store.tables.insights import ideas
from bot.store.tables.people import people, team_members
from bot.store.tables.promises import promises
from bot.store.turn.store import TurnStore
from handlers.domain.insights.rule import Rule, Told
from handlers.domain.people import Person, Tenant

_NUMBERS = count(1)
MADE, TOLD_AT = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 11, 17, 9, tzinfo=UTC)
AGENTS = tuple(f"agent-{number}" for number in range(1, 13))


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in a week, by key: how many, handed out to the agents in turn.

    What is noted of each complaint comes round in sevens, so that everybody has some of all.
    """

    starts_on: date
    agents: Sequence[str] = AGENTS[:6]
    causes: Mapping[str, int] = field(default_factory=dict)
    accepted: Sequence[str | None] = ("accepted", None, "not-accepted") * 2 + ("accepted",)
    given: Sequence[str | None] = ("less", "owed", "more", None, "owed", "more", None)
    second: Sequence[bool] = (False, True, False, True, False, True, False)
    promises: Mapping[str, int] = field(default_factory=dict)  # kept, moved, broken
    ideas: int = 0
    lines: Sequence[str] = ("",)  # what was given, in words that the week may show
    pages: Mapping[str, int] = field(default_factory=dict)  # answered, nobody, stood-down

    @property
    def at(self) -> datetime:
        """Return a moment of its second day."""
        return datetime.combine(self.starts_on + timedelta(days=1), time(12), UTC)


async def fill(connection: AsyncConnection, tenant: Tenant, week: Week) -> None:
    """Write the rows of a week."""
    scope = Scope(tenant)
    for table, row in (*_cases(week), *_promises(week), *_passed_on(week), *_pages(week)):
        await connection.execute(table.insert().values(**scope.values, **row))


async def a_week(connection: AsyncConnection, tenant: Tenant) -> None:
    """Write two weeks of a busy desk, and a rule of Dana's, who was told of it in the second."""
    told = Told(7, 30, {"late": 4, "price": None, "billing": None})
    rule = Rule("rule-14", "No exchange without the slip", MADE, "dana", told_at=TOLD_AT, told=told)
    await add_rule(connection, tenant, rule)
    promised = {"kept": 14, "moved": 5, "broken": 4}
    for starts_on, more in ((date(2026, 11, 6), 0), (date(2026, 11, 13), 7)):
        causes = {"late": 9 + more, "broken": 7, "billing": 6, "rude": 1, "": 5}
        found = Week(starts_on, causes=causes, promises=promised, ideas=4 + more)
        await fill(connection, tenant, found)


async def add_rule(connection: AsyncConnection, tenant: Tenant, rule: Rule) -> None:
    """Write a rule, with what its owner was told."""
    await TurnStore(connection, tenant, Person("", "")).insights.add_rule(rule)


async def add_people(
    connection: AsyncConnection, tenant: Tenant, ids: Iterable[str], team_of: str = ""
) -> None:
    """Write people, and put them on a manager's list."""
    scope = Scope(tenant)
    for each in ids:
        row = scope.insert(connection, people, id=each, name=each.capitalize())
        await connection.execute(row.on_conflict_do_nothing())
        if team_of:
            listed = {"manager_id": team_of, "person_id": each, "name": each}
            await connection.execute(team_members.insert().values(**scope.values, **listed))


def _cases(week: Week) -> Iterable[tuple[Any, dict[str, Any]]]:
    who, outcome, given, again = map(cycle, (week.agents, week.accepted, week.given, week.second))
    lines = cycle(week.lines)
    for cause, number in week.causes.items():
        for _ in range(number):
            each, line = next(_NUMBERS), next(lines)
            yield (
                cases,
                {
                    "id": f"desk-case-{each}",
                    "number": 100_000 + each,
                    "rev": 1,
                    "agent_id": next(who),
                    "state": "closed",
                    "step": "end",
                    "variant": "voice",
                    "second": next(again),
                    "note": "",
                    "accepted": next(outcome),
                    "cause": cause or None,
                    "given": next(given),
                    **({"given_what": line, "given_shared": True} if line else {}),
                    "opened_at": week.at,
                    "changed_at": week.at,
                    "closed_at": week.at,
                },
            )


def _promises(week: Week) -> Iterable[tuple[Any, dict[str, Any]]]:
    who = cycle(week.agents)
    for how, number in week.promises.items():
        for _ in range(number):
            each, owner = next(_NUMBERS), next(who)
            yield (
                promises,
                {
                    "id": f"desk-promise-{each}",
                    "number": 100_000 + each,
                    "rev": 1,
                    "owner_id": owner,
                    "owner": owner,
                    "zone": "UTC",
                    "what": "ring back",
                    "state": "broken" if how == "broken" else "kept",
                    "stage": "done",
                    "moved": how == "moved",
                    "said": "",
                    "taken_by": "",
                    "taken_by_id": "",
                    "made_at": week.at,
                    "changed_at": week.at,
                    "closed_at": week.at,
                },
            )


def _passed_on(week: Week) -> Iterable[tuple[Any, dict[str, Any]]]:
    who = cycle(week.agents)
    for _ in range(week.ideas):
        row = {"id": f"desk-idea-{next(_NUMBERS)}", "text": "what if", "from_id": next(who)}
        row |= {"state": "new", "why": "", "decided_by": ""}
        yield ideas, {**row, "made_at": week.at, "changed_at": week.at}


def _pages(week: Week) -> Iterable[tuple[Any, dict[str, Any]]]:
    who = cycle(week.agents)
    taken = {"answered": week.at + timedelta(seconds=30), "nobody": None, "stood-down": None}
    for how, number in week.pages.items():
        for _ in range(number):
            yield (
                asks,
                {
                    "id": f"desk-page-{next(_NUMBERS)}",
                    "kind": "page",
                    "state": "stood_down" if how == "stood-down" else "taken",
                    "asker_id": next(who),
                    "case_id": "",
                    "case_number": "",
                    "branch": "",
                    "place": "",
                    "people": [],
                    "rev": 1,
                    "version": 1,
                    "news": 1,
                    "own_news": 1,
                    "own_said": "",
                    "unanswered": how == "nobody",
                    "taken_by": "",
                    "taken_at": taken[how],
                    "handed_by": "",
                    "messages": [],
                    "made_at": week.at,
                    "changed_at": week.at,
                },
            )
