"""What goes wrong when somebody writes YAML by hand, in words that say what to do."""

import re
from collections.abc import Sequence

_SPACES = (
    "\\u00a0\\u1680\\u2000-\\u200b\\u202f\\u205f\\u3000"  # that look like a usual one, or like none
)
_SLIPS = tuple(
    (re.compile(pattern), message)
    for pattern, message in (
        (
            rf"^\s*[{_SPACES}]|:[{_SPACES}]",
            "has a space from Word or the web that YAML doesn't know; type a plain one",
        ),
        (r"^\s*[\u2013\u2014]", "begins with a long dash; write a hyphen and a space"),
        (r"^\s*-[A-Za-z_]+:", "has no space after the hyphen; write one"),
        (r"^\s*(?:- )?[A-Za-z_]+:[^\s:/]", "has no space after the colon; write one"),
        (
            r"^\s*(?:- +(?:[A-Za-z_]+: +)?|[A-Za-z_]+: +)"
            r"(?:[*&]|\[[^\]]*\] *[^\s#]|\{[^}]*\} *[^\s#])",
            'starts with a sign that YAML keeps for itself; use "quotes"',
        ),
        (
            r"^\s*(?:- +(?:[A-Za-z_]+: +)?|[A-Za-z_]+: +)(?:\"[^\"]*\" *[^\s\"#]|'[^']*'[^\s'#])",
            "has quotes inside quotes; write >- there, and the text on the next line, "
            "two spaces further in",
        ),
    )
)
_PAIRS = (
    *("\u201c\u201d", "\u201e\u201c", "\u201e\u201d", "\u00ab\u00bb", "\u00bb\u00ab"),
    *("\u2018\u2019", "\u201a\u2018", "\u201a\u2019"),
)
_OPENINGS = frozenset(pair[0] for pair in _PAIRS)
_OPENS, _NEVER_CLOSED = re.compile(r": +\"[^\"]*$"), "opens a quote that is never closed"
_MANY_WORDS = re.compile(r"\S\s+\S")


def slip_at(lines: Sequence[str], line: int) -> tuple[int, str]:
    """Return the line of what is wrong, and what to do, where YAML can't read on at a line.

    Lines are counted from 1. Where it is nothing usual, the line comes back, and nothing to do.
    """
    for number in (line, line - 1):
        if number and (message := _slip_in(lines[number - 1])):
            return number, message
    for number in range(line, 0, -1):
        if lines[number - 1].count('"') % 2:
            opens = _OPENS.search(lines[number - 1])
            return (number, _NEVER_CLOSED) if opens else (line, "")
    return line, ""


def _slip_in(line: str) -> str:
    return next((message for pattern, message in _SLIPS if pattern.search(line)), "")


def quotes_of(value: str) -> str:
    """Return what is wrong with the quotes around a text without YAML's own, or nothing."""
    if value[:1] in _OPENINGS and any(_around(pair, value) for pair in _PAIRS):
        return 'has curly quotes around it; use straight "quotes"'
    return ""


def _around(pair: str, value: str) -> bool:
    """Whether the two signs are around the whole text, rather than around words at both ends."""
    inside = value[1:-1]
    opened = value[:1] == pair[0] and value[-1:] == pair[1] and len(value) > 1
    return opened and pair[0] not in inside


def cut_off(value: str, behind: str) -> str:
    """Return what is wrong where a text of several words ends at a number sign, or nothing."""
    if _MANY_WORDS.search(value) and behind.lstrip().startswith("#"):
        return 'is cut off at #; put the text in "quotes"'
    return ""
