"""Lines that agents let the week show of what they gave: which of them, and in which order."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

MAX_LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """What was given in a complaint, in a few words of its agent's."""

    person_id: str
    text: str


def picked(lines: Iterable[Line], people: Collection[str], starts_on: date) -> tuple[str, ...]:
    """Return up to three of what these people passed on, each of another person, by text.

    Which they are hangs on no time and on no name. A line of theirs that is picked of more people
    is picked of them as well.
    """
    found: dict[str, str] = {}
    for each in sorted(lines, key=lambda line: _lot(line, starts_on)):
        if each.person_id in people and each.text not in found.values():
            found.setdefault(each.person_id, each.text)
    return tuple(sorted(list(found.values())[:MAX_LINES]))


def _lot(line: Line, starts_on: date) -> tuple[bytes, str]:
    return blake2b(f"{starts_on}\0{line.text}".encode()).digest(), line.person_id
