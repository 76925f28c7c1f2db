"""Ways of writing days and times that mean one thing, as the grammar has them: M-F, 0855, 17h30."""

import re
from calendar import monthrange
from collections.abc import Callable

from scheduler.phrases.spelling.courtesies import without_courtesies
from scheduler.phrases.spelling.figures import NUMBER_WORDS, with_minutes
from scheduler.phrases.spelling.hours import (
    names_days,
    names_times,
    with_spoken_hours,
    with_times,
    without_parts,
)
from scheduler.phrases.vocabulary import (
    DAY_NAMES,
    DAY_SPELLINGS,
    MONTH_NAMES,
    MONTH_SPELLINGS,
    NUMBER_NAMES,
)

_SHORT_DAYS = {
    **{name[:2].lower(): name[:3].lower() for name in DAY_NAMES},
    "m": "mon",
    "t": "tue",
    "w": "wed",
    "f": "fri",
}
_TOGETHER = {"mwf": "mon, wed and fri", "tth": "tue and thu", "tuth": "tue and thu"}
_DAY = "|".join(sorted(DAY_SPELLINGS, key=len, reverse=True))
_MONTH = "|".join(sorted(MONTH_SPELLINGS, key=len, reverse=True))
_YEARLY = re.compile(r"\b(?:every|each) year(?: on)?\b|\b(?:yearly|annually)(?: on)?\b")
_DATE = re.compile(rf"\b\d\d?(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})\b|\b(?:{_MONTH}) \d\d?\b(?!:)")
_NTH_OF_MONTH = re.compile(rf"\b(?:first|second|third|fourth|last)\b.*\b(?:{_MONTH})\b(?! ?\d)")
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|last|\d\d?(?:st|nd|rd|th)|day \d+)\b")
_WITHIN_MONTH = re.compile(
    rf"\b(?:in|during|within|throughout|this)(?: the months? of)? (?=(?:{_MONTH})\b(?! ?\d\d?\b))"
)
_TIMES_A_YEAR = re.compile(
    r"\b(?:twice|(?:two|three|four|\d) times) (?:a|each|per) year[:,]? ?(?:on )?"
)
_TWICE = re.compile(r"\b(?:twice|(?:two|three|four|2|3|4) times) (?:a|every|each|per) day\b,?")


def as_usual(text: str) -> str:
    """Return a plain text with the usual spelling of what may be written in several ways."""
    text = with_minutes(without_courtesies(text))
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    if not _ORDINAL.search(text):
        text = _WITHIN_MONTH.sub("within ", text)
    text = " ".join(map(_days, text.split(" ")))
    text = with_spoken_hours(with_times(text))
    if (found := _TIMES_A_YEAR.search(text)) and len(_DATE.findall(text)) == _often(found):
        text = f"every year {_TIMES_A_YEAR.sub(' ', text)}"
    if _YEARLY.search(text) and (_DATE.search(text) or _NTH_OF_MONTH.search(text)):
        text = f"every {' '.join(_YEARLY.sub(' ', text).split()).strip(' ,')}"
    if (found := _TWICE.search(text)) and names_times(left := _TWICE.sub(" ", text), _often(found)):
        text = left if names_days(left) else _TWICE.sub("daily ", text)
    return without_parts(text)


def _often(found: re.Match[str]) -> int:
    """Return how often that is: twice, three times."""
    first = found.group().split()[0]
    return 2 if first == "twice" else int(NUMBER_WORDS.get(first, first))


def _days(word: str) -> str:
    """Return the days of ``m-f``, ``tu/th`` and ``mwf``, or the word; W-SU is a time zone."""
    if word in _TOGETHER:
        return _TOGETHER[word]
    pieces = re.split(r"([-/])", word)
    if (
        word != "w-su"
        and len(pieces) > 1
        and all(piece in _SHORT_DAYS or piece in "-/" for piece in pieces)
    ):
        return "".join(_SHORT_DAYS.get(piece, piece) for piece in pieces)
    return word


def _last_day_of(month: int) -> str:
    """Return the last day that a month has in every year: ``28 february``."""
    return f"{monthrange(2001, month)[1]} {MONTH_NAMES[month - 1].lower()}"


def _with_month(found: re.Match[str]) -> str:
    """Return 18/12 as 18 december."""
    name = MONTH_NAMES[int(found["month"]) - 1].lower()
    return f"{found['day']} {name} {found['year'] or ''}".strip()


def _count(found: re.Match[str]) -> str:
    """Return "ends after ten reminders" as "10 times"."""
    return f"{NUMBER_WORDS.get(found['count'], found['count'])} times"


_Replacement = str | Callable[[re.Match[str]], str]
_COUNT = rf"(?P<count>\d+|{'|'.join(NUMBER_NAMES)}|twenty)"
_TIMES = "(?:times|reminders|posts|occurrences|occasions|rounds|goes)"
_STOPS = "(?:ends?|ending|stops?|stopping|finish(?:es|ing)?)"
_NO_MONTH, _A_MONTH = r"(?P<day>1[3-9]|2\d|3[01])", r"(?P<month>0?[1-9]|1[0-2])"
_NUMBERED = r"\d\d?(?:st|nd|rd|th)?"
_FIGURE_YEAR = r"(?:[/.](?P<year>20\d\d))?(?![\w/:]|\.\d| ?[ap]m\b)"
_LISTED = rf"{_NUMBERED}(?:(?:,|,? and| ?&) {_NUMBERED})* (?:of )?(?:{_MONTH})"
_SPELLINGS: tuple[tuple[re.Pattern[str], _Replacement], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # Dates. Of 18/12 one figure is no month, so it is the day in every country.
        (rf"(?<![\w/.+-])(?!24/7\b){_NO_MONTH}/{_A_MONTH}{_FIGURE_YEAR}", _with_month),
        (rf"(?<![\w/.+-]){_A_MONTH}/{_NO_MONTH}{_FIGURE_YEAR}", _with_month),
        (r"(?<![\w/.+-])(1[3-9]|2\d|3[01])\.(0?[1-9]|1[0-2])\.(20\d\d)(?![\w/:])", r"\3-\2-\1"),
        (r"(\d{4})/(\d\d?)/(\d\d?)", r"\1-\2-\3"),
        (r"(?<![/\w])christmas eve\b", "24 december"),
        (r"(?<![/\w])christmas day\b", "25 december"),
        (r"\bboxing day\b", "26 december"),
        (r"\bnew year'?s eve\b", "31 december"),
        (r"\bnew year'?s day\b", "1 january"),
        (r"\b(?:the )?day after tomorrow\b", "overmorrow"),
        (r"\b(?:tonight|tonite)\b", "today in the evening"),
        (
            rf"\b(?:(?<=from )|(?<=starting )|(?<=beginning )|(?!.*\b(?:every|each|weekly)\b))"
            rf"(?:this|(?:this )?coming) (?={_DAY}\b)",
            "coming ",
        ),
        # Times.
        (r"(?<![\d:./-])(\d\d?)h(\d\d)?(?!\w)", lambda it: f"{it[1]}:{it[2] or '00'}"),
        (
            r"(?<![\d:./-])(0\d|1\d|2[1-3])([0-5]\d)(?: ?h(?:rs|ours)?\b)?(?![\d:./-])",
            r"\1:\2",
        ),
        (r"\b(at )(20)([0-5]\d)(?: ?h(?:rs|ours)?\b)?(?![\d:./-])", r"\g<1>\2:\3"),
        (r"(?<=\d)([ap])(?=$|[ ,])", r"\1m"),
        (r"(?<=\d) uhr\b", ""),
        (r"\bon the hour\b", ""),
        (r"\band (?:then )?again (?=at\b|\d)", "and "),
        # How often.
        (r"\ban? (?=(?:daily|weekly|monthly|yearly|quarterly)\b)", ""),
        (rf"\bon an? (?=(?:{_DAY})\b)", "on "),
        (rf"\b(?:on )?alternate (?=(?:{_DAY})\b)", "every other "),
        (r"\bcalendar (?=month|quarter|year)", ""),
        (
            rf"\b(first|second|third|fourth|last|[1-4](?:st|nd|rd|th)) ({_DAY}),? and (?:the )?"
            rf"(first|second|third|fourth|last|[1-4](?:st|nd|rd|th)) \2\b",
            r"\1 and \3 \2",
        ),
        (r"\b(?:every|each) single (?=[a-z])", "every "),
        (r"\b(?:seven|7) days a week\b", "daily"),
        (
            r"\b((?:every|each) day|daily)\b(.*?),? (?:and )?weekends (?:too|as well|included)\b",
            r"\1\2",
        ),
        (r"\bfrom now(?: on)?\b", ""),
        (r"\bonce (?:a|every|each|per) fortnight\b", "every fortnight"),
        (r"\bonce (every|each) (?!day|week|month|quarter|year)", r"\1 "),
        (r"\bonce (?:a|every|each|per) (day|week|month|quarter|year)\b", r"every \1"),
        (r"\b(?:one time|1 time)(?: only)?\b|\bonly once\b|\bonce only\b", "once"),
        (r"\bjust (?=once\b|on \b)", ""),
        (r"(?<=days) only\b", ""),
        # How many times, and for how long.
        (
            rf"\b(?:on )?(?:the )?next {_COUNT} (?=(?:{_DAY})\b)(?P<day>\w+)"
            rf"(?!,? (?:and )?(?:{_DAY})\b)",
            lambda it: f"{it['day']} {_count(it)}",
        ),
        (rf"\b(?:and )?(?:{_STOPS}|for)(?: after)?(?: a total of)? {_COUNT} {_TIMES}\b", _count),
        (rf"\b{_STOPS} after (?=\w+ (?:day|week|month))", "for "),
        (r"(?<=times) (?:in total|in all|altogether|only)\b", ""),
        (r"\bfor the next (?=\d|(?:one|two|three|four|five|six|eight|ten)\b)", "for "),
        (r"\bfor an? (?=day|week|month)", "for 1 "),
        # From when, until when.
        (r"\b(?:with effect|effective)(?: (?:from|as of))? (?=\d|[a-z]{3})", "from "),
        (r"\bas (?:of|from) (?=\d|[a-z]{3})", "from "),
        (r"\b(?:starting|beginning|commencing|starts|begins) (?:from|on|with) (?:the )?", "from "),
        (r"\bcommencing (?=\d|[a-z]{3})", "from "),
        (r"\b(?:start|begin|begins|starts) (?=\d|(?:in|on|with) |[a-z]{3,9} \d)", "from "),
        (
            r"\b(?:the )?(?:next|first) (?:one|time)?(?: ?is| ?will be| ?being)?(?: on)? "
            rf"(?=\d|(?:{_MONTH}) \d)",
            "from ",
        ),
        (rf"\b(?:from|starting|beginning) (?:in|with) (?={_MONTH})", "from "),
        (
            rf"\bfrom ({_NUMBERED}) ?(?:-|to|until|till|through) ?({_NUMBERED}) (?:of )?"
            rf"({_MONTH})\b",
            r"from \1 \3 until \2 \3",
        ),
        (
            rf"\b({_MONTH}) (\d\d?) ?(?:-|to|through|until) ?(\d\d?)\b(?![:.]\d| ?[ap]m)",
            r"\1 \2 to \1 \3",
        ),
        (
            r"\b(?:and )?(?:concluding|finishing|(?:with )?(?:the )?last one)(?: is| being)?"
            rf"(?: on)? (?=(?:{_DAY}),? |\d|(?:{_MONTH}) \d)",
            "until ",
        ),
        (r"\b(?:up to|until|till|through)(?:,? (?:and )?including)?\b", "until"),
        (r",? \(?(?:inclusive|incl\.?|both included)\)?(?=[ ,]|$)", ""),
        (
            rf"\b(?:until|ending) (?:the )?end of (?:the )?({_MONTH}|year)\b",
            lambda it: f"until {_last_day_of(MONTH_SPELLINGS.get(it[1], 12))}",
        ),
        # What is left out.
        (
            r"\b(?:but (?:not|never)|not|never|apart from|other than|with the exception of"
            r"|leav(?:e|ing) out|skip(?:ping)?|without|no|except|excluding|excl\.?|but|bar)"
            r"(?: (?:for|on|in|the))* (?=(?:from |between )?"
            rf"(?:{_DAY}|weekends?|{_MONTH}|{_LISTED})\b|\d{{4}}-)",
            "except ",
        ),
    )
)
