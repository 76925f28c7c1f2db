"""Findings in a draft: what the rules find, and what of it stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from content.reply_findings import PROBLEMS, FindingId
from content.reply_rules import Replies
from handlers.domain.replies.draft import Draft, Finding
from handlers.domain.replies.rules import Hit, Rules, rules_of
from handlers.domain.replies.words import Sentence

_NOWHERE = (1 << 30, 0)
_HARSH = frozenset({"excuse", "blame", "policy_shield", "dismissive"})
# What plays nothing back, though it names what went wrong; the second, unless it says sorry too.
_AGAINST = frozenset({"blame", "policy_shield", "dismissive"})
_UNLESS_SORRY = frozenset({"excuse", "non_apology"})


@dataclass(frozen=True, slots=True)
class RuleDetector:
    """Finds by the rules of a pack."""

    replies: Replies

    def detect(self, draft: Draft) -> Sequence[Finding]:
        """Return what the rules find, in the order of the text."""
        rules = rules_of(self.replies)
        sentences = rules.normaliser.sentences(draft.text)
        return [
            Finding(hit.finding, hit.start, hit.end, hit.rule, hit.weak)
            for hit in hits_in(sentences, rules)
        ]


def hits_in(sentences: Sequence[Sentence], rules: Rules) -> list[Hit]:
    """Return what stands of all that was found, at most once for each finding and sentence."""
    hits = _without_taken_back(_with_steps(rules.hits(sentences)))
    hits = _resolved(hits, sentences, rules)
    if rules.cue("sarcasm", sentences):  # then polite words are no strengths
        hits = [each for each in hits if each.finding in PROBLEMS]
    once: dict[tuple[FindingId, int], Hit] = {}
    for hit in sorted(hits, key=lambda each: each.place):
        once.setdefault((hit.finding, hit.sentence), hit)
    return list(once.values())


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
    kept: list[Hit] = []
    for hit in hits:
        beside = {each.finding for each in hits if each.sentence == hit.sentence}
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
        if not void and not rules.made_void(hit.rule, _other_than(hit, hits)):
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
