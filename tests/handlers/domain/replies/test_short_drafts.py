"""Of a draft that is hardly one, the coach says one thing: the next."""

import pytest

from content import load
from handlers.domain.replies import Draft, ReplyChannel, Stage, Verdict, check

REPLIES = load().replies


def points(text, stage=None):
    return check(Draft(text, ReplyChannel.CHAT, stage), REPLIES).points


@pytest.mark.parametrize("text", ["Hi", "Hello Anna,", "ok", "All right then."])
def test_a_mere_beginning_gets_one_point(text):
    (point,) = points(text)
    assert (point.about, point.say) == (
        "missing_acknowledge",
        "That's a start. Say first what this is like for them.",
    )


def test_a_longer_draft_in_which_nothing_is_heard_gets_both():
    said = [each.about for each in points("Hello Anna, good morning.")]
    assert said == ["missing_acknowledge", "missing_apology"]


def test_a_beginning_is_read_for_where_one_is():
    (point,) = points("Hi", Stage.ACT)
    assert point.say == "That's a start. Say the one thing that you will do."


@pytest.mark.parametrize("text", ["Sorry", "sorry!", "I'm sorry about that.", "I am really sorry."])
def test_a_sorry_alone_is_asked_what_for(text):
    (point,) = points(text)
    assert point.about == "missing_specific"
    assert point.say.startswith("Sorry for what?")


@pytest.mark.parametrize("text", ["Sorry for the delay.", "Sorry we kept you."])
def test_a_sorry_that_says_what_for_is_not(text):
    assert not any(each.say.startswith("Sorry for what?") for each in points(text))


def test_a_sorry_in_the_open_is_no_matter_of_what_for_yet():
    (point,) = points("Sorry", Stage.VENT)
    assert point.about == "missing_invite"


@pytest.mark.parametrize("text", ["Lo siento mucho", "Успокойтесь", "asdf"])
def test_a_few_words_that_are_not_known_are_not_read(text):
    found = check(Draft(text, ReplyChannel.CHAT), REPLIES)
    assert (found.verdict, found.points, found.rewording) == (Verdict.UNREAD, (), "")
