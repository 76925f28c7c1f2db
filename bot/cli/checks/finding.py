"""What a check found, in a line that says what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a check ended; the value is the sign in front of its line."""

    OK = "ok"
    WARNING = "!"  # it works, but somebody should look
    PROBLEM = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line; ``check`` is one word, and ``words`` say what to do unless all is well."""

    check: str
    mark: Mark
    words: str

    def line(self) -> str:
        """Return it as it is printed."""
        return f"{self.mark:<3} {self.check:<11} {self.words}"


def well(check: str, words: str) -> Finding:
    """Return the finding that all is well."""
    return Finding(check, Mark.OK, words)


def warning(check: str, words: str) -> Finding:
    """Return a finding that leaves the exit code at 0."""
    return Finding(check, Mark.WARNING, words)


def problem(check: str, words: str) -> Finding:
    """Return a finding that makes the exit code 1."""
    return Finding(check, Mark.PROBLEM, words)
