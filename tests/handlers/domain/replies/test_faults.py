"""Why an example doesn't hold: the condition without which it would."""

import pytest

from content import load
from content.reply_rules import ReplyRule
from handlers.domain.replies.faults import Cause, faults_in

REPLIES = load().replies


def fault(text, **changed):
    """Return what is said of the one example of the one rule of a pack that misses it."""
    rule = ReplyRule.model_validate({"id": "tide", "say": ["high tide"], "yes": [text], **changed})
    findings = tuple(
        each.model_copy(update={"rules": (rule,) if each.finding == "excuse" else ()})
        for each in REPLIES.findings
    )
    (found,) = faults_in(REPLIES.model_copy(update={"findings": findings}))
    return found


MISSED = {
    "no phrase is in it": ({}, "The sky is blue.", Cause.NOTHING_SAID),
    "it is the customer's": ({}, "“It was high tide.”", Cause.UNREAD),
    "need": ({"need": ["boat"]}, "It was high tide.", Cause.NEED),
    "only in a question": ({"question": True}, "It was high tide.", Cause.QUESTION),
    "only outside one": ({"question": False}, "Was it high tide?", Cause.QUESTION),
    "unless": ({"unless": ["sorry"]}, "Sorry, it was high tide.", Cause.UNLESS),
    "unless, elsewhere": ({"unless_reply": ["sorry"]}, "Sorry. High tide.", Cause.UNLESS_REPLY),
    "tells": ({"tells": "strict"}, "It was high tide.", Cause.TELLS),
    "beside": ({"beside": ["apology"]}, "It was high tide.", Cause.BESIDE),
    "several": ({"need": ["boat"], "unless": ["was"]}, "It was high tide.", Cause.SEVERAL),
}


@pytest.mark.parametrize(("changed", "text", "cause"), MISSED.values(), ids=MISSED)
def test_a_sentence_that_is_missed_has_its_reason(changed, text, cause):
    assert fault(text, **changed).cause is cause


def test_the_phrase_that_takes_it_away_is_named_and_no_other():
    found = fault("Sorry, it was high tide.", unless=["sorry", "moon"])
    assert found.phrases == ("sorry",)


def test_what_is_found_wrongly_names_the_phrase_and_the_words():
    found = fault("The high tide came.", no=["A High Tide, then."])
    assert (found.cause, found.phrases, found.quote) == (Cause.FOUND, ("high tide",), "High Tide")


def test_another_rule_that_finds_it_is_named():
    first, *others = REPLIES.findings[0].rules
    text = others[0].yes[0]
    moved = first.model_copy(update={"yes": (text,), "no": ()})
    one = REPLIES.findings[0].model_copy(update={"rules": (moved, *others)})
    changed = REPLIES.model_copy(update={"findings": (one, *REPLIES.findings[1:])})
    (found,) = faults_in(changed)
    assert found.others == (f"{one.finding}.{others[0].id}",)
