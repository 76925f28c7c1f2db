"""A customer of practice calms down only when heard, and goes when they aren't."""

import pytest

from handlers.domain.practice.run import Said
from handlers.domain.practice.state import Heat, Phase, State
from tests.handlers.domain.practice.talks import HEARD, customer, said, talk

WARY = {"anger": 10, "trust": 0.6}
FIX = "action timeframe ownership"


def phases(*turns, who=None) -> list[str]:
    return [each.after.phase.value for each in talk(who or customer(), *turns)]


def test_whoever_is_heard_opens_up_and_a_step_with_a_time_resolves_it():
    assert phases(HEARD, HEARD, "apology ownership", FIX) == ["venting", "open", "open", "resolved"]


def test_a_fix_before_they_were_heard_counts_for_nothing():
    first, *_ = talk(customer(), FIX.replace("ownership", ""))
    assert first.answer == "fix_first"
    assert not first.after.fixed
    assert first.after.anger > first.before.anger


def test_a_refusal_in_the_first_turn_is_a_refusal_and_no_fix():
    assert talk(customer(), "policy_shield")[0].answer == "policy_shield"


def test_whoever_only_fixes_or_only_says_sorry_loses_them():
    assert phases(*["action timeframe"] * 6)[-1] == "lost"
    assert phases(*["apology"] * 6)[-1] == "lost"


def test_a_fix_that_is_none_of_theirs_costs_trust_and_mends_nothing():
    *_, last = talk(customer(), HEARD, HEARD, said("action", "a voucher for you"))
    assert not last.after.fixed
    assert [each.about for each in last.effects] == ["action", "wrong_fix"]


def test_where_any_step_will_do_a_voucher_does():
    *_, last = talk(customer({"fix": []}), HEARD, HEARD, said("action", "a voucher for you"))
    assert last.after.fixed


def test_blame_closes_whoever_has_opened_up_and_they_must_be_heard_anew():
    *_, blamed, again = talk(customer(), HEARD, HEARD, "blame", HEARD)
    assert blamed.after.phase is Phase.VENTING
    assert blamed.after.heard <= 3
    assert [each.heard for each in again.effects] == [3, 2.5]  # as if said for the first time


def test_what_hurt_takes_two_turns_to_be_past_before_they_open_up():
    assert phases(HEARD, "vague", HEARD, HEARD)[1:] == ["venting", "venting", "open"]
    assert phases(HEARD, HEARD, "action", HEARD)[1] == "open"
    assert [each.after.sore for each in talk(customer(), "canned", "", HEARD)] == [2, 2, 1]


def test_a_fix_too_early_hurts_as_well():
    assert phases("action", HEARD, HEARD) == ["venting", "venting", "open"]
    assert [each.after.sore for each in talk(customer(), HEARD, "action", HEARD)] == [0, 2, 1]


def test_it_is_not_well_yet_right_after_a_word_that_hurt():
    *_, hurt, first, second = talk(
        customer(), HEARD, HEARD, "apology ownership", "action vague", FIX, FIX
    )
    assert [hurt.after.phase, first.answer] == [Phase.OPEN, "open_almost"]
    assert second.after.phase is Phase.RESOLVED


@pytest.mark.parametrize("closing", ["dismissive", "blame", "policy_shield", "non_apology"])
def test_what_is_wrong_with_them_or_a_rule_closes_whoever_has_opened_up(closing):
    *_, last = talk(customer(start={"anger": 5, "trust": 5}), HEARD, HEARD, closing)
    assert (last.after.phase, last.after.was_open) == (Phase.VENTING, False)


def test_what_is_missing_is_asked_for_in_its_order():
    asked = [each.answer for each in talk(customer(), HEARD, HEARD, "invite", "action")]
    assert asked == [None, "softens", "open_need_fix", "open_need_when"]
    *_, last = talk(customer(), HEARD, HEARD, "action timeframe")
    assert last.answer == "open_need_own"
    *_, last = talk(customer(start=WARY), HEARD, HEARD, "action timeframe thanks vague", "invite")
    assert last.answer == "open_almost"


def test_they_tell_their_story_bit_by_bit_while_somebody_listens():
    who = customer({"heard": 10, "beats": 1})
    says = [each.says for each in talk(who, "invite", "apology", "specific", "invite")]
    assert says[0] == "I ordered weeks ago."
    assert says[1] == "You're not hearing me."
    assert says[2] == "I leave tomorrow."


def test_a_line_of_their_own_comes_before_those_of_all_and_the_last_one_stays():
    who = customer(start={"anger": 2, "trust": 10})
    says = [each.says for each in talk(who, "vague", "invite", "vague", "invite", "vague")]
    assert says[::2] == ["'Soon'?", "'Soon' again?", "'Soon' again?"]


def test_a_third_sorry_moves_nothing_forward():
    *_, third = talk(customer(), "apology", "apology", "apology")
    (effect,) = third.effects
    assert (effect.anger, effect.trust, effect.worn) == (0, -0.5, "sorry_again")


def test_what_is_said_a_third_time_is_worth_nothing():
    effects = [each.effects[0] for each in talk(customer(), *["acknowledge"] * 3)]
    assert [each.heard for each in effects] == [3, 1.5, 0]
    assert [each.worn for each in effects] == [None, None, "said_before"]


def test_no_turn_swings_them_from_fury_to_bliss():
    first, *_ = talk(customer(), "acknowledge invite specific ownership apology")
    assert first.before.anger - first.after.anger == 3
    assert first.after.heard == 4


def test_they_are_warned_once_and_then_go():
    first, second = talk(customer(start={"anger": 9, "trust": 4}), "dismissive", "dismissive")
    assert (first.after.phase, first.after.boil) == (Phase.VENTING, 1)
    assert second.after.phase is Phase.LOST


def test_nobody_goes_over_words_in_which_we_hear_nothing():
    who = customer(start={"anger": 9, "trust": 4})
    *_, unread, last = talk(who, "dismissive", Said("They did come."), "dismissive")
    assert (unread.after.phase, unread.after.boil) == (Phase.VENTING, 1)
    assert last.after.phase is Phase.LOST


def test_a_step_more_is_no_wrong_one_once_they_have_theirs():
    *_, last = talk(customer(), HEARD, HEARD, "action", said("action", "a voucher for you"))
    assert [each.about for each in last.effects] == ["action"]


def test_what_we_can_hear_nothing_in_does_no_harm_and_lets_them_tell_on():
    who = customer()
    first, second, third = talk(who, *[Said("So they came yesterday.")] * 3)
    assert [(each.about, each.good) for each in first.effects] == [("nothing", 0)]
    assert [first.says, second.says] == list(who.scenario.what_comes_out)
    assert third.answer == "still_venting"


def test_abuse_goes_on_until_somebody_sets_a_fair_limit():
    who = customer({"limit": ["without the names", "keep listening"], "heard": 4})
    unlimited, *_ = talk(who, said(HEARD, "Tell me."))
    assert unlimited.answer == "open_need_limit"
    assert unlimited.after.phase is Phase.VENTING
    assert unlimited.effects[-1].about == "no_limit"
    first, second, third = talk(
        who,
        said(HEARD, "Tell me."),
        said(HEARD, "I'll keep listening, Without The Names."),
        said("specific", "So you leave tomorrow."),
    )
    assert second.answer is None  # from then on they tell
    assert "no_limit" not in [each.about for each in second.effects]
    assert third.after.phase is Phase.OPEN
    assert first.after.limited is False
    assert third.after.limited is True  # once is enough


def test_nothing_is_said_after_the_end():
    assert len(talk(customer(), *["dismissive"] * 6)) == 2


@pytest.mark.parametrize(
    ("anger", "heat"),
    [
        (10, Heat.BOILING),
        (8.5, Heat.BOILING),
        (8.4, Heat.HOT),
        (6, Heat.HOT),
        (5.9, Heat.WARM),
        (3.6, Heat.WARM),
        (3.5, Heat.COOL),
        (0, Heat.COOL),
    ],
)
def test_the_heat_is_told_in_a_word(anger, heat):
    assert State(anger, 5).heat is heat
