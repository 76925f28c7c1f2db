"""Each rule finds what its examples with yes say, and nothing in those with no."""

import pytest

from content import load
from handlers.domain.replies.examples import examples_in, wrong_examples
from handlers.domain.replies.rules import rules_of

REPLIES = load().replies
EXAMPLES = list(examples_in(REPLIES))
IDS = [f"{each.finding}.{each.rule}: {each.text}" for each in EXAMPLES]


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_a_rule_finds_what_its_examples_say(example):
    assert example.holds(rules_of(REPLIES))


def test_a_wrong_example_is_told():
    rule = REPLIES.findings[0].rules[0]
    wrong = rule.model_copy(update={"yes": ("The sky is blue.",), "no": rule.yes[:1]})
    first = REPLIES.findings[0].model_copy(update={"rules": (wrong,)})
    changed = REPLIES.model_copy(update={"findings": (first,)})
    assert [each.text for each in wrong_examples(changed)] == ["The sky is blue.", rule.yes[0]]
