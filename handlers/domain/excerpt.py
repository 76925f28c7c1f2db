"""Words that don't fit their line: cut where a reader would cut them, and it shows."""

from collections.abc import Iterable, Iterator

import regex

from handlers.marked import Mark

_SIGN = regex.compile(r"\X")
_LOOSE = " \n\t,.;:·-–—"  # what nobody ends a line with that goes on
_WORD = 20  # characters of a word that is left out whole; a longer one is cut inside


def cut(text: str, limit: int) -> str:
    """Return at most ``limit`` characters; what was cut ends with an ellipsis, after a whole word.

    Never half of what a reader sees as one sign.
    """
    if len(text) <= limit:
        return text
    kept = _signs(text, limit - 1)
    *before, last = kept.rsplit(maxsplit=1) or [""]
    inside = not (text[len(kept)].isspace() or kept[-1:].isspace())
    if inside and before and len(last) <= _WORD:
        kept = before[0]
    return kept.rstrip(_LOOSE) + "…"


def cut_pieces(
    pieces: Iterable[tuple[str, Mark | None]], limit: int
) -> Iterator[tuple[str, Mark | None]]:
    """Yield the pieces of a text, each with what is said of it, cut as ``cut`` does."""
    for words, mark in pieces:
        if len(words) > limit:
            yield (cut(words, limit) if limit > 0 else "…"), mark
            return
        yield words, mark
        limit -= len(words)


def _signs(text: str, limit: int) -> str:
    """Return as many whole signs as fit."""
    kept, length = [], 0
    for match in _SIGN.finditer(text):
        sign = match.group()
        if length + len(sign) > limit:
            break
        kept.append(sign)
        length += len(sign)
    return "".join(kept)


def capitalised(words: str) -> str:
    """Return the words with a capital first letter."""
    return words[:1].upper() + words[1:]
