"""What holds for every phrase: it is understood or answered, and reads back as it was."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import available_timezones

from hypothesis import example, given, settings
from hypothesis import strategies as st

from scheduler.calendar.day_rules import (
    EVERY_DAY,
    LAST,
    MonthDays,
    NthWeekday,
    Once,
    Spaced,
    Weekly,
    WorkCalendar,
    WorkingDay,
    Yearly,
    days_of,
)
from scheduler.calendar.recurrence import Recurrence
from scheduler.phrases.moment import parse_moment
from scheduler.phrases.phrase import PhraseError, describe, parse, parse_all

# Time of day and offset matter more than the year; a bounded year keeps dates within ten years.
NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants naive bounds
# Three abbreviations are zones, but people mean something else by them, and we ask.
ZONES = sorted(available_timezones() - {"Factory", "localtime", "posixrules", "EST", "MST", "HST"})
SOME_ZONES = st.sampled_from(["UTC", "Europe/Rome", "America/New_York", "Pacific/Kiritimati"])
PIECES = """
    weekdays weekends daily monday tue fridays mon-fri to - from at every each on and , . the of
    month monthly day days first 2nd third last fifth 15th 31 1 8 9 09:00 8.55 25:00 am pm noon
    midnight december feb 24 2026 2027-02-03 2026-02-30 today tomorrow morning in 2 hours minutes
    quarter year january
    except within coming not skip pls 18/12/2026 24/12
    an half hour weeks fortnightly from starting until for 5 times
    Europe/Rome rome utc london next this week other 03/04 9-17 lunes & @ ( ) ' -
""".split()  # noqa: SIM905 - a bag of words
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join) | st.text(max_size=60)
MONTHS = st.frozensets(st.integers(1, 12), max_size=11)


def yearly(days: list[date]) -> Yearly:
    first, *others = days
    return Yearly(first.month, first.day, frozenset((day.month, day.day) for day in others))


RULES = st.one_of(
    st.builds(Weekly, st.frozensets(st.integers(0, 6), min_size=1), st.integers(1, 52)),
    st.builds(Spaced, st.integers(2, 365)),
    st.builds(
        NthWeekday,
        st.sampled_from([1, 2, 3, 4, LAST]),
        st.integers(0, 6),
        st.frozensets(st.sampled_from([1, 2, 3, 4, LAST])),
        MONTHS,
    ),
    st.builds(
        MonthDays,
        st.frozensets(st.integers(1, 28) | st.just(LAST), min_size=1, max_size=10),
        MONTHS.filter(lambda months: len(months) != 1),  # a day of one month is yearly
    ),
    st.builds(WorkingDay, st.integers(1, 10) | st.just(LAST), st.just(WorkCalendar()), MONTHS),
    st.lists(st.dates(date(2001, 1, 1), date(2001, 12, 31)), min_size=1, max_size=4).map(yearly),
    st.builds(Once, st.dates(date(2030, 1, 2), date(2035, 12, 31))),
)


@st.composite
def times(draw: st.DrawFn) -> tuple[time, ...]:
    """Draw up to 12 times of day that are an hour apart, over midnight too."""
    minutes = sorted(draw(st.sets(st.integers(0, 24 * 60 - 1), min_size=1, max_size=12)))
    apart = minutes[:1]
    for minute in minutes[1:]:
        if minute - apart[-1] >= 60 and minute <= apart[0] + 23 * 60:
            apart.append(minute)
    return tuple(time(minute // 60, minute % 60) for minute in apart)


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    """Draw a recurrence; from and until are days on which something comes, years ahead."""
    rule, zone = draw(RULES), draw(st.sampled_from(ZONES))
    skips = isinstance(rule, Weekly | Spaced) and rule.every > 1
    if isinstance(rule, Once) or not (skips or draw(st.booleans())):
        return Recurrence(rule, draw(times()), zone)
    days = Weekly(rule.days) if isinstance(rule, Weekly) else rule
    days = Weekly(EVERY_DAY) if isinstance(rule, Spaced) else days
    first = next(days_of(days, draw(st.dates(date(2030, 1, 2), date(2031, 12, 31)))))
    length = draw(st.none() | st.integers(0, 700))
    last = None if length is None else first + timedelta(days=length)
    coming = takewhile(lambda day: not last or day <= last, days_of(rule, first, first))
    among = [day for day in islice(coming, 30) if 0 < (day - first).days < 1000]
    left_out = draw(st.frozensets(st.sampled_from(among), max_size=6)) if among else frozenset()
    return Recurrence(rule, draw(times()), zone, first, last, left_out)


RECURRENCES = recurrences()


@settings(deadline=None, derandomize=True, max_examples=150)
@given(RECURRENCES, NOWS)
def test_a_recurrence_reads_back_from_its_description(recurrence: Recurrence, now: datetime):
    assert parse(describe(recurrence), "UTC", now) == recurrence


def test_every_zone_reads_back_from_its_name():
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)

    wrong = [zone for zone in ZONES if parse(f"weekdays 9 {zone}", "UTC", now).zone != zone]

    assert wrong == []


@settings(deadline=None, derandomize=True, max_examples=250)
@given(TEXTS, SOME_ZONES, NOWS)
@example("\ud800", "UTC", datetime(2026, 1, 1, tzinfo=UTC))
@example("in 9999 hours", "UTC", datetime(2026, 1, 1, tzinfo=UTC))
@example("{found} every {other} week", "UTC", datetime(2026, 1, 1, tzinfo=UTC))
def test_any_text_is_understood_or_answered_with_a_phrase_that_works(
    text: str, zone: str, now: datetime
):
    try:
        found = parse_all(text, zone, now)
    except PhraseError as error:
        found = parse_all(error.example, zone, now)

    for recurrence in found:
        assert parse(describe(recurrence), zone, now) == recurrence
        assert recurrence.next_after(now)


@settings(deadline=None, derandomize=True, max_examples=250)
@given(TEXTS, SOME_ZONES, NOWS)
def test_any_text_is_a_moment_to_come_or_answered_with_one(text: str, zone: str, now: datetime):
    try:
        moment = parse_moment(text, zone, now)
    except PhraseError as error:
        moment = parse_moment(error.example, zone, now)

    assert moment > now
    assert moment.utcoffset() == timedelta(0)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(RECURRENCES, NOWS)
def test_moments_move_on_and_each_has_a_name_of_its_own(recurrence: Recurrence, now: datetime):
    moments = [now]
    while len(moments) < 8 and (following := recurrence.next_after(moments[-1])):
        moments.append(following)

    names = {recurrence.wall(moment) for moment in moments[1:]}
    assert all(earlier < later for earlier, later in pairwise(moments))
    assert len(names) == len(moments) - 1


@settings(deadline=None, derandomize=True, max_examples=200)
@given(RECURRENCES)
def test_a_recurrence_comes_back_from_its_dump(recurrence: Recurrence):
    assert Recurrence.load(recurrence.dump()) == recurrence
