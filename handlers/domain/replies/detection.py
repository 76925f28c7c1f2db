"""Findings in a draft: what the rules find, and what of it stands."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from content.reply_findings import PROBLEMS, FindingId
from handlers.domain.replies.draft import Finding
from handlers.domain.replies.rules import Hit, Rules
from handlers.domain.replies.words import Sentence

_NOWHERE = (1 << 30, 0)
_HARSH = frozenset({"excuse", "blame", "policy_shield", "dismissive"})
# What plays nothing back, though it names what went wrong; the second, unless it says sorry too.
_AGAINST = frozenset({"blame", "policy_shield", "dismissive"})
_UNLESS_SORRY = frozenset({"excuse", "non_apology"})


def hits_in(
    sentences: Sequence[Sentence], rules: Rules, found: Sequence[Finding] = ()
) -> list[Hit]:
    """Return what stands of all that was found, at most once for each finding and sentence.

    ``found`` is what other detectors have found; it counts like what the rules find.
    """
    hits = [*rules.hits(sentences), *(_as_hit(each, sentences) for each in found)]
    hits = _without_taken_back(_with_steps(hits))
    hits = _resolved(hits, sentences, rules)
    if rules.cue("sarcasm", sentences):  # then polite words are no strengths
        hits = [each for each in hits if each.finding in PROBLEMS]
    once: dict[tuple[FindingId, int], Hit] = {}
    for hit in sorted(hits, key=lambda each: each.place):
        once.setdefault((hit.finding, hit.sentence), hit)
    return list(once.values())


def _as_hit(finding: Finding, sentences: Sequence[Sentence]) -> Hit:
    """Return a finding with the sentence in which it begins."""
    after = (each.number for each in sentences if finding.start < each.end)
    number = next(after, len(sentences) - 1)
    return Hit(finding.id, finding.source, number, finding.start, finding.end, finding.weak)


def _with_steps(hits: list[Hit]) -> list[Hit]:
    """Add that an extra is a step too, where the sentence has none yet."""
    acting = {each.sentence for each in hits if each.finding == "action"}
    extras = [each for each in hits if each.finding == "extra" and each.sentence not in acting]
    return [*hits, *(replace(each, finding="action") for each in extras)]


def _without_taken_back(hits: list[Hit]) -> list[Hit]:
    """Leave out apologies that take themselves back."""
    back = [each for each in hits if each.finding == "non_apology"]
    return [
        each
        for each in hits
        if each.finding != "apology"
        or not any(each.sentence == other.sentence and each.overlaps(other) for other in back)
    ]


def _resolved(hits: list[Hit], sentences: Sequence[Sentence], rules: Rules) -> list[Hit]:
    """Leave out what the rest of the reply makes good, or makes void."""
    owned, acted = _first(hits, {"apology", "ownership"}), _first(hits, {"action"})
    has = {each.finding for each in hits}
    is_answer = rules.cue("asked-why", sentences)
    is_done = rules.cue("done", sentences)
    has_way = rules.cue("alternative", sentences)
    in_sentence: dict[int, set[FindingId]] = {}
    for hit in hits:
        in_sentence.setdefault(hit.sentence, set()).add(hit.finding)
    kept: list[Hit] = []
    for hit in hits:
        beside = in_sentence[hit.sentence]
        match hit.finding:
            case "excuse":  # after an apology and a step, or when asked for, it only explains
                void = is_answer or (owned < hit.place and acted < hit.place)
            case "policy_shield":  # a way out, or a step that isn't part of the no
                void = has_way or _first(hits, {"action"}, but={hit.sentence}) < _NOWHERE
            case "specific":
                void = bool(beside & _AGAINST)
                void |= bool(beside & _UNLESS_SORRY) and "apology" not in beside
            case "timeframe":
                void = bool(beside & _HARSH) and "action" not in beside
            case "vague":
                void = "timeframe" in has or ("action" in has and is_done)
            case _:
                void = False
        gives_way = rules.gives_way_to(hit.rule)
        if not void and not (gives_way and gives_way & _other_than(hit, hits)):
            kept.append(hit)
    return kept


def _other_than(hit: Hit, hits: Sequence[Hit]) -> set[FindingId]:
    """Return what was found in other words of the reply."""
    return {
        each.finding for each in hits if each.sentence != hit.sentence or not each.overlaps(hit)
    }


def _first(
    hits: Sequence[Hit], findings: Collection[str], but: Collection[int] = ()
) -> tuple[int, int]:
    """Return where the first of these findings stands that isn't in one of those sentences."""
    places = (each.place for each in hits if each.finding in findings and each.sentence not in but)
    return min(places, default=_NOWHERE)
