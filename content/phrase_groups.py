"""Parts of a phrase that are made of others: in order, one of several, and what may be missing."""

from collections.abc import Iterable, Sequence
from sys import intern

from content.phrase_parts import Words
from content.phrase_places import ANY_TEXT, COMMA, END, Part, Places, Reading

_MOST_NEEDS = 3  # sets of words that are looked at before a phrase is
_COMMON_COST = 60  # of a word that is in most sentences, among those that a phrase can't do without
_COMMON = frozenset(
    {
        *(COMMA, "us", "me", "no", "would", "been", "should"),
        *("i", "we", "you", "it", "that", "this", "they", "the", "a", "an", "your", "our", "my"),
        *("is", "are", "am", "was", "were", "be", "have", "has", "had", "will", "can", "do", "not"),
        *("to", "of", "for", "in", "on", "at", "and", "so", "with", "from", "as", "what", "if"),
    }
)


class Maybe:
    """A part that may be missing."""

    __slots__ = ("_part",)
    skippable = True
    needs = ANY_TEXT

    def __init__(self, part: Part) -> None:
        self._part = part

    def begins(self, reading: Reading, ends: Places) -> Places:
        """Return where it begins, and the places themselves."""
        return ends | self._part.begins(reading, ends)

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return where it ends, and the place itself."""
        found = self._part.ends(reading, at)
        return (*found, at) if at not in found else found


class InOrder:
    """Parts that follow each other."""

    __slots__ = ("needs", "parts", "skippable")

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        self.skippable = all(each.skippable for each in parts)
        needed = {signs for each in parts if not each.skippable for signs in each.needs}
        needed.difference_update(ANY_TEXT)
        self.needs = tuple(sorted(needed, key=_cost)[:_MOST_NEEDS]) or ANY_TEXT

    def begins(self, reading: Reading, ends: Places) -> Places:
        """Return where the first of them begins; it is asked for from the last one on."""
        for part in reversed(self.parts):
            ends = part.begins(reading, ends)
            if not ends:
                return 0
        return ends

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return where the last of them ends."""
        places: Sequence[int] = (at,)
        for part in self.parts:
            if len(places) == 1:
                places = part.ends(reading, places[0])
            else:
                ends = (end for place in places for end in part.ends(reading, place))
                places = tuple(dict.fromkeys(ends))
            if not places:
                return ()
        return places


class OneOf:
    """One part of several."""

    __slots__ = ("needs", "parts", "skippable")

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        self.skippable = any(each.skippable for each in parts)
        needed = frozenset[str]().union(*(each.needs[0] for each in parts))
        self.needs = ANY_TEXT if self.skippable or END in needed else (needed,)

    def begins(self, reading: Reading, ends: Places) -> Places:
        """Return where one of them begins."""
        key = (self, ends)
        places = reading.begun.get(key)
        if places is None:
            places, there = 0, []
            for each in self._there(reading):
                if begins := each.begins(reading, ends):
                    places |= begins
                    there.append(each)
            reading.begun[key] = places
            if ends == reading.every:  # the others are nowhere in the text
                reading.there[self] = there
        return places

    def ends(self, reading: Reading, at: int) -> Sequence[int]:
        """Return where one of them ends."""
        key = (self, at)
        if key not in reading.ended:
            ends = (end for each in self._there(reading) for end in each.ends(reading, at))
            reading.ended[key] = tuple(dict.fromkeys(ends))
        return reading.ended[key]

    def _there(self, reading: Reading) -> Sequence[Part]:
        """Return those of which the text has the words."""
        there = reading.there.get(self)
        if there is None:
            known = reading.known
            there = [each for each in self.parts if not known.isdisjoint(each.needs[0])]
            reading.there[self] = there
        return there


class Parts:
    """Makes parts; for the same words they are the same, and so is what a text tells of them."""

    def __init__(self) -> None:
        self.known: dict[str, Part] = {}  # by what is written, where that is one token
        self._words: dict[frozenset[str], Words] = {}
        self._maybe: dict[Part, Maybe] = {}
        self._in_order: dict[tuple[Part, ...], InOrder] = {}
        self._one_of: dict[tuple[Part, ...], OneOf] = {}

    def words(self, words: Iterable[str]) -> Words:
        """Return one word of several."""
        signs = frozenset(words)
        if signs not in self._words:
            signs = frozenset(map(intern, signs))  # one string for a word that stands in many
            self._words[signs] = Words(signs)
        return self._words[signs]

    def maybe(self, part: Part) -> Part:
        """Return a part that may be missing."""
        if part not in self._maybe:
            self._maybe[part] = Maybe(part)
        return self._maybe[part]

    def in_order(self, parts: Iterable[Part]) -> Part:
        """Return parts that follow each other."""
        row = tuple(parts)
        if len(row) == 1:
            return row[0]
        if row not in self._in_order:
            self._in_order[row] = InOrder(row)
        return self._in_order[row]

    def one_of(self, parts: Sequence[Part]) -> Part:
        """Return a choice; all its single words are one part, behind those that are longer."""
        single = [each for each in parts if isinstance(each, Words)]
        row = tuple(each for each in parts if not isinstance(each, Words))
        if single:
            row = (*row, self.words(word for each in single for word in each.words))
        if len(row) == 1:
            return row[0]
        if row not in self._one_of:
            self._one_of[row] = OneOf(row)
        return self._one_of[row]


def _cost(needs: frozenset[str]) -> int:
    return len(needs) + _COMMON_COST * len(needs & _COMMON)
