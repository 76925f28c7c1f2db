"""Weeks as they were shown first: read, or counted once and kept, for all teams at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.domain.insights.lines import Line, picked
from handlers.domain.insights.rule import Rule
from handlers.domain.insights.scopes import WORKSPACE, Without
from handlers.domain.insights.week import (
    OF_A_SPAN,
    OF_A_WEEK,
    SPAN,
    WEEK,
    Figures,
    Frozen,
    Part,
    before,
    counted,
    figures,
    last_whole,
    midnight,
)
from handlers.insights.owners import owner_names
from handlers.ports.weeks import Weeks
from handlers.turn import Services
from scheduler.calendar.recurrence import zone_named

_PARTS: Mapping[int, Sequence[Part]] = {WEEK: OF_A_WEEK, SPAN: OF_A_SPAN}


@dataclass(frozen=True, slots=True)
class Report:
    """A week for one reader: of the workspace or a team, with the one before it.

    ``pages`` are of the last twelve weeks that are whole; None: nobody asked in time. ``rules`` are
    those of the whole workspace whose owners were told how often they are bent, and haven't said
    yet what becomes of them; the one that was bent most is first. ``names`` are of their owners.
    """

    whose: str
    week: Frozen
    earlier: Frozen | None
    pages: Frozen | None
    rules: Sequence[Rule]
    names: Mapping[str, str]
    is_last: bool = True


async def zone_of(services: Services) -> str:
    """Return the zone in which weeks begin: the workspace's, else that of its digest, else UTC."""
    member = await services.store.member()
    if member.has_zone:
        return member.workspace_zone
    digest = await services.store.weeks.digest()
    return digest.zone if digest.place else member.workspace_zone


async def last_week(at: datetime, services: Services) -> date:
    """Return the first day of the last week that is over."""
    return last_whole(_today(at, await zone_of(services)), WEEK)


async def report(whose: str, starts_on: date, at: datetime, services: Services) -> Report | None:
    """Return a week for a reader; None of one that isn't over, or that nobody asked for in time."""
    week = await shown(starts_on, WEEK, at, services)
    if week is None:
        return None
    earlier = await shown(before(starts_on, WEEK), WEEK, at, services) or {}
    of_pages = last_whole(before(starts_on, -WEEK), SPAN)
    pages = await shown(of_pages, SPAN, at, services) or {}
    is_last = starts_on == await last_week(at, services)
    told = told_of(await services.store.insights.rules(), week[WORKSPACE], is_last=is_last)
    return Report(
        whose,
        week.get(whose) or _later(week[WORKSPACE]),
        _if_any(earlier.get(whose)),
        _if_any(pages.get(whose)),
        told,
        await owner_names(told, services),
        is_last,
    )


def told_of(rules: Iterable[Rule], week: Frozen, *, is_last: bool) -> Sequence[Rule]:
    """Return of which rules a week says how often they were bent: as often as their owner was told.

    A week counts no bends: beside what an owner is told, over days that overlap with it, one could
    be taken from the other.
    """
    told = (each for each in rules if _was_told(each, week, is_last=is_last))
    return sorted(told, key=lambda each: (-(each.told.times if each.told else 0), each.name))


def told_in(told_at: datetime, week: Frozen) -> date:
    """Return the first day of the week in which an owner was told, seen from another week.

    The day itself isn't shown: beside the hours of a team it could say who was at work before it.
    """
    return before(week.starts_on, -((told_at - week.since) // timedelta(weeks=1)))


def _was_told(rule: Rule, week: Frozen, *, is_last: bool) -> bool:
    if rule.told is None or rule.told_at is None or not rule.is_awaited:
        return False
    return rule.told_at < week.until and (is_last or rule.told_at >= week.since)


async def shown(
    starts_on: date, span: int, at: datetime, services: Services
) -> Mapping[str, Frozen] | None:
    """Return what is shown of a week or a span, by whose team.

    Once it was shown it stays so, whatever happens to what it was counted from. What lies back so
    far that some of it may be deleted isn't counted any more: None.
    """
    weeks, zone = services.store.weeks, await zone_of(services)
    if kept := await weeks.frozen(starts_on, span):
        return kept
    since, until = await _bounds(starts_on, span, zone, weeks)
    if until > at or since + services.keep_notes <= at or since >= until:
        return None
    rows = await (weeks.counted(since, until) if span == WEEK else weeks.pages(since, until))
    causes = [each.id for each in services.content.flow.causes]
    parts = counted(rows, _PARTS[span], causes)
    agents, active, teams = await weeks.agents(), await weeks.active(), await weeks.lists()
    by_scope = figures(parts, agents, active, teams)
    lines = await weeks.lines(since, until) if span == WEEK else ()
    frozen = {
        whose: _with_lines(_frozen(starts_on, span, (since, until), each), lines, teams.get(whose))
        for whose, each in by_scope.items()
    }
    return await weeks.freeze(frozen, at)


async def _bounds(starts_on: date, span: int, zone: str, weeks: Weeks) -> tuple[datetime, datetime]:
    """Return when it begins and ends: never within its neighbours, should the zone have changed."""
    day_after = before(starts_on, -span)
    since, until = midnight(starts_on, zone), midnight(day_after, zone)
    if earlier := await weeks.frozen(before(starts_on, span), span):
        since = max(since, earlier[WORKSPACE].until)
    if later := await weeks.frozen(day_after, span):
        until = min(until, later[WORKSPACE].since)
    return since, until


def _frozen(
    starts_on: date, span: int, bounds: tuple[datetime, datetime], found: Figures | Without
) -> Frozen:
    if isinstance(found, Without):
        return Frozen(starts_on, span, *bounds, {}, found)
    return Frozen(starts_on, span, *bounds, found)


def _with_lines(frozen: Frozen, lines: Sequence[Line], people: frozenset[str] | None) -> Frozen:
    """Return it with what agents let it show, where as many stand behind that as behind a figure.

    ``people`` are those of its team; None: everybody.
    """
    count = frozen.figures.get(Part.LINES)
    if count is None or count.total is None:
        return frozen
    by = {each.person_id for each in lines} if people is None else people
    return replace(frozen, lines=picked(lines, by, frozen.starts_on))


def _later(of_all: Frozen) -> Frozen:
    """Return what stands for a team that had no list when the week was counted."""
    bounds = of_all.since, of_all.until
    return Frozen(of_all.starts_on, of_all.weeks, *bounds, {}, Without.LATER)


def _if_any(frozen: Frozen | None) -> Frozen | None:
    return frozen if frozen is not None and frozen.without is None else None


def _today(at: datetime, zone: str) -> date:
    return at.astimezone(zone_named(zone)).date()
