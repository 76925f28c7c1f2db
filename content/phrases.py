"""How phrases to look for in a reply are written in a pack, and how they are read.

    sorry (that|for|about)     these words in this order, one of a choice
    I am [so] sorry            in square brackets: may be missing
    frustrat*                  any ending
    sorry .. if                up to three other words between, ``...`` six, ``..9`` nine
    sorry * happened           any one word
    will ~(never|not) come     what follows doesn't begin with one of these
    {me} will                  a word of the list of that name
    ^ sorry                    at the beginning of a sentence, or behind a comma
    sorry $                    at the end of a sentence
    sorry , but                here a comma is needed; elsewhere commas don't matter
    {/[0-9]+ ?%/}              an expression, for whoever knows them

They are looked for in a sentence of normalised words (see ``handlers.domain.replies.words``).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from content.phrase_grammar import Grammar
from content.phrase_groups import Parts
from content.phrase_places import Part, Places, Reading

DEEPEST = 4  # lists in lists
# A word, or the beginning of one; not the name of a list, nor an expression.
_WORD = re.compile(r"\{/[^/]+/\}|\{[a-z-]+\}|([^\s()\[\]|^,~{}*]+\*?)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase made ready, to be looked for in a text."""

    part: Part

    def begins(self, reading: Reading) -> Places:
        """Return the places where it begins."""
        return self.part.begins(reading, reading.every) & reading.inside

    def end(self, reading: Reading, at: int, last: int) -> int | None:
        """Return the place behind it where it begins, at most a last one, or None."""
        return next((each for each in self.part.ends(reading, at) if each <= last), None)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that phrases know: whole ones, and those that begin with a stem."""

    words: frozenset[str]
    stems: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.words or word.startswith(self.stems)


class Phrasebook:
    """Makes written phrases ready; the lists that they may use are read once."""

    def __init__(
        self, lists: Mapping[str, tuple[str, ...]], below: "Phrasebook | None" = None
    ) -> None:
        """Take the lists of one file, and a book with those that all files share."""
        self._lists, self._below = lists, below
        self._parts: Parts = below._parts if below else Parts()
        self._grammar = Grammar(self._parts, self.list_of)
        self._read: dict[str, Part] = {}
        self._phrases: dict[str, Phrase] = {}

    def phrase(self, line: str) -> Phrase:
        """Return a written phrase made ready, or raise ValueError with what is wrong with it."""
        if line not in self._phrases:
            part = self._grammar.read(line)
            if part.skippable:
                raise ValueError(f"has «{line[:60]}», in which every word may be missing; name one")
            self._phrases[line] = Phrase(part)
        return self._phrases[line]

    def list_of(self, name: str, depth: int) -> Part:
        """Return the list of a name as a choice; ValueError when there is none."""
        if name not in self._lists:
            if self._below is not None:
                return self._below.list_of(name, depth)
            raise ValueError(f"has the list {{{name}}}, which is not under lists")
        if depth > DEEPEST:
            raise ValueError(f"has the list {{{name}}}, which is made of itself")
        if name not in self._read:
            lines = sorted(self._lists[name], key=len, reverse=True)
            choices = [self._grammar.read(each, depth + 1) for each in lines]
            self._read[name] = self._parts.one_of(choices)
        return self._read[name]


def vocabulary(lines: Iterable[str]) -> Vocabulary:
    """Return the words of written phrases, and of the lists that they use."""
    tokens = set(_WORD.findall("\n".join(lines)))
    found = {each.casefold() for each in tokens if each[:1].isalpha()}
    stems = sorted(each[:-1] for each in found if each.endswith("*"))
    return Vocabulary(frozenset(each for each in found if each[-1] != "*"), tuple(stems))
