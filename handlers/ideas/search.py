"""Find ideas by the words that people have for them: beginnings of words, synonyms, ids."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from content.models import Content, Principle, ReminderText, Synonyms

MIN_BEGINNING = 4  # letters from which on a word finds longer ones that begin with it
MIN_WHOLE = 6  # letters from which on a word is found by a longer one that begins with it
MIN_STEM = 4  # letters that are left of a word without its ending
CLOSEST = 0.83  # alike, of 1, for a word that nothing speaks of
# What it counts where a word is found; of synonyms, the first idea counts most. One that is a part
# of a phrase counts little, the phrase itself as one word.
IN_NAME, IN_SYNONYMS, IN_TEXT, IN_REMINDERS = 16, 12, 6, 2
WHOLE = 3  # besides, for a word that isn't only the beginning of another

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y")
_SMALL = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "by", "do", "for", "from", "how", "i", "if"),
        *("in", "is", "it", "me", "my", "of", "on", "or", "our", "so", "that", "the", "their"),
        *("customer", "customers", "people"),  # of whom all of it speaks
        *("them", "they", "this", "to", "was", "we", "what", "when", "with", "you", "your"),
        *("he", "she", "his", "her", "him", "us", "who", "there", "here", "has", "have", "had"),
        *("will", "would", "can", "could", "going", "go", "off", "up", "out", "about", "one"),
        *("some", "any", "all", "just", "then", "than", "too", "very", "been", "were", "am"),
    )
)


def search(content: Content, typed: str) -> Sequence[Principle]:
    """Return the ideas that what is typed speaks of, the closest first.

    An id is that idea alone. Else an idea counts for each word that it has: in its name, among the
    words that people look for it with, in its text, or in the reminders that tell it. Those that
    have most of the words come first; one that has fewer than half of them is not what is meant,
    nor one that has them in its reminders alone, unless these have all.
    """
    wanted = _wanted(typed)
    if not wanted:
        return []
    if by_id := [each for each in content.principles if each.id.casefold() in wanted]:
        return by_id
    index = _index(content.principles, content.reminders, content.synonyms)
    whole, enough = " ".join(_words(typed)), (len(wanted) + 1) // 2
    found = []
    for number, idea in enumerate(content.principles):
        scores = [_score(index[idea.id], word) for word in wanted]
        phrase = max((each.weight for each in index[idea.id] if each.word == whole), default=0)
        matched = len(wanted) if phrase else sum(map(bool, scores))
        only_told = max(scores, default=0) <= IN_REMINDERS + WHOLE  # by its reminders, in passing
        if matched >= (len(wanted) if only_told else enough):
            found.append((-matched, -sum(scores) - phrase, number))
    return [content.principles[number] for *_, number in sorted(found)]


def nearest(content: Content, typed: str) -> str:
    """Return a word that is spelt almost like the one that is typed, or nothing."""
    index = _index(content.principles, content.reminders, content.synonyms)
    known = sorted({each.word for words in index.values() for each in words} - _SMALL)
    wanted = _wanted(typed)
    if len(wanted) != 1 or len(wanted[0]) <= MIN_BEGINNING:
        return ""
    return next(iter(get_close_matches(wanted[0], known, 1, CLOSEST)), "")


class _Known(NamedTuple):
    """A word that an idea has, without its ending as well, and what its best place counts."""

    word: str
    stem: str
    weight: int


def _score(words: Sequence[_Known], wanted: str) -> int:
    """Return what the best place counts at which an idea has a word, or nought."""
    if len(wanted) < MIN_BEGINNING:
        places = (each.weight for each in words if wanted in (each.word, each.stem))
        return max(places, default=0)
    stem = _stem(wanted)
    places = (
        each.weight + WHOLE * (each.stem == stem)
        for each in words
        if _is_beginning(each, wanted, stem)
    )
    return max(places, default=0)


def _is_beginning(known: _Known, wanted: str, stem: str) -> bool:
    """Tell whether one of two words begins the other, endings aside."""
    longer = len(known.word) >= MIN_WHOLE and wanted.startswith(known.stem)
    return longer or known.word.startswith(stem)


@lru_cache(maxsize=8)  # a pack in use, the one before it, and those of tests
def _index(
    principles: Sequence[Principle],
    reminders: Sequence[ReminderText],
    synonyms: Sequence[Synonyms],
) -> Mapping[str, Sequence[_Known]]:
    """Return the words of each idea, by its id."""
    found: dict[str, dict[str, int]] = defaultdict(dict)

    def note(idea: str, text: str, weight: int) -> None:
        for word in _words(text):
            found[idea][word] = max(weight, found[idea].get(word, 0))

    for each in principles:
        note(each.id, each.name, IN_NAME)
        note(each.id, f"{each.text} {each.practice}", IN_TEXT)
    for reminder in reminders:
        note(reminder.idea, f"{reminder.text} {reminder.practice or ''}", IN_REMINDERS)
    for entry in synonyms:
        for later, idea in enumerate(entry.ideas):
            for word in entry.words:
                phrase = " ".join(_words(word))
                found[idea][phrase] = max(IN_SYNONYMS - later, found[idea].get(phrase, 0))
                note(idea, word, IN_REMINDERS)
    return {
        idea: [_Known(word, _stem(word), weight) for word, weight in words.items()]
        for idea, words in found.items()
    }


def _stem(word: str) -> str:
    """Return a word without its ending: "promis" of "promised"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM:
            return word.removesuffix(ending)
    return word


def _wanted(typed: str) -> list[str]:
    words = _words(typed)
    return [word for word in words if word not in _SMALL] or words


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))
