"""Payment cards and bank accounts: numbers that carry their own check."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from handlers.domain.redaction.patterns import Zones, matches
from handlers.domain.redaction.view import KEPT, MAYBE, Kind, Span

MAX_GROUPS = 400  # of digits in one run that are tried together; alone each is tried
_GAP = r"[\s.,_/\-]{0,2}"
# The shape of the national part, from the registry of SWIFT: digits, capitals, either.
_SHAPES = {
    "AD": "8n12c", "AE": "19n", "AL": "8n16c", "AT": "16n", "AZ": "4a20c", "BA": "16n",
    "BE": "12n", "BG": "4a6n8c", "BH": "4a14c", "BI": "23n", "BR": "23n1a1c", "BY": "4c4n16c",
    "CH": "5n12c", "CR": "18n", "CY": "8n16c", "CZ": "20n", "DE": "18n", "DJ": "23n", "DK": "14n",
    "DO": "4c20n", "EE": "16n", "EG": "25n", "ES": "20n", "FI": "14n", "FK": "2a12n", "FO": "14n",
    "FR": "10n11c2n", "GB": "4a14n", "GE": "2a16n", "GI": "4a15c", "GL": "14n", "GR": "7n16c",
    "GT": "24c", "HN": "4a20n", "HR": "17n", "HU": "24n", "IE": "4a14n", "IL": "19n",
    "IQ": "4a15n", "IS": "22n", "IT": "1a10n12c", "JO": "4a4n18c", "KW": "4a22c", "KZ": "3n13c",
    "LB": "4n20c", "LC": "4a24c", "LI": "5n12c", "LT": "16n", "LU": "3n13c", "LV": "4a13c",
    "LY": "21n", "MC": "10n11c2n", "MD": "20c", "ME": "18n", "MK": "3n10c2n", "MN": "16n",
    "MR": "23n", "MT": "4a5n18c", "MU": "4a19n3a", "NI": "4a20n", "NL": "4a10n", "NO": "11n",
    "OM": "3n16c", "PK": "4a16c", "PL": "24n", "PS": "4a21c", "PT": "21n", "QA": "4a21c",
    "RO": "4a16c", "RS": "18n", "RU": "14n15c", "SA": "2n18c", "SC": "4a20n3a", "SD": "14n",
    "SE": "20n", "SI": "15n", "SK": "20n", "SM": "1a10n12c", "SO": "19n", "ST": "21n",
    "SV": "4a20n", "TL": "19n", "TN": "20n", "TR": "6n16c", "UA": "6n19c", "VA": "18n",
    "VG": "4a16n", "XK": "16n", "YE": "4a4n18c",
    # Not in the registry, but written so by the banks of these countries.
    "AO": "21n", "BF": "2c22n", "BJ": "2c22n", "CF": "23n", "CG": "23n", "CI": "2c22n",
    "CM": "23n", "CV": "21n", "DZ": "22n", "GA": "23n", "GQ": "23n", "GW": "2c19n", "IR": "22n",
    "KM": "23n", "MA": "24n", "MG": "23n", "ML": "2c22n", "MZ": "21n", "NE": "2a22n",
    "SN": "2c22n", "TD": "23n", "TG": "2a22n",
}  # fmt: skip
_SIGNS = {"n": r"\d", "a": "[A-Za-z]", "c": "[A-Za-z0-9]"}


def _pattern(shape: str) -> re.Pattern[str]:
    parts = re.findall(r"(\d+)([nac])", shape)
    return re.compile("".join(rf"(?:{_GAP}{_SIGNS[kind]}){{{count}}}" for count, kind in parts))


_NATIONAL = {country: _pattern(shape) for country, shape in _SHAPES.items()}
_COUNTRY = re.compile(r"([A-Za-z])([A-Za-z])[\s.\-_]?\d[\s.\-_]?\d")
_SAID = re.compile(r"\biban(?:[ -]?(?:no|nr|number|nummer))?\W{0,4}(?:is|ist|:|=)?\W{0,3}\Z", re.I)
_ANY = re.compile(rf"(?:{_GAP}[A-Z0-9]){{11,30}}", re.IGNORECASE)
# How the numbers of a network begin, and how many digits they have.
_ISSUERS = re.compile(
    r"(?P<visa>4)|(?P<amex>3[47]|2131|1800)|(?P<sixteen>5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"
    r"|9792|8600|9860|9112)|(?P<diners>3[0689])|(?P<long>220[0-5]|35|5[06-9]|6|8[12])"
)
_LENGTHS = {
    "visa": (16, 13, 19, 18),
    "amex": (15,),
    "sixteen": (16,),
    "diners": (14, 16, 19),
    "long": (16, 19, 18, 17),
}
_RUN = re.compile(rf"\d(?:[^0-9A-Za-z{KEPT}{MAYBE}$€£¥₹]{{0,5}}\d)+")
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_DIGITS = re.compile(r"\d+")
_FOURS = re.compile(r"(?:4 )+[1-4]|4 6 [45]|(?:1 )+1")
_VALID = re.compile(  # the date, and the three digits from its back
    r"[^\w\ue000]{1,3}(?:(?:exp\w*|valid\w*|g[uü]ltig|until|till|thru|bis|valable|val|cad\w*)"
    r"[^\w\ue000]{1,3}){0,2}(?:0[1-9]|1[0-2])\s?[/.-]\s?(?:20)?\d\d(?![\d.:/-])"
    r"(?:[^\w\ue000]{1,3}\d{3,4}(?![\d.:/-]))?"
)


def find_ibans(text: str, zones: Zones) -> Iterator[Span]:
    """Yield the account numbers whose check is right, and those that are said to be one."""
    last = 0
    for head in matches(_COUNTRY, text, zones):
        if head.start() >= last and (end := _iban_end(text, head)):
            yield head.start(), end, Kind.IBAN
            last = end


def find_cards(text: str, zones: Zones) -> Iterator[Span]:
    """Yield the card numbers: what a network gives out, of its length, with the right check."""
    for run in matches(_RUN, text, zones):
        groups = [each.span() for each in _DIGITS.finditer(text, *run.span())]
        for start, end in _cards_in(text, groups):
            valid = _VALID.match(text, end)
            yield start, valid.end() if valid else end, Kind.CARD


def luhn(digits: str) -> bool:
    """Tell whether a number passes the check of ISO/IEC 7812 (payment cards)."""
    doubled = (sum(divmod(2 * int(sign), 10)) for sign in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _iban_end(text: str, head: re.Match[str]) -> int | None:
    country = (head[1] + head[2]).upper()
    shape = _NATIONAL.get(country)
    found = shape.match(text, head.end()) if shape else None
    if found and _is_checked(text[head.start() : found.end()]):
        return found.end()
    if _SAID.search(text, max(0, head.start() - 30), head.start()):
        found = found or _ANY.match(text, head.end())
        return found.end() if found else None
    return None


def _is_checked(written: str) -> bool:
    """Tell whether the check of ISO 13616 is right."""
    plain = re.sub(r"[^A-Za-z0-9]", "", written)
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _cards_in(text: str, groups: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where cards stand among groups of digits; one begins and ends with a group."""
    if len(groups) > MAX_GROUPS:
        for start, end in groups:
            if end - start in range(13, 20):
                yield from _cards_in(text, [(start, end)])
        return
    row = _Row("".join(text[start:end] for start, end in groups))
    ends = {at: number for number, at in enumerate(accumulate(e - s for s, e in groups), 1)}
    at, free = 0, 0
    for number, (start, end) in enumerate(groups):
        if number >= free:
            for length in row.lengths(at):
                last = ends.get(at + length)
                if last and row.is_checked(at, length) and _is_one(text, groups[number:last]):
                    yield start, groups[last - 1][1]
                    free = last
                    break
        at += end - start


class _Row:
    """The digits of a run, with what each of its parts adds up to in the check of cards."""

    def __init__(self, digits: str) -> None:
        single = [int(sign) for sign in digits]
        double = [_DOUBLED[value] for value in single]
        self._digits = digits
        self._sums = [
            [
                0,
                *accumulate(
                    second if (place + odd) % 2 else first
                    for place, (first, second) in enumerate(zip(single, double, strict=True))
                ),
            ]
            for odd in (0, 1)
        ]

    def lengths(self, at: int) -> Sequence[int]:
        """Return how many digits a card may have that begins here."""
        issuer = _ISSUERS.match(self._digits, at)
        return _LENGTHS[issuer.lastgroup or ""] if issuer else ()

    def is_checked(self, at: int, length: int) -> bool:
        """Tell whether so many digits from here on pass the check."""
        sums = self._sums[(at + length + 1) % 2]
        return (sums[at + length] - sums[at]) % 10 == 0


def _is_one(text: str, groups: Sequence[tuple[int, int]]) -> bool:
    """Tell whether groups are set as one number: as on a card, or with the same sign between all.

    A list has a comma and a space between two; dates and times have signs of several kinds.
    """
    if _FOURS.fullmatch(" ".join(str(end - start) for start, end in groups)):
        return True
    signs = {text[end:start] for (_, end), (start, _) in pairwise(groups)}
    if any(sign.strip() and sign[-1].isspace() and sign.strip() in ",;" for sign in signs):
        return False
    return len({sign.strip() for sign in signs}) <= 1
