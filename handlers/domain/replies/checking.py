"""The check of a draft, from its text to what the coach says."""

from collections.abc import Iterable, Iterator, Sequence

from content.reply_findings import PROBLEMS
from content.reply_rules import Replies
from handlers.domain.replies.coach import (
    Heard,
    house_point,
    missing_in,
    points_in,
    strengths_in,
    verdict_of,
)
from handlers.domain.replies.detection import hits_in
from handlers.domain.replies.draft import Check, Detector, Draft, Finding, Stage, Verdict
from handlers.domain.replies.rewording import reworded
from handlers.domain.replies.rules import Hit, Rules, rules_of
from handlers.domain.replies.stages import derived_of, stage_of
from handlers.domain.replies.words import Sentence

_KNOWN = 0.3  # the share of words that our phrases know


def check(draft: Draft, replies: Replies, detectors: Iterable[Detector] = ()) -> Check:
    """Return what a customer would hear in a draft, and what to mend.

    Deterministic, and nothing of the draft is kept. ``detectors`` find more than the rules do.
    """
    rules = rules_of(replies)
    sentences = rules.normaliser.sentences(draft.text)
    more = [found for each in detectors for found in each.detect(draft)] if sentences else []
    hits = hits_in(sentences, rules, more)
    stage = stage_of(sentences, hits, rules)
    if not hits and not _is_read(sentences, rules):
        return Check((), stage, (), Verdict.UNREAD, (), (), "", _count(sentences))
    heard = _heard(draft, sentences, hits, draft.stage or stage, rules)
    mended = reworded(
        draft.text, sentences, [*hits, *_barred(sentences, rules)], heard.missing, replies
    )
    verdict = verdict_of(heard)
    return Check(
        findings=heard.findings,
        stage=stage,
        derived=heard.derived,
        verdict=verdict,
        strengths=strengths_in(heard.findings, replies),
        points=points_in(heard, replies),
        rewording="" if verdict is Verdict.SEND else mended,
        words=heard.words,
    )


def _heard(
    draft: Draft, sentences: Sequence[Sentence], hits: Sequence[Hit], stage: Stage, rules: Rules
) -> Heard:
    words, found = _count(sentences), {each.finding for each in hits}
    banned = (
        house_point(draft.text[start:end], each) for start, end, each in rules.banned(sentences)
    )
    asks_only = not hits and rules.cue("data-request", sentences)
    is_done = rules.cue("done", sentences)
    return Heard(
        draft=draft,
        findings=tuple(_finding(each) for each in hits),
        derived=tuple(derived_of(draft, hits, words, stage)),
        words=words,
        banned=tuple(banned),
        missing=() if asks_only else missing_in(found - set(PROBLEMS), stage, is_done=is_done),
    )


def _barred(sentences: Sequence[Sentence], rules: Rules) -> Iterator[Hit]:
    """Yield what a workspace doesn't want to hear as something that can't stay."""
    for sentence in sentences:
        for start, end, _ in rules.banned([sentence]):
            yield Hit("canned", "house", sentence.number, start, end)


def _count(sentences: Sequence[Sentence]) -> int:
    return sum(each.text != "," for sentence in sentences for each in sentence.words)


def _finding(hit: Hit) -> Finding:
    return Finding(hit.finding, hit.start, hit.end, hit.rule, hit.weak)


def _is_read(sentences: Sequence[Sentence], rules: Rules) -> bool:
    """Tell whether enough of the words are English that we know."""
    words = [each.text for sentence in sentences for each in sentence.words if each.text.isalpha()]
    known = sum(each in rules.vocabulary for each in words)
    return bool(words) and known >= _KNOWN * len(words)
