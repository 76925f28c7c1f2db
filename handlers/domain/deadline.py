"""What is promised and by when, from a line as people type it."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from scheduler.calendar.recurrence import zone_named
from scheduler.phrases.moment import parse_moment
from scheduler.phrases.refusals import PhraseError
from scheduler.phrases.run_of_time import run_at_beginning, run_at_end, run_in_the_middle
from scheduler.phrases.zone_names import ABBREVIATIONS, MOST_WORDS, zone_words

_CASE = re.compile(
    r"[,;]?\s*\(?\b(?:(?:for|on|in|of|about|re)\s+)?case\s*(?:no\.?|number)?\s*#?\s*"
    r"((?:[A-Za-z]{1,5}-?)?\d{1,6})\b\)?",
    re.IGNORECASE,
)
# In the middle of a line a time is by when only where somebody is spoken to: of "book the taxi at 7
# for Mrs Lee" it is the taxi's.
_SPOKEN_TO = re.compile(
    r"\b(?:ring|call(?:ing)?|phone|cb|text|e-?mail|mail|write|reply|respond|get back|revert|update"
    r"|speak|talk|contact|message|chase|shout|bell|know)\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"[,;:]|\b(?:after|until|once|since|unless|not|never|don't|that|who|when|is|are|was|were|be|being|arriv\w+|comes?|coming|deliver\w*|collect\w*"
    r"|leav\w+|opens?|closes?|starts?|appointment|meeting|booking|table|taxi)\b",
    re.IGNORECASE,
)
_FOUR_FIGURES = re.compile(r"\d{4}")
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
        if what and timed[-1] == words[-1] and _FOUR_FIGURES.fullmatch(timed[0]):
            return _doubtful(timed[0], due, zone, case, text)
        return Deadline(what, due, case, when)
    except PhraseError as error:
        understood = error.kind in ("ambiguous", "refused")
        said = what if understood else f"{what} {when}".strip()
        return Deadline(what, None, case, when, str(error), error.example, error.choices, said)


def _in_the_middle(
    words: list[str], zone: str, now: datetime, case: str, day_ends: time | None
) -> Deadline:
    """Return what a line says whose time stands between other words, where that is sure."""
    start, end = run_in_the_middle(words)
    before = " ".join(words[:start])
    if _SPOKEN_TO.search(before) and not _OF_ANOTHER.search(before):
        when = " ".join(words[start:end]).strip(" ,;")
        try:
            due = parse_moment(when, zone, now, day_ends)
        except PhraseError:  # by when is asked, with all the words
            return Deadline(_joined(words), None, case)
        joint = ", " if words[end - 1].endswith((",", ";")) else " "
        what = f"{_joined(words[:start])}{joint}{' '.join(words[end:])}".strip(" ,;:")
        return Deadline(what, due, case, when)
    return Deadline(_joined(words), None, case)


def _doubtful(figures: str, due: datetime, zone: str, case: str, text: str) -> Deadline:
    """Return the question about figures that may be an amount: pay Mr Cole 1500 Friday."""
    local = due.astimezone(zone_named(zone))
    problem = f"Is «{figures}» a time? Write it as {local:%H:%M}."
    example = f"{local:%Y-%m-%d %H:%M}"
    return Deadline(text, None, case, "", problem, example, (due,), text)


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the words of the promise, and all the words about time at one end of the line.

    What might be time and isn't understood stays with the time: it is asked about.
    """
    for zone in (zone_words(words), 0):
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
    for length in range(min(MOST_WORDS + 1, len(words) - end), 0, -1):
        name = words[end : end + length]
        last = name[-1].lower().strip(",:")
        is_zone = last == "time" or "/" in last or last in ABBREVIATIONS
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
