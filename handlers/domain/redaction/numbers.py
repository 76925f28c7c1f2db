"""What is left of the digits of a text: numbers that a word names stay, telephones go."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.domain.redaction.bank import luhn
from handlers.domain.redaction.codes import is_shipped
from handlers.domain.redaction.names import Named, is_thing, named_by
from handlers.domain.redaction.patterns import Zones, matches
from handlers.domain.redaction.view import MAYBE, Kind, Span

PHONE_LENGTHS = range(7, 16)  # digits
SAID_LENGTH = 6  # digits that are a telephone number when a word says so
CARD_LENGTHS = range(13, 20)
SHIPPED_LENGTHS = range(10, 36)
MAX_GROUP = 5  # digits between the spaces of one number
PADDED = 9  # digits of a number with a 0 in front that is dialled
MAX_HASHED = 12  # digits behind a #

_RUN = re.compile(rf"\+?\(?[\d{MAYBE}](?:[ .()/_-]{{0,4}}[\d{MAYBE}])*")
_CALLED = re.compile(r"\+[ (]{0,2}\d(?:[ .()/_-]{0,4}\d){5,24}")
_PREFIX = re.compile(r"([^\W\d_]{1,12})([-_/]?)\Z")
_LIST = re.compile(r"\s?(?:,|;|&|/|\+|and|und|et|y|e|i|en|or|oder|ou|o)?\s{0,2}")
_BEHIND = re.compile(
    r" (?:\(|(?:is|was|ist|war|est|es|è|to|jest) (?:(?:the|my|our|her|his|their|die|der|das|meine"
    r"|unsere|la|le|il|el|mi|ma|mon|mia) )?)([^\W\d_]{2,30})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Run:
    """Some digits that stand together, and what is written between them."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def digits(self) -> str:
        return "".join(sign for sign in self.text if sign.isdigit())

    def after(self, end: int) -> "_Run":
        """Return what follows a part of it."""
        rest = self.text[end - self.start :].lstrip(f" ./)_-{MAYBE}")
        return _Run(rest, self.end - len(rest))


def find_numbers(text: str, zones: Zones) -> Iterator[Span]:
    """Yield telephone numbers, and all others from seven digits on that no word names."""
    kept = _Run("", 0)  # the last one that stays
    for match in matches(_RUN, text, zones):
        run = _trimmed(match)
        if len(run.digits) < SAID_LENGTH:
            continue
        named = _named(text, run)
        if _is_next(text, kept, run):
            kept = run
            continue
        if named in (Named.THING, Named.PERSON, Named.PARCEL):
            kept = _Run(text[run.start : _end_of_named(run, named)], run.start)
            run = run.after(kept.end)
            named = Named.NOTHING
        if kind := _kind(text, run, named):
            yield run.start, run.end, kind


def find_called(text: str, zones: Zones) -> Iterator[Span]:
    """Yield the numbers that begin with a plus: one in ten of them passes for a card."""
    for run in matches(_CALLED, text, zones):
        yield *run.span(), MAYBE


def _trimmed(match: re.Match[str]) -> _Run:
    """Return a run without prices at its ends, and without a bracket that isn't closed in it."""
    text = match.group()
    if ")" not in text:
        text = text.removeprefix("(")
    text = text.lstrip(f" {MAYBE}")
    start = match.end() - len(text)
    return _Run(text.rstrip(f" {MAYBE}"), start)


def _named(text: str, run: _Run) -> Named:
    """Return what the words around a number say of it."""
    if run.text.startswith("+"):
        return Named.PHONE
    named = _named_before(text, run)
    if named is Named.PERSON and _looks_called(run):
        return Named.PHONE
    if named is Named.NOTHING and (behind := _BEHIND.match(text, run.end)):
        return Named.THING if is_thing(behind[1]) else named
    return named


def _named_before(text: str, run: _Run) -> Named:
    named = named_by(text, run.start)
    if named is not Named.NOTHING:
        return named
    if text[max(0, run.start - 1) : run.start] == "#":
        is_ticket = run.text.isdigit() and run.text[0] != "0" and len(run.text) <= MAX_HASHED
        return Named.THING if is_ticket else named
    prefix = _PREFIX.search(text, max(0, run.start - 14), run.start)
    if prefix is None:
        return named
    is_code = not prefix[2] or (prefix[1].isupper() and len(prefix[1]) <= MAX_GROUP)
    is_card = len(run.digits) in CARD_LENGTHS and luhn(run.digits)
    return Named.THING if is_code and not is_card else named


def _looks_called(run: _Run) -> bool:
    """Tell whether a number is set as telephone numbers are: in groups, or long, with a 0."""
    return not run.text.isdigit() or (run.digits[0] == "0" and len(run.digits) >= PADDED)


def _is_next(text: str, kept: _Run, run: _Run) -> bool:
    """Tell whether a number goes on with a list whose numbers stay: the same length, next to it."""
    between = text[kept.end : run.start]
    return (
        bool(kept.text)
        and len(between) < 8
        and len(kept.digits) == len(run.digits)
        and not run.text.startswith("+")
        and bool(_LIST.fullmatch(between))
    )


def _end_of_named(run: _Run, named: Named) -> int:
    """Return where a named number ends: at a space, unless its groups are all alike."""
    if named is Named.PARCEL and len(run.digits) in SHIPPED_LENGTHS and is_shipped(run.digits):
        return run.end
    parts = run.text.split()
    if len(parts) > 1 and all(part.isdigit() for part in parts):
        first, second, last = len(parts[0]), len(parts[1]), len(parts[-1])
        alike = all(len(part) == second for part in parts[1:-1])
        if alike and max(first, last) <= second <= MAX_GROUP:
            return run.end
    return run.start + len(parts[0])


def _kind(text: str, run: _Run, named: Named) -> Kind | None:
    """Return what a number is that no word keeps, or None when it is too short to matter."""
    count = len(run.digits)
    if count < (SAID_LENGTH if named is Named.PHONE else PHONE_LENGTHS.start):
        return None
    if _is_code(text, run) and named is not Named.PHONE:
        return None
    if count in CARD_LENGTHS and luhn(run.digits):
        return Kind.CARD
    return Kind.PHONE if count < PHONE_LENGTHS.stop else Kind.NUMBER


def _is_code(text: str, run: _Run) -> bool:
    """Tell whether a letter follows, as in the number of a machine."""
    follows = text[run.end : run.end + 1].isalpha()
    is_card = len(run.digits) in CARD_LENGTHS and luhn(run.digits)
    return follows and run.text.isdigit() and run.text[0] != "0" and not is_card
