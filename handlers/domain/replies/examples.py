"""The examples that stand beside each rule, tried: ``yes`` is found by it, ``no`` is not."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.reply_findings import FindingId
from content.reply_rules import Replies
from handlers.domain.replies.rules import Rules, rules_of


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence beside a rule; ``is_found``: whether the rule should find something in it."""

    finding: FindingId
    rule: str
    text: str
    is_found: bool

    def holds(self, rules: Rules) -> bool:
        """Tell whether the rule does what the example says."""
        hits = rules.hits(rules.normaliser.sentences(self.text))
        return (f"{self.finding}.{self.rule}" in {each.rule for each in hits}) is self.is_found


def examples_in(replies: Replies) -> Iterator[Example]:
    """Yield all examples."""
    for each in replies.findings:
        for rule in each.rules:
            for is_found, texts in ((True, rule.yes), (False, rule.no)):
                yield from (Example(each.finding, rule.id, text, is_found) for text in texts)


def wrong_examples(replies: Replies) -> Iterator[Example]:
    """Yield the examples that don't hold."""
    rules = rules_of(replies)
    return (each for each in examples_in(replies) if not each.holds(rules))
