"""The time by which something is promised, as buttons and forms give it."""

from datetime import UTC, timedelta

import pytest

from handlers.domain.times import Offer
from handlers.due_time import MAX_WAIT, TimeIsOverError, pressed_time, typed_time
from handlers.turn import Refusal, TurnKind
from tests.conftest import MONDAY, turn

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def read(**args):
    return pressed_time(turn(TurnKind.ACTION, "promises.move", args=args), "/promise")


OFFERS = [
    pytest.param(Offer("In 1 hour", 60, None), MONDAY + HOUR, id="minutes from the press"),
    pytest.param(Offer("Today", None, MONDAY + 3 * HOUR), MONDAY + 3 * HOUR, id="a fixed moment"),
    pytest.param(Offer("Later", 60 * 24 * 99, None), MONDAY + MAX_WAIT, id="two weeks at most"),
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


TYPED = [
    pytest.param("today 16:30", MONDAY.replace(hour=16, minute=30), "", id="a time"),
    pytest.param("", None, "Say when, for example", id="nothing"),
    pytest.param("soon", None, "For example: ", id="no time"),
    pytest.param("today 08:00", None, "is over", id="a time that is over"),
]


@pytest.mark.parametrize(("words", "moment", "problem"), TYPED)
def test_a_typed_time_is_a_moment_or_says_what_is_wrong(words, moment, problem):
    due, wrong = typed_time(words, turn(TurnKind.SUBMIT, "promises.save"), "UTC", None)
    assert due == (moment and moment.astimezone(UTC))
    assert problem in wrong
    assert (due is None) == bool(wrong)
