"""A rule may ask that words tell a problem, and that another finding stands in the reply."""

import pytest

from content.reply_rules import Replies
from handlers.domain.replies.rules import rules_of

LISTS = {
    "idle": ["(sorry|that|your|was|the|it|bad)"],
    "wrong": ["(late|torn)"],
    "hollow": ["bad and late"],
}


def found(text, **rule):
    about = {"id": "it", "say": ["sorry that"], "yes": ["?"], **rule}
    findings = [
        {
            "finding": "specific",
            "idea": "R11",
            "why": "It shows.",
            "praise": "you name it",
            "rules": [about],
            "lists": LISTS,
        },
        {
            "finding": "apology",
            "idea": "D5",
            "why": "It counts.",
            "praise": "a sorry",
            "rules": [{"id": "plain", "say": ["i am sorry"], "yes": ["?"]}],
        },
    ]
    rules = rules_of(Replies.model_validate({"findings": findings}))
    hits = rules.hits(rules.normaliser.sentences(text))
    return [text[each.start : each.end] for each in hits if each.finding == "specific"]


@pytest.mark.parametrize(
    ("text", "strict", "loose"),
    [
        ("Sorry that your coat was torn.", True, True),
        ("Sorry that it was late.", False, False),
        ("Sorry that the coat was bad and late.", False, False),
        ("Sorry that your coat came without sleeves.", False, True),
    ],
)
def test_a_problem_is_a_thing_and_what_was_wrong_or_loosely_two_things(text, strict, loose):
    assert bool(found(text, tells="strict")) is strict
    assert bool(found(text, tells="loose")) is loose


def test_a_reason_or_a_step_is_no_part_of_what_is_told():
    text = "Sorry that your coat was torn, but the shop was full."
    assert found(text, tells="strict") == ["Sorry that your coat was torn"]


def test_a_rule_may_count_only_beside_another_finding():
    assert found("Sorry that your coat was torn.", beside=["apology"]) == []
    assert found("Sorry that it was. I am sorry.", beside=["apology"]) == ["Sorry that"]


def test_a_phrase_may_stand_at_the_end_of_a_sentence():
    assert found("The coat was late, sorry.", say=["sorry $"]) == ["sorry"]
    assert found("Sorry, we are late.", say=["sorry $"]) == []
