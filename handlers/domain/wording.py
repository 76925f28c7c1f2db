"""The words of a shout-out: what somebody did, long enough to be worth something, and harmless."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from handlers.domain.people import Mention

MIN_WORDS, MIN_LETTERS = 5, 20  # of what says what somebody did

# Scripts that leave no space between words: a sign is about half a word, and two letters.
_DENSE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\U00020000-\U0002ffff]"
)
_SYLLABLE = re.compile("[\uac00-\ud7a3]")  # one sign for two or three letters
_POSSESSIVE = re.compile(r"['’]s?\b|['’]s?(?=\s)")
_JOINING = re.compile(
    r"(?:\s|[,;:&+.…-]|\b(?:and|und|et|y|e|for|für|pour|por|per)\b)+", re.IGNORECASE
)


def addressed(text: str, mentions: Iterable[Mention]) -> tuple[tuple[Mention, ...], str]:
    """Return whom a typed line begins with, and what is said after them.

    Somebody who is mentioned further on is part of the story, not thanked.
    """
    longest = sorted(mentions, key=lambda each: len(each.sign), reverse=True)
    found: dict[str, Mention] = {}
    rest = _after(text.strip(), _JOINING)
    while mention := next((each for each in longest if rest.startswith(each.sign)), None):
        found[mention.id] = mention
        after = rest.removeprefix(mention.sign)
        if _POSSESSIVE.match(after):  # their patience: the words say whose
            break
        rest = _after(after, _JOINING)
    return tuple(found.values()), rest.strip()


def named_first(text: str, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return who is thanked in a line that begins with something else: the first named together.

    In ``thanks to @dana for staying, and @alex was ill`` that is Dana alone.
    """
    everybody = tuple(mentions)
    places = [place for each in everybody if (place := text.find(each.sign)) >= 0]
    return addressed(text[min(places) :], everybody)[0] if places else ()


def is_enough(text: str, names: Iterable[str]) -> bool:
    """Tell whether it says what somebody did: without names and signs, in any language."""
    text = _replaced(text, names, " ")
    dense = len(_DENSE.findall(text))
    words = _words(_DENSE.sub(" ", text))
    letters = sum(len(each) for each in words) + 2 * dense + len(_SYLLABLE.findall(text))
    return len(set(words)) + dense // 2 >= MIN_WORDS and letters >= MIN_LETTERS


def is_grave(text: str, grave: Iterable[str]) -> bool:
    """Tell whether a text holds one of the words of harm or threat."""
    said = _run_of_words(text)
    return any(_known_run(each) in said for each in grave)


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts say the same, large letters and spaces aside."""
    return one.casefold().split() == other.casefold().split()


def without(text: str, names: Iterable[str]) -> str:
    """Return a text that doesn't name these people."""
    return _replaced(text, names, "a colleague")


def in_brief(text: str, limit: int) -> str:
    """Return the beginning of a text, within so many characters; an ellipsis says it goes on."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    whole = text[:limit].rpartition(" ")[0]
    kept = whole if 2 * len(whole) >= limit else text[: limit - 1]
    return f"{kept.rstrip(' ,.;:-')}…"


def names_in_words(names: Iterable[str]) -> str:
    """Return names as one says them: Ana, Bo and Li."""
    *others, last = [*names] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _replaced(text: str, names: Iterable[str], by: str) -> str:
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w)@?{re.escape(name)}(?!\w)", by, text)
    return text


def _after(text: str, pattern: re.Pattern[str]) -> str:
    found = pattern.match(text)
    return text[found.end() :] if found else text


def _run_of_words(text: str) -> str:
    return f" {' '.join(_words(text))} "


@lru_cache(maxsize=2048)
def _known_run(words: str) -> str:
    """Return a word of a pack; they are compared with every line."""
    return _run_of_words(words)


def _words(text: str) -> list[str]:
    """Return runs of letters with their marks, folded."""
    signs = (sign if unicodedata.category(sign)[0] in "LM" else " " for sign in text)
    return "".join(signs).casefold().split()
