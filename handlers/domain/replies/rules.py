"""The rules of a pack, made ready: what each of them finds in a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from content.phrases import Phrasebook, vocabulary
from content.reply_findings import FindingId
from content.reply_rules import BannedPhrase, Replies, ReplyRule
from handlers.domain.replies.phrase_set import Found, PhraseSet, phrase_set
from handlers.domain.replies.playback import Playback
from handlers.domain.replies.words import Normaliser, Sentence

_CLAUSE_END = re.compile(r" (?:,|but|however|although|though|yet) ")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that found something in a sentence; ``start`` and ``end`` are offsets of the draft."""

    finding: FindingId
    rule: str
    sentence: int
    start: int
    end: int
    weak: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Return where it begins, to be compared."""
        return self.sentence, self.start

    def overlaps(self, other: "Hit") -> bool:
        """Tell whether both are about the same words."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule made ready; ``name`` is its finding and its id."""

    name: str
    finding: FindingId
    rule: ReplyRule
    need: PhraseSet[str] | None
    unless: PhraseSet[str] | None
    unless_reply: PhraseSet[str] | None


class Rules:
    """The language of a pack, ready to be asked."""

    def __init__(self, replies: Replies) -> None:
        shared = replies.book()
        said = []
        for each in replies.findings:
            book = replies.book(each.finding)
            for rule in each.rules:
                ready = _ready(each.finding, rule, book)
                said += [(book.phrase(line), ready) for line in rule.say]
        self._say = PhraseSet(said)
        house = replies.phrases
        liked = [(shared.phrase(each.say), each.finding) for each in house.favoured]
        self._favoured = PhraseSet(liked)
        self._banned = PhraseSet([(shared.phrase(each.say), each) for each in house.banned])
        self._unless_found = {
            f"{each.finding}.{rule.id}": frozenset(rule.unless_found)
            for each in replies.findings
            for rule in each.rules
            if rule.unless_found
        }
        self.cues = {name: phrase_set(cue, shared) for name, cue in replies.words.cues.items()}
        self._beside = {each.name: each.rule.beside for _, each in said if each.rule.beside}
        telling = replies.of("specific")
        self._playback = Playback(telling.lists if telling else {}, shared)
        self.vocabulary = vocabulary(_all_lines(replies))
        self.normaliser = Normaliser(replies.words.spellings, self.vocabulary)

    def hits(self, sentences: Sequence[Sentence]) -> list[Hit]:
        """Return what the rules find, each of them at most once in a sentence, in order."""
        found: list[Hit] = []
        refused: dict[str, bool] = {}
        for sentence in sentences:
            found += self._in_sentence(sentence, sentences, refused)
            found += [
                _hit(finding, f"{finding}.favoured", sentence, (match.start, match.end))
                for match, finding in self._favoured.matches(sentence)
            ]
        return self._framed(found)

    def banned(self, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int, BannedPhrase]]:
        """Yield what a workspace doesn't want to hear, and where in the draft it stands."""
        for sentence in sentences:
            for match, phrase in self._banned.matches(sentence):
                yield (*sentence.span(match.start, match.end), phrase)

    def cue(self, name: str, sentences: Sequence[Sentence]) -> bool:
        """Tell whether one of the phrases of a cue stands in one of the sentences."""
        phrases = self.cues.get(name)
        return phrases is not None and any(phrases.found(each) for each in sentences)

    def _in_sentence(
        self, sentence: Sentence, sentences: Sequence[Sentence], refused: dict[str, bool]
    ) -> Iterator[Hit]:
        """Yield what the rules find in one sentence; ``refused`` is known of the whole reply."""
        fits: dict[str, bool] = {}  # whether a rule may find anything here, or any more

        def is_open(ready: Ready) -> bool:
            return fits.get(ready.name, True)

        for match, ready in self._say.matches(sentence, wanted=is_open):
            if self._is_refused(ready, sentences, refused):
                continue
            if ready.name not in fits:
                fits[ready.name] = _fits_sentence(ready, sentence)
            if not fits[ready.name]:
                continue
            end = self._told(ready, sentence, match)
            if end is not None and _fits_clause(ready, sentence, match):
                fits[ready.name] = False  # once is enough
                hit = _hit(ready.finding, ready.name, sentence, (match.start, end))
                yield replace(hit, weak=ready.rule.weak)

    def gives_way_to(self, rule: str) -> frozenset[FindingId]:
        """Return the findings in other words of a reply beside which a rule's don't stand."""
        return self._unless_found.get(rule, frozenset())

    def _framed(self, hits: Sequence[Hit]) -> list[Hit]:
        """Leave out what counts only beside a finding that the reply doesn't have."""
        has = {each.finding for each in hits if each.rule not in self._beside}
        return [each for each in hits if has.intersection(self._beside.get(each.rule, has))]

    def _told(self, ready: Ready, sentence: Sentence, match: Found) -> int | None:
        """Return where what was found ends, or None if it doesn't tell what the rule wants."""
        if ready.rule.tells is None:
            return match.end
        return self._playback.told(sentence, match, ready.rule.tells)

    def _is_refused(
        self, ready: Ready, sentences: Sequence[Sentence], refused: dict[str, bool]
    ) -> bool:
        if ready.unless_reply is None:
            return False
        if ready.name not in refused:
            refused[ready.name] = any(ready.unless_reply.found(each) for each in sentences)
        return refused[ready.name]


@lru_cache(maxsize=4)
def rules_of(replies: Replies) -> Rules:
    """Return the rules of a pack, made ready once."""
    return Rules(replies)


def _hit(finding: FindingId, name: str, sentence: Sentence, inside: tuple[int, int]) -> Hit:
    """Return what was found between two offsets of the text of a sentence."""
    start, end = sentence.span(*inside)
    return Hit(finding, name, sentence.number, start, end)


def _fits_sentence(ready: Ready, sentence: Sentence) -> bool:
    """Tell whether a rule can find anything in a sentence."""
    rule = ready.rule
    if rule.question is not None and sentence.is_question is not rule.question:
        return False
    if ready.need is not None and not ready.need.found(sentence):
        return False
    if rule.scope == "clause" or ready.unless is None:
        return True
    return not ready.unless.found(sentence)


def _fits_clause(ready: Ready, sentence: Sentence, match: Found) -> bool:
    """Tell whether nothing in the clause of what was found takes it back."""
    if ready.rule.scope == "sentence" or ready.unless is None:
        return True
    return not ready.unless.found(sentence, *_clause(sentence, match))


def _clause(sentence: Sentence, match: Found) -> tuple[int, int]:
    """Return where in the text of a sentence the clause around a match begins and ends."""
    before = _CLAUSE_END.finditer(sentence.text, 0, match.start + 1)
    start = max((each.end() for each in before), default=0)
    after = _CLAUSE_END.search(sentence.text, sentence.behind_words(match.end))
    return start, after.start() + 1 if after else len(sentence.text)


def _ready(finding: FindingId, rule: ReplyRule, book: Phrasebook) -> Ready:
    def some(lines: tuple[str, ...]) -> PhraseSet[str] | None:
        return phrase_set(lines, book) if lines else None

    name = f"{finding}.{rule.id}"
    refusals = (some(rule.need), some(rule.unless), some(rule.unless_reply))
    return Ready(name, finding, rule, *refusals)


def _all_lines(replies: Replies) -> Iterator[str]:
    """Yield every written phrase of a pack: their words are the ones that we know."""
    for lines in (*replies.words.lists.values(), *replies.words.cues.values()):
        yield from lines
    for each in replies.findings:
        for lines in each.lists.values():
            yield from lines
        for rule in each.rules:
            yield from (*rule.say, *rule.need, *rule.unless, *rule.unless_reply)
    yield from (each.say for each in replies.phrases.banned)
    yield from (each.say for each in replies.phrases.favoured)
