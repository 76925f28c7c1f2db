"""Each rule finds what its examples with yes say, and nothing in those with no."""

import pytest

from content import load
from handlers.domain.replies.rules import rules_of

REPLIES = load().replies
RULES = rules_of(REPLIES)
CASES = [
    (f"{each.finding}.{rule.id}", text, expected)
    for each in REPLIES.findings
    for rule in each.rules
    for expected, examples in ((True, rule.yes), (False, rule.no))
    for text in examples
]


IDS = [f"{name}: {text}" for name, text, _ in CASES]


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=IDS)
def test_a_rule_finds_what_its_examples_say(name, text, expected):
    sentences = RULES.normaliser.sentences(text)
    assert (name in {each.rule for each in RULES.hits(sentences)}) is expected
