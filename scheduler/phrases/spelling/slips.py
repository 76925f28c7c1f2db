"""Slips of the pen: how far a word is from another, and which day was meant."""

import re

from scheduler.phrases.time_words import NO_SLIPS, SHORTEST_SLIP, TWO_SLIPS
from scheduler.phrases.vocabulary import DAY_NAMES, DAY_SPELLINGS

_LONG_DAYS = [each for name in DAY_NAMES for each in (name.lower(), f"{name.lower()}s")]
_LETTERS = re.compile(r"\b[a-z]{4,12}\b")


def distance(one: str, other: str) -> int:
    """Return how many letters were left out, added, changed or swapped; 3 where many were.

    Optimal string alignment (https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance).
    """
    if abs(len(one) - len(other)) > 2:
        return 3
    before, row = list[int](), list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        earlier, before, row = before, row, [place]
        for at, theirs in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != theirs))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == theirs:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
    return row[-1]


def without_slips(text: str) -> str:
    """Return a plain text with the days of the week, and "every", that were nearly written."""
    return _LETTERS.sub(lambda found: _day_meant(found.group()), text)


def _day_meant(word: str) -> str:
    """Return the day of the week, or "every", that a slip of the pen was meant to be; else it."""
    if len(word) == 4 and distance(word, "every") == 1:  # evry, evey: a letter was left out
        return "every"
    if len(word) < SHORTEST_SLIP or word in NO_SLIPS or word in DAY_SPELLINGS:
        return word
    near = [day for day in _LONG_DAYS if distance(word, day) <= (2 if len(day) >= TWO_SLIPS else 1)]
    return near[0] if len({each.removesuffix("s") for each in near}) == 1 else word
