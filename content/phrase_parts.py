"""What a phrase is made of, and where in a sentence each part can end.

A part is asked where it ends when it begins at a word; several answers stand in the order in which
they are preferred. What a choice finds at a word is remembered for the sentence, as most phrases
use the same lists.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

COMMA = ","
DIGITS = "#"  # stands for any word with a digit
_NONE = frozenset[str]()
_MOST_KNOWN = 2_000  # words of which it is remembered whether they begin with a stem
_DIGIT = re.compile(r"\d")
_MOST_NEEDS = 3  # sets of words that are looked at before a phrase is
_COMMON_COST = 60  # of a word that is in most sentences, among those that a phrase can't do without
_COMMON = frozenset(
    {
        *("i", "we", "you", "it", "that", "this", "they", "the", "a", "an", "your", "our", "my"),
        *("is", "are", "am", "was", "were", "be", "have", "has", "had", "will", "can", "do", "not"),
        *("to", "of", "for", "in", "on", "at", "and", "so", "with", "from", "as", "what", "if"),
    }
)


@dataclass(slots=True)
class Reading:
    """The words of a sentence, up to ``size`` of them, and what was found in it so far.

    ``keys`` are by what each word can be looked up.
    """

    words: Sequence[str]
    size: int
    keys: Sequence[Sequence[str]]
    found: dict[tuple[int, int], Sequence[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Sequence[str]) -> "Reading":
        """Return words to be looked through."""
        return cls(words, len(words), tuple(map(keys_of, words)))

    def up_to(self, size: int) -> "Reading":
        """Return the first of them, to be looked through anew."""
        return Reading(self.words, size, self.keys)


class Part(Protocol):
    """A part of a phrase.

    ``starts`` and ``stems``: its first word is one of these or begins with one of those; when
    ``starts`` is None, it may be any. ``skippable``: it may be missing. ``needs``: sets of words
    and stems; of each of them one has to be in the sentence.
    """

    starts: frozenset[str] | None
    stems: frozenset[str]
    skippable: bool
    needs: tuple[frozenset[str], ...]

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return where it can end, the preferred place first; nothing where it isn't there."""
        ...


class Words:
    """One word of several; of one with an asterisk, any that begins with it.

    A comma behind it doesn't matter.
    """

    __slots__ = ("_begins", "_stems", "needs", "starts", "stems", "words")
    skippable = False

    def __init__(self, words: Iterable[str]) -> None:
        signs = frozenset(words)
        stems = frozenset(each[:-1] for each in signs if each[-1] == "*")
        self.stems = stems or _NONE
        self.words = signs - {f"{each}*" for each in stems} if stems else signs
        self.starts: frozenset[str] | None = self.words
        self.needs: tuple[frozenset[str], ...] = (signs,)
        self._stems = tuple(sorted(stems))
        self._begins: dict[str, bool] | None = None

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return the place behind the word, with a comma and without."""
        if at >= reading.size:
            return ()
        word = reading.words[at]
        if word in self.words or (self._stems and self._has_stem(word)):
            return _behind(reading, at)
        return ()

    def _has_stem(self, word: str) -> bool:
        if self._begins is None or len(self._begins) > _MOST_KNOWN:
            self._begins = {}
        known = self._begins.get(word)
        if known is None:
            known = self._begins[word] = word.startswith(self._stems)
        return known


class AnyWord:
    """Any one word."""

    starts: frozenset[str] | None = None
    stems = frozenset[str]()
    skippable = False
    needs: tuple[frozenset[str], ...] = ()

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return the place behind the word."""
        is_word = at < reading.size and reading.words[at] != COMMA
        return _behind(reading, at) if is_word else ()


class Expression(AnyWord):
    """One word that an expression describes; where that has digits, only words with some fit."""

    def __init__(self, source: str) -> None:
        self._expression = re.compile(source)
        if r"\d" in source:
            digits = frozenset({DIGITS})
            self.starts, self.needs = digits, (digits,)

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return the place behind the word."""
        is_there = at < reading.size and self._expression.fullmatch(reading.words[at])
        return _behind(reading, at) if is_there else ()


class Comma(AnyWord):
    """A comma that has to be there."""

    starts: frozenset[str] | None = frozenset({COMMA})

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return the place behind the comma."""
        return (at + 1,) if at < reading.size and reading.words[at] == COMMA else ()


class Beginning(AnyWord):
    """The beginning of a sentence, or the place behind a comma; it takes no word."""

    starts: frozenset[str] | None = frozenset()
    skippable = True

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return the place itself."""
        return (at,) if at == 0 or reading.words[at - 1] == COMMA else ()


class End(Beginning):
    """The end of a sentence; it takes no word."""

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return the place itself."""
        return (at,) if at >= len(reading.words) else ()


class Not(AnyWord):
    """What must not follow; it takes no word."""

    starts: frozenset[str] | None = frozenset()
    skippable = True

    def __init__(self, part: Part) -> None:
        self._part = part

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return the place itself."""
        return () if self._part.ends(reading, at) else (at,)


class Gap(AnyWord):
    """Some words that may stand between, as few as will do."""

    skippable = True

    def __init__(self, most: int) -> None:
        self._most = most

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return all places within reach."""
        return range(at, min(at + self._most, reading.size) + 1)


class Maybe:
    """A part that may be missing."""

    __slots__ = ("_part", "starts", "stems")
    skippable = True
    needs: tuple[frozenset[str], ...] = ()

    def __init__(self, part: Part) -> None:
        self._part, self.starts, self.stems = part, part.starts, part.stems

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return where it ends, and the place itself."""
        found = self._part.ends(reading, at)
        return (*found, at) if at not in found else found


class InOrder:
    """Parts that follow each other."""

    __slots__ = ("needs", "parts", "skippable", "starts", "stems")

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self.skippable = all(each.skippable for each in parts)
        first = next((n for n, each in enumerate(parts, 1) if not each.skippable), len(parts))
        self.starts, self.stems = _starts_of(parts[:first])
        needed = {signs for each in parts if not each.skippable for signs in each.needs}
        self.needs = tuple(sorted(needed, key=_cost)[:_MOST_NEEDS])

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return where the last of them ends."""
        places: Sequence[int] = (at,)
        for part in self.parts:
            if len(places) == 1:
                places = part.ends(reading, places[0])
            else:
                found: dict[int, None] = {}
                for place in places:
                    for end in part.ends(reading, place):
                        found[end] = None
                places = tuple(found)
            if not places:
                return ()
        return places


class OneOf:
    """One part of several; only those are tried that can begin with the word there."""

    __slots__ = ("_by_word", "_others", "needs", "skippable", "starts", "stems")

    def __init__(self, parts: Sequence[Part]) -> None:
        self.skippable = any(each.skippable for each in parts)
        self.starts, self.stems = _starts_of(parts)
        is_sure = not self.skippable and all(each.needs for each in parts)
        first = (each.needs[0] for each in parts) if is_sure else ()
        needed = frozenset[str]().union(*first)
        self.needs: tuple[frozenset[str], ...] = (needed,) if is_sure else ()
        self._by_word: dict[str, list[Part]] = {}
        self._others: list[tuple[tuple[str, ...], Part]] = []
        for each in parts:
            if each.starts is None or each.skippable:
                self._others.append(((), each))
                continue
            for word in each.starts:
                self._by_word.setdefault(word, []).append(each)
            if each.stems:
                self._others.append((tuple(each.stems), each))

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return where one of them ends."""
        key = (id(self), at)
        if key not in reading.found:
            reading.found[key] = self._ends(reading, at)
        return reading.found[key]

    def _ends(self, reading: Reading, at: int) -> Sequence[int]:
        word = reading.words[at] if at < reading.size else ""
        places: dict[int, None] = {}
        for key in reading.keys[at] if at < reading.size else ():
            for each in self._by_word.get(key, ()):
                for end in each.ends(reading, at):
                    places[end] = None
        for stems, each in self._others:
            if not stems or word.startswith(stems):
                for end in each.ends(reading, at):
                    places[end] = None
        return tuple(places)


def keys_of(word: str) -> Sequence[str]:
    """Return a word, and the sign for its digits if it has some."""
    return (word, DIGITS) if _DIGIT.search(word) else (word,)


def _behind(reading: Reading, at: int) -> Sequence[int]:
    """Return the place behind a word, first behind the comma that follows it."""
    after = at + 1
    if after < reading.size and reading.words[after] == COMMA:
        return (after + 1, after)
    return (after,)


def _starts_of(parts: Sequence[Part]) -> tuple[frozenset[str] | None, frozenset[str]]:
    if len(parts) == 1:  # the same sets, not copies: there are tens of thousands of parts
        return parts[0].starts, parts[0].stems
    stems = _NONE.union(*(each.stems for each in parts)) or _NONE
    starts = [each.starts for each in parts if each.starts is not None]
    return (frozenset[str]().union(*starts) if len(starts) == len(parts) else None), stems


def one_of(parts: Sequence[Part], words: Sequence[str] = ()) -> Part:
    """Return a choice; all its single words are one part, behind those that are longer."""
    single = [each for each in parts if isinstance(each, Words)]
    joined: list[Part] = [each for each in parts if not isinstance(each, Words)]
    if single or words:
        more = (f"{stem}*" for each in single for stem in each.stems)
        joined.append(Words([*words, *(word for each in single for word in each.words), *more]))
    return OneOf(joined) if len(joined) > 1 else joined[0]


def _cost(needs: frozenset[str]) -> int:
    return len(needs) + _COMMON_COST * len(needs & _COMMON)
