"""Phrases that are looked for together: only those are tried that can begin with a word there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from content.phrases import Phrase, Phrasebook
from handlers.domain.replies.words import Sentence

Label = TypeVar("Label")
SHORTEST_STEM = 2


class PhraseSet(Generic[Label]):
    """Phrases with labels, by the words with which they begin."""

    def __init__(self, phrases: Iterable[tuple[Phrase, Label]]) -> None:
        self._by_word: dict[str, list[tuple[Phrase, Label]]] = defaultdict(list)
        self._by_stem: dict[str, list[tuple[Phrase, Label]]] = defaultdict(list)
        self._anywhere: list[tuple[Phrase, Label]] = []
        for phrase, label in phrases:
            entry = (phrase, label)
            if phrase.starts is None:
                self._anywhere.append(entry)
                continue
            for word in phrase.starts:
                self._by_word[word].append(entry)
            for stem in phrase.stems:
                self._by_stem[stem].append(entry)
        self._lengths = sorted({len(each) for each in self._by_stem})
        self._after: dict[str, list[tuple[Phrase, Label]]] = {}

    def matches(
        self, sentence: Sentence, start: int = 0, end: int | None = None
    ) -> Iterator[tuple[re.Match[str], Label]]:
        """Yield what is found in a sentence, or in a part of its text, in the order of words."""
        text = sentence.text
        stop = len(text) if end is None else end
        for word, offset in zip(sentence.words, sentence.offsets, strict=True):
            if not start <= offset < stop:
                continue
            for phrase, label in self._candidates(word.text):
                if found := phrase.expression.match(text, offset, stop):
                    yield found, label

    def found(self, sentence: Sentence, start: int = 0, end: int | None = None) -> bool:
        """Tell whether one of them is in a sentence, or in a part of its text."""
        return next(self.matches(sentence, start, end), None) is not None

    def _candidates(self, word: str) -> list[tuple[Phrase, Label]]:
        if word not in self._after:
            if len(self._after) > 50_000:
                self._after.clear()
            stems = (self._by_stem.get(word[:length], ()) for length in self._lengths)
            by_stem = [each for found in stems for each in found]
            entries = [*self._by_word.get(word, ()), *by_stem, *self._anywhere]
            self._after[word] = list(
                {id(phrase): (phrase, label) for phrase, label in entries}.values()
            )
        return self._after[word]


def phrase_set(lines: Iterable[str], book: Phrasebook) -> PhraseSet[str]:
    """Return written phrases as a set; the label of each is itself."""
    return PhraseSet([(book.phrase(line), line) for line in lines])
