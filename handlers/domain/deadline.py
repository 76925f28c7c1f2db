"""What is promised and by when, from a line as people type it."""

import re
from dataclasses import dataclass
from datetime import datetime

from scheduler.phrases.phrase import PhraseError, parse_moment

MAX_LENGTH = 300  # characters of a line that are read
MAX_MOMENT_WORDS = 12  # of a moment at the end of the line

_CASE = re.compile(
    r"[,;]?\s*\(?\b(?:(?:for|on|in|of|about|re)\s+)?case\s*(?:no\.?|number)?\s*#?\s*"
    r"((?:[A-Za-z]{1,5}-?)?\d{1,6})\b\)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"#?((?:[A-Za-z]{1,5}-?)?\d{1,6})")
_JOINS = ("by", "until", "till", "at", "before")
_DAYS = "mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday"
_BEGINS = re.compile(  # how a moment at the end of a line begins
    rf"(?:\d|(?:in|on|today|tomorrow|this|next|noon|midday|midnight|{_DAYS}|saturday|sunday)\b)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:asap|as soon as|soon|later|tonight|lunch|evening|afternoon|morning|eod|end of|close of"
    r"|the end|next|a|an|half)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a line says; without ``due`` either no time was named, or ``problem`` says why not."""

    what: str
    due: datetime | None = None
    case: str = ""
    when: str = ""  # the words of the time
    problem: str = ""


def parse_deadline(line: str, zone: str, now: datetime) -> Deadline:
    """Return what a line says, in the zone of whoever typed it."""
    text = " ".join(line[:MAX_LENGTH].split())
    found = _CASE.search(text)
    case = found[1] if found else ""
    if found:
        text = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
    words = text.split(" ")
    problem, unread = "", len(words)
    for start, length in _ends(words):
        when = " ".join(words[start + length :])
        try:
            due = parse_moment(when, zone, now)
        except PhraseError as error:
            if not problem and (length or error.kind != "unknown"):
                problem, unread = f"{error} For example: {error.example}", start
            continue
        return Deadline(_what(words[:start]), due, case, when)
    if problem:
        when = " ".join(words[unread:])
        return Deadline(_what(words[:unread]), None, case, when, problem)
    return Deadline(_what(words), None, case)


def case_number(text: str) -> str | None:
    """Return the number of a case as typed in a form, "" for none, or None if it isn't one."""
    text = re.sub(r"(?i)^case\s*", "", text.strip())
    found = _NUMBER.fullmatch(text)
    return found[1] if found else None if text else ""


def _ends(words: list[str]) -> list[tuple[int, int]]:
    """Return where a moment may begin, likeliest first, and how many words lead up to it."""
    from_here = range(max(0, len(words) - MAX_MOMENT_WORDS), len(words))
    joined = [
        (number, 1)
        for number in from_here
        if words[number].lower() in _JOINS
        and number + 1 < len(words)
        and (_BEGINS.match(words[number + 1]) or _VAGUE.match(" ".join(words[number + 1 :])))
    ]
    bare = [(number, 0) for number in from_here if _BEGINS.match(words[number])]
    return joined + [each for each in bare if (each[0] - 1, 1) not in joined]


def _what(words: list[str]) -> str:
    return " ".join(words).strip(" ,;:-–—")
