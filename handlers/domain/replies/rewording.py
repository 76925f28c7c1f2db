"""A draft put in order: the agent's own good sentences, and marked blanks for what is missing.

Nothing is invented: what only the agent knows is a blank in ⟨ ⟩.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from content.reply_findings import PROBLEMS, FindingId
from content.reply_rules import Replies
from handlers.domain.replies.rules import Hit
from handlers.domain.replies.words import Sentence

ORDER: tuple[FindingId, ...] = (
    "acknowledge",
    "apology",
    "specific",
    "ownership",
    "invite",
    "action",
    "timeframe",
    "extra",
    "thanks",
)
# What belongs where a problem stood.
_INSTEAD: Mapping[FindingId, FindingId] = {
    "non_apology": "apology",
    "excuse": "ownership",
    "blame": "ownership",
    "dismissive": "acknowledge",
    "policy_shield": "action",
    "vague": "action",
    "overpromise": "action",
}
_KEPT_ALONE = frozenset(("action", "apology", "ownership"))  # a clause of these is whole by itself
_FIRST, _LAST = -1, len(ORDER)
_SIGN_OFF = 4  # words of a last sentence that stays the last
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^,.!?\n]{0,30},", re.I
)
# "So" joins only before somebody who does something: "so sorry" is one thing.
_JOIN = r"(?:but|and|however|so(?=\s(?:i|we|you|he|she|it|they|that)\b))"
_SPLIT = re.compile(rf"[,;–—]\s*(?:{_JOIN}\s+)?|\s{_JOIN}\s", re.I)
_OURS = re.compile(r"(?:i|we|that)(?:'|’|\s)", re.I)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence that is kept, and its place in the order."""

    place: int
    text: str
    findings: frozenset[FindingId]


def reworded(
    text: str,
    sentences: Sequence[Sentence],
    hits: Sequence[Hit],
    missing: Collection[FindingId],
    replies: Replies,
) -> str:
    """Return a draft with its good sentences in recovery order and blanks for what it lacks."""
    pieces = list(_kept(text, sentences, hits))
    found = {each.finding for each in hits}
    if not found.intersection(PROBLEMS) and not missing and _is_in_order(pieces):
        return ""
    covered = {each for piece in pieces for each in piece.findings}
    lost = {_INSTEAD.get(each, each) for each in found} - set(PROBLEMS)
    for lacking in sorted({*missing, *lost} - covered, key=ORDER.index):
        rules = replies.of(lacking)
        if rules is not None and rules.line:
            pieces.append(_Piece(ORDER.index(lacking), rules.line, frozenset({lacking})))
    pieces.sort(key=lambda each: each.place)  # it is stable
    return " ".join(each.text for each in pieces)


def _kept(text: str, sentences: Sequence[Sentence], hits: Sequence[Hit]) -> Iterator[_Piece]:
    """Yield what stays of a draft; a plain sentence stays behind the one before it."""
    place, behind = _FIRST, 0
    for sentence in sentences:
        own = [each for each in hits if each.sentence == sentence.number]
        found = {each.finding for each in own}
        raw, behind = text[behind : sentence.end].strip(), sentence.end
        if found.intersection(PROBLEMS):
            if greeting := _GREETING.match(raw):
                yield _Piece(_FIRST, greeting[0], frozenset())
            piece = _good_part(raw, sentence.end - len(raw), own)
        else:
            piece = _Piece(place, _ended(raw), frozenset(found))
            is_last = sentence is sentences[-1] and len(sentence.words) <= _SIGN_OFF
            if not found and is_last and len(sentences) > 1:
                piece = replace(piece, place=_LAST)
        if piece is not None:
            place = _place(piece.findings, piece.place)
            yield replace(piece, place=place)


def _good_part(raw: str, start: int, hits: Sequence[Hit]) -> _Piece | None:
    """Return a clause of ours in a sentence that isn't kept whole, if one says something good."""
    bad = [each for each in hits if each.finding in PROBLEMS]
    at = 0
    for end in [*(each.start() for each in _SPLIT.finditer(raw)), len(raw)]:
        clause = raw[at:end]
        opening = _SPLIT.match(clause)
        said = clause[opening.end() :] if opening else clause.strip()
        first, last = start + at, start + end
        good = {each.finding for each in hits if first <= each.start < last} - set(PROBLEMS)
        is_bad = any(each.start < last and first < each.end for each in bad)
        if good & _KEPT_ALONE and not is_bad and _OURS.match(said):
            return _Piece(0, _ended(said[0].upper() + said[1:]), frozenset(good))
        at = end
    return None


def _place(findings: Collection[FindingId], otherwise: int) -> int:
    return next((place for place, each in enumerate(ORDER) if each in findings), otherwise)


def _is_in_order(pieces: Sequence[_Piece]) -> bool:
    places = [each.place for each in pieces]
    return places == sorted(places)


def _ended(raw: str) -> str:
    return raw if raw[-1:] in ".!?…,:" else f"{raw}."
