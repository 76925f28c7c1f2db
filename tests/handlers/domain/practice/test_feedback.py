"""After each turn one line: what it did to the heat, and which words did it."""

from handlers.domain.practice.debrief import debrief
from handlers.domain.practice.feedback import Change, feedback
from handlers.domain.practice.run import Move, Said
from handlers.domain.practice.state import Phase
from tests.handlers.domain.practice.talks import HEARD, customer, said, talk


def of(*turns) -> tuple:
    told = feedback(talk(customer(), *turns)[-1])
    return told.change, told.cause


def test_the_words_that_did_most_are_quoted():
    text = "Well. How maddening. Please calm down."
    moves = (Move("acknowledge", 6, 20), Move("dismissive", 21, 38))
    told = feedback(talk(customer(), Said(text, moves))[-1])
    assert (told.change, told.cause, told.quote) == (
        Change.HOTTER,
        "dismissive",
        "Please calm down.",
    )


def test_what_cooled_them_is_named_where_they_cooled():
    assert of("acknowledge apology") == (Change.COOLER, "acknowledge")


def test_that_they_open_up_is_told():
    assert of(HEARD, HEARD) == (Change.OPENED, "acknowledge")


def test_that_they_close_again_is_told():
    assert of(HEARD, HEARD, "blame") == (Change.CLOSED, "blame")


def test_a_fix_before_they_were_heard_is_named():
    assert of("action timeframe") == (Change.HOTTER, "fix_first")


def test_what_has_been_said_before_is_named():
    assert of("thanks", "thanks", "thanks") == (Change.SAME, "said_before")


def test_where_they_were_cool_and_are_it_is_told():
    who = customer(start={"anger": 0, "trust": 5})
    assert feedback(talk(who, "thanks")[-1]).change is Change.CALM
    assert feedback(talk(who, "overpromise thanks")[-1]).change is Change.HOTTER
    assert feedback(talk(who, "timeframe", "action")[-1]).change is Change.HOTTER
    assert feedback(talk(customer(start={"anger": 3.6, "trust": 5}), "thanks")[-1]).change is (
        Change.SAME
    )


def test_what_went_past_them_did_no_harm_and_is_what_to_try():
    who = customer()
    heard = talk(who, said("acknowledge"), Said("So they came yesterday."))
    assert (feedback(heard[-1]).change, feedback(heard[-1]).cause) == (Change.SAME, "nothing")
    told = debrief(who, heard)
    assert (told.worst, told.advice) == (None, "nothing")
    assert debrief(who, talk(who, HEARD, HEARD, Said("Hm."))).advice == "step"


def test_a_small_change_is_felt_from_a_quarter_on():
    assert of("apology", "apology") == (Change.COOLER, "apology")  # 0.25


def test_that_they_are_about_to_go_is_told_once():
    first, second = talk(customer(start={"anger": 9, "trust": 4}), "dismissive", "dismissive")
    assert feedback(first).is_last_warning
    assert not feedback(second).is_last_warning  # they are gone


def test_a_harmful_turn_is_never_the_best_one_whatever_good_stands_beside_it():
    who = customer()
    told = debrief(who, talk(who, "acknowledge invite specific ownership vague", "apology"))
    assert told.best is not None
    assert told.best.turn == 2
    assert told.worst is not None
    assert (told.worst.turn, told.worst.cause) == (1, "vague")
    assert told.advice == "vague"


def test_where_nothing_did_good_no_turn_is_the_best():
    who = customer()
    assert debrief(who, talk(who, "blame", "blame")).best is None


def test_what_was_missing_is_what_to_try_where_nothing_did_harm():
    who = customer()

    def advice(*turns: str) -> str | None:
        return debrief(who, talk(who, *turns)).advice

    assert advice("acknowledge") == "hearing"
    assert advice(HEARD, HEARD) == "step"
    assert advice(HEARD, HEARD, "action") == "time"
    assert advice(HEARD, HEARD, "action timeframe") == "owning"
    assert advice(HEARD, HEARD, "apology", "action timeframe ownership") is None


def test_whoever_gave_all_and_isnt_trusted_is_told_what_mends_trust():
    who = customer({"when": False, "recognised": False}, start={"anger": 10, "trust": 0.6})
    told = debrief(who, talk(who, HEARD, HEARD, "action"))
    assert (told.phase, told.advice) == (Phase.OPEN, "trust")


def test_where_a_limit_was_missing_it_is_what_to_try():
    who = customer({"limit": ["without the names"]})
    assert debrief(who, []).advice == "limit"
    assert debrief(who, talk(who, said("invite", "Go on."))).advice == "no_limit"
