"""A rule of the workspace that agents may have to bend, and when its owner hears how often."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Any, Self

from handlers.domain.insights.anonymity import shown, stands
from scheduler.calendar.day_rules import WEEKDAYS, Weekly
from scheduler.calendar.recurrence import Recurrence, zone_named

MAX_NAME_LENGTH = 100
MAX_WHY_LENGTH = 300
MAX_RULES = 60  # they are the options of a select
WATCHED_TIMES, WATCHED_DAYS = range(3, 101), range(7, 91)  # no more than is kept
_WATCH = re.compile(r"(\d{1,3})(?:\s+times)?\s+in\s+(\d{1,3})\s+days")
COUNTED_AT = time(9)  # on working days; never at the moment of a tap, which would tell whose it was


class RuleState(StrEnum):
    """What its owner has said of it."""

    WATCHED = "watched"
    CHANGED = "changed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Watch:
    """From how many bends in how many days its owner is told."""

    times: int = 5
    days: int = 30

    def __str__(self) -> str:
        return f"{self.times} in {self.days} days"

    @classmethod
    def read(cls, typed: str) -> Self:
        """Return what was typed, ``5 in 30 days``; empty is the usual. ValueError if it is none."""
        if not typed:
            return cls()
        found = _WATCH.fullmatch(typed)
        if found is None:
            raise ValueError(typed)
        times, days = int(found[1]), int(found[2])
        if times not in WATCHED_TIMES or days not in WATCHED_DAYS:
            raise ValueError(typed)
        return cls(times, days)

    @property
    def window(self) -> timedelta:
        """Return the time in which they are counted."""
        return timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a rule, once and for all: how often, in how many days, by which causes.

    A cause that is None is hidden: too few people stand behind it.
    """

    times: int
    days: int
    causes: Mapping[str, int | None] = field(default_factory=dict)

    @classmethod
    def load(cls, stored: Mapping[str, Any] | None) -> Self | None:
        """Read back what was kept."""
        return None if stored is None else cls(**stored)


@dataclass(frozen=True, slots=True)
class Rule:
    """One of them; ``owner_id`` is empty while nobody looks after it.

    ``told_at`` is when its owner was last told, ``told`` what, ``told_again_at`` when somebody let
    them know of that once more, and ``decided_at`` when they last said what becomes of it.
    ``next_at`` is when it is counted again; None: nothing is new.
    """

    id: str
    name: str
    made_at: datetime
    owner_id: str = ""
    state: RuleState = RuleState.WATCHED
    why: str = ""
    decided_at: datetime | None = None
    told_at: datetime | None = None
    told: Told | None = None
    told_again_at: datetime | None = None
    next_at: datetime | None = None

    @property
    def is_awaited(self) -> bool:
        """Tell whether its owner was told, and hasn't said yet what becomes of it."""
        if self.told_at is None:
            return False
        return self.decided_at is None or self.decided_at < self.told_at


@dataclass(frozen=True, slots=True)
class Bend:
    """That an agent had to bend a rule in a case, and passed it on.

    ``is_named``: by their own tap, with their name.
    """

    id: str
    rule_id: str
    agent_id: str
    at: datetime
    case_id: str = ""
    cause: str | None = None
    is_named: bool = False


def bend_id(case_id: str, rule_id: str) -> str:
    """Return the one id of a rule that was bent in a case, however often it is passed on."""
    return blake2b(f"{case_id}\0{rule_id}".encode(), digest_size=12).hexdigest()


def counted_next(after: datetime, zone: str) -> datetime | None:
    """Return when rules are counted next in the zone of a workspace."""
    try:
        zone_named(zone)
    except ValueError:
        zone = "UTC"
    return Recurrence(Weekly(WEEKDAYS), (COUNTED_AT,), zone).next_after(after)


def tell(rule: Rule, bends: Iterable[Bend], watch: Watch, at: datetime) -> Rule:
    """Return a rule after it was counted: told now, or to be counted again later.

    Within a window its owner is told once, so that no two figures of it overlap.
    """
    if rule.told_at is not None and at - rule.told_at < watch.window:
        has_news = any(each.at > rule.told_at for each in bends)
        return replace(rule, next_at=rule.told_at + watch.window if has_news else None)
    counted = [each for each in bends if at - watch.window < each.at <= at]
    if len(counted) < watch.times or not stands(Counter(each.agent_id for each in counted)):
        return replace(rule, next_at=None)
    told = Told(len(counted), watch.days, shown(_by_cause(counted)).figures)
    return replace(rule, told_at=at, told=told, next_at=None)


def decide(rule: Rule, state: RuleState, why: str, at: datetime) -> Rule:
    """Return a rule of which its owner says what becomes of it."""
    return replace(rule, state=state, why=why, decided_at=at)


def _by_cause(bends: Iterable[Bend]) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, Counter[str]] = {}
    for each in bends:
        found.setdefault(each.cause or "", Counter())[each.agent_id] += 1
    return found
