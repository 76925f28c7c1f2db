"""Numbers of things that show by themselves what they are: parcels, articles, uuids, machines."""

import re
from collections.abc import Iterator

from handlers.domain.redaction.bank import luhn
from handlers.domain.redaction.patterns import MIN_DIGITS, Zones, matches
from handlers.domain.redaction.view import KEPT, Span


def _digits(count: int | str) -> str:
    return rf"(?: ?\d){{{count}}}"


# As couriers write them, when there are letters in front: nothing else looks like these.
_PARCELS = (
    "1 ?Z(?: ?[A-Z0-9]){16}",  # UPS
    f"[AHJKTV]{_digits(10)}",  # a waybill of UPS
    f"[A-Z] ?[A-Z]{_digits(9)} ?[A-Z] ?[A-Z]",  # the Universal Postal Union
    f"T ?B ?[ACM]{_digits(12)}",  # Amazon
    f"J ?J ?D{_digits('10,18')}",  # DHL, Yodel
    f"J ?D{_digits('16,18')}",
    f"J ?V ?G ?L{_digits('9,11')}",
    f"(?:G ?M|L ?X|R ?X|U ?V|C ?N|S ?G|T ?H|I ?N|H ?K|M ?Y){_digits('10,18')}",
    f"Y ?T{_digits(16)}",  # YunExpress
    f"S ?P{_digits(18)}",  # Spee-Dee
    f"G ?F ?U ?S{_digits(14)}",
    f"[CD]{_digits(14)}",  # OnTrac
    f"[CDKLSUXZ]{_digits(21)}",  # Canpar
    f"[A-Z]{{3}}{_digits(9)}",  # Purolator
    "1 ?L ?S(?: ?[A-Z0-9]){11,14}(?: ?- ?1)?",  # LaserShip
    f"L ?[AIEHNX] ?[1-3]{_digits(7)}",
    f"L ?T ?N{_digits(8)} ?N ?1",
    rf"\d{_digits(13)} ?[A-Z]|\d{_digits(26)} ?[A-Z0-9]",  # DPD
)
_MACHINES = (
    "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",  # a uuid
    "(?=[0-9-]{0,14}[A-Fa-f:])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}",  # a network card
    r"(?=[0-9.]{0,13}[A-Fa-f])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?!\.)",
    "[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}",  # an address of six
)
_LETTERED = re.compile(
    rf"(?<![A-Za-z0-9_:])(?:{'|'.join((*_MACHINES, *_PARCELS))})(?![A-Za-z0-9_:])"
)
_RUN = re.compile(r"(?<![\w+.,/-])\d(?:[ -]{0,2}\d){7,60}(?![\w]|[.,/]\d)")
_NAMED = re.compile(
    r"\b(?:ean|gtin|upc|isbn|issn|ismn|jan|barcode|strichcode|imei|c[oó]digo de barras"
    r"|code[- ]barres?|codice a barre|streepjescode|kod kreskowy)(?:[- ]?(?:8|1[0-4]))?"
    r"[- ]?(?:code|no|nr|number|nummer)?\W{1,3}(?:is |ist )?(\d(?:[ -]?\d){6,14}(?:[ -]?[Xx])?)"
    r"(?!\w|-\d)",
    re.IGNORECASE,
)
_ROUTED = re.compile(r"420\d{5}(?:\d{4})?(?=9\d{21}$|9\d{25}$)")
# Of a number without letters only what no telephone and no account begins with.
_POSTAL = re.compile(r"(?:0[347]|23|7[0-7]|8[12]|9[1-6])\d{18}|9[1-6]\d{20}(?:\d{4})?")
_UPC = re.compile(r"0[2-9]\d{10}|01(?![567])\d{10}|[178]\d{11}|6[1457-9]\d{10}")
_WEIGHTS = {12: (3, 1, 7) * 3 + (3, 1), 14: (1, 7, 3) * 4 + (1,)}  # of a check, by digits


def find_long_codes(text: str, zones: Zones) -> Iterator[Span]:
    """Yield the codes with letters in them, and the long ones of parcels."""
    for match in matches(_LETTERED, text, zones):
        if _is_code(match.group()):
            yield *match.span(), KEPT


def find_codes(text: str, zones: Zones) -> Iterator[Span]:
    """Yield the numbers of articles that are named, and of parcels: their own check is right."""
    found = {each.span(1) for each in matches(_NAMED, text, zones) if _is_article(_plain(each[1]))}
    found |= {each.span() for each in matches(_RUN, text, zones) if is_parcel(_plain(each.group()))}
    last = 0
    for start, end in sorted(found):
        if start >= last:
            yield start, end, KEPT
            last = end


def is_article(written: str) -> bool:
    """Tell whether a number on its own is one of an article or a book, by check and by shape."""
    digits = _plain(written)
    if len(digits) == 10:
        return len(re.findall(r"[ -]", written)) == 3 and written[-2] in " -" and _isbn(digits)
    if not _ean(digits) or (digits[0] == "4" and luhn(digits)):
        return False
    if len(digits) == 13:
        return digits.startswith(("978", "979")) or (written.isdigit() and digits[:2] != "00")
    plain = written.isdigit()
    return plain and bool(_UPC.fullmatch(digits) or (len(digits) == 14 and digits[:2] != "00"))


def is_parcel(digits: str) -> bool:
    """Tell whether a number of fifteen digits or more is one of a parcel."""
    if digits.startswith("420") and (routed := _ROUTED.match(digits)):
        digits = digits[routed.end() :]
    if len(digits) in (15, 16):
        return _ean(digits) and not luhn(digits) and digits[:2] != "00"
    if len(digits) == 18:
        return digits.startswith("00") and _ean(digits)
    if _POSTAL.fullmatch(digits):
        return _ean(digits) or _ean(f"91{digits}") or (digits[:2] == "96" and _ean(digits[-15:]))
    if len(digits) == 34:
        return _express(digits[20:])
    return len(digits) == 32 and digits[0] == "3" and _express(digits[16:28])


def is_shipped(digits: str) -> bool:
    """Tell whether a shorter number may be one of a parcel; a tenth of all others may, too."""
    match len(digits):
        case 10 | 11:
            return int(digits[:-1]) % 7 == int(digits[-1]) or (len(digits) == 11 and luhn(digits))
        case 12:
            return _express(digits) or luhn(digits)
        case 14:
            return digits[0] != "0"
        case _:
            return is_parcel(digits)


def _plain(written: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", written.upper())


def _is_code(written: str) -> bool:
    """Tell codes from what only has their shape: a card in pairs with colons, a word, a time."""
    if sum(map(str.isdigit, written)) < MIN_DIGITS:
        return False  # too few to be taken for anything else
    if ":" in written:
        groups = written.split(":")
        is_six = "::" in written or len(groups) == 8
        return (is_six or len(groups) == 6) and not luhn("0" + re.sub(r"\D", "", written))
    return True


def _is_article(digits: str) -> bool:
    if len(digits) in (8, 10) and (digits[-1] == "X" or len(digits) == 10):
        return _isbn(digits)
    if len(digits) == 15:
        return luhn(digits)
    return digits.isdigit() and (_ean(digits) or len(digits) == 8)


def _ean(digits: str) -> bool:
    """Tell whether the check of GS1 is right: three times every other digit from the end."""
    if not digits.isdigit():
        return False
    values = [int(sign) for sign in reversed(digits)]
    return (sum(values[::2]) + 3 * sum(values[1::2])) % 10 == 0


def _isbn(digits: str) -> bool:
    """Tell whether the check of an ISBN of ten signs, or of an ISSN of eight, is right."""
    values = [10 if sign == "X" else int(sign) for sign in reversed(digits)]
    return sum(weight * value for weight, value in enumerate(values, start=1)) % 11 == 0


def _express(digits: str) -> bool:
    """Tell whether the check of FedEx is right."""
    weights = _WEIGHTS[len(digits)]
    total = sum(int(sign) * weight for sign, weight in zip(digits[:-1], weights, strict=True))
    return total % 11 % 10 == int(digits[-1])
