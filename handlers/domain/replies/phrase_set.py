"""Phrases that are looked for together, once in a whole draft.

Only those are tried of which it has the words.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from content.phrase_places import Reading, each_of
from content.phrases import Phrase, Phrasebook
from handlers.domain.replies.words import Sentence

Label = TypeVar("Label")


@dataclass(frozen=True, slots=True)
class Found:
    """Where in the text of a sentence a phrase stands."""

    start: int
    end: int


class PhraseSet(Generic[Label]):
    """Phrases with labels, found in a sentence or in a part of it."""

    def __init__(self, phrases: Iterable[tuple[Phrase, Label]]) -> None:
        self._phrases = list(phrases)
        by_sign: dict[str, list[int]] = defaultdict(list)
        for number, (phrase, _) in enumerate(self._phrases):
            for sign in phrase.part.needs[0]:
                by_sign[sign].append(number)
        rows = {tuple(each): tuple(each) for each in by_sign.values()}  # most are there many times
        self._by_sign = {sign: rows[tuple(each)] for sign, each in by_sign.items()}
        self._signs = frozenset(by_sign)

    def matches(
        self,
        sentence: Sentence,
        start: int = 0,
        end: int | None = None,
        wanted: Callable[[Label], bool] = lambda label: True,
    ) -> Iterator[tuple[Found, Label]]:
        """Yield what is found in a sentence, or in a part of its text, in the order of words.

        What is not ``wanted``, or no more, isn't looked for.
        """
        reading, first, offsets = sentence.reading, sentence.first, sentence.offsets
        last = first + (bisect_left(offsets, end) if end is not None else len(offsets))
        for at, number in self._within(reading, first, last):
            phrase, label = self._phrases[number]
            if start <= offsets[at - first] and wanted(label):
                behind = phrase.end(reading, at, last)
                if behind is not None:
                    yield Found(offsets[at - first], sentence.offset(behind - first)), label

    def found(self, sentence: Sentence, start: int = 0, end: int | None = None) -> bool:
        """Tell whether one of them is in a sentence, or in a part of its text."""
        return next(self.matches(sentence, start, end), None) is not None

    def _within(self, reading: Reading, first: int, last: int) -> Sequence[tuple[int, int]]:
        """Return where which phrase begins between two places, in order."""
        hits = reading.hits.get(self)
        if hits is None:
            hits = reading.hits[self] = sorted(self._hits(reading))
        return hits[bisect_left(hits, (first, 0)) : bisect_left(hits, (last, 0))] if hits else ()

    def _hits(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Yield where which phrase begins; only those are tried of which the text has the words."""
        known = reading.known
        for number in {each for sign in known & self._signs for each in self._by_sign[sign]}:
            phrase, _ = self._phrases[number]
            for signs in phrase.part.needs:
                if known.isdisjoint(signs):
                    break
            else:
                for at in each_of(phrase.begins(reading)):
                    yield at, number


def phrase_set(lines: Iterable[str], book: Phrasebook) -> PhraseSet[str]:
    """Return written phrases as a set; the label of each is itself."""
    return PhraseSet([(book.phrase(line), line) for line in lines])
