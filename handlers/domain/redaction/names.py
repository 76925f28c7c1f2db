"""Words that name a number: the order's, which stays, or the telephone's, which doesn't."""

import re
import unicodedata
from enum import Enum, auto

from handlers.domain.redaction.view import KEPT
from handlers.domain.redaction.words import COUNTS, INFLECTIONS, JOINS, PARCELS, PERSONS, THINGS


class Named(Enum):
    """What the words before a number say of it."""

    THING = auto()
    PERSON = auto()  # a customer's number, unless it looks like their telephone's
    PARCEL = auto()
    PHONE = auto()
    NOTHING = auto()


WINDOW = 60  # characters before a number that are looked at
MAX_SHORT = 4  # letters of a word that a full stop may shorten
MAX_SERIES = 3  # capitals that stand between, as in *order AB 12345678*
MAX_JOINS = 5  # words between a name and its number

_PHONE_PARTS = ("telef", "phone", "handy", "mobil", "fax", "whatsapp", "movil", "celul", "cellul")
_PHONES = (
    "tel",
    "fon",
    "cell",
    "sms",
    "text",
    "call",
    "ring",
    "rang",
    "dial",
    "reach",
    "contact",
    "ruf",
    "anruf",
    "ruckruf",
    "durchwahl",
    "festnetz",
    "gsm",
    "llam",
    "chiam",
    "bel",
    "komork",
    "zadzwon",
    "tlf",
    "viber",
    "signal",
    "telegram",
    "landline",
    "hotline",
    "appel",
    "rappel",
    "joign",
    "erreich",
    "kontakt",
    "portable",
    "puhelin",
)
_SUFFIX = re.compile(
    r"(?<=[a-z]{2})[ -]?(?:s?numm?[ae]r[a-z]*|s?nrn?|number|numbers?|no|num|id|code|kod|zeichen"
    r"|kennung|numero|nr)$"
)
_WORD = re.compile(r"[SsPp]/[Nn](?![^\W_])|[^\W\d_]+|[#№]")
_DATED = re.compile(  # *of 23.11.2026:*
    rf"(?:(?<!\w)(?:vom|from|dated|on) )?{KEPT}+[ \t]?(?:[:=#][ \t]{{0,3}})+\Z", re.IGNORECASE
)
_GAP = re.compile(r"[ \t]{0,3}(?:[-.:=#/'\"(°º*–]{1,2}[ \t]{0,3}){0,3}(?:\n[ \t]{0,3})?")


def named_by(text: str, at: int) -> Named:
    """Return what the words before a place say of the number that begins there."""
    if dated := _DATED.search(text, max(0, at - WINDOW), at):
        at = dated.start()
    words = list(_WORD.finditer(text, max(0, at - WINDOW), at))
    joins, counted = 0, False  # counted: a word for number is among them
    while words:
        word = words.pop()
        gap = text[word.end() : at]
        plain = _plain(word.group())
        if not _is_gap(gap, plain, joined=joins > 0):
            return Named.NOTHING
        if (named := _meaning(plain)) is not Named.NOTHING:
            if named is Named.PERSON and (counted or _SUFFIX.search(plain)):
                return Named.THING
            return Named.NOTHING if _is_idiom(plain, words) else named
        is_join = plain in JOINS or (word.group().isupper() and len(plain) <= MAX_SERIES)
        if is_join and joins < MAX_JOINS:
            joins, at, counted = joins + 1, word.start(), counted or plain in COUNTS
            continue
        return Named.NOTHING
    return Named.NOTHING


def is_called(word: str) -> bool:
    """Tell whether a word says that a telephone number follows."""
    plain = _plain(word)
    return plain.startswith(_PHONES) or any(part in plain for part in _PHONE_PARTS)


def is_thing(word: str) -> bool:
    """Tell whether a word names things that have numbers."""
    return _meaning(_plain(word)) in (Named.THING, Named.PARCEL)


def _meaning(plain: str) -> Named:
    if plain in ("s/n", "p/n"):
        return Named.THING
    for base in dict.fromkeys((plain, _SUFFIX.sub("", plain))):
        for cut in range(4):
            stem = base[: len(base) - cut]
            if cut and (len(stem) < 3 or base[len(stem) :] not in INFLECTIONS):
                continue
            if named := _MEANINGS.get(stem):
                return named
    return Named.PHONE if is_called(plain) else Named.NOTHING


def _plain(word: str) -> str:
    """Return a word in small letters without accents."""
    parts = unicodedata.normalize("NFKD", word).casefold().replace("ł", "l")
    return parts if parts.isascii() else re.sub("[\u0300-\u036f]", "", parts)


def _is_gap(gap: str, word: str, *, joined: bool) -> bool:
    """Tell whether a word still belongs to what follows: no comma, no end of a sentence between."""
    if not _GAP.fullmatch(gap):
        return False
    if "\n" in gap and not (joined or ":" in gap or word in JOINS):
        return False
    is_short = len(word) <= MAX_SHORT or word in JOINS or _SUFFIX.search(word)
    return bool(is_short) or not gap.startswith(". ")


def _is_idiom(word: str, before: list[re.Match[str]]) -> bool:
    """Tell whether the word is one of ``in case`` and ``in order``, which name nothing."""
    return word in ("case", "order") and bool(before) and before[-1].group().lower() == "in"


_MEANINGS = {
    **dict.fromkeys(THINGS, Named.THING),
    **dict.fromkeys(PERSONS, Named.PERSON),
    **dict.fromkeys(PARCELS, Named.PARCEL),
}
