"""Hours in words, and the times of a run of hours: "every 2 hours from 9am to 5pm"."""

import re

from scheduler.phrases.clock_times import SURE_FROM, Part, clock_time
from scheduler.phrases.spelling.figures import NUMBER_WORDS, with_figures
from scheduler.phrases.vocabulary import DAY_SPELLINGS, MONTH_SPELLINGS, NUMBER_NAMES

_DAY = "|".join(sorted(DAY_SPELLINGS, key=len, reverse=True))
_MONTH = "|".join(sorted(MONTH_SPELLINGS, key=len, reverse=True))
_TIME = r"(?:\d\d?(?:[:.]\d\d)?(?: ?[ap]\.?m\b\.?)?|noon|midday)"
_CLOCK = re.compile(rf"(?<![\d:./-]){_TIME}(?![\d:./-]|st\b|nd\b|rd\b|th\b)")
_BEFORE_A_DAY = re.compile(rf"\b(?:day|{_MONTH}) $")
_BEHIND_A_DAY = re.compile(rf" (?:of|days?|weeks?|months?|times|{_MONTH})\b")
_NAMES_OF_HOURS = "|".join(NUMBER_NAMES)
_HOUR = rf"(?:\d\d?|{_NAMES_OF_HOURS})"
_MINUTES = rf"(?:\d\d?|{_NAMES_OF_HOURS}|twenty(?:[ -]five)?)"
_SPOKEN = re.compile(
    rf"\b(?:(?:a )?(?:half|quarter) (?:past|to|after)|{_MINUTES} (?:minutes? )?past"
    rf"|{_MINUTES} minutes? to) {_HOUR}\b"
)
_PARTS = r"(?P<part>morning|afternoon|evening|night)s?\b"
_PART = re.compile(
    rf"(?:(?P<each>\b(?:every|each) )"
    rf"|(?P<day>\b(?:{_DAY}|weekdays?|weekends?|daily|today|tomorrow) )|\b(?:in the |at )){_PARTS}"
)
_IN_A_PART = re.compile(rf"(?<![\d:./-])(?P<clock>{_TIME}) (?:in the|at) {_PARTS}")
_AT_AN_HOUR = re.compile(
    rf"\b(?P<at>at )?(?P<hour>{_NAMES_OF_HOURS})(?(at)\b(?! (?:minutes|hours|past|to)\b)"
    r"| (?=in the (?:morning|afternoon|evening)\b))"
)
_EVERY_FEW = re.compile(
    r"\b(?:(?:every|each) (?:(?P<step>\d|[a-z]+) )?(?:hours?|hrs?)|hourly"
    r"|(?:every|each) (?P<minutes>[6-9]\d|[1-5]\d\d) ?min(?:ute)?s?)\b"
)
_FROM_TO = re.compile(
    rf"(?:\b(?:from|between|starting at|beginning at) |(?<=[ ,])(?=\d))(?P<first>{_TIME}) ?"
    r"(?:-|to|and (?:finishing|ending) at|and|until|till|through)"
    rf" ?(?P<last>{_TIME})(?![\d:./-]|st\b|nd\b|rd\b|th\b)"
)
_FROM = re.compile(
    rf"\b(?:starting|beginning|from) (?:at )?(?P<first>{_TIME})(?![\d:./-]|st\b|nd\b)"
)
_STEPS = {"": 1, "other": 2, "second": 2, "third": 3, "two": 2, "three": 3, "four": 4, "six": 6}
_STEPS |= {"eight": 8, "twelve": 12}
_DAY_MINUTES = 24 * 60
_SURE_END = re.compile(r"[ap]\.?m|:|^0\d|noon|midday")
_HALF_HOUR = 30  # minutes
_NAMES_DAYS = re.compile(rf"\b(?:{_DAY}|daily|days?|week\w*|month\w*)\b")
_DAILY = re.compile(r"\b(?:daily|(?:every|each) (?:single )?day)\b")
_NAMES_DATES = re.compile(rf"\b(?:{_MONTH}|today|tomorrow)\b")


def with_spoken_hours(text: str) -> str:
    """Return "half past eight" as "8:30", and "at nine" as "at 9"."""
    text = _SPOKEN.sub(_spoken, text)
    return _AT_AN_HOUR.sub(
        lambda it: f"{it['at'] or ''}{NUMBER_WORDS[it['hour']]}{'' if it['at'] else ' '}", text
    )


def _spoken(found: re.Match[str]) -> str:
    read = clock_time(with_figures(found.group()))
    return f"{read[0].hour}:{read[0].minute:02}" if read else found.group()


def with_times(text: str) -> str:
    """Return "every 2 hours from 9am to 5pm", in either order, with the times that it means."""
    every = _EVERY_FEW.search(text)
    span = (_FROM_TO.search(text) or _FROM.search(text)) if every else None
    if every is None or span is None:
        return text
    before, behind = _around(text, every, span)
    left = f"{before} {behind}"
    has_days = _NAMES_DAYS.search(left) or _NAMES_DATES.search(left)
    is_daily = not has_days or bool(_DAILY.search(left))
    minutes = _minutes(every, span, over_midnight=is_daily)
    if not minutes:
        return text
    if minutes[0] % 60 == _HALF_HOUR:
        before, behind = (each.replace("on the half hour", "") for each in (before, behind))
    times = " and ".join(f"{at // 60:02}:{at % 60:02}" for at in minutes)
    days = "" if has_days else "daily"
    return " ".join(f"{before} {days} {times} {behind}".replace(" ,", ",").split()).strip(" ,")


def _minutes(every: re.Match[str], span: re.Match[str], *, over_midnight: bool) -> list[int]:
    """Return the minutes of the day from the first to the last, so far apart; none if unsure.

    Without a last one it goes on round the clock, where that comes out even.
    """
    steps = every["step"] or ""
    hours = int(steps) if steps.isdigit() else _STEPS.get(steps, 0)
    step = int(every["minutes"] or hours * 60)
    first = _minute(span["first"])
    last = _minute(ends) if (ends := span.groupdict().get("last")) else None
    if first is None or not step or (ends and last is None):
        return []
    if last is None:
        goes_on = over_midnight and _DAY_MINUTES % step == 0 and hours > 1
        last = first + _DAY_MINUTES - step if goes_on else first
    elif last <= first and _SURE_END.search(span["last"]):
        last += _DAY_MINUTES
    if last <= first or (last >= _DAY_MINUTES and not over_midnight):
        return []
    return sorted({at % _DAY_MINUTES for at in range(first, last + 1, step)})


def _around(text: str, every: re.Match[str], span: re.Match[str]) -> tuple[str, str]:
    """Return what stands before a span of hours, and behind it, without how often it comes."""
    if every.start() < span.start():
        return text[: every.start()] + text[every.end() : span.start()], text[span.end() :]
    return text[: span.start()], text[span.end() : every.start()] + text[every.end() :]


def _minute(text: str) -> int | None:
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


def names_times(text: str, count: int) -> bool:
    """Tell whether so many times of day are written in a text."""
    return len([found for found in _CLOCK.finditer(text) if not _is_a_day(found)]) == count


def names_days(text: str) -> bool:
    """Tell whether days of the week, or of the month, are named in a text."""
    return bool(_NAMES_DAYS.search(text))


def without_parts(text: str) -> str:
    """Return "monday morning 8:30" as "monday 8:30 am": where there is a time, and one part."""
    each = _IN_A_PART.findall(text)
    if len(each) == len([found for found in _CLOCK.finditer(text) if not _is_a_day(found)]):
        text = _IN_A_PART.sub(lambda it: _of_part(it["clock"], Part(it["part"])) or it[0], text)
    parts = {found["part"] for found in _PART.finditer(text)}
    if len(parts) != 1 or not _CLOCK.search(_PART.sub(" ", text)):
        return text
    part = Part(parts.pop())
    every = " " if _NAMES_DAYS.search(_PART.sub(" ", text)) else "every day "
    left = _PART.sub(lambda it: every if it["each"] else it["day"] or " ", text)

    def in_part(found: re.Match[str]) -> str:
        return found.group() if _is_a_day(found) else _of_part(found.group(), part)

    clocks = [found for found in _CLOCK.finditer(left) if not _is_a_day(found)]
    if not all(_of_part(found.group(), part) for found in clocks):
        return text  # noon is not of the night: it is asked about
    return " ".join(_CLOCK.sub(in_part, left).split())


def _of_part(clock: str, part: Part) -> str:
    """Return the time that is meant of a part of the day, or nothing."""
    read = clock_time(clock)
    try:
        times = read[0].meanings(part) if read else ()
    except ValueError:
        return ""
    return f"{times[0]:%H:%M}" if len(times) == 1 else ""


def _is_a_day(found: re.Match[str]) -> bool:
    """Tell whether a number is the day of a date or a month: day 5, 24 December."""
    before, behind = found.string[: found.start()], found.string[found.end() :]
    return bool(_BEFORE_A_DAY.search(before) or _BEHIND_A_DAY.match(behind))
