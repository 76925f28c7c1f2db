"""Ways of writing days and times that mean one thing, as the grammar has them: M-F, 0855, 17h30."""

import re
from calendar import monthrange
from collections.abc import Callable

from scheduler.phrases.clock_times import SURE_FROM, Part, clock_time
from scheduler.phrases.slips import distance
from scheduler.phrases.time_words import NO_SLIPS, SHORTEST_SLIP, TWO_SLIPS
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
_TIME = r"\d\d?(?:[:.]\d\d)?(?: ?[ap]m)?"
_CLOCK = re.compile(rf"(?<![\d:./-]){_TIME}(?![\d:./-]|st\b|nd\b|rd\b|th\b)")
_BEFORE_A_DAY = re.compile(rf"\b(?:day|{_MONTH}) $")
_BEHIND_A_DAY = re.compile(rf" (?:of|days?|weeks?|months?|times|{_MONTH})\b")
_HOUR = rf"(?:\d\d?|{'|'.join(NUMBER_NAMES)})"
_SPOKEN = re.compile(
    rf"\b(?:(?:a )?(?:half|quarter) (?:past|to|after)|\d\d? (?:minutes? )?past"
    rf"|(?:\d\d?|{'|'.join(NUMBER_NAMES)}|twenty(?:[ -]five)?) minutes? to) {_HOUR}\b"
)
_LONG_DAYS = [each for name in DAY_NAMES for each in (name.lower(), f"{name.lower()}s")]
_LETTERS = re.compile(r"\b[a-z]{4,12}\b")
_TO_THE_HOUR = re.compile(
    rf"\b(five|ten|twenty(?:[ -]five)?) to ({'|'.join(NUMBER_NAMES)})\b(?! (?:to|past)\b)"
)
_PART = re.compile(
    rf"(?:(?P<each>\b(?:every|each) )|(?P<day>\b(?:{_DAY}|weekdays?|weekends?|daily) )"
    r"|\b(?:in the |at ))"
    r"(?P<part>morning|afternoon|evening|night)s?\b"
)
_NTH_OF_MONTH = re.compile(rf"\b(?:first|second|third|fourth|last)\b.*\b(?:{_MONTH})\b(?! ?\d)")
_TIMES_A_YEAR = re.compile(
    r"\b(?:twice|(?:two|three|four|\d) times) (?:a|each|per) year[:,]? ?(?:on )?"
)
_TWICE = re.compile(r"\b(?:twice|(?:two|three|four|2|3|4) times) (?:a|every|each|per) day\b")
_STEPS = {"": 1, "other": 2, "second": 2, "third": 3, "two": 2, "three": 3, "four": 4, "six": 6}
_HOURLY = re.compile(
    rf"\b(?:(?:every|each) (?:(?P<step>\d|{'|'.join(filter(None, _STEPS))}) )?hours?|hourly)\b"
    rf"(?P<between>.*?) ?\b(?:from|between) (?P<first>{_TIME}) ?(?:-|to|and|until|till) ?"
    rf"(?P<last>{_TIME})(?![\d:./-])"
)
_NAMES_DAYS = re.compile(rf"\b(?:{_DAY}|daily|days?|week\w*|month\w*|{_MONTH})\b")
_NUMBER_WORDS = {
    **{name: number for number, name in enumerate(NUMBER_NAMES, 1)},
    "fifteen": 15,
    "twenty": 20,
    "twenty five": 25,
    "twenty-five": 25,
    "thirty": 30,
    "forty": 40,
    "forty five": 45,
    "forty-five": 45,
    "fifty": 50,
    "ninety": 90,
}
_FIGURES = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})\b")
_DECORATION = (
    (re.compile(r"\bo ?'? ?clock\b|(?<=\d) uhr\b"), " "),
    (re.compile(r":(?!\d)|(?<!\d):"), " "),
    (re.compile(r"[\"'()\[\]<>«»“”]"), " "),
    (re.compile(r"(?<=[^\d\s])\.(?=\s|$)|(?<=\d)[.,](?=\s|$)"), " "),
    (re.compile(r"(?<=\d)([ap])(?= |$)"), r"\1m"),
)


def with_figures(text: str) -> str:
    """Return the text with figures for numbers, and without what only decorates it."""
    for pattern, replacement in _DECORATION:
        text = pattern.sub(replacement, text)
    text = _FIGURES.sub(lambda found: str(_NUMBER_WORDS[found.group()]), text)
    return " ".join(text.split()).strip(" .!?")


def with_minutes(text: str) -> str:
    """Return "ten to four" as "ten minutes to four": said in words it is no span."""
    return _TO_THE_HOUR.sub(r"\1 minutes to \2", text)


def without_slips(text: str) -> str:
    """Return a plain text with the days of the week, and "every", that were nearly written."""
    return _LETTERS.sub(lambda found: _day_meant(found.group()), text)


def as_usual(text: str) -> str:
    """Return a plain text with the usual spelling of what may be written in several ways."""
    text = with_minutes(text)
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    text = " ".join(map(_days, text.split(" ")))
    text = _with_hours(text)
    text = _SPOKEN.sub(_spoken, text)
    if _TIMES_A_YEAR.search(text) and len(_DATE.findall(text)) > 1:
        text = f"every year {_TIMES_A_YEAR.sub(' ', text)}"
    if _YEARLY.search(text) and (_DATE.search(text) or _NTH_OF_MONTH.search(text)):
        text = f"every {' '.join(_YEARLY.sub(' ', text).split()).strip(' ,')}"
    if _TWICE.search(text) and len(_CLOCK.findall(_TWICE.sub(" ", text))) > 1:
        text = _TWICE.sub("daily", text)
    return _without_parts(text)


def _with_hours(text: str) -> str:
    """Return "every 2 hours from 9am to 5pm" with the times that it means."""
    found = _HOURLY.search(text)
    if found is None:
        return text
    first, last = _hour(found["first"]), _hour(found["last"])
    step = _STEPS.get(found["step"] or "") or int(found["step"])
    if first is None or last is None or first >= last or not step:
        return text
    minutes = range(first, last + 1, step * 60)
    times = " and ".join(f"{each // 60:02}:{each % 60:02}" for each in minutes)
    before, behind = text[: found.start()] + found["between"], text[found.end() :]
    days = "" if _NAMES_DAYS.search(f"{before} {behind}") else "daily"
    return " ".join(f"{before} {days} {times} {behind}".split())


def _hour(text: str) -> int | None:
    """Return the minute of the day of a time that is sure, or None."""
    read = clock_time(text)
    try:
        times = read[0].meanings(None) if read else ()
    except ValueError:
        return None
    if len(times) == 1:  # 6am, 06:00
        return times[0].hour * 60 + times[0].minute
    early = [each for each in times if each.hour >= SURE_FROM]
    if not early or (len(times) > 1 and 0 < min(times).hour < SURE_FROM):
        return None
    return early[0].hour * 60 + early[0].minute


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


def _day_meant(word: str) -> str:
    """Return the day of the week, or "every", that a slip of the pen was meant to be; else it."""
    if len(word) == 4 and distance(word, "every") == 1:  # evry, evey: a letter was left out
        return "every"
    if len(word) < SHORTEST_SLIP or word in NO_SLIPS or word in DAY_SPELLINGS:
        return word
    near = [day for day in _LONG_DAYS if distance(word, day) <= (2 if len(day) >= TWO_SLIPS else 1)]
    return near[0] if len({each.removesuffix("s") for each in near}) == 1 else word


def _last_day_of(month: int) -> str:
    """Return the last day that a month has in every year: ``28 february``."""
    return f"{monthrange(2001, month)[1]} {MONTH_NAMES[month - 1].lower()}"


def _spoken(found: re.Match[str]) -> str:
    read = clock_time(with_figures(found.group()))
    return f"{read[0].hour}:{read[0].minute:02}" if read else found.group()


def _without_parts(text: str) -> str:
    """Return "monday morning 8:30" as "monday 8:30 am": where there is a time, and one part."""
    parts = {found["part"] for found in _PART.finditer(text)}
    if len(parts) != 1 or not _CLOCK.search(_PART.sub(" ", text)):
        return text
    part = Part(parts.pop())
    every = " " if _NAMES_DAYS.search(_PART.sub(" ", text)) else "every day "
    left = _PART.sub(lambda it: every if it["each"] else it["day"] or " ", text)

    def in_part(found: re.Match[str]) -> str:
        if _is_a_day(found):
            return found.group()
        read = clock_time(found.group())
        try:
            times = read[0].meanings(part) if read else ()
        except ValueError:
            times = ()
        return f"{times[0]:%H:%M}" if len(times) == 1 else found.group()

    return " ".join(_CLOCK.sub(in_part, left).split())


def _is_a_day(found: re.Match[str]) -> bool:
    """Tell whether a number is the day of a date or a month: day 5, 24 December."""
    before, behind = found.string[: found.start()], found.string[found.end() :]
    return bool(_BEFORE_A_DAY.search(before) or _BEHIND_A_DAY.match(behind))


_SPELLINGS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(\d{4})/(\d\d?)/(\d\d?)"), r"\1-\2-\3"),
    (re.compile(r"(?<![\d:./-])(\d\d?)h(\d\d)?(?!\w)"), lambda it: f"{it[1]}:{it[2] or '00'}"),
    (
        re.compile(r"(?<![\d:./-])(0\d|1[0-8]|2[1-3])([0-5]\d)(?: ?h(?:rs|ours)?\b)?(?![\d:./-])"),
        r"\1:\2",
    ),
    (re.compile(r"(?<=\d)([ap])(?=$|[ ,])"), r"\1m"),
    (re.compile(r"\bonce (every|each) (?!day|week|month|quarter|year)"), r"\1 "),
    (re.compile(r"\bonce (?:a|every|each|per) (day|week|month|quarter|year)\b"), r"every \1"),
    (re.compile(r"\b(?:one time|1 time)(?: only)?\b|\bonly once\b|\bonce only\b"), "once"),
    (re.compile(r"\bon the hour\b"), ""),
    (re.compile(r"\bfor the next (?=\d|(?:one|two|three|four|five|six|eight|ten)\b)"), "for "),
    (re.compile(r"\bfor an? (?=day|week|month)"), "for 1 "),
    (re.compile(r"\b(?:up to|until|till|through)(?:,? (?:and )?including)?\b"), "until"),
    (re.compile(r" \(?(?:inclusive|incl\.?)\)?(?= |$)"), ""),
    (
        re.compile(rf"\b(?:until|ending) (?:the )?end of (?:the )?({_MONTH}|year)\b"),
        lambda it: f"until {_last_day_of(MONTH_SPELLINGS.get(it[1], 12))}",
    ),
    (re.compile(r"\bjust (?=once\b|on \b)"), ""),
    (re.compile(r"\b(?:tonight|tonite)\b"), "today in the evening"),
    (re.compile(r"(?<=\d) uhr\b"), ""),
    (re.compile(r"\b(?:start|begin|begins|starts) (?=\d|(?:in|on|with) |[a-z]{3,9} \d)"), "from "),
    (
        re.compile(
            r"\b(?:the )?(?:next|first) (?:one|time)(?: is| will be)?(?: on)? (?=\d|[a-z]{3})"
        ),
        "from ",
    ),
    (re.compile(rf"\b(?:from|starting|beginning) (?:in|with) (?={_MONTH})"), "from "),
)
