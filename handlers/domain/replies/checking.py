"""The check of a draft, from its text to what the coach says."""

from collections.abc import Sequence
from dataclasses import replace

from content.reply_rules import Replies
from handlers.domain.replies.coach import points_in, strengths_in, verdict_of
from handlers.domain.replies.detection import hits_in
from handlers.domain.replies.draft import Check, Draft, Finding, Verdict
from handlers.domain.replies.rewording import reworded
from handlers.domain.replies.rules import Hit, Rules, rules_of
from handlers.domain.replies.stages import derived_of, stage_of
from handlers.domain.replies.words import Sentence

_FEW = 4  # words from which one can tell whether it is English
_KNOWN = 0.3  # the share of words that our phrases know


def check(draft: Draft, replies: Replies) -> Check:
    """Return what a customer would hear in a draft, and what to mend.

    Deterministic, and nothing of the draft is kept.
    """
    rules = rules_of(replies)
    sentences = rules.normaliser.sentences(draft.text)
    hits = hits_in(sentences, rules)
    words = sum(each.text != "," for sentence in sentences for each in sentence.words)
    stage = stage_of(sentences, hits, rules)
    where = draft.stage or stage
    derived = tuple(derived_of(draft, hits, words, where))
    findings = tuple(_finding(each) for each in hits)
    points = points_in(draft, findings, derived, where, words, replies)
    checked = Check(
        findings=findings,
        stage=stage,
        derived=derived,
        verdict=verdict_of(findings, derived, points),
        strengths=strengths_in(findings, replies),
        points=points,
        rewording=reworded(draft.text, sentences, hits, where, replies) if points else "",
        words=words,
    )
    if not hits and not _is_read(sentences, rules):
        return replace(checked, verdict=Verdict.UNREAD, points=(), rewording="")
    return checked


def _finding(hit: Hit) -> Finding:
    return Finding(hit.finding, hit.start, hit.end, hit.rule, hit.weak)


def _is_read(sentences: Sequence[Sentence], rules: Rules) -> bool:
    """Tell whether enough of the words are English that we know."""
    words = [each.text for sentence in sentences for each in sentence.words if each.text.isalpha()]
    known = sum(each in rules.vocabulary for each in words)
    return bool(words) and (len(words) < _FEW or known >= _KNOWN * len(words))
