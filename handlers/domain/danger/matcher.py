"""Find many patterns in a sentence at once: one pass over its words, a bit for each part.

The bits say which parts have just been met (Shift-And); the parts that may be missing are skipped
as in Navarro and Raffinot, Flexible Pattern Matching in Strings, chapter 4.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from content.patterns import SHORTEST_STEM, Part, Pattern

MASKS = 2048  # words whose parts are remembered: most words of most lines


@dataclass(frozen=True, slots=True)
class Span:
    """Where a pattern was found: its number, and its first and last word."""

    pattern: int
    first: int
    last: int


class Matcher:
    """Looks for all of its patterns together; the longer the list, the wider its numbers."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = patterns
        self._starts = self._any = self._optional = 0
        self._before_gap = self._gap_end = 0  # of each run of optional parts
        self._words: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._ends: dict[int, int] = {}  # bit number -> pattern
        bit = 0
        for number, pattern in enumerate(patterns):
            self._starts |= 1 << bit
            for place, part in enumerate(pattern):
                self._add(part, bit + place)
                if part.optional and not pattern[place - 1].optional:
                    self._before_gap |= 1 << (bit + place - 1)
                if part.optional and not pattern[place + 1].optional:
                    self._gap_end |= 1 << (bit + place)
            bit += len(pattern)
            self._ends[bit - 1] = number
        self._end_bits = sum(1 << each for each in self._ends)
        self._heads = frozenset(each[:SHORTEST_STEM] for each in self._stems)
        self._longest = max(map(len, self._stems), default=0)
        self._mask = lru_cache(MASKS)(self._parts_of)

    def spans(self, words: Sequence[str]) -> Iterator[Span]:
        """Yield where patterns are found, each with its shortest run of words to an end."""
        state = 0
        for place, word in enumerate(words):
            state = (state << 1 | self._starts) & self._mask(word)
            if not state:
                continue
            reached = state | self._gap_end
            state |= self._optional & (~(reached - self._before_gap) ^ reached)
            ends = state & self._end_bits
            while ends:
                lowest = ends & -ends
                ends ^= lowest
                number = self._ends[lowest.bit_length() - 1]
                yield Span(number, self._first(number, words, place), place)

    def _add(self, part: Part, bit: int) -> None:
        for word in part.words:
            self._words[word] = self._words.get(word, 0) | 1 << bit
        for stem in part.stems:
            self._stems[stem] = self._stems.get(stem, 0) | 1 << bit
        if part.any_word:
            self._any |= 1 << bit
        if part.optional:
            self._optional |= 1 << bit

    def _parts_of(self, word: str) -> int:
        """Return the parts that a word can stand for."""
        mask = self._words.get(word, 0) | self._any
        if word[:SHORTEST_STEM] in self._heads:
            for length in range(SHORTEST_STEM, min(len(word), self._longest) + 1):
                mask |= self._stems.get(word[:length], 0)
        return mask

    def _first(self, number: int, words: Sequence[str], last: int) -> int:
        """Return where the shortest run begins that ends a pattern here."""
        pattern = self._patterns[number]
        alive = {len(pattern) - 1}
        for place in range(last, -1, -1):
            met = {each for each in alive if pattern[each].fits(words[place])}
            if 0 in met:
                return place
            alive = set()
            for each in met:
                alive.add(before := each - 1)
                while pattern[before].optional:  # never the first
                    alive.add(before := before - 1)
        return 0
