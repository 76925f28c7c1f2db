"""Lines to pick from: the one that does most good just now, and two others."""

from handlers.domain.practice.choices import OFFERED, as_said, best_line, offered
from handlers.domain.practice.state import Phase
from tests.handlers.domain.practice.talks import customer


def test_whoever_always_takes_the_best_line_wins():
    who = customer()
    state, spoken = who.at_first(), list[str]()
    while not state.phase.is_over:
        line = best_line(who, state, spoken)
        spoken.append(line.text)
        state = who.hear(state, as_said(line)).after
    assert state.phase is Phase.RESOLVED
    assert len(set(spoken)) == len(spoken)


def test_three_are_offered_and_the_best_is_among_them():
    who = customer()
    lines = offered(who, who.at_first(), (), "seed")
    assert len(lines) == len({each.text for each in lines}) == OFFERED
    assert best_line(who, who.at_first(), ()) in lines


def test_the_others_do_no_good_just_now():
    who = customer()
    best = best_line(who, who.at_first(), ())
    for seed in "abcdef":
        others = [each for each in offered(who, who.at_first(), (), seed) if each != best]
        assert all(who.hear(who.at_first(), as_said(each)).good <= 0 for each in others)


def test_the_seed_decides_their_order_and_the_same_seed_decides_it_the_same():
    who = customer()
    orders = {tuple(x.text for x in offered(who, who.at_first(), (), seed)) for seed in "abcdefgh"}
    assert len(orders) > 2
    assert offered(who, who.at_first(), (), "a") == offered(who, who.at_first(), (), "a")


def test_what_was_said_is_offered_again_only_when_nothing_else_is_left():
    who = customer()
    first = best_line(who, who.at_first(), ())
    assert best_line(who, who.at_first(), [first.text]) != first
    all_of_them = [each.text for each in who.scenario.lines]
    assert best_line(who, who.at_first(), all_of_them) == first
