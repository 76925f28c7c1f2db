"""How much a phrase may say, on both sides, in figures: a changed number is noticed."""

from datetime import UTC, datetime

import pytest

from scheduler.phrases.moment import parse_moment
from scheduler.phrases.phrase import PhraseError, describe, parse

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday


def hours(count):
    return ", ".join(f"{hour:02}:00" for hour in range(count))


def days(count):
    return " and ".join(f"{day}" for day in range(1, count + 1))


def dates(count):
    return " and ".join(f"{day} december" for day in range(1, 2 * count, 2))


TAKEN = [
    pytest.param(f"weekdays {hours(12)}", id="twelve times a day"),
    pytest.param("weekdays 09:00 and 10:00", id="an hour apart"),
    pytest.param("daily 00:30 and 23:30", id="an hour apart over midnight"),
    pytest.param(f"{days(10)} of the month 09:00", id="ten days of a month"),
    pytest.param("every 52 weeks Mon 10:00", id="52 weeks"),
    pytest.param("every 365 days 09:00", id="365 days"),
    pytest.param(f"daily 09:00 except {dates(6)}", id="six dates left out"),
    pytest.param("daily 09:00 except 1 december to 31 january", id="62 days left out"),
    pytest.param("10th working day of the month 09:00", id="the tenth working day"),
    pytest.param("2036-11-23 09:00", id="ten years ahead"),
    pytest.param("24 August 09:00", id="91 days ago: of next year"),
    pytest.param(f"weekdays{'09:00':>492}", id="500 characters"),
]
REFUSED = [
    pytest.param(f"weekdays {hours(13)}", "13 times a day is too often", id="13 times a day"),
    pytest.param("weekdays 09:00 and 09:59", "less than an hour apart", id="59 minutes apart"),
    pytest.param("daily 00:29 and 23:30", "less than an hour", id="59 minutes over midnight"),
    pytest.param(f"{days(11)} of the month 09:00", "10 days of the month", id="11 days of a month"),
    pytest.param("every 53 weeks Mon 10:00", "Every 1 to 52 weeks", id="53 weeks"),
    pytest.param("every 366 days 09:00", "Every 1 to 365 days", id="366 days"),
    pytest.param(f"daily 09:00 except {dates(7)}", "6 dates are the most", id="seven dates"),
    pytest.param(
        "daily 09:00 except 1 december to 1 february", "62 days in a row", id="63 days left out"
    ),
    pytest.param(
        "11th working day of the month 09:00", "up to the 10th", id="the eleventh working day"
    ),
    pytest.param("2036-11-24 09:00", "more than ten years away", id="ten years and a day ahead"),
    pytest.param("25 August 09:00", "25 August is over", id="90 days ago"),
    pytest.param(f"weekdays{'09:00':>493}", "a lot to read", id="501 characters"),
]


@pytest.mark.parametrize("phrase", TAKEN)
def test_what_just_fits_is_taken(phrase):
    assert parse(phrase, "UTC", NOW).next_after(NOW)


@pytest.mark.parametrize(("phrase", "reason"), REFUSED)
def test_what_just_does_not_fit_is_refused(phrase, reason):
    with pytest.raises(PhraseError, match=reason) as caught:
        parse(phrase, "UTC", NOW)
    assert caught.value.kind == "refused"


SURE = [
    pytest.param("weekdays at 7", "weekdays 07:00 UTC", id="at 7"),
    pytest.param("weekdays 7 and 9", "weekdays 07:00 and 09:00 UTC", id="at 7 and 9"),
    pytest.param("hourly from 7 to 9, Mon", "Mon 07:00, 08:00 and 09:00 UTC", id="hourly from 7"),
]


@pytest.mark.parametrize(("phrase", "meaning"), SURE)
def test_from_seven_on_an_hour_is_of_the_morning(phrase, meaning):
    assert describe(parse(phrase, "UTC", NOW)) == meaning


def test_before_seven_it_is_asked_which_hour_is_meant():
    with pytest.raises(PhraseError, match="06:00 or 18:00") as caught:
        parse("weekdays at 6", "UTC", NOW)
    assert caught.value.kind == "ambiguous"
    with pytest.raises(PhraseError, match="Name the times instead"):
        parse("hourly from 6 to 9, Mon", "UTC", NOW)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("tomorrow at 7", "24 07:00"),
        ("tomorrow at half past 7", "24 07:30"),
        ("tomorrow at half past 6", "24 18:30"),
        ("today at 6", "23 18:00"),
    ],
)
def test_one_moment_is_of_the_morning_from_seven_on(text, clock):
    assert f"{parse_moment(text, 'UTC', NOW):%d %H:%M}" == clock


@pytest.mark.parametrize(
    ("text", "reason"),
    [("tomorrow at 6", "06:00 or 18:00"), ("today at 7", "07:00 or 19:00")],
)
def test_of_one_moment_it_is_asked_where_it_may_be_either(text, reason):
    with pytest.raises(PhraseError, match=reason):
        parse_moment(text, "UTC", NOW)


@pytest.mark.parametrize(
    ("text", "reason"), [("today at 7", "07:00 is over"), ("today at 6", "18:00 is over")]
)
def test_in_the_evening_both_are_over(text, reason):
    with pytest.raises(PhraseError, match=reason):
        parse_moment(text, "UTC", NOW.replace(hour=20))
