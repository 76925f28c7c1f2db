"""What words tell: danger now, whose, of which kind; and how much of it is found."""

import json
from pathlib import Path
from time import process_time

import pytest

from content import CORE, load
from content.danger_words import DangerPoints
from handlers.domain.danger import Signs, likeliest, signs_in
from tests.handlers.domain.danger.texts import LONG_TEXTS

WORDS = load(CORE).danger
LINES = Path(__file__).parent / "lines"
BRANCHES = ("safety", "abuse", "life-at-risk")


def told(line: str) -> Signs:
    return signs_in(line, WORDS)


def lines(table: str, label: str) -> list[str]:
    return (LINES / table / f"{label}.txt").read_text(encoding="utf-8").splitlines()


def found(table: str) -> tuple[float, float, float]:
    """Return which shares of danger are found, of these in the right way, and of false alarms."""
    signs = [(label, told(line)) for label in (*BRANCHES, "self") for line in lines(table, label)]
    caught = [(label, each) for label, each in signs if each.danger]
    right = [each for label, each in caught if ("self" if each.about_me else each.branch) == label]
    ordinary = [told(line).danger for line in lines(table, "ordinary")]
    return (
        len(caught) / len(signs),
        len(right) / len(caught),
        sum(ordinary) / len(ordinary),
    )


@pytest.mark.parametrize(
    ("table", "caught", "right", "false"),
    [
        pytest.param("ours", 0.94, 0.95, 0.01, id="our own"),
        pytest.param("others/learnt", 0.95, 0.94, 0.01, id="of others, learnt from"),
        pytest.param("others/more", 0.93, 0.95, 0.01, id="of more people, learnt from"),
        pytest.param("others/many", 0.93, 0.94, 0.015, id="of many people, learnt from"),
        pytest.param("others/plain", 0.97, 0.97, 0.01, id="as typed on a shift, learnt from"),
        # Lines that were never learnt from; 0.95, 0.90 and 0.01 are meant. Those before the last
        # were written to be hard.
        pytest.param("others/unseen", 0.94, 0.87, 0.02, id="of others, never read"),
        pytest.param("others/held-out-1", 0.94, 0.92, 0.015, id="of one person, held out"),
        pytest.param("others/held-out-2", 0.9, 0.9, 0.01, id="of another, held out"),
        pytest.param("others/held-out-3", 0.94, 0.92, 0.025, id="of a third, held out"),
        pytest.param("others/held-out-4", 0.95, 0.94, 0.01, id="as typed on a shift, held out"),
    ],
)
def test_danger_is_found_and_ordinary_lines_are_left_alone(table, caught, right, false):
    shares = found(table)
    assert shares[0] >= caught
    assert shares[1] >= right
    assert shares[2] <= false


@pytest.mark.parametrize(
    "line",
    [
        "the fire last year",
        "husband died in March",
        "nobody was hurt",
        "there was never any fire",
        "he has no gun",
        "threatens to sue",
        "this phone kills me",
        "dead battery",
        "fire sale",
        "the smoke alarm needs a battery",
        "a man with a knife in the film",
        "",
    ],
)
def test_what_is_denied_or_over_or_a_manner_of_speaking_is_no_danger(line):
    assert not told(line).danger


@pytest.mark.parametrize(
    ("line", "branch"),
    [
        ("he will kill himself", "life-at-risk"),
        ("a man with a KNIFE", "abuse"),
        ("gas leak and the kids are inside", "safety"),
        ("the charger she bought last year caught fire", "safety"),
        ("no answer. he took all his pills", "life-at-risk"),
        ("she can’t breathe", "life-at-risk"),
        ("he isn't breathing", "life-at-risk"),
        ('customer wrote "I want to die"', "life-at-risk"),
        ("she says I want to die", "life-at-risk"),
    ],
)
def test_a_danger_has_a_likely_branch(line, branch):
    assert (told(line).branch, told(line).about_me) == (branch, False)


@pytest.mark.parametrize(
    ("line", "branch"),
    [
        ("a knife to her throat", "abuse"),
        ("he has a gun", "abuse"),
        ("smells of gas in the hall", "safety"),
        ("carbon monoxide alarm is going off", "safety"),
        ("the oven caught fire", "safety"),
        ("talks of suicide", "life-at-risk"),
        ("wants to end it all", "life-at-risk"),
    ],
)
def test_some_words_bring_the_red_card_whatever_the_points_say(line, branch):
    without_points = WORDS.model_copy(update={"points": DangerPoints()})
    assert signs_in(line, without_points).branch == branch


@pytest.mark.parametrize(
    ("line", "branch"),
    [
        ("knife", "abuse"),
        ("a knife at the counter", "abuse"),
        ("Fire!", "safety"),
        ("smell of gas in the shop", "safety"),
        ("heart attack", "life-at-risk"),
        ("she had a stroke on the phone", "life-at-risk"),
        ("collapsed at the till", "life-at-risk"),
        ("call her back, she says she will end it", "life-at-risk"),
        ("he wants to end it", "life-at-risk"),
        ("man down in aisle three", "life-at-risk"),
    ],
)
def test_a_bare_word_is_danger_where_nothing_else_was_typed(line, branch):
    assert told(line).branch == branch


@pytest.mark.parametrize(
    "line",
    [
        "the knife set arrived blunt",
        "gas bill is wrong",
        "a stroke of luck",
        "knife. The set came without a box.",
        "the contract runs out, he wants to end it",
        "he says he will end it with us by May",
        "fire the supplier",
    ],
)
def test_with_other_words_it_is_something_else(line):
    assert not told(line).danger


@pytest.mark.parametrize(
    ("line", "branch"),
    [("knife", "abuse"), ("punching", "abuse"), ("wheelchair", "safety"), ("fell", "life-at-risk")]
    + [(each, None) for each in ("lawyer", "fraud", "the caller talks in riddles", "")],
)
def test_where_it_is_known_to_be_danger_one_word_tells_the_branch(line, branch):
    assert likeliest(line, WORDS) == branch


@pytest.mark.parametrize("line", ["I'm not OK", "im not ok", "I want to die", "I’m suicidal"])
def test_words_about_whoever_types_are_told_apart(line):
    assert told(line).about_me


@pytest.mark.parametrize(
    "line",
    ["She spoke of SUICIDE.", "he wanted  to die", "self-harm", "he died", "he threatened us"],
)
def test_words_of_harm_threat_or_death_stay_private(line):
    assert told(line).private


@pytest.mark.parametrize("line", ["he died", "they threatened us with a lawyer"])
def test_and_some_of_them_bring_no_red_card(line):
    assert not told(line).danger


@pytest.mark.parametrize("line", ["a skilled colleague", "begun again", "", "a gunny bag"])
def test_words_that_only_hold_such_a_word_are_not(line):
    assert told(line) == Signs()


@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_a_long_text_is_read_without_going_over_it_again_and_again(text):
    began = process_time()
    told(text)
    assert process_time() - began < 30.0  # a bound on hanging, not on speed


def test_the_end_of_a_long_text_is_read_as_well():
    assert told("word " * 50_000 + "the kitchen is on fire").branch == "safety"


REPLIES = Path(__file__).parents[1] / "replies"
DRAFTS = [
    json.loads(line)["text"]
    for file in sorted(REPLIES.glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


def test_of_drafts_the_list_alone_takes_hardly_any_for_danger_and_none_for_the_typists_own():
    told = [signs_in(text, WORDS, of_list=True) for text in DRAFTS]
    assert len(told) > 500
    assert not any(each.about_me for each in told)
    assert sum(each.danger for each in told) <= len(told) / 100
    # The points, learnt from notes on a shift, take a draft that says "I" for its writer's own.
    weighed = [signs_in(text, WORDS).about_me for text in DRAFTS]
    assert sum(weighed) > len(weighed) / 50


def test_what_the_list_tells_is_told_of_a_draft_as_well():
    draft = "If you want to die, please ring 112 now."
    assert signs_in(draft, WORDS, of_list=True).branch == "life-at-risk"
    assert signs_in("I can't go on any more.", WORDS, of_list=True).about_me
