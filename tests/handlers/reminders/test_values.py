"""What a form of a reminder says, read strictly: nothing of it is dropped."""

import pytest

from handlers.reminders.values import NAMES, Frame, read_when, when_values
from scheduler.calendar.day_rules import WEEKDAYS
from scheduler.phrases.phrase import describe, parse
from tests.conftest import MONDAY

GOOD = {"days": "0,2", "at": "09:30", "zone": "Europe/Rome"}
WRONG = [
    pytest.param({"zone": "Europe/Romee"}, "zone", id="no such zone"),
    pytest.param({"days": "0,x"}, "days", id="no day"),
    pytest.param({"days": "7"}, "days", id="an eighth day"),
    pytest.param({"days": "9" * 5000}, "days", id="a long number"),
    pytest.param({"at": "08:55+02:00"}, "at", id="a time with a zone"),
    pytest.param({"at": "08:55:30"}, "at", id="a time with seconds"),
    pytest.param({"at2": "25:00"}, "at2", id="no time"),
    pytest.param({"first": "2026-12-01 14:00"}, "first", id="a day with a time"),
    pytest.param({"last": "someday"}, "last", id="no day to end"),
    pytest.param({"phrase": "weekdays {x} 9:00"}, "phrase", id="braces"),
    pytest.param({"phrase": "every 2 hours ^ from 9am to 5pm"}, "phrase", id="a caret, hourly"),
    pytest.param({"phrase": "every 2 hours from 9am to 5pm {x}"}, "phrase", id="braces, hourly"),
]


def read(**values):
    filled = {**dict.fromkeys(NAMES, ""), **GOOD, **values}
    return read_when(filled, Frame(MONDAY, "UTC", WEEKDAYS, "0,2 09:30 - -"))


def test_what_is_picked_is_read():
    recurrence, problems = read(last="2026-12-24")
    assert not problems
    assert describe(recurrence) == "Mon and Wed 09:30 until 2026-12-24 Europe/Rome"


@pytest.mark.parametrize(
    "phrase",
    [
        "weekdays 09:00 except 2026-12-24 to 2026-12-25 until 2027-01-31 Europe/Rome",
        "every 3 days 09:00 from 2026-12-01 Europe/Rome",
        "day 15 of the month except August 09:00 Europe/Rome",
    ],
)
def test_a_form_that_is_sent_as_it_was_opened_changes_nothing(phrase):
    recurrence = parse(phrase, "UTC", MONDAY)
    opened = when_values(recurrence, WEEKDAYS)
    frame = Frame(MONDAY, "UTC", WEEKDAYS, "- - - -")

    assert read_when({**dict.fromkeys(NAMES, ""), **opened}, frame).recurrence == recurrence


@pytest.mark.parametrize(("values", "field"), WRONG)
def test_what_cannot_be_read_is_said_at_its_field(values, field):
    recurrence, problems = read(**values)
    assert recurrence is None
    assert list(problems) == [field]
