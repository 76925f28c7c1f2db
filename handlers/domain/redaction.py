"""Take out what must not be kept: card numbers, IBANs, e-mail addresses, phone numbers, tokens."""

import re

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_IBAN = re.compile(
    r"\b[A-Za-z]{2}\d{2}(?:[ \u00a0-]?[A-Za-z0-9]{4}){2,7}(?:[ \u00a0-]?[A-Za-z0-9]{1,3})?\b"
)
_TOKEN = re.compile(r"\b(?:xox[a-z]-|xapp-|sk_live_|ghp_|eyJ)[\w.-]{8,400}")
_SPACED = r"\d(?:[ \u00a0().\u2010-\u2015/-]{0,3}\d)"
_CARD = re.compile(rf"(?<!\d){_SPACED}{{12,18}}(?!\d)")
_DIGITS = re.compile(rf"(?<!\w)\+?\(?{_SPACED}{{5,24}}(?!\w)")
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d-[01]\d-[0-3]\d|[0-3]?\d([./-])[0-3]?\d\1(?:19|20)?\d\d)(?!\d)"
)
_TIME = re.compile(r"(?<!\d)[0-2]?\d[.:][0-5]\d(?!\d)")

PHONE_LENGTHS = range(7, 16)


def redact(text: str) -> str:
    """Return the text with personal numbers and addresses replaced by what they were.

    Short numbers (an order of six digits, a time, a date) are left alone.
    """
    text = _TOKEN.sub("[token]", text)
    text = _EMAIL.sub("[e-mail]", text)
    text = _IBAN.sub(_iban, text)
    text = _CARD.sub(_card, text)
    return _DIGITS.sub(_number, text)


def redact_secrets(text: str) -> str:
    """Return the text without tokens, IBANs and card numbers.

    For the few lines that are made to hold a telephone number or an address: whom to call.
    """
    return _CARD.sub(_card_unless_called, _IBAN.sub(_iban, _TOKEN.sub("[token]", text)))


def _card_unless_called(match: re.Match[str]) -> str:
    """Keep a number that begins with a plus: one in ten of them passes for a card."""
    called = match.string[: match.start()].endswith("+")
    return match.group() if called else _card(match)


def _card(match: re.Match[str]) -> str:
    """Keep what only looks like a card: its own checksum decides."""
    digits = re.sub(r"\D", "", match.group())
    return "[card]" if _luhn(digits) else match.group()


def _number(match: re.Match[str]) -> str:
    found = match.group()
    digits = re.sub(r"\D", "", _TIME.sub("", _DATE.sub("", found)))
    if len(digits) < PHONE_LENGTHS.start:
        return found
    return "[phone]" if len(digits) in PHONE_LENGTHS else "[number]"


def _iban(match: re.Match[str]) -> str:
    """Keep what only looks like an IBAN: the checksum of ISO 13616 decides."""
    found = re.sub(r"[^A-Za-z0-9]", "", match.group()).upper()
    turned = found[4:] + found[:4]
    number = "".join(str(int(sign, 36)) for sign in turned)
    return "[iban]" if int(number) % 97 == 1 else match.group()


def _luhn(digits: str) -> bool:
    """Tell whether a number passes the check of ISO/IEC 7812 (payment cards)."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
