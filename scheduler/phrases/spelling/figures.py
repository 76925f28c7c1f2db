"""Numbers in words to figures, and what only decorates a text."""

import re

from scheduler.phrases.vocabulary import NUMBER_NAMES

NUMBER_WORDS = {
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
_FIGURES = re.compile(rf"\b(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})\b")
_DECORATION = (
    (re.compile(r"\bo ?'? ?clock\b|(?<=\d) uhr\b"), " "),
    (re.compile(r":(?!\d)|(?<!\d):"), " "),
    (re.compile(r"[\"'()\[\]<>«»“”]"), " "),
    (re.compile(r"(?<=[^\d\s])\.(?=\s|$)|(?<=\d)[.,](?=\s|$)"), " "),
    (re.compile(r"(?<=\d)([ap])(?= |$)"), r"\1m"),
)
_TO_THE_HOUR = re.compile(
    rf"\b(five|ten|twenty(?:[ -]five)?) to ({'|'.join(NUMBER_NAMES)})\b(?! (?:to|past)\b)"
)


def with_figures(text: str) -> str:
    """Return the text with figures for numbers, and without what only decorates it."""
    for pattern, replacement in _DECORATION:
        text = pattern.sub(replacement, text)
    text = _FIGURES.sub(lambda found: str(NUMBER_WORDS[found.group()]), text)
    return " ".join(text.split()).strip(" .!?")


def with_minutes(text: str) -> str:
    """Return "ten to four" as "ten minutes to four": said in words it is no span."""
    return _TO_THE_HOUR.sub(r"\1 minutes to \2", text)
