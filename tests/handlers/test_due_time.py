"""The time by which something is promised, as buttons and forms give it."""

from datetime import UTC, timedelta

import pytest

from handlers.domain.times import Offer
from handlers.due_time import TimeIsOverError, due_fields, pressed_time, read_due
from handlers.turn import Refusal, TurnKind
from tests.conftest import MONDAY, turn

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TWO_WEEKS = 14 * 24 * 60  # minutes


def read(**args):
    return pressed_time(turn(TurnKind.ACTION, "promises.move", args=args), "/promise")


OFFERS = [
    pytest.param(Offer("In 1 hour", 60, None), MONDAY + HOUR, id="minutes from the press"),
    pytest.param(Offer("Today", None, MONDAY + 3 * HOUR), MONDAY + 3 * HOUR, id="a fixed moment"),
    pytest.param(Offer("Later", TWO_WEEKS - 1, None), MONDAY + 14 * DAY - MINUTE, id="nearly"),
    pytest.param(Offer("Later", TWO_WEEKS, None), MONDAY + 14 * DAY, id="two weeks"),
    pytest.param(Offer("Later", TWO_WEEKS + 1, None), MONDAY + 14 * DAY, id="two weeks at most"),
]


@pytest.mark.parametrize(("offer", "moment"), OFFERS)
def test_a_pressed_time_is_the_one_that_was_offered(offer, moment):
    assert read(**offer.args) == moment


OVER = [
    pytest.param({"minutes": "-30"}, id="half an hour ago"),
    pytest.param({"minutes": "0"}, id="no minute from now"),
    pytest.param({"due": MONDAY.isoformat()}, id="this very moment"),
    pytest.param({"due": (MONDAY - SECOND).isoformat()}, id="a second ago"),
    pytest.param(
        {"due": (MONDAY + HOUR).isoformat(), "until": MONDAY.isoformat()},
        id="tomorrow, of a card that was drawn yesterday",
    ),
]


@pytest.mark.parametrize("args", OVER)
def test_a_time_that_is_over_is_refused_and_never_turned_round(args):
    with pytest.raises(TimeIsOverError, match=r"is over\. Type /promise and pick another"):
        read(**args)


def test_a_second_ahead_is_not_over():
    ahead = (MONDAY + SECOND).isoformat()
    assert read(due=ahead, until=ahead) == MONDAY + SECOND


UNREADABLE = [
    pytest.param({"minutes": "soon"}, id="no number"),
    pytest.param({"due": "tomorrow"}, id="no moment"),
    pytest.param({"due": (MONDAY + HOUR).replace(tzinfo=None).isoformat()}, id="without a zone"),
    pytest.param({"due": (MONDAY + HOUR).isoformat(), "until": "night"}, id="no end of its day"),
]


@pytest.mark.parametrize("args", UNREADABLE)
def test_a_time_that_cannot_be_read_is_refused(args):
    with pytest.raises(Refusal, match=r"can't be read\. Type /promise and pick another"):
        read(**args)


AT_16_30 = MONDAY.replace(hour=16, minute=30)
READ = [
    pytest.param({"when": "today 16:30"}, AT_16_30, {}, id="in words"),
    pytest.param({}, None, {"when": "Say when, for example"}, id="nothing"),
    pytest.param({"when": "soon"}, None, {"when": "For example: "}, id="no time"),
    pytest.param({"when": "today 08:00"}, None, {"when": "is over"}, id="words of what is over"),
    pytest.param({"at": "16:30"}, AT_16_30, {}, id="a time of today"),
    pytest.param({"at": "08:00"}, None, {"at": "is over"}, id="a time that is over today"),
    pytest.param(
        {"at": "04:05", "day": "2026-11-24"},
        MONDAY.replace(day=24, hour=4, minute=5),
        {},
        id="a time of the night, on a day",
    ),
    pytest.param(
        {"at": "16:30", "day": "2026-11-20"}, None, {"at": "over"}, id="a day that is over"
    ),
    pytest.param({"day": "2026-11-24"}, None, {"at": "By what time"}, id="a day alone"),
    pytest.param(
        {"at": "08:59"}, None, {"at": "08:59 is over"}, id="a minute ago, and not tonight"
    ),
    pytest.param({"at": "09:30+02:00"}, None, {"at": "I can't read"}, id="a time with a zone"),
    pytest.param({"at": "9h"}, None, {"at": "I can't read that time"}, id="no time"),
    pytest.param({"at": "09:30", "day": "9999-12-31"}, None, {"at": ""}, id="the end of time"),
    pytest.param(
        {"at": "16:30", "when": "in 2 hours"}, None, {"when": "Empty one"}, id="both, in two ways"
    ),
    pytest.param(
        {"day": "2026-11-24", "when": "17:00"}, None, {"when": "Empty one"}, id="a day, too"
    ),
]


@pytest.mark.parametrize(("values", "moment", "problems"), READ)
def test_what_stands_in_a_form_is_a_moment_or_says_where_it_is_wrong(values, moment, problems):
    due, wrong = read_due(values, turn(TurnKind.SUBMIT, "promises.save"), "UTC", None)
    assert due == (moment and moment.astimezone(UTC))
    assert set(wrong) == set(problems)
    assert all(problems[name] in wrong[name] for name in problems)
    assert (due is None) == bool(wrong)


@pytest.mark.parametrize(("length", "is_read"), [(500, True), (501, False)])
def test_a_form_takes_five_hundred_characters_of_words_and_reads_them(length, is_read):
    assert {each.max_length for each in due_fields({}, {})} == {500}
    values = {"when": f"tomorrow{'10:00':>{length - 8}}"}
    due, wrong = read_due(values, turn(TurnKind.SUBMIT, "promises.save"), "UTC", None)
    assert (due is not None, "when" in wrong) == (is_read, not is_read)
