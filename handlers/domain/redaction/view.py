"""A text as the passes read it: plain digits and signs, nothing invisible, what is found covered.

A pass looks at ``view.text`` and returns spans; ``cover`` takes them out of sight of the next one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

KEPT = "\ue000"  # stands for each sign of what stays, whatever the later passes think
MAYBE = "\ue001"  # stays, unless it turns out to be part of a telephone number


class Kind(StrEnum):
    """What is taken out; the value stands in its place, in brackets."""

    CARD = "card"
    IBAN = "iban"
    EMAIL = "e-mail"
    PHONE = "phone"
    NUMBER = "number"
    TOKEN = "token"  # noqa: S105 - a word, no secret
    PASSWORD = "password"  # noqa: S105 - the same


Span = tuple[int, int, Kind | str]  # start, end, and what is taken out, or KEPT or MAYBE


@dataclass(slots=True)
class View:
    """A text as it is read, and what was found in it so far."""

    text: str
    places: list[int] | None  # of each sign in the text as it was typed; None: the same
    found: list[tuple[int, int, Kind]] = field(default_factory=list)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Return what was found: each kind once, in the order of the text."""
        return tuple(dict.fromkeys(kind for _, _, kind in sorted(self.found)))

    def cover(self, spans: Iterable[Span]) -> None:
        """Note what is taken out, and hide it and what is kept."""
        pieces: list[str] = []
        at = 0
        for start, end, what in spans:
            if isinstance(what, Kind):
                self.found.append((start, end, what))
            cover = what if what == MAYBE else KEPT
            pieces += (self.text[at:start], cover * (end - start))
            at = end
        if pieces:
            self.text = "".join((*pieces, self.text[at:]))

    def taken_out(self, typed: str) -> str:
        """Return what was typed, with a word for each thing that is taken out."""
        pieces: list[str] = []
        at = 0
        for start, end, kind in sorted(self.found):
            first, last = self._place(start), self._place(end - 1) + 1
            pieces += (typed[at:first], f"[{kind}]")
            at = last
        return "".join((*pieces, typed[at:])) if pieces else typed

    def _place(self, number: int) -> int:
        return self.places[number] if self.places else number


def viewed(typed: str) -> View:
    """Return a text as the passes read it."""
    if typed.isascii():
        return View(typed, None)
    text = typed.translate(_PLAIN)
    if not _INVISIBLE.search(text):
        return View(text, None)
    places = [number for number, sign in enumerate(text) if not _INVISIBLE.match(sign)]
    return View(_INVISIBLE.sub("", text), places)


# Formatting, fillers, accents that stand alone (a struck-out digit is one), variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20e3\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_SIGNS = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\u30fb\u30fc",
    ".": "\u00b7\u2022\u2024\u2027\u2219\u22c5\u3002",
    "/": "\u2044\u2215",
    "'": "\u2018\u2019\u02bc\u2032\u066c",
    '"': "\u201c\u201d\u201e\u00ab\u00bb",
    ",": "\u066b\u060c\u3001",
    "_": "\u203f",
}


def _same_in_plain() -> Iterator[tuple[int, str]]:
    """Yield each sign that is read as another: digits of every script, dashes, spaces, quotes."""
    for code in range(0x80, 0x1FC00):
        sign = chr(code)
        if sign.isdigit():
            yield code, str(unicodedata.digit(sign))
        elif sign.isspace() and code != 0x85:
            yield code, " "
    yield from ((code, chr(code - 0xFEE0)) for code in range(0xFF01, 0xFF5F))  # wide letters
    yield from ((ord(sign), plain) for plain, signs in _SIGNS.items() for sign in signs)
    yield from ((ord(cover), "\ufffd") for cover in (KEPT, MAYBE))
    yield 0x130, "I"  # the only letter whose small one is longer


_PLAIN = dict(_same_in_plain())
