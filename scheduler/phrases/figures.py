"""A text about time with figures for its numbers, and without what only decorates it."""

import re

from scheduler.phrases.vocabulary import NUMBER_NAMES

_NUMBERS = {
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
_FIGURES = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b")
_REWRITTEN = (
    (re.compile(r"\bo ?'? ?clock\b"), " "),
    (re.compile(r":(?!\d)|(?<!\d):"), " "),
    (re.compile(r"[\"'()\[\]<>«»“”]"), " "),
    (re.compile(r"(?<=[^\d\s])\.(?=\s|$)|(?<=\d)[.,](?=\s|$)"), " "),
    (re.compile(r"(?<=\d)([ap])(?= |$)"), r"\1m"),
)


def with_figures(text: str) -> str:
    """Return the text with figures for numbers, and without what only decorates it."""
    for pattern, replacement in _REWRITTEN:
        text = pattern.sub(replacement, text)
    text = _FIGURES.sub(lambda found: str(_NUMBERS[found.group()]), text)
    return " ".join(text.split()).strip(" .!?")
