"""When a question comes back to a person."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.domain.answers.review import asked, begun, scene_now, tomorrow, waiting

ROME = "Europe/Rome"
AT = datetime(2026, 11, 23, 10, 12, tzinfo=ZoneInfo(ROME))  # a Monday


def local(review):
    return f"{review.due_at.astimezone(ZoneInfo(ROME)):%m-%d %H:%M}"


def test_it_comes_back_after_2_9_and_16_days_at_the_hour_of_its_channel():
    review = begun("q", 1, AT, ROME, "08:55")
    found = []
    while review:
        found.append((local(review), scene_now(review)))
        review = asked(review)

    assert found == [("11-25 08:55", 2), ("12-02 08:55", 0), ("12-09 08:55", 1)]


def test_over_summer_time_it_keeps_its_hour():
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)

    assert local(begun("q", 0, before, ROME, "08:55")) == "03-30 08:55"


@pytest.mark.parametrize(
    ("now", "then"),
    [("16:00", "11-25 17:00"), ("16:01", "11-26 08:55"), ("08:55", "11-25 09:55")],
)
def test_while_somebody_is_busy_it_waits_an_hour_until_five_then_a_day(now, then):
    review = begun("q", 0, AT, ROME, "08:55")
    at = datetime.fromisoformat(f"2026-11-25T{now}").replace(tzinfo=ZoneInfo(ROME))

    assert local(waiting(review, at)) == then


def test_two_of_a_day_are_one_too_many():
    review = begun("q", 0, AT, ROME, "08:55")

    assert local(tomorrow(review, review.due_at)) == "11-26 08:55"
