"""Phrases that are looked for together: only those are tried that can begin with a word there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from content.phrases import Phrase, Phrasebook
from handlers.domain.replies.words import Sentence

Label = TypeVar("Label")


@dataclass(frozen=True, slots=True)
class Found:
    """Where in the text of a sentence a phrase stands."""

    start: int
    end: int


class PhraseSet(Generic[Label]):
    """Phrases with labels; of a sentence only those are tried of which it has the words."""

    def __init__(self, phrases: Iterable[tuple[Phrase, Label]]) -> None:
        self._phrases = list(phrases)
        self._by_sign: dict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for number, (phrase, _) in enumerate(self._phrases):
            if not phrase.part.needs:
                self._always.append(number)
                continue
            for sign in phrase.part.needs[0]:
                self._by_sign[sign].append(number)
        self._signs = frozenset(self._by_sign)

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
        reading, offsets = sentence.reading, sentence.offsets
        if end is not None and end < len(sentence.text):
            reading = reading.up_to(sum(each < end for each in offsets))
        for at, number in sorted(self._likely(sentence)):
            if not start <= offsets[at] or at >= reading.size:
                continue
            phrase, label = self._phrases[number]
            behind = phrase.end(reading, at) if wanted(label) else None
            if behind is not None:
                yield Found(offsets[at], sentence.offset(behind)), label

    def found(self, sentence: Sentence, start: int = 0, end: int | None = None) -> bool:
        """Tell whether one of them is in a sentence, or in a part of its text."""
        return next(self.matches(sentence, start, end), None) is not None

    def _likely(self, sentence: Sentence) -> Iterator[tuple[int, int]]:
        """Yield where which phrase could begin."""
        signs = sentence.signs
        numbers = {each for sign in signs & self._signs for each in self._by_sign[sign]}
        for number in (*numbers, *self._always):
            part = self._phrases[number][0].part
            if any(map(signs.isdisjoint, part.needs)):
                continue
            for at in _places(sentence, part.starts, part.stems):
                yield at, number


def _places(
    sentence: Sentence, starts: frozenset[str] | None, stems: frozenset[str]
) -> Iterable[int]:
    """Return where one of these words stands, or one that begins with one of the stems."""
    if starts is None:
        return range(len(sentence.words))
    places = sentence.places
    found = [at for word in starts & places.keys() for at in places[word]]
    if stems:
        begins = tuple(stems)
        found += [at for word in places if word.startswith(begins) for at in places[word]]
    return set(found)


def phrase_set(lines: Iterable[str], book: Phrasebook) -> PhraseSet[str]:
    """Return written phrases as a set; the label of each is itself."""
    return PhraseSet([(book.phrase(line), line) for line in lines])
