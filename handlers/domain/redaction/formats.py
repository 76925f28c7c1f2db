"""Dates, times, prices, versions and machines' addresses: digits that are no number of anybody."""

import re
from collections.abc import Iterator

from handlers.domain.redaction.codes import is_article, is_shipped
from handlers.domain.redaction.names import is_called
from handlers.domain.redaction.patterns import Zones, in_order, matches
from handlers.domain.redaction.view import KEPT, MAYBE, Span

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_CLOCK = r"(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?|h[0-5]\d)"
_DATE = "|".join(
    (
        *(rf"{_YEAR}{sign}{_MONTH}{sign}{_DAY}" for sign in ("-", "/", r"\.")),
        rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?=T\d)",
        rf"(?:{_DAY} {_MONTH}|{_MONTH} {_DAY}) {_YEAR}",
        *(
            rf"(?:{_DAY}{dot}{_MONTH}|{_MONTH}{dot}{_DAY}){dot}(?:{_YEAR}|\d\d)"
            for dot in (r"\. ?", "/", "-")
        ),
    )
)
# Not the beginning of a telephone number in pairs, nor its end.
_MOMENT = re.compile(
    rf"(?<![\w+])(?<![\d+][./-])(?<!\+\d )(?<!\+\d\d )(?<!\+\d\d\d )(?<!\d\))"
    rf"(?:(?:{_DAY}\. ?[-/] ?)?(?:{_DATE})(?:T[\d:.,]{{4,18}}Z?|[-/](?:{_DATE}))?|{_CLOCK})"
    r"(?!\d|[./]\d|-\d(?!\d?[./]\d|\d{3}-\d)| \d\d \d\d\b)"
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_MACHINE = re.compile(rf"(?<![\w+.-])(?:{_OCTET}\.){{3}}{_OCTET}(?![\w-]|\.\d)(?P<port>:\d+|/\d)?")
_MACHINE_SAID = re.compile(
    r"\b(?:ip[- ]?\w{0,8}|host|server|dns|ping|gateway|router|subnet)\W{1,4}\w{0,3}\W{0,2}\Z",
    re.I,
)
_VERSION = re.compile(r"(?<![\w+.])(?:\d{1,5}\.){1,3}\d\.(?:\d{1,6}\.){0,3}\d{1,6}(?!\w|\.\d)")
_ARTICLE = re.compile(r"(?<![\w+.,/-])\d(?:[ -]?\d){8,16}(?:-?[Xx])?(?!\w|[.,/-]\d)")
_CURRENCY = (
    r"[$€£¥₹₽₩₪₫₴₺₦₱฿¢]|US\$|A\$|C\$|R\$|EUR|USD|GBP|CHF|PLN|CZK|HUF|SEK|NOK|DKK|JPY|CNY|INR|AUD"
    r"|CAD|NZD|TRY|RUB|BRL|MXN|ZAR|SGD|HKD|KRW|AED|SAR|ILS|RON|BGN|UAH|THB|IDR|MYR|PHP|VND|ARS|CLP"
    r"|COP|euros?|dollars?|pounds?|francs?|franken|z[lł](?:oty\w*)?|kr\.?|kč|ft|lei|rp\.?|rs\.?|r"
    r"|yen|cents?|fr\.|sfr\.?|,-|.-(?=\s|$)"
)
_UNIT = (
    r"kwh|mwh|wh|km|cm|mm|m|miles?|kg|g|mg|t|lbs?|oz|l|ml|m[23²³]|qm|kb|mb|gb|tb|bytes?|ms|%|‰|°c?"
    r"|pcs|pieces|units|points?|punkte|st(?:ü|u)ck|stk|pi[eè]ces|unidades|pezzi|sztuk\w*|times|mal|x"
)
_GROUPED = (
    r"[1-9]\d{{0,2}}(?:(?P<g{n}>[.,' ])\d{{3}}(?:(?P=g{n})\d{{3}}){{0,5}}"
    r"|(?:,\d\d){{1,6}},\d{{3}}|\d{{0,12}})"
    r"(?:[.,](?:\d{{1,3}}|-{{1,2}}))?|0[.,]\d{{1,4}}"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,+])(?:(?:{_CURRENCY}) ?-?(?:{_GROUPED.format(n=1)})(?!\d|[.,]\d)"
    rf"|(?:{_GROUPED.format(n=2)})(?!\d|[.,]\d) ?-?(?:{_CURRENCY}|{_UNIT})(?!\w))",
    re.IGNORECASE,
)
_DECIMALS = re.compile(
    r"(?<![\w.,+/-])[1-9]\d{0,2}"
    r"(?:([.,' ])\d{3}(?:\1\d{3}){0,5}(?!\1)[.,]\d{1,2}|(?:,\d\d){1,6},\d{3}\.\d\d)"
    r"(?!\w|[.,/-]\d)"
)
_SMALL = re.compile(
    r"(?<![\w.,+/-])(?:(?:[01]?\d|2[0-3])\.[0-5]\d|[1-9]\d{0,8}[.,]\d\d?|[1-9]([.,'])\d{3}\1\d{3})"
    r"(?!\w|[.,/-]\d| \d\d \d\d(?!\d))"
)
_SHIPPING = re.compile(
    r"(?:parcel|package|shipment|shipping|deliver|track|courier|carrier|waybill|consignment|paket"
    r"|sendung|liefer|versand|colis|livraison|suivi|env[ií]o|paquete|seguimiento|pacco|spedizione"
    r"|consegna|pakket|zending|bezorg|paczk|przesy[lł]k|dostaw|\b(?:dhl|ups|usps|fedex|dpd|gls|hermes"
    r"|tnt|evri|purolator|canada post|royal mail|post|amazon|poczt\w*)\b)",
    re.IGNORECASE,
)
_SHIPPED = re.compile(
    r"(?<![\w+.,/-])[1-9](?: ?\d){9,33}(?!\w|[.,/-]\d)|(?<![\w+])0(?: ?\d){9,33}(?!\w)"
)
_LETTERS = re.compile(r"[^\W\d_]+")
WINDOW = 80  # characters before a number, in which a word may say that it is a parcel's


def find_formats(text: str, zones: Zones) -> Iterator[Span]:
    """Yield what has the form of a date, a time, a version, an article or a machine."""
    found = [*matches(_MOMENT, text, zones), *matches(_VERSION, text, zones)]
    found += [each for each in matches(_MACHINE, text, zones) if _is_machine(text, each)]
    found += [each for each in matches(_ARTICLE, text, zones) if is_article(each.group())]
    found += [each for each in matches(_SHIPPED, text, zones) if _is_shipped(text, each)]
    yield from in_order((*each.span(), KEPT) for each in found)


def find_amounts(text: str, zones: Zones) -> Iterator[Span]:
    """Yield amounts of money and of units; small ones with decimals may be parts of telephones."""
    sure = [(*m.span(), KEPT) for each in (_AMOUNT, _DECIMALS) for m in matches(each, text, zones)]
    maybe = [(*each.span(), MAYBE) for each in matches(_SMALL, text, zones)]
    yield from in_order([*sure, *maybe])


def _is_machine(text: str, found: re.Match[str]) -> bool:
    """Tell addresses of machines from telephone numbers in four pairs."""
    parts = found.group().split(":")[0].split("/")[0].split(".")
    if any(len(part) != 2 for part in parts) or parts[0][0] == "1" or found["port"]:
        return True
    return bool(_MACHINE_SAID.search(text, max(0, found.start() - 30), found.start()))


def _is_shipped(text: str, found: re.Match[str]) -> bool:
    digits = found.group().replace(" ", "")
    if not is_shipped(digits):
        return False
    before = text[max(0, found.start() - WINDOW) : found.start()]
    said = list(_SHIPPING.finditer(before))
    return bool(said) and not any(map(is_called, _LETTERS.findall(before[said[-1].end() :])))
