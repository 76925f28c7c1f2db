"""What is said behind pause, resume and skip."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.domain.breaks import is_length, read_break, read_count
from scheduler.phrases.refusals import PhraseError
from tests.conftest import MONDAY

ROME = "Europe/Rome"


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("2 days", 2),
        ("for 2 weeks", 14),
        ("for the next 3 days", 3),
        ("a week", 7),
        ("for two weeks", 14),
        ("1 month", 30),
    ],
)
def test_so_long_is_counted_from_now(words, days):
    assert read_break(words, ROME, MONDAY).until == MONDAY + timedelta(days=days)


@pytest.mark.parametrize("words", ["until friday", "till Friday", "through fri", "until 27 nov"])
def test_until_is_through_the_end_of_that_day(words):
    assert read_break(words, ROME, MONDAY).until == datetime(2026, 11, 27, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "day", "weekday"),
    [
        ("24 dec", date(2026, 12, 24), False),
        ("2026-12-24", date(2026, 12, 24), False),
        ("tomorrow", date(2026, 11, 24), False),
        ("friday", date(2026, 11, 27), True),
        ("on Friday.", date(2026, 11, 27), True),
    ],
)
def test_a_day_alone_is_that_day_and_a_weekday_may_be_the_first(words, day, weekday):
    found = read_break(words, ROME, MONDAY)
    assert (found.until, found.whole, found.weekday) == (None, day, weekday)


@pytest.mark.parametrize("words", ["someday", "monday", "0 days", "500 days", "until", "2 hours"])
def test_other_words_are_asked_about(words):
    with pytest.raises(PhraseError):
        read_break(words, ROME, MONDAY)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 1),
        ("next", 1),
        ("the next one", 1),
        ("next 3", 3),
        ("next three", 3),
        ("the next 2 times", 2),
        ("friday", None),
        ("next friday", None),
    ],
)
def test_how_many_are_skipped(words, count):
    assert read_count(words) == count


@pytest.mark.parametrize("words", ["days", "weeks", "dec", "December", "days from now", "times"])
def test_a_number_before_a_length_is_no_reminders(words):
    assert is_length(words)


@pytest.mark.parametrize("words", ["", "until friday", "friday", "to 09:15"])
def test_a_number_before_other_words_is(words):
    assert not is_length(words)
