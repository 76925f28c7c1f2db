"""The words of a text, and where they stand: many places at once are the bits of one number.

A place is a word, a comma, or the end of a sentence. So a part of a phrase is looked for once in a
text, at all its places, however often the same words come again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

Places = int  # a bit for each of them
COMMA = ","
END = ""  # stands behind the last word of a sentence
DIGITS = "#"  # stands for any word with a digit
ANY_TEXT: tuple[frozenset[str], ...] = (frozenset({END}),)  # what stands in every text
MAX_STEM = 40  # letters before an asterisk
_DIGIT = re.compile(r"\d")


class Part(Protocol):
    """A part of a phrase.

    ``skippable``: it may be missing. ``needs``: one set of words and stems or several; of each of
    them one has to be in the text. The rarest is the first.
    """

    skippable: bool
    needs: tuple[frozenset[str], ...]

    def begins(self, reading: "Reading", ends: Places) -> Places:
        """Return where it begins when it has to end at one of these places."""
        ...

    def ends(self, reading: "Reading", at: int) -> Sequence[int]:
        """Return where it can end, the preferred place first; nothing where it isn't there."""
        ...


class Reading:
    """The sentences of a text, to be looked through, and what was found in them so far.

    ``firsts`` are the places of their first words; ``stands`` tells where each word is, ``signs``
    also where those are that begin with ``stem*``.
    """

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        self.words: list[str] = []
        self.firsts: list[int] = []
        for each in sentences:
            self.firsts.append(len(self.words))
            self.words += (*each, END)
        self.stands = _standing(self.words)
        self.commas = self.stands.get(COMMA, 0)
        self.before_comma = self.commas >> 1
        self.every: Places = (1 << len(self.words)) - 1
        self.endings = self.stands.pop(END, 0)
        self.inside = self.every & ~self.endings
        self.beginnings = sum(1 << each for each in self.firsts) | self.commas << 1
        self.signs = self.stands | _digits(self.stands) | _stems(self.stands)
        self.known = frozenset({*self.signs, END})
        self._places: dict[object, Places] = {}
        self.begun: dict[tuple[object, Places], Places] = {}
        self.ended: dict[tuple[object, int], Sequence[int]] = {}
        self.there: dict[object, Sequence[Part]] = {}
        self.hits: dict[object, Sequence[tuple[int, int]]] = {}

    def places(self, signs: frozenset[str]) -> Places:
        """Return where one of these words stands, or one that begins with a ``stem*`` of them."""
        places = self._places.get(signs)
        if places is None:
            places = 0
            for each in signs & self.known:
                places |= self.signs[each]
            self._places[signs] = places
        return places

    def fitting(self, expression: re.Pattern[str]) -> Places:
        """Return where a word stands that an expression describes."""
        if expression not in self._places:
            places = 0
            for word in filter(expression.fullmatch, self.stands):
                places |= self.stands[word]
            self._places[expression] = places
        return self._places[expression]

    def before(self, places: Places) -> Places:
        """Return where a word ends at one of these places, with the comma behind it or without."""
        return places >> 1 | places >> 2 & self.before_comma

    def behind(self, at: int) -> Sequence[int]:
        """Return the place behind a word, first behind the comma that follows it."""
        after = at + 1
        return (after + 1, after) if self.words[after] == COMMA else (after,)


def each_of(places: Places) -> Iterator[int]:
    """Yield the places one by one, in order."""
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest


def _standing(words: Sequence[str]) -> dict[str, Places]:
    stands: dict[str, Places] = {}
    for at, word in enumerate(words):
        stands[word] = stands.get(word, 0) | 1 << at
    return stands


def _digits(stands: dict[str, Places]) -> dict[str, Places]:
    places = 0
    for word in filter(_DIGIT.search, stands):
        places |= stands[word]
    return {DIGITS: places} if places else {}


def _stems(stands: dict[str, Places]) -> dict[str, Places]:
    begins: dict[str, Places] = {}
    for word, places in stands.items():
        for length in range(1, min(len(word), MAX_STEM) + 1):
            stem = f"{word[:length]}*"
            begins[stem] = begins.get(stem, 0) | places
    return begins
