"""Take out what must not be kept: cards and accounts, telephones and addresses, keys, passwords."""

from collections.abc import Sequence

from handlers.domain.redaction.bank import find_cards, find_ibans
from handlers.domain.redaction.codes import find_codes, find_long_codes
from handlers.domain.redaction.formats import find_amounts, find_formats
from handlers.domain.redaction.keys import find_emails, find_keys
from handlers.domain.redaction.numbers import find_called, find_numbers
from handlers.domain.redaction.passwords import find_passwords
from handlers.domain.redaction.patterns import digit_zones, find_crowds
from handlers.domain.redaction.view import Kind, View, viewed

__all__ = [
    "Kind",
    "kinds_in",
    "kinds_of_secrets_in",
    "personal_in",
    "redact",
    "redact_secrets",
]


def redact(text: str) -> str:
    """Return the text with what is personal or secret replaced by what it was.

    What the work needs stays: dates, times, prices, and numbers that a word names (``order``).
    """
    return personal_in(text).taken_out(text)


def personal_in(text: str) -> View:
    """Return a text with all that ``redact`` takes out of it, to be taken out and to be named."""
    view = viewed(text)
    for each in (find_keys, find_passwords, find_emails):
        view.cover(each(view.text))
    where = digit_zones(view.text)
    if where.is_empty:  # most of what people type
        return view
    for one in (
        find_long_codes,
        find_ibans,
        find_codes,
        find_cards,
        find_crowds,
        find_formats,
        find_amounts,
        find_numbers,
    ):
        view.cover(one(view.text, where))
    return view


def redact_secrets(text: str) -> str:
    """Return the text without keys, passwords, IBANs and card numbers.

    For the few lines that are made to hold a telephone number or an address: whom to call.
    """
    return _secret(text).taken_out(text)


def kinds_in(text: str) -> Sequence[Kind]:
    """Return what ``redact`` takes out of a text: each kind once, in the order of the text."""
    return personal_in(text).kinds


def kinds_of_secrets_in(text: str) -> Sequence[Kind]:
    """Return what ``redact_secrets`` takes out of a text."""
    return _secret(text).kinds


def _secret(text: str) -> View:
    """Return a text with the secrets that were found in it; a number with a plus is called."""
    view = viewed(text)
    for each in (find_keys, find_passwords):
        view.cover(each(view.text))
    where = digit_zones(view.text)
    for one in (find_long_codes, find_ibans, find_called, find_cards):
        view.cover(one(view.text, where))
    return view
