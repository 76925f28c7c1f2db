"""A run of practice: what was said to one customer so far; all else follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from content.reply_findings import FindingId


@dataclass(frozen=True, slots=True)
class Move:
    """Something that a customer hears, and where: offsets in code points, the end exclusive."""

    id: FindingId
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """What an agent said in one turn, and what is heard in it."""

    text: str
    moves: tuple[Move, ...] = ()

    @property
    def findings(self) -> frozenset[FindingId]:
        """Return the ids of what is heard."""
        return frozenset(each.id for each in self.moves)

    def quoted(self, finding: str) -> str:
        """Return the words in which something is heard; all of them where that isn't known."""
        found = next((each for each in self.moves if each.id == finding), None)
        return self.text[found.start : found.end].strip() if found else self.text

    @classmethod
    def whole(cls, text: str, findings: Iterable[FindingId]) -> "Said":
        """Return words in all of which these are heard."""
        return cls(text, tuple(Move(each, 0, len(text)) for each in findings))


@dataclass(frozen=True, slots=True)
class Run:
    """One person's practice on one scenario; nobody else reads it, and it is gone after a day.

    ``rev`` counts its changes: a button carries the one it was drawn for. ``is_stopped``: whoever
    practises has had enough for now.
    """

    id: str
    scenario_id: str
    changed_at: datetime
    said: tuple[Said, ...] = ()
    rev: int = 1
    is_stopped: bool = False


def say(run: Run, said: Said, at: datetime) -> Run:
    """Return a run after one more turn."""
    return replace(_changed(run, at), said=(*run.said, said), is_stopped=False)


def back_to(run: Run, turn: int, at: datetime) -> Run:
    """Return a run before a turn, counted from 1, so that it can be tried again."""
    return replace(_changed(run, at), said=run.said[: max(0, turn - 1)], is_stopped=False)


def stop(run: Run, at: datetime) -> Run:
    """Return a run that is put aside."""
    return replace(_changed(run, at), is_stopped=True)


def go_on(run: Run, at: datetime) -> Run:
    """Return a run that was put aside, taken up again."""
    return replace(_changed(run, at), is_stopped=False)


def _changed(run: Run, at: datetime) -> Run:
    return replace(run, rev=run.rev + 1, changed_at=at)
