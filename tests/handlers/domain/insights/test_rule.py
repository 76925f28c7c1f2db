"""When the owner of a rule is told how often it is bent: often, by several, once a window."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.domain.insights.rule import (
    WATCHED_DAYS,
    WATCHED_TIMES,
    Bend,
    Rule,
    RuleState,
    Told,
    Watch,
    bend_id,
    counted_next,
    decide,
    tell,
)
from tests.conftest import MONDAY

DAY = timedelta(days=1)
RULE = Rule("rule-1", "14 days", MONDAY - 90 * DAY, next_at=MONDAY)


def bends(people: str, at=MONDAY - DAY, cause=None):
    """Return one of each of these people, who are named by a letter."""
    return [
        Bend(f"{number}-{at}", "rule-1", who, at, cause=cause) for number, who in enumerate(people)
    ]


@pytest.mark.parametrize(
    ("people", "times"),
    [
        pytest.param("abca", 0, id="one too few"),
        pytest.param("abcab", 5, id="just enough"),
        pytest.param("abaab", 0, id="of two people"),
        pytest.param("aaabc", 0, id="one of them behind more than half"),
        pytest.param("aaabcd", 6, id="one of them behind half"),
    ],
)
def test_it_is_told_from_five_by_three_people(people, times):
    after = tell(RULE, bends(people), Watch(), MONDAY)
    assert (after.told.times if after.told else 0) == times
    assert after.told_at == (MONDAY if times else None)
    assert after.next_at is None
    assert after.is_awaited is bool(times)


@pytest.mark.parametrize(("age", "times"), [(30 * DAY, 0), (30 * DAY - timedelta(seconds=1), 5)])
def test_what_is_older_than_the_window_is_not_counted(age, times):
    old = bends("a", MONDAY - age)
    after = tell(RULE, [*old, *bends("bcab")], Watch(), MONDAY)
    assert (after.told.times if after.told else 0) == times


def test_causes_of_too_few_are_not_told():
    found = [*bends("abc", cause="late"), *bends("abd", cause="price"), *bends("d", cause="rude")]
    after = tell(RULE, found, Watch(), MONDAY)
    assert after.told == Told(7, 30, {"late": None, "price": 3, "rude": None})


@pytest.mark.parametrize(
    ("after_told", "is_told_again"), [(30 * DAY - timedelta(seconds=1), False), (30 * DAY, True)]
)
def test_in_one_window_it_is_told_once(after_told, is_told_again):
    told = tell(RULE, bends("abcab"), Watch(), MONDAY)
    at = MONDAY + after_told
    again = tell(told, bends("abcab", at - DAY), Watch(), at)
    assert (again.told_at == at) is is_told_again
    assert again.next_at == (None if is_told_again else MONDAY + 30 * DAY)


def test_without_news_it_is_not_counted_again():
    told = tell(RULE, bends("abcab"), Watch(), MONDAY)
    assert tell(told, bends("abcab"), Watch(), MONDAY + DAY).next_at is None


def test_no_bend_is_told_in_two_windows():
    first = bends("abcab")
    told = tell(RULE, first, Watch(), MONDAY)
    at = MONDAY + 30 * DAY
    again = tell(told, [*first, *bends("abc", at - DAY)], Watch(), at)
    assert again.told_at == MONDAY


def test_once_decided_it_waits_for_nobody_until_it_is_told_again():
    told = tell(RULE, bends("abcab"), Watch(), MONDAY)
    decided = decide(told, RuleState.KEPT, "of the law", MONDAY + DAY)
    assert not decided.is_awaited
    at = MONDAY + 30 * DAY
    assert tell(decided, bends("abcab", at - DAY), Watch(), at).is_awaited


@pytest.mark.parametrize(
    ("typed", "watch"),
    [
        ("", Watch()),
        ("5 in 30 days", Watch(5, 30)),
        ("8 times in 60 days", Watch(8, 60)),
        (f"{WATCHED_TIMES.start} in {WATCHED_DAYS.start} days", Watch(3, 7)),
        (f"{WATCHED_TIMES.stop - 1} in {WATCHED_DAYS.stop - 1} days", Watch(100, 90)),
        ("2 in 30 days", None),
        ("101 in 30 days", None),
        ("5 in 6 days", None),
        ("5 in 91 days", None),
        ("often", None),
    ],
)
def test_how_often_is_typed_in_words(typed, watch):
    if watch is None:
        with pytest.raises(ValueError, match=typed):
            Watch.read(typed)
    else:
        assert Watch.read(typed) == watch
        assert Watch.read(str(watch)) == watch


@pytest.mark.parametrize(
    ("after", "zone", "counted"),
    [
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), "Europe/Rome", "2026-11-23 08:00"),
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "Europe/Rome", "2026-11-24 08:00"),
        (datetime(2026, 11, 27, 12, 0, tzinfo=UTC), "UTC", "2026-11-30 09:00"),
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), "Nowhere/Land", "2026-11-23 09:00"),
    ],
)
def test_rules_are_counted_in_the_morning_of_a_working_day(after, zone, counted):
    found = counted_next(after, zone)
    assert f"{found.astimezone(UTC):%Y-%m-%d %H:%M}" == counted


def test_a_rule_bent_in_a_case_has_one_id():
    assert bend_id("case-1", "rule-1") == bend_id("case-1", "rule-1")
    assert len({bend_id(case, rule) for case in ("1", "2") for rule in ("1", "2")}) == 4


def test_what_was_told_is_read_back():
    told = Told(7, 30, {"late": 4, "rude": None})
    assert Told.load({"times": 7, "days": 30, "causes": {"late": 4, "rude": None}}) == told
    assert Told.load(None) is None
    assert replace(RULE, told=told).is_awaited is False
