"""Who answers whoever sees a reminder differently: the first, once, and all cards follow."""

from dataclasses import replace
from datetime import timedelta

from handlers.domain.answers import disagreement as rules
from handlers.domain.answers.disagreement import Disagreement
from tests.conftest import MONDAY

LATER = MONDAY + timedelta(minutes=5)
NEW = Disagreement("post", "web:demo:front-desk", "a-text", MONDAY, MONDAY)
TOLD = rules.tell(NEW, ("dana", "alex"), MONDAY)
THERE = rules.arrived(rules.arrived(TOLD, "dana", "d1"), "alex", "a1")


def test_each_lead_is_told_once_and_nobody_once_somebody_answers():
    assert rules.untold(NEW, ("dana", "alex")) == ("dana", "alex")
    assert rules.untold(TOLD, ("dana", "alex", "jo")) == ("jo",)
    assert rules.untold(rules.take(TOLD, "dana", LATER), ("jo",)) == ()
    assert rules.untold(rules.answer(TOLD, "dana", LATER), ("jo",)) == ()


def test_whoever_takes_it_first_has_it():
    taken = rules.take(THERE, "dana", LATER)
    assert taken.taken_by == "dana"
    assert rules.take(taken, "alex", LATER) == taken
    assert rules.give_back(taken, "alex", LATER) == taken
    assert rules.give_back(taken, "dana", LATER).is_open


def test_answered_is_answered():
    done = rules.answer(rules.take(THERE, "dana", MONDAY), "alex", LATER)
    assert (done.is_answered, done.taken_by, done.changed_at) == (True, "dana", LATER)
    for change in (rules.answer, rules.take, rules.give_back, rules.put_off):
        assert change(done, "dana", LATER + timedelta(days=1)) == done


def test_not_now_is_one_leads_own():
    later = rules.put_off(THERE, "dana", LATER)
    assert [each.is_put_off for each in later.cards] == [True, False]
    assert (later.is_open, later.rev) == (True, THERE.rev)


def test_the_other_cards_follow_once_they_are_there():
    after, due = rules.followed(rules.take(THERE, "dana", LATER), but="dana")
    assert due == ("alex",)
    assert rules.followed(after) == (after, ())
    on_its_way = replace(TOLD, cards=(TOLD.cards[0], THERE.cards[1]))
    after, due = rules.followed(rules.take(on_its_way, "alex", LATER), but="alex")
    assert due == ()
    assert rules.followed(rules.arrived(after, "dana", "d1"))[1] == ("dana",)
