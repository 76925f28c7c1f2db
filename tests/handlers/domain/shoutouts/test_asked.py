"""A shout-out as it is asked for: what is missing, and what is the same one again."""

from dataclasses import replace

import pytest

from handlers.domain.people import Mention, Person
from handlers.domain.shoutouts.asked import (
    NAMELESS,
    Asked,
    Lack,
    drafted,
    is_same,
    lacking,
)
from handlers.domain.shoutouts.shoutout import ShoutoutState
from tests.conftest import MONDAY

DANA, ANA = Person("dana", "Dana"), Person("ana", "Ana")
DID = "stayed late to bring the order to the door"
GOOD = Asked("s1", DANA, (ANA,), DID)
CROWD = tuple(Person(f"p{number}", f"P {number}") for number in range(31))


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({}, ()),
        ({"people": ()}, (Lack.PEOPLE,)),
        ({"people": (DANA,), "mentions": (Mention("dana", "Dana"),)}, (Lack.OTHERS,)),
        ({"people": (DANA,)}, (Lack.PEOPLE,)),
        ({"people": (DANA, ANA)}, ()),
        ({"groups": ("Night shift",)}, (Lack.GROUP,)),
        ({"people": CROWD}, (Lack.FEWER,)),
        ({"people": (DANA, *CROWD[:-1])}, ()),
        ({"what": "good"}, (Lack.WORDS,)),
        ({"people": (), "what": ""}, (Lack.PEOPLE, Lack.WORDS)),
    ],
)
def test_what_is_missing_is_told_of_the_people_and_of_the_words(changes, lacks):
    assert lacking(replace(GOOD, **changes)) == lacks


def test_a_draft_thanks_the_others_by_names_that_fit():
    people = (DANA, Person("u1", "u1"), Person("u2", "x" * 61))
    shoutout = drafted(replace(GOOD, people=people, what="a" * 501), MONDAY)
    assert [each.name for each in shoutout.recipients] == [NAMELESS, "x" * 60]
    assert len(shoutout.text) == 500


@pytest.mark.parametrize("state", ShoutoutState)
def test_the_same_words_for_the_same_people_are_the_same_unless_taken_back(state):
    earlier = replace(drafted(GOOD, MONDAY), state=state)
    again = drafted(replace(GOOD, id="s2"), MONDAY)
    assert is_same(earlier, again) == (state is not ShoutoutState.WITHDRAWN)
    assert not is_same(earlier, replace(again, text="other words"))
    assert not is_same(earlier, replace(again, recipients=()))


@pytest.mark.parametrize(("people", "is_for_team"), [((ANA,), False), ((ANA, CROWD[0]), True)])
def test_thanks_for_a_team_of_one_are_for_that_one(people, is_for_team):
    asked = replace(GOOD, people=(DANA, *people), is_for_team=True)
    assert drafted(asked, MONDAY).is_for_team is is_for_team
    assert not drafted(replace(asked, is_for_team=False), MONDAY).is_for_team
