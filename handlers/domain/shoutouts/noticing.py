"""A manager's weekly card: whom of their own team they haven't thanked for some weeks.

At most one a week, on a working day, at an hour of theirs. The names come of what its reader has
done or could read: what two others said to each other privately is in none of it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from handlers.domain.shoutouts.shoutout import Shoutout
from scheduler.calendar.day_rules import WEEKDAYS, Weekly
from scheduler.calendar.recurrence import Recurrence
from scheduler.occurrence import GRACE

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
USUAL_DAY = DAY_NAMES.index("Thursday")
USUAL_HOUR = "15:00"
USUAL_WEEKS = 4
WEEKS = range(2, 13)  # no longer ago than thanks are kept
MAX_NAMES = 5  # on one card
MAX_DRAFTS = 2
_WEEK = timedelta(days=7)


class NoticingState(StrEnum):
    """What a manager has said of their weekly card."""

    UNASKED = "unasked"  # the first one asks, and is the only one that nobody asked for
    OFFERED = "offered"  # it came; until they say so there is no other
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Noticing:
    """When a manager's weekly card comes, and for whom; ``weekday`` 0 is Monday.

    A week is named by the date of its Monday: ``last_week`` is the one that had a card, ``skipped``
    one that shall have none. ``days`` are those on which they work; they are kept elsewhere.
    """

    zone: str = "UTC"
    state: NoticingState = NoticingState.UNASKED
    weekday: int = USUAL_DAY
    hour: str = USUAL_HOUR
    weeks: int = USUAL_WEEKS
    next_at: datetime | None = None
    last_week: str = ""
    skipped: str = ""
    version: int = 0
    days: frozenset[int] = WEEKDAYS

    @property
    def day(self) -> int:
        """Return the day on which it comes: the chosen one, or the next on which they work."""
        return min(self.days or WEEKDAYS, key=lambda each: (each - self.weekday) % 7)


@dataclass(frozen=True, slots=True)
class Teammate:
    """Somebody on a manager's list, and when they were last thanked, as that manager may know.

    ``thanked_at``: by this manager. ``known_at``: by anybody, where this manager could read it or
    had a hand in it. ``joined_at`` is None of those who were there before that was noted.
    """

    id: str
    name: str
    joined_at: datetime | None = None
    thanked_at: datetime | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Whom:
    """Who may be named: all, those of them who were thanked by nobody, and drafts for them."""

    people: tuple[Teammate, ...]
    quiet: tuple[Teammate, ...]
    drafts: tuple[Shoutout, ...] = ()


def unthanked(
    team: Iterable[Teammate], weeks: int, at: datetime, drafts: Iterable[Shoutout]
) -> Whom:
    """Return whom a manager hasn't thanked for so long, by name; nobody who has come since."""
    since = at - weeks * _WEEK
    found = (each for each in team if _is_over(each.joined_at, since))
    people = [each for each in found if _is_over(each.thanked_at, since)]
    people.sort(key=lambda each: (each.name.casefold(), each.id))
    quiet = tuple(each for each in people if _is_over(each.known_at, since))
    return Whom(tuple(people), quiet, _fitting(drafts, {each.id for each in people}))


def named(people: Sequence[Teammate], week: str) -> tuple[Teammate, ...]:
    """Return those who stand on the card of a week, by name; of many, others each week."""
    if len(people) <= MAX_NAMES:
        return tuple(people)
    first = date.fromisoformat(week).toordinal() // 7 * MAX_NAMES
    chosen = {(first + number) % len(people) for number in range(MAX_NAMES)}
    return tuple(people[number] for number in sorted(chosen))


def begun(noticing: Noticing, at: datetime) -> Noticing:
    """Return it for a manager who has a team from now on: looked at each week, until it asks."""
    return replace(noticing, next_at=coming(noticing, at))


def wanted(noticing: Noticing, weekday: int, hour: str, weeks: int, at: datetime) -> Noticing:
    """Return it on, on this day, at this hour, after so many weeks."""
    noticing = replace(noticing, weekday=weekday, hour=hour, weeks=weeks)
    return turned_on(noticing, at)


def turned_on(noticing: Noticing, at: datetime) -> Noticing:
    """Return it on, as it was set."""
    noticing = replace(noticing, state=NoticingState.ON)
    return replace(noticing, next_at=coming(noticing, at))


def turned_off(noticing: Noticing) -> Noticing:
    """Return it off: nothing comes any more."""
    return replace(noticing, state=NoticingState.OFF, next_at=None, skipped="")


def snoozed(noticing: Noticing, at: datetime) -> Noticing:
    """Return it without its next one; twice before that is once. What is off stays off."""
    if noticing.state is not NoticingState.ON:
        return noticing
    noticing = replace(noticing, skipped="")
    next_one = coming(noticing, at)
    noticing = replace(noticing, skipped=week_of(noticing, next_one) if next_one else "")
    return replace(noticing, next_at=coming(noticing, at))


def woken(noticing: Noticing, at: datetime) -> Noticing:
    """Return it with its next one after all."""
    noticing = replace(noticing, skipped="")
    return noticing if noticing.next_at is None else begun(noticing, at)


def is_snoozed(noticing: Noticing, at: datetime) -> bool:
    """Tell whether the next one is left out."""
    return coming(noticing, at) != coming(replace(noticing, skipped=""), at)


def due_for(noticing: Noticing, at: datetime) -> datetime | None:
    """Return the moment that is due by now and less than an hour ago, or None.

    It is that of their day, or of a later one in its week: then it was put off.
    """
    moment = _first(_later_days(noticing), noticing, at - GRACE)
    return moment if moment is not None and moment <= at else None


def put_off(noticing: Noticing, at: datetime) -> Noticing:
    """Return it to come on a later working day of its week, else on the day of the next."""
    return replace(noticing, next_at=_first(_later_days(noticing), noticing, at))


def passed_over(noticing: Noticing, moment: datetime) -> Noticing:
    """Return it after a week in which there was nobody to name."""
    return replace(noticing, next_at=coming(noticing, moment))


def sent(noticing: Noticing, moment: datetime) -> Noticing:
    """Return it after the card of a moment; the first one asks whether there shall be others."""
    noticing = replace(noticing, last_week=week_of(noticing, moment))
    if noticing.state is NoticingState.UNASKED:
        return replace(noticing, state=NoticingState.OFFERED, next_at=None)
    return replace(noticing, next_at=coming(noticing, moment))


def coming(noticing: Noticing, after: datetime) -> datetime | None:
    """Return when the next one comes, later than this."""
    return _first({noticing.day}, noticing, after)


def week_of(noticing: Noticing, moment: datetime) -> str:
    """Return the week of a moment by the manager's own clock: the date of its Monday."""
    day = date.fromisoformat(_recurrence({noticing.day}, noticing).wall(moment)[:10])
    return (day - timedelta(days=day.weekday())).isoformat()


def _fitting(drafts: Iterable[Shoutout], ids: Collection[str]) -> tuple[Shoutout, ...]:
    """Return the first drafts for these people, one a person."""
    found: dict[str, Shoutout] = {}
    for draft in drafts:
        fits = (each.id for each in draft.recipients if each.id in ids)
        if (person := next(fits, None)) is not None:
            found.setdefault(person, draft)
    return tuple(found.values())[:MAX_DRAFTS]


def _is_over(moment: datetime | None, since: datetime) -> bool:
    return moment is None or moment <= since


def _later_days(noticing: Noticing) -> set[int]:
    return {each for each in noticing.days or WEEKDAYS if each >= noticing.day}


def _first(days: Collection[int], noticing: Noticing, after: datetime) -> datetime | None:
    return next(_free(days, noticing, after), None)


def _free(days: Collection[int], noticing: Noticing, after: datetime) -> Iterator[datetime]:
    """Yield the moments on these days in weeks that had no card, and shall have one."""
    recurrence = _recurrence(days, noticing)
    moment = recurrence.next_after(after)
    while moment is not None:
        if week_of(noticing, moment) not in (noticing.last_week, noticing.skipped):
            yield moment
        moment = recurrence.next_after(moment)


def _recurrence(days: Collection[int], noticing: Noticing) -> Recurrence:
    return Recurrence(Weekly(frozenset(days)), (time.fromisoformat(noticing.hour),), noticing.zone)
