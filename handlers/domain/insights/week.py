"""A week in figures: when it begins, what is counted, and what of it is shown, once and for all.

A week begins on a Friday, so that on Friday morning the one to Thursday is whole. Pages are rare:
they are counted over twelve weeks at a time. Weeks don't overlap, and neither do those spans.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from handlers.domain.insights.anonymity import Partition, Shown, nothing, shown, shown_of
from handlers.domain.insights.scopes import WORKSPACE, Scopes, Without, with_weeks
from scheduler.calendar.recurrence import zone_named

WEEK, SPAN = 1, 12  # weeks
FIRST = date(1970, 1, 2)  # a Friday; spans are counted from it
OTHER, NOT_SAID = "other", "not_said"  # no pack has a cause of the second name
ANSWERED_WITHIN = timedelta(minutes=1)  # a page, by somebody


class Part(StrEnum):
    """What is counted; each part is a whole that falls into pieces."""

    CAUSES = "causes"  # of complaints: what went wrong
    OUTCOMES = "outcomes"  # of complaints: whether the customer accepted
    AGAIN = "again"  # of complaints: whether it was the second time
    GIVEN = "given"  # of complaints: less than owed, what was owed, or more
    PROMISES = "promises"
    IDEAS = "ideas"
    LINES = "lines"  # of complaints: what was given, in words that the week may show
    PAGES = "pages"  # over twelve weeks


# Pieces of the same whole: who finds the total of one has that of all.
OF_COMPLAINTS = (Part.CAUSES, Part.OUTCOMES, Part.AGAIN, Part.GIVEN)
OF_A_WEEK = (*OF_COMPLAINTS, Part.PROMISES, Part.IDEAS, Part.LINES)
OF_A_SPAN = (Part.PAGES,)
KEYS: Mapping[Part, tuple[str, ...]] = {
    Part.OUTCOMES: ("accepted", "not-accepted", "not-asked"),
    Part.AGAIN: ("second", "first"),
    Part.GIVEN: ("less", "owed", "more", NOT_SAID),
    Part.PROMISES: ("kept", "moved", "broken"),
    Part.IDEAS: ("ideas",),
    Part.LINES: ("lines",),
    Part.PAGES: ("answered", "nobody", "stood-down"),
}

Figures = Mapping[Part, Shown]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many cases of a piece one person stands behind."""

    part: Part
    key: str
    person_id: str
    cases: int = 1


@dataclass(frozen=True, slots=True)
class Frozen:
    """The figures of some weeks as they were shown first; ``without`` says why there are none.

    ``lines`` are what agents let the week show of what they gave.
    """

    starts_on: date
    weeks: int
    since: datetime
    until: datetime
    figures: Figures
    without: Without | None = None
    lines: tuple[str, ...] = ()

    @property
    def ends_on(self) -> date:
        """Return its last day."""
        return last_day(self.starts_on, self.weeks)


def last_whole(day: date, weeks: int) -> date:
    """Return the first day of the last week, or span of weeks, that is over on a day."""
    length = 7 * weeks
    return FIRST + timedelta(days=((day - FIRST).days // length - 1) * length)


def before(starts_on: date, weeks: int) -> date:
    """Return the first day of the week, or the span, before one."""
    return starts_on - timedelta(days=7 * weeks)


def last_day(starts_on: date, weeks: int) -> date:
    """Return the last day of a week or a span."""
    return starts_on + timedelta(days=7 * weeks - 1)


def midnight(day: date, zone: str) -> datetime:
    """Return the moment at which a day begins, in UTC."""
    return datetime.combine(day, time(), zone_named(zone)).astimezone(UTC)


def counted(
    rows: Iterable[Counted], parts: Sequence[Part], causes: Iterable[str]
) -> Mapping[Part, Partition]:
    """Return who stands behind what; pieces of which there is none are there as well.

    What was said to be wrong in words that are no longer in use is another cause.
    """
    keys = {**KEYS, Part.CAUSES: (*causes, OTHER, NOT_SAID)}
    found: dict[Part, dict[str, dict[str, int]]] = {
        part: {key: {} for key in keys[part]} for part in parts
    }
    for row in rows:
        pieces = found[row.part]
        behind = pieces.get(row.key, pieces.get(OTHER))
        if behind is not None:
            behind[row.person_id] = behind.get(row.person_id, 0) + row.cases
    return found


def figures(
    partitions: Mapping[Part, Partition],
    agents: frozenset[str],
    active: frozenset[str],
    teams: Scopes,
) -> Mapping[str, Figures | Without]:
    """Return what is shown, by scope: of the workspace, and of the teams that have a week.

    ``active`` are those who had anything to be counted in all the time that is kept. Of people who
    never have, nobody learns anything from what the others have.
    """
    behind = {who for each in partitions.values() for piece in each.values() for who in piece}
    active = active.union(behind)
    everybody = agents.union(active, *teams.values())
    whole = {part: shown(partition) for part, partition in partitions.items()}
    found: dict[str, Figures | Without] = {WORKSPACE: whole}
    beside: list[tuple[frozenset[str], Figures]] = []
    for whose, why in with_weeks(everybody, teams).items():
        if why is not None:
            found[whose] = why
            continue
        theirs = _of_team(teams[whose], partitions, whole, active, beside)
        found[whose] = theirs
        beside.append((teams[whose], theirs))
    return found


def dump(frozen: Frozen) -> dict[str, Any]:
    """Return it as JSON values."""
    return {
        "since": frozen.since.isoformat(),
        "until": frozen.until.isoformat(),
        "without": frozen.without.value if frozen.without else "",
        "lines": list(frozen.lines),
        "parts": {
            part.value: {"figures": dict(each.figures), "total": each.total}
            for part, each in frozen.figures.items()
        },
    }


def load(starts_on: date, weeks: int, values: Mapping[str, Any]) -> Frozen:
    """Return what ``dump`` wrote; a part that a newer version counts is left out."""
    known = {each.value for each in Part}
    return Frozen(
        starts_on,
        weeks,
        datetime.fromisoformat(values["since"]),
        datetime.fromisoformat(values["until"]),
        {
            Part(part): Shown(each["figures"], each["total"])
            for part, each in values["parts"].items()
            if part in known
        },
        Without(values["without"]) if values["without"] else None,
        tuple(values.get("lines", ())),
    )


def _of_team(
    people: frozenset[str],
    partitions: Mapping[Part, Partition],
    whole: Figures,
    active: frozenset[str],
    beside: Sequence[tuple[frozenset[str], Figures]],
) -> Figures:
    theirs = {
        part: shown_of(
            people,
            partition,
            whole[part],
            active,
            [(them, each[part]) for them, each in beside],
        )
        for part, partition in partitions.items()
    }
    if any(theirs[part].total is None for part in OF_COMPLAINTS if part in theirs):
        of_them = (*OF_COMPLAINTS, Part.LINES)
        theirs |= {part: nothing(partitions[part]) for part in of_them if part in theirs}
    return theirs
