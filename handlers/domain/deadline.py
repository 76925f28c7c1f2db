"""What is promised and by when, from a line as people type it."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from scheduler.calendar.recurrence import zone_named
from scheduler.phrases.moment import parse_moment
from scheduler.phrases.refusals import PhraseError
from scheduler.phrases.run_of_time import run_at_beginning, run_at_end, run_in_the_middle
from scheduler.phrases.vocabulary import MONTH_SPELLINGS, NUMBER_NAMES
from scheduler.phrases.zone_names import ABBREVIATIONS, MOST_WORDS, zone_at, zone_words

_CASE = re.compile(
    r"[,;]?\s*\(?(?<!\bin )(?<!\ba )(?<!\bphone )\b(?:(?:for|on|of|about|re)\s+)?case\s*"
    r"(?:no\.?|number)?\s*#?\s*"
    r"((?:[A-Za-z]{1,5}-?)?\d{1,6})\b\)?",
    re.IGNORECASE,
)
# In the middle of a line a time is by when only where somebody is spoken to: of "book the taxi at 7
# for Mrs Lee" it is the taxi's, of "reply to the email sent at 10:00 about it" the email's.
_SPOKEN_TO = re.compile(
    r"(?<!\bthe )(?<!\ban )(?<!\ba )(?<!\bher )(?<!\bhis )(?<!\btheir )(?<!\bmy )(?<!\bour )"
    r"\b(?:ring|call(?:ing)?|phone|cb|text|e-?mail|mail|write|reply|respond|get back|revert|update"
    r"|speak|talk|contact|message|chase|know)\b|\ba (?:shout|bell|ring|call)\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"[,;:]|\b(?:after|before|until|once|since|unless|not|never|don't|dont|avoid|cancel|book|move"
    r"|that|who|when|is|are|was|were|be|being|has|have until|must|promised|sent|visits?|arriv\w+"
    r"|comes?|coming|deliver\w*|collect\w*|leav\w+|opens?|closes?|starts?|invite|appointment"
    r"|meeting|booking|table|taxi|operation)\b|\b(?:for|of|to|from|with)$",
    re.IGNORECASE,
)
# What may turn a time at the end or at the beginning of a line into another one, or into none.
_NEGATED = re.compile(
    r"\b(?:don'?t|do not|never|avoid)\b(?! forget)|\b(?:earliest|no sooner)\b", re.IGNORECASE
)
_FEAST = re.compile(
    r"\b(?:on|by|at|before|after|until|till|over|from|in the) (?:the )?(?:christmas|xmas|boxing day"
    r"|easter|new year|good friday|black friday|thanksgiving)"
    r"|\b(?:christmas|new year'?s) (?:eve|day)\b|\b(?:good|black) friday\b|\beaster monday\b",
    re.IGNORECASE,
)
_OTHER_CLOCK = re.compile(
    r"\b(?:at|by|before|around) \d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?$"
    r"|\b(?:at|by|before|around) \d{1,2}(?:[:.]\d\d| ?[ap]m)\b"
    r"|\b(?:instead of|was|than|opens(?: at)?|(?:we|they) open(?: at)?|moved to)$",
    re.IGNORECASE,
)
# Before a time at the end of a line: it is told of something else, whose time it may be.
_TOLD_OF = re.compile(
    r"\b(?:is|are|was|were|isn't|wasn't|opens|closes|leaves|left|starts|started"
    r"|begins|began|ends|finishes|arrives|arrived|comes|came|departs|departed"
    r"|lands|landed|goes|went|runs|rang|called|happened|changes|expires|boards)(?: \w+){0,2}$",
    re.IGNORECASE,
)
_AROUND_ANOTHER = re.compile(
    r"\b(?:before|after|until|till) (?:the|an?|her|his|their|its|my|our) \w+$"
    r"|\b(?:book|order|reserve|schedule|arrange)\b.* (?:taxi|cab|table|room|courier|slot|visit"
    r"|appointment|pick-?up|collection|delivery|engineer|flight|train)$",
    re.IGNORECASE,
)
_LEFT_HANGING = re.compile(r"\b(?:for|of|with|from|about|re|than|the|to)$", re.IGNORECASE)
LONGEST_MIDDLE = 300  # characters of a line whose time may stand between other words
_FOUR_FIGURES = re.compile(r"\d{4}")
_BARE = re.compile(rf"\d{{1,2}}|\d{{1,3}}\.\d\d|{'|'.join(NUMBER_NAMES)}|twenty")
_SPOKEN = ("am", "pm", "a.m", "p.m", "o'clock", "oclock", "to", "past", "of")
_UNIT = re.compile(r"(?:min|hour|hr|day|week|month)")
_NUMBER = re.compile(r"#?((?:[A-Za-z]{1,5}-?)?\d{1,6})")


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a line says; without ``due`` either no time was named, or ``problem`` says why not.

    ``choices`` are the moments that may be meant. ``said`` is what to keep of the line when
    another time is given: all of it, where not every word at its end was understood as time.
    """

    what: str
    due: datetime | None = None
    case: str = ""
    when: str = ""  # the words of the time
    problem: str = ""
    example: str = ""
    choices: tuple[datetime, ...] = ()
    said: str = ""

    @property
    def question(self) -> str:
        """Return the problem as one line, with an example."""
        return f"I can't tell by when. {self.problem} For example: {self.example}"


def parse_deadline(line: str, zone: str, now: datetime, day_ends: time | None = None) -> Deadline:
    """Return what a line says, in the zone of whoever typed it; ``day_ends`` is their team's."""
    text = " ".join(line.split())
    found = _CASE.search(text)
    case = found[1] if found else ""
    if found:
        text = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
    words = text.split(" ")
    promised, timed = _split(words)
    if not timed:
        return _in_the_middle(words, zone, now, case, day_ends)
    what, when = _joined(promised), " ".join(timed)
    try:
        due = parse_moment(when, zone, now, day_ends)
        is_last = timed[-1] == words[-1]
        problem = _doubt(text, what, timed, is_last=is_last) if what else ""
        if zone_behind := "" if is_last or problem else _place(promised):
            problem = f"Is «{zone_behind}» the time zone? Then write «{zone_behind} time»."
        if problem:
            local = due.astimezone(zone_named(zone))
            example = f"{local:%Y-%m-%d %H:%M}"
            return Deadline(text, None, case, "", problem, example, (due,), text)
        return Deadline(what, due, case, when)
    except PhraseError as error:
        said = what if error.choices else f"{what} {when}".strip()
        return Deadline(what, None, case, when, str(error), error.example, error.choices, said)


def _in_the_middle(
    words: list[str], zone: str, now: datetime, case: str, day_ends: time | None
) -> Deadline:
    """Return what a line says whose time stands between other words, where that is sure."""
    line = " ".join(words)
    # Nobody promises more, and each of its words is looked at with those beside it.
    start, end = run_in_the_middle(words) if len(line) <= LONGEST_MIDDLE else (0, 0)
    before = " ".join(words[:start])
    sure = not (_OF_ANOTHER.search(before) or _FEAST.search(line) or _NEGATED.search(line))
    if _SPOKEN_TO.search(before) and sure:
        when = " ".join(words[start:end]).strip(" ,;")
        try:
            due = parse_moment(when, zone, now, day_ends)
        except PhraseError:  # by when is asked, with all the words
            return Deadline(_joined(words), None, case)
        joint = ", " if words[end - 1].endswith((",", ";")) else " "
        what = f"{_joined(words[:start])}{joint}{' '.join(words[end:])}".strip(" ,;:")
        return Deadline(what, due, case, when)
    return Deadline(_joined(words), None, case)


def _doubt(text: str, what: str, timed: list[str], *, is_last: bool) -> str:
    """Return what may be meant otherwise, as a question; nothing where it is sure."""
    first, *others = (word.casefold().strip(" ,;:.!?()") for word in timed)
    second = others[0] if others else ""
    figures = _FOUR_FIGURES.fullmatch(first) or _BARE.fullmatch(first)
    spoken = second in _SPOKEN or second in MONTH_SPELLINGS or _UNIT.match(second)
    if is_last and figures and not spoken:  # pay Mr Cole 1500 Friday, send him 10 by Friday
        return f"Is «{timed[0]}» a time? Write it as 08:55."
    if _NEGATED.search(text):
        return "Is that when it is done, or when it isn't?"
    if found := _FEAST.search(text):
        return f"Which date is «{found.group()}»?"
    of_another = first != "by" and (_TOLD_OF.search(what) or _AROUND_ANOTHER.search(what))
    if is_last and (of_another or _OTHER_CLOCK.search(what) or _LEFT_HANGING.search(what)):
        return f"Is «{' '.join(timed)}» by when it is done?"
    return ""


def _place(words: list[str]) -> str:
    """Return the place that begins these words, and may name a time zone."""
    bare = [word.casefold().strip(" ,;:.") for word in words]
    zone, length = zone_at(bare, 0)
    return " ".join(words[:length]).strip(" ,;:.") if zone else ""


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the words of the promise, and all the words about time at one end of the line.

    What might be time and isn't understood stays with the time: it is asked about.
    """
    zone_length = zone_words(words)
    if zone_length and words[:-zone_length][-1:] and words[-zone_length - 1].casefold() == "at":
        zone_length = 0  # a branch: at Central
    for zone in (zone_length, 0):
        start = run_at_end(words[: len(words) - zone])
        if start < len(words) - zone:
            return words[:start], words[start:]
    end = run_at_beginning(words)
    end += _zone_after(words, end) if end else 0
    return words[end:], words[:end]


def _zone_after(words: list[str], end: int) -> int:
    """Return how many words after a time name its zone: London time, Europe/Rome, IST.

    Also of a zone that isn't known: whoever writes «3pm Springfield time» is asked about it.
    """
    shouted = " ".join(words).isupper()  # of PT JONES nobody knows whether it is a zone
    for length in range(min(MOST_WORDS + 1, len(words) - end), 0, -1):
        name = words[end : end + length]
        last = name[-1].lower().strip(",:")
        capitals = not shouted and all(word.isupper() and len(word) <= 5 for word in name)
        is_zone = last == "time" or "/" in last or last in ABBREVIATIONS or capitals
        if is_zone and (zone_words(name) == length or _is_named(name[:-1])):
            return length
    return 0


def _is_named(words: list[str]) -> bool:
    return 0 < len(words) < MOST_WORDS and all(word[0].isupper() for word in words)


def case_number(text: str) -> str | None:
    """Return the number of a case as typed in a form, "" for none, or None if it isn't one."""
    text = re.sub(r"(?i)^case\s*", "", text.strip())
    found = _NUMBER.fullmatch(text)
    return found[1] if found else None if text else ""


def _joined(words: list[str]) -> str:
    return " ".join(words).strip(" ,;:-–—")
