"""What is wrong with a pack, so that the person who wrote it can put it right."""

from collections.abc import Iterable
from dataclasses import dataclass

Route = tuple[str | int, ...]

_MOST_LINES = 200
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: ``reminders.yaml:12:text: is missing, add text: …``."""

    file: str
    line: int  # counted from 1, as editors do
    key: str  # inside the entry, with list items counted from 1: ``voice.say.2``
    message: str  # what is wrong, and what would be right

    def __str__(self) -> str:
        key = f":{self.key}" if self.key else ""
        return f"{self.file}:{self.line}{key}: {self.message}"


class ContentError(Exception):
    """A pack that cannot be used; ``problems`` holds every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:_MOST_LINES]]
        if more := len(self.problems) - len(lines):
            lines.append(f"… and {more} more")
        return "\n".join(lines)


def key_of(route: Route) -> str:
    """Return the way to a value inside its entry: ``steps, 0, voice, say, 1`` is voice.say.2."""
    inner = route
    if route and isinstance(route[0], int):
        inner = route[1:]
    elif len(route) > 1 and isinstance(route[1], int):
        inner = route[2:] or route[:1]
    if len(inner) == 1 and isinstance(inner[0], int):  # of a list in a list
        inner = route
    return ".".join(quoted(part) if isinstance(part, str) else str(part + 1) for part in inner)


def quoted(text: str) -> str:
    """Return text that fits inside one line of a report."""
    line = " ".join(text.split())
    line = line if line.isprintable() else ascii(line)
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"
