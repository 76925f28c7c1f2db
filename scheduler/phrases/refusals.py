"""What people write about time that we ask about or refuse, and never guess."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from scheduler.phrases.zone_names import ABBREVIATIONS

PhraseProblem = Literal["unknown", "ambiguous", "several", "refused"]


class PhraseError(Exception):
    """A phrase that we don't understand, must ask about, or refuse; it says why.

    ``example`` is a phrase that would work in its place, ``choices`` are the moments that may be
    meant, in UTC.
    """

    def __init__(
        self,
        reason: str,
        example: str,
        kind: PhraseProblem = "unknown",
        choices: tuple[datetime, ...] = (),
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.example = example
        self.kind = kind
        self.choices = choices


@dataclass(frozen=True, slots=True)
class Examples:
    """What to show beside an answer; each is a phrase that works today."""

    usual: str
    days: str
    times: str
    date: str
    repeats: bool

    def repeating(self, example: str) -> str:
        """Return the example, or the usual one where nothing may repeat."""
        return example if self.repeats else self.usual


def check_questions(text: str, examples: Examples) -> None:
    """Raise PhraseError if a plain text has something that we must ask about or refuse."""
    for question in _QUESTIONS:
        if found := question.pattern.search(text):
            example: str = getattr(examples, question.example)
            reason = question.reason.format(found=found.group().strip())
            raise PhraseError(reason, example, question.kind)


@dataclass(frozen=True, slots=True)
class _Question:
    """Something people write that we ask about or refuse, and never guess."""

    pattern: re.Pattern[str]
    kind: PhraseProblem
    reason: str
    example: str = "usual"


def _question(pattern: str, kind: PhraseProblem, reason: str, example: str = "usual") -> _Question:
    return _Question(re.compile(pattern), kind, reason, example)


_UNITS = r"(?:minute|min|hour|day|week|month|year|weekday|quarter)s?\b"
_EACH = r"\b(?:every|each)"
_INTERVAL = "I count in days, weeks and months, not in «{found}». Which days do you mean?"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_QUESTIONS = (
    _question(
        r"\b(?:until|till|up to|ending|from|starting|beginning|by) (?:the )?(?:end of|start of)",
        "ambiguous",
        "Which date is that? Write it, please.",
        "date",
    ),
    _question(
        r"\bin (?:an?|\d+|one|two|three|four) (?:days?|weeks?|months?|years?)\b",
        "ambiguous",
        "«{found}» needs a date. Which one is it?",
        "date",
    ),
    _question(
        rf"{_EACH} (?:[1-5]?\d ?)?(?:m|mins?|minutes?|secs?|seconds)\b"
        rf"|{_EACH} half(?: an)?[ -]hour",
        "refused",
        "That is more often than hourly, and people would stop reading. Name a few times instead.",
        "times",
    ),
    _question(
        rf"{_EACH} hours?\b.*\d|{_EACH} \w+ hours\b"
        r"|\b(?:twice|thrice|times) (?:a|every|each|per)\b",
        "ambiguous",
        "I can't work out the times by myself. Which times of day do you mean?",
        "times",
    ),
    _question(
        rf"\bhourly\b|{_EACH} hours?\b",
        "refused",
        "Every hour is too often: twelve times a day is the most. Name the times instead.",
        "times",
    ),
    _question(
        rf"{_EACH} (?:second|third|fourth|2nd|3rd|4th) \w+days?\b"
        rf"(?!.*\bmonth| (?:of |in )?(?:{_MONTHS}))",
        "ambiguous",
        "«{found}»: of the month, or of weeks? Write «of the month», or «every 2 weeks».",
        "days",
    ),
    _question(
        r"\b(?:bi-?|semi-?)(?:weekly|monthly|annually)\b",
        "ambiguous",
        "«{found}» is twice in it for some, and every second one for others. Which days are meant?",
        "days",
    ),
    _question(
        rf"{_EACH} (?:other|alternate|few|two|three|four|five|six|second|third|fourth"
        r"|\d+(?:nd|rd|th)?)"
        rf" (?!(?:day|week|month)s?\b){_UNITS}(?! of)|{_EACH} few (?:day|week|month)s\b"
        r"|\balternate\b"
        rf"|\b(?:yearly|annually)\b|{_EACH} year\b",
        "ambiguous",
        _INTERVAL,
        "days",
    ),
    _question(
        r"\bholidays?\b",
        "ambiguous",
        "Holidays are left out as the channel has set them: /reminders days. Leave that word out.",
        "days",
    ),
    _question(
        r"\b(?:without|skip(?:ping)?|not|apart from)\b",
        "ambiguous",
        "What is left out? Name the days you do want, or «except» and days of the week.",
        "days",
    ),
    _question(
        r"(?<![\w/.+-])(?:\d\d?[/.-]\d\d?[/.-](?:\d{4}|\d\d)|\d\d?/\d\d?|\d\d?\.\d\d?\.(?= *\S)"
        r"|\d{4}[/.]\d\d?[/.]\d\d?)(?![\w/])",
        "ambiguous",
        "«{found}» reads differently from country to country. Start with the year, please.",
        "date",
    ),
    _question(
        r"(?<![\d:.-])\d\d?(?:[:.]\d\d)? ?(?:[ap]m ?)?(?:-|to\b|until\b)"
        rf" ?\d\d?(?:[:.]\d\d)?(?![\d-]|(?:st|nd|rd|th)\b| (?:of )?(?:{_MONTHS}))",
        "ambiguous",
        "«{found}» is a span of time, or a date. At which times exactly?",
        "times",
    ),
    _question(
        r"\b(?:next|this)\b", "ambiguous", "«{found}» can mean two days. Which date is it?", "date"
    ),
    _question(
        rf"\b(?:{'|'.join(ABBREVIATIONS)})\b",
        "ambiguous",
        "«{found}» is only one half of the year, or several places. Name a city, as in New York.",
    ),
    _question(
        r"\b(?:half|quarter) (?:past|to|after)\b|\bhalf (?!(?:an?|past|to|after|hour)\b)\w+\b"
        r"|\b\d\d?h\d{0,2}\b",
        "ambiguous",
        "I read times like 08:30 or 8:30 pm. Which one is «{found}»?",
    ),
    _question(
        r"\b(?:mornings?|afternoons?|evenings?|nights?|tonight|lunch(?:time)?)\b",
        "ambiguous",
        "«{found}» is different for everybody. At what time exactly?",
    ),
    _question(
        r"\b(?:asap|as soon as possible|soon|later|now)\b",
        "ambiguous",
        "«{found}» is not a time that somebody can count on. At what time exactly?",
    ),
)
