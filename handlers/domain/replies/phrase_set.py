"""Phrases that are looked for together: only those are tried that can begin with a word there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from content.phrase_parts import Reading, keys_of
from content.phrases import Phrase, Phrasebook
from handlers.domain.replies.words import Sentence

Label = TypeVar("Label")
_MOST_KNOWN = 50_000  # words for which it is remembered what can begin with them


@dataclass(frozen=True, slots=True)
class Found:
    """Where in the text of a sentence a phrase stands."""

    start: int
    end: int


class PhraseSet(Generic[Label]):
    """Phrases with labels, by the words with which they begin."""

    def __init__(self, phrases: Iterable[tuple[Phrase, Label]]) -> None:
        self._phrases = list(phrases)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._anywhere: list[int] = []
        for number, (phrase, _) in enumerate(self._phrases):
            if phrase.part.starts is None:
                self._anywhere.append(number)
                continue
            for word in phrase.part.starts:
                self._by_word[word].append(number)
            for stem in phrase.part.stems:
                self._by_stem[stem].append(number)
        self._lengths = sorted({len(each) for each in self._by_stem})
        self._after: dict[str, Sequence[int]] = {}

    def matches(
        self, sentence: Sentence, start: int = 0, end: int | None = None
    ) -> Iterator[tuple[Found, Label]]:
        """Yield what is found in a sentence, or in a part of its text, in the order of words."""
        reading, offsets = sentence.reading, sentence.offsets
        if end is not None and end < len(sentence.text):
            reading = Reading(reading.words, sum(each < end for each in offsets))
        may_be: dict[int, bool] = {}
        for at in range(reading.size):
            if offsets[at] < start:
                continue
            for number in self._candidates(reading.words[at]):
                phrase, label = self._phrases[number]
                if number not in may_be:
                    needs = phrase.part.needs
                    may_be[number] = not any(map(sentence.signs.isdisjoint, needs))
                if not may_be[number]:
                    continue
                behind = phrase.end(reading, at)
                if behind is not None:
                    yield Found(offsets[at], sentence.offset(behind)), label

    def found(self, sentence: Sentence, start: int = 0, end: int | None = None) -> bool:
        """Tell whether one of them is in a sentence, or in a part of its text."""
        return next(self.matches(sentence, start, end), None) is not None

    def _candidates(self, word: str) -> Sequence[int]:
        if word not in self._after:
            if len(self._after) > _MOST_KNOWN:
                self._after.clear()
            stems = (self._by_stem.get(word[:length], ()) for length in self._lengths)
            by_stem = [each for found in stems for each in found]
            by_word = [each for key in keys_of(word) for each in self._by_word.get(key, ())]
            numbers = {*by_word, *by_stem, *self._anywhere}
            self._after[word] = sorted(numbers)
        return self._after[word]


def phrase_set(lines: Iterable[str], book: Phrasebook) -> PhraseSet[str]:
    """Return written phrases as a set; the label of each is itself."""
    return PhraseSet([(book.phrase(line), line) for line in lines])
