"""Whoever finds more than the rules do is heard beside them."""

from content import load
from handlers.domain.replies import Draft, Finding, Verdict, check

REPLIES = load().replies
IRONY = "Glorious weather for it."


class Irony:
    """Hears irony, which no rule does."""

    def detect(self, draft):
        at = draft.text.find(IRONY)
        return [Finding("dismissive", at, at + len(IRONY), "irony")] if at >= 0 else []


def test_what_a_detector_finds_counts_like_what_the_rules_find():
    draft = Draft(f"I've sent a new one today. {IRONY}")
    assert "irony" not in {each.source for each in check(draft, REPLIES).findings}
    found = check(draft, REPLIES, [Irony()])
    assert "irony" in {each.source for each in found.findings}
    assert (found.verdict, found.points[0].quote) == (Verdict.HOLD, IRONY)
    assert IRONY not in found.rewording


def test_a_detector_of_nothing_changes_nothing():
    draft = Draft("I'm sorry that your parcel came late.")
    assert check(draft, REPLIES, [Irony()]) == check(draft, REPLIES)
