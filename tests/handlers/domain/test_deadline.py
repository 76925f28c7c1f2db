"""What is promised, and by when, as people type it."""

from datetime import UTC, datetime

import pytest

from handlers.domain.deadline import case_number, parse_deadline
from tests.conftest import MONDAY


def at(clock, day=23):
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


UNDERSTOOD = [
    ("ring back by today 16:00", "ring back", at("15:00")),
    ("ring back until tomorrow morning", "ring back", at("08:00", 24)),
    ("ring back before 3pm", "ring back", at("14:00")),
    ("ring back at 15:30", "ring back", at("14:30")),
    ("write to her Friday noon", "write to her", at("11:00", 27)),
    ("send the photos in 2 hours", "send the photos", at("11:00")),
    ("call by Friday at noon", "call", at("11:00", 27)),
    ("stand by the desk by 16:00", "stand by the desk", at("15:00")),
    ("send the time by 16:00", "send the time", at("15:00")),
    ("ring me today 16:00", "ring me", at("15:00")),
    ("look at it today 16:00", "look at it", at("15:00")),
    ("  ring\tback,\u00a0by 16:00 ", "ring back", at("15:00")),
]


@pytest.mark.parametrize(("line", "what", "due"), UNDERSTOOD, ids=[each[0] for each in UNDERSTOOD])
def test_a_line_says_what_and_by_when(line, what, due):
    heard = parse_deadline(line, "Europe/Rome", MONDAY)
    assert (heard.what, heard.due, heard.problem) == (what, due, "")


CASES = [
    ("ring back, case 4471 by 16:00", "ring back", "4471"),
    ("case CS-12: ring back by 16:00", "ring back", "CS-12"),
    ("ring back (case #7) by 16:00", "ring back", "7"),
    ("ring back for case no. 99 by 16:00", "ring back", "99"),
    ("ring back in that case by 16:00", "ring back in that case", ""),
    ("ring back, case 1234567 by 16:00", "ring back, case 1234567", ""),
]


@pytest.mark.parametrize(("line", "what", "case"), CASES, ids=[each[0] for each in CASES])
def test_a_line_may_name_its_case(line, what, case):
    heard = parse_deadline(line, "Europe/Rome", MONDAY)
    assert (heard.what, heard.case, heard.due) == (what, case, at("15:00"))


@pytest.mark.parametrize(
    "line",
    [
        "ring back",
        "order 12 of them",
        "order part no 18",
        "tell room 21",
        "look at it for a minute",
    ],
)
def test_a_line_without_a_time_is_all_promise(line):
    heard = parse_deadline(line, "Europe/Rome", MONDAY)
    assert (heard.what, heard.due, heard.problem) == (line, None, "")


@pytest.mark.parametrize(
    ("line", "what", "when", "words"),
    [
        ("ring back by soon", "ring back", "by soon", "not a time that somebody can count on"),
        ("ring back by 08:00", "ring back", "by 08:00", "is over"),
        ("ring back by 8:00", "ring back", "by 8:00", "08:00 or 20:00?"),
        ("ring before the weekend", "ring", "before the weekend", "several days"),
        ("do it as soon as possible", "do it", "as soon as possible", "count on"),
        ("ring back at lunch", "ring back", "at lunch", "different for everybody"),
        ("get it done by end of day", "get it done", "by end of day", "At what time exactly?"),
        ("tell her in 3 days", "tell her", "in 3 days", "needs a date and a time"),
        ("ring by next Tuesday", "ring", "by next Tuesday", "Which date"),
    ],
)
def test_a_time_that_cannot_be_read_is_asked_about_and_kept(line, what, when, words):
    heard = parse_deadline(line, "Europe/Rome", MONDAY)
    assert (heard.what, heard.when, heard.due) == (what, when, None)
    assert words in heard.problem


@pytest.mark.parametrize(
    "line", ["at 5 " * 20_000, "by " * 30_000, "case 1 " * 10_000, "9" * 99_999]
)
def test_anything_at_all_is_read_to_some_end(line):
    assert parse_deadline(line, "Europe/Rome", MONDAY).due is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [("", ""), ("4471", "4471"), ("Case #7", "7"), ("CS-12", "CS-12"), ("the big one", None)],
)
def test_a_case_number_is_short(typed, number):
    assert case_number(typed) == number
