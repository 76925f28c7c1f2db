"""Find ideas by the words that people have for them: beginnings of words, synonyms, ids."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from content.models import Content, Principle

MIN_BEGINNING = 4  # letters from which on a word finds longer ones that begin with it
MIN_WHOLE = 6  # letters from which on a word is found by a longer one that begins with it
MIN_STEM = 4  # letters that are left of a word without its ending
CLOSEST = 0.83  # alike, of 1, for a word that nothing speaks of
# What it counts where a word is found; of synonyms, the first idea counts most.
IN_NAME, IN_SYNONYMS, IN_TEXT, IN_REMINDERS = 8, 6, 3, 1

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "e", "y")
_SMALL = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "by", "do", "for", "from", "how", "i", "if"),
        *("in", "is", "it", "me", "my", "of", "on", "or", "our", "so", "that", "the", "their"),
        *("customer", "customers", "people"),  # of whom all of it speaks
        *("them", "they", "this", "to", "was", "we", "what", "when", "with", "you", "your"),
    )
)


def search(content: Content, typed: str) -> Sequence[Principle]:
    """Return the ideas that what is typed speaks of, the closest first.

    An id is that idea alone. Else an idea counts for each word that it has: in its name, among the
    words that people look for it with, in its text, or in the reminders that tell it. Those that
    have most of the words come first.
    """
    wanted, weights = _wanted(typed), _weights(content)
    if by_id := [each for each in content.principles if each.id.casefold() in wanted]:
        return by_id
    found = []
    for number, idea in enumerate(content.principles):
        scores = [_score(weights[idea.id], word) for word in wanted]
        found.append((-sum(map(bool, scores)), -sum(scores), number))
    return [content.principles[number] for matched, _, number in sorted(found) if matched]


def nearest(content: Content, typed: str) -> str:
    """Return a word that is spelt almost like one that nothing speaks of, or nothing."""
    known = sorted({word for words in _weights(content).values() for word in words} - _SMALL)
    long = (word for word in _wanted(typed) if len(word) > MIN_BEGINNING)
    near = (get_close_matches(word, known, 1, CLOSEST) for word in long)
    return next((found[0] for found in near if found), "")


def _score(weights: Mapping[str, int], wanted: str) -> int:
    """Return what the best place counts at which an idea has a word, or nought."""
    if len(wanted) < MIN_BEGINNING:
        places = (weights[word] for word in weights if wanted in (word, _stem(word)))
    else:
        stem = _stem(wanted)
        places = (
            weights[word]
            for word in weights
            if word.startswith(stem) or (len(word) >= MIN_WHOLE and wanted.startswith(_stem(word)))
        )
    return max(places, default=0)


def _weights(content: Content) -> Mapping[str, Mapping[str, int]]:
    """Return for each idea, by its id, its words with what the best place of each counts."""
    found: dict[str, dict[str, int]] = defaultdict(dict)

    def note(idea: str, text: str, weight: int) -> None:
        for word in _words(text):
            found[idea][word] = max(weight, found[idea].get(word, 0))

    for each in content.principles:
        note(each.id, each.name, IN_NAME)
        note(each.id, f"{each.text} {each.practice}", IN_TEXT)
    for reminder in content.reminders:
        note(reminder.idea, f"{reminder.text} {reminder.practice or ''}", IN_REMINDERS)
    for entry in content.synonyms:
        for later, idea in enumerate(entry.ideas):
            note(idea, " ".join(entry.words), max(IN_SYNONYMS - later, IN_TEXT))
    return found


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
