"""Words that can be read in two ways: their neighbours decide.

"The refund's gone" and "the driver's van", "ill ring you" and "my wife is ill", "ur booked" and
"ur order", "4 you" and "4 bags", "should of" and "part of".
"""

import re
from collections.abc import Sequence

OWNS_OR_IS = "'s"  # stands for it where it isn't decided yet
# Before 's these take "is"; after other words it may be a possessive.
_IS = frozenset(
    {
        *("that", "it", "what", "there", "here", "who", "how", "where", "this", "he", "she"),
        *("everything", "nobody", "everyone", "someone", "nothing", "something", "all"),
    }
)
_HAS = frozenset({"been", "got", "had", "gone", "happened", "left", "taken"})
# Before these, 's is "is" after any word, and so is any word in -ing but for a few nouns.
_AFTER_IS = frozenset(
    {
        *("a", "an", "the", "not", "now", "just", "already", "also", "all", "so", "too", "never"),
        *("in", "on", "at", "with", "from", "for", "to", "off", "out", "up", "down", "back"),
        *("over", "here", "there", "done", "ready", "yours", "still", "live", "fixed", "sorted"),
        *("booked", "paid", "safe", "clear"),
    }
)
_ING = re.compile(r"[a-z]{2,}ing")
_ED = re.compile(r"[a-z]{2,}ed")
_OBJECTS = frozenset({"it", "the", "you", "your", "them", "a", "an", "that", "him", "her", "our"})
_AFTER_STATE = frozenset(
    {"", ",", "for", "by", "to", "at", "on", "in", "now", "and", "off", "up", "back", "out", "with"}
)
_NOUNS = frozenset(
    {
        *("morning", "evening", "wedding", "building", "booking", "parking", "meeting", "thing"),
        *("feeling", "hearing", "setting", "spring", "warning", "training", "handling", "reading"),
        *("billing", "packaging", "cooking", "cleaning", "clothing", "bring", "string", "heating"),
        *("lighting", "opening", "closing", "pricing", "wording", "timing", "everything"),
    }
)
_WOULD_HAVE = frozenset({"should", "could", "would", "must", "might"})
_CLAUSE_BEGINS = frozenset(
    {"", ",", "and", "so", "then", "but", "ok", "yes", "or", "sure", "because", "if", "that"}
)
_WHOM = frozenset({"you", "your", "me", "us", "ur", "him", "her", "them"})
_WANTING = frozenset({"need", "have", "want", "going", "able", "got", "like", "happy"})
_WISHES = frozenset({"like", "love", "be", "rather", "say", "hate", "prefer"})
_AFTER_YOU_ARE = frozenset(
    {
        *("sorry", "right", "not", "in", "on", "all", "welcome", "so", "booked", "sorted", "set"),
        *("good", "done", "a", "the", "very", "out", "up", "now", "free", "never"),
    }
)


def read(words: Sequence[str], place: int) -> tuple[str, ...]:
    """Return what the word at a place means there."""
    word = words[place]
    before = words[place - 1] if place else ""
    behind, after = (*words[place + 1 : place + 3], "", "")[:2]
    match word:
        case "'s":
            return _is_or_owns(before, behind, after)
        case "of" if before in _WOULD_HAVE:
            return ("have",)
        case "ill" if before in _CLAUSE_BEGINS and behind:
            return ("i", "will")
        case "id" if behind in _WISHES:
            return ("i", "would")
        case "4" if behind in _WHOM:
            return ("for",)
        case "2" if before in _WANTING:
            return ("to",)
        case "ur":
            is_verb = behind in _AFTER_YOU_ARE or _is_going_on(behind)
            return ("you", "are") if is_verb else ("your",)
        case _:
            return (word,)


def _is_or_owns(before: str, behind: str, after: str) -> tuple[str, ...]:
    is_done = _ED.fullmatch(behind) is not None
    if behind in _HAS or (is_done and after in _OBJECTS):
        return ("has",)
    is_state = is_done and after in _AFTER_STATE
    is_verb = before in _IS or behind in _AFTER_IS or is_state or _is_going_on(behind)
    return ("is",) if is_verb else ()


def _is_going_on(word: str) -> bool:
    return _ING.fullmatch(word) is not None and word not in _NOUNS
