"""The words of a phrase about time, cleaned and recognised."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from scheduler.phrases.refusals import Examples, PhraseError, check_questions
from scheduler.phrases.zone_names import zone_at, zones

MAX_PHRASE_LENGTH = 500  # characters; whatever we describe is shorter
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NTH_NAMES = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class Kind(StrEnum):
    """What a word is to the grammar."""

    WEEKDAY = "WEEKDAY"  # Monday
    DAYS = "DAYS"  # several days of the week: weekdays, daily
    ORDINAL = "ORDINAL"  # first, 15th, last
    MONTH_NAME = "MONTH_NAME"
    RELATIVE = "RELATIVE"  # today, tomorrow
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"  # of a year
    FORTNIGHT = "FORTNIGHT"
    EVERY = "EVERY"
    OTHER = "OTHER"
    OF = "OF"
    AT = "AT"
    AND = "AND"
    TO = "TO"
    FROM = "FROM"
    UNTIL = "UNTIL"
    WITHIN = "WITHIN"  # a month
    COMING = "COMING"  # this Friday
    EXCEPT = "EXCEPT"
    FOR = "FOR"
    TIMES = "TIMES"  # 5 times
    ONCE = "ONCE"
    NOON = "NOON"  # or midnight
    HALF = "HALF"  # am, pm
    ISO_DATE = "ISO_DATE"
    CLOCK = "CLOCK"  # 08:55
    NUMBER = "NUMBER"
    YEAR = "YEAR"
    ZONE = "ZONE"


@dataclass(frozen=True, slots=True)
class Word:
    """A word we know: what it is, and its numbers."""

    kind: Kind
    text: str
    numbers: tuple[int, ...] = ()


def plain(phrase: str, examples: Examples) -> str:
    """Return the phrase in lower case with plain digits, dashes and spaces."""
    text = ""
    if len(phrase) <= MAX_PHRASE_LENGTH:
        cleaned = "".join(map(_plain_character, unicodedata.normalize("NFKC", phrase)))
        text = " ".join(cleaned.lower().split())
        if not text:
            raise PhraseError("Tell me when.", examples.usual)
    if not text or len(text) > MAX_PHRASE_LENGTH:
        reason = f"That is a lot to read. Keep it under {MAX_PHRASE_LENGTH} characters, please."
        raise PhraseError(reason, examples.usual, "refused")
    return text


def words_of(text: str, examples: Examples) -> list[Word]:
    """Return the known words of a plain text; raise PhraseError at one that isn't."""
    check_questions(text, examples)
    return list(_words(_parts(text), examples))


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if category.startswith("C"):
        return " " if character.isspace() else ""
    return "'" if character == "\N{RIGHT SINGLE QUOTATION MARK}" else character


def _parts(text: str) -> list[str]:
    for pattern, replacement in _REWRITTEN:
        text = pattern.sub(replacement, text)
    stripped = (part.strip("\"'()[]<>«».!?:") for part in text.split())
    return [part for part in stripped if part]


def _words(parts: list[str], examples: Examples) -> Iterator[Word]:
    position = 0
    while position < len(parts):
        zone, length = zone_at(parts, position)
        if zone and position and parts[position - 1] in _BEFORE_NO_ZONE:
            shown = " ".join(parts[position : position + length])
            reason = f"Is «{shown}» a time zone? Then write it behind the time."
            raise PhraseError(reason, f"{examples.usual} {zone}", "ambiguous")
        if zone:
            yield Word(Kind.ZONE, zone)
        else:
            before = parts[position - 1] if position else ""
            yield from _recognised(parts[position], before, examples)
        position += length


def _recognised(part: str, before: str, examples: Examples) -> Iterator[Word]:
    if part in _FILLERS:
        return
    word = _VOCABULARY.get(part) or _number(part)
    if word:
        yield word
    elif pieces := _pieces(part):
        yield from pieces
    else:
        raise _unknown(part, before, examples)


def _number(part: str) -> Word | None:
    for kind, pattern in _NUMBERS.items():
        if found := pattern.fullmatch(part):
            return Word(kind, part, tuple(map(int, found.groups())))
    return None


def _pieces(part: str) -> list[Word]:
    """Return the days of ``mon-fri`` or ``mon/wed/fri``, or nothing."""
    pieces = re.split(r"([-/])", part)
    known = {"-": Word(Kind.TO, "-"), "/": Word(Kind.AND, "and"), **_DAYS}
    return [known[piece] for piece in pieces] if all(piece in known for piece in pieces) else []


def _unknown(part: str, before: str, examples: Examples) -> PhraseError:
    shown = part if len(part) <= 40 else part[:40] + "…"
    if part[0].isdigit():
        reason = f"I can't read «{shown}» as a time or a date. Write times like 08:55."
        return PhraseError(reason, examples.usual)
    if re.match(r"(utc|gmt)[+-]\d", part):
        reason = f"«{shown}» knows no summer time. Name a city, as in Europe/Rome."
        return PhraseError(reason, f"{examples.usual} Europe/Rome", "refused")
    is_zone = "/" in part or before == "in"
    names = {word: known.text for word, known in _VOCABULARY.items()}
    if before or is_zone:  # a zone comes last; a foreign word often comes first
        names |= zones()
    near = get_close_matches(part, names, 1, 0.75) if 4 <= len(part) <= 40 else []
    hint = f" Did you mean {names[near[0]]}?" if near else ""
    zone = names[near[0]] if near and near[0] in zones() else ""
    if zone or is_zone:
        reason = (
            f"I don't know the time zone «{shown}».{hint or ' Name a city, as in Europe/Rome.'}"
        )
        return PhraseError(reason, f"{examples.usual} {zone or 'Europe/Rome'}", "refused")
    return PhraseError(f"I don't know the word «{shown}».{hint}", examples.usual)


_BEFORE_NO_ZONE = ("remind", "send", "ping", "tell", "post", "at", "to", "for")
_FILLERS = frozenset(
    (
        *("the", "on", "in", "by", "weekly", "o'clock", "time", "sharp"),
        *("please", "remind", "reminder", "reminders", "me", "us"),
    )
)

_SPELLINGS = (
    *("mon mons monday", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday"),
    *("fri fris friday", "sat sats saturday", "sun suns sunday"),
)
DAY_SPELLINGS = {
    spelling: number
    for number, spellings in enumerate(_SPELLINGS)
    for spelling in f"{spellings} {DAY_NAMES[number].lower()}s".split()
}
MONTH_SPELLINGS = {
    **{name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)},
    **{name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)},
    "sept": 9,
}
_DAYS = {
    spelling: Word(Kind.WEEKDAY, DAY_NAMES[number], (number,))
    for spelling, number in DAY_SPELLINGS.items()
}

NUMBER_NAMES = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

_VOCABULARY: Mapping[str, Word] = {
    **_DAYS,
    **dict.fromkeys(
        ("weekday", "weekdays", "workdays"), Word(Kind.DAYS, "weekdays", (0, 1, 2, 3, 4))
    ),
    **dict.fromkeys(("weekend", "weekends"), Word(Kind.DAYS, "weekends", (5, 6))),
    **dict.fromkeys(("daily", "everyday"), Word(Kind.DAYS, "daily", (0, 1, 2, 3, 4, 5, 6))),
    **{name: Word(Kind.ORDINAL, name, (number,)) for number, name in NTH_NAMES.items()},
    "fifth": Word(Kind.ORDINAL, "fifth", (5,)),
    **{
        spelling: Word(Kind.MONTH_NAME, MONTH_NAMES[number - 1], (number,))
        for spelling, number in MONTH_SPELLINGS.items()
    },
    "today": Word(Kind.RELATIVE, "today", (0,)),
    "tomorrow": Word(Kind.RELATIVE, "tomorrow", (1,)),
    "overmorrow": Word(Kind.RELATIVE, "the day after tomorrow", (2,)),
    "within": Word(Kind.WITHIN, "within"),
    "coming": Word(Kind.COMING, "this"),
    **dict.fromkeys(("day", "days"), Word(Kind.DAY, "day")),
    **dict.fromkeys(("month", "months", "monthly"), Word(Kind.MONTH, "month")),
    **dict.fromkeys(("quarter", "quarters", "quarterly"), Word(Kind.QUARTER, "quarter")),
    **dict.fromkeys(("every", "each", "all"), Word(Kind.EVERY, "every")),
    **dict.fromkeys(("week", "weeks"), Word(Kind.WEEK, "week")),
    **dict.fromkeys(("fortnight", "fortnightly"), Word(Kind.FORTNIGHT, "fortnight")),
    "other": Word(Kind.OTHER, "other"),
    **dict.fromkeys(("from", "starting", "beginning"), Word(Kind.FROM, "from")),
    **dict.fromkeys(("until", "till", "through", "thru", "ending"), Word(Kind.UNTIL, "until")),
    **dict.fromkeys(("except", "excluding", "but"), Word(Kind.EXCEPT, "except")),
    "for": Word(Kind.FOR, "for"),
    "times": Word(Kind.TIMES, "times"),
    "once": Word(Kind.ONCE, "once"),
    "of": Word(Kind.OF, "of"),
    **dict.fromkeys(("at", "@"), Word(Kind.AT, "at")),
    **dict.fromkeys(("and", "&", "+"), Word(Kind.AND, "and")),
    **dict.fromkeys(("-", "to"), Word(Kind.TO, "to")),
    **dict.fromkeys(("noon", "midday"), Word(Kind.NOON, "noon", (12, 0))),
    "midnight": Word(Kind.NOON, "midnight", (0, 0)),
    **{name: Word(Kind.NUMBER, name, (number,)) for number, name in enumerate(NUMBER_NAMES, 1)},
    "am": Word(Kind.HALF, "am", (0,)),
    "pm": Word(Kind.HALF, "pm", (12,)),
}
_NUMBERS = {
    Kind.ISO_DATE: re.compile(r"(\d{4})-(\d\d?)-(\d\d?)"),
    Kind.CLOCK: re.compile(r"(\d\d?)[:.](\d\d)"),
    Kind.NUMBER: re.compile(r"(\d\d?)"),
    Kind.YEAR: re.compile(r"(\d{3,4})"),
    Kind.ORDINAL: re.compile(r"(\d\d?)(?:st|nd|rd|th)"),
}
_REWRITTEN = (
    (re.compile(r"[,;]"), " and "),
    (re.compile(r"@"), " at "),
    (re.compile(r"(\d) ?([ap])\.? ?m\b\.?"), r"\1 \2m "),
    (re.compile(r"(\d{4}-\d\d?-\d\d?)t(?=\d)"), r"\1 "),
    (re.compile(r"\b(?:working|business|work|week) ?days?\b"), "weekdays"),
    (re.compile(r"\ball days\b"), "daily"),
    (re.compile(r"\b12 (noon|midday|midnight)\b"), r"\1"),
)
