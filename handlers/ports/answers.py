"""What people answer to reminders, what is told of it, and a person's own notebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.domain.answers.answer import Answer, Asked
from handlers.domain.answers.review import Review
from handlers.domain.answers.shares import Share


@dataclass(frozen=True, slots=True)
class Line:
    """A line in somebody's own notebook."""

    id: str
    text_id: str
    line: str
    at: datetime


class Answers(Protocol):
    """The answers within reach: this person's own; of others only how many there are."""

    async def add(self, answer: Answer) -> Answer:
        """Keep an answer of this person; where there is one to that post, return that one."""
        ...

    async def take_back(self, on: str) -> None:
        """Forget this person's answer to a post."""
        ...

    async def ask(self, asked: Asked) -> None:
        """Note that a channel got a question; the same post again changes nothing."""
        ...

    async def to_close(self, on: str) -> Asked | None:
        """Return a question of which nothing was told yet, or None."""
        ...

    async def count(self, on: str) -> tuple[int, int]:
        """Return how many chose the better one, and how many have chosen."""
        ...

    async def close(self, asked: Asked, share: Share | None) -> None:
        """Note what is told of a question, once and for all."""
        ...

    async def told(self, place: str, since: datetime) -> Sequence[Asked]:
        """Return the questions of a channel from then on of which something was told."""
        ...

    async def review(self, text_id: str) -> Review | None:
        """Return when a question comes back to this person, or None."""
        ...

    async def reviews(self) -> Sequence[Review]:
        """Return what comes back to this person, the next first."""
        ...

    async def save_review(self, review: Review, asked_at: datetime | None = None) -> None:
        """Keep when a question comes back to this person; ``asked_at``: it just did."""
        ...

    async def end_review(self, text_id: str, asked_at: datetime | None = None) -> None:
        """Let a question come back no more; ``asked_at``: it just did, for the last time."""
        ...

    async def last_asked(self) -> datetime | None:
        """Return when a question last came back to this person."""
        ...

    async def write(self, line: Line) -> None:
        """Put a line into this person's notebook; the same id again changes nothing."""
        ...

    async def lines(self) -> Sequence[Line]:
        """Return this person's notebook, newest first."""
        ...

    async def strike(self, line_id: str) -> None:
        """Take a line out of this person's notebook."""
        ...

    async def pressed(self, schedule_id: str, at: datetime) -> None:
        """Note that somebody pressed something on a reminder's post."""
        ...

    async def last_pressed(self, schedule_id: str) -> datetime | None:
        """Return when somebody last pressed something on a reminder's posts, or it was set up."""
        ...

    async def brief(self, schedule_id: str, at: datetime | None) -> None:
        """Brief the managers of a reminder's channel at a moment; None: not at all."""
        ...

    async def look_again(self, schedule_id: str, at: datetime | None) -> None:
        """Look at a moment whether anybody presses anything; None: never again."""
        ...
