"""What is promised and by when, from a line as people type it."""

import re
from dataclasses import dataclass
from datetime import datetime

from scheduler.phrases.moment import parse_moment
from scheduler.phrases.refusals import Examples, PhraseError
from scheduler.phrases.run_of_time import run_at_beginning, run_at_end
from scheduler.phrases.zone_names import zone_at_end

MAX_LENGTH = 300  # characters of a line that are read
NO_EXAMPLES = Examples("", "", "", "", repeats=False)

_CASE = re.compile(
    r"[,;]?\s*\(?\b(?:(?:for|on|in|of|about|re)\s+)?case\s*(?:no\.?|number)?\s*#?\s*"
    r"((?:[A-Za-z]{1,5}-?)?\d{1,6})\b\)?",
    re.IGNORECASE,
)
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
    choices: tuple[datetime, ...] = ()
    said: str = ""


def parse_deadline(line: str, zone: str, now: datetime) -> Deadline:
    """Return what a line says, in the zone of whoever typed it."""
    text = " ".join(line[:MAX_LENGTH].split())
    found = _CASE.search(text)
    case = found[1] if found else ""
    if found:
        text = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
    words = text.split(" ")
    what, when = _split(words)
    if not when:
        return Deadline(_joined(words), None, case)
    return _read(_joined(what), " ".join(when), case, zone, now)


def _read(what: str, when: str, case: str, zone: str, now: datetime) -> Deadline:
    try:
        return Deadline(what, parse_moment(when, zone, now), case, when)
    except PhraseError as error:
        choices = tuple(parse_moment(each, zone, now) for each in error.choices)
        understood = error.kind in ("ambiguous", "refused")
        said = what if understood else f"{what} {when}".strip()
        problem = f"{error} For example: {error.example}"
        return Deadline(what, None, case, when, problem, choices, said)


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the words of the promise, and all the words about time at one end of the line.

    What might be time and isn't understood stays with the time: it is asked about.
    """
    zone = _zone_words(words)
    start = run_at_end(words[: len(words) - zone])
    if start < len(words) - zone:
        return words[:start], words[start:]
    end = run_at_beginning(words)
    end += _zone_words_after(words, end)
    return words[end:], words[:end]


def _zone_words(words: list[str]) -> int:
    """Return how many words at the end name a time zone behind a time."""
    text = " ".join(words).lower()
    try:
        rest, zone = zone_at_end(text, NO_EXAMPLES)
    except PhraseError:
        return 1
    count = len(words) - len(rest.split())
    return count if zone and run_at_end(words[:-count]) < len(words) - count else 0


def _zone_words_after(words: list[str], end: int) -> int:
    """Return how many words after a time name its zone: "London time", "Europe/Rome"."""
    for length in range(min(4, len(words) - end), 0, -1):
        name = " ".join(words[end : end + length]).lower()
        if end and (name.endswith(" time") or (length == 1 and "/" in name)):
            rest, zone = zone_at_end(f"at {name.strip(' ,:')}", NO_EXAMPLES)
            if zone and rest == "at":
                return length
    return 0


def case_number(text: str) -> str | None:
    """Return the number of a case as typed in a form, "" for none, or None if it isn't one."""
    text = re.sub(r"(?i)^case\s*", "", text.strip())
    found = _NUMBER.fullmatch(text)
    return found[1] if found else None if text else ""


def _joined(words: list[str]) -> str:
    return " ".join(words).strip(" ,;:-–—")
