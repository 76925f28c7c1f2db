"""Where a person sees a private card of ours, in a few words that survive a restart."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

LIFETIME = timedelta(minutes=29)  # Slack says 30


class TargetKind(StrEnum):
    """How a card is drawn anew there."""

    HOME = "home"  # the person's App Home
    CARD = "card"  # a message that only this person sees: it is replaced
    BESIDE = "beside"  # a command, or a message that others see too: a new one, privately


@dataclass(frozen=True, slots=True)
class ResponseTarget:
    """A place for a private card; ``url`` is the response_url that came at ``since``."""

    kind: TargetKind
    url: str = ""
    since: int = 0

    def __str__(self) -> str:
        return f"{self.kind.value} {self.since} {self.url}".rstrip()

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read back what ``str`` wrote; None when it is something else."""
        kind, _, rest = text.partition(" ")
        since, _, url = rest.partition(" ")
        if kind not in list(TargetKind) or not since.isdecimal():
            return None
        return cls(TargetKind(kind), url, int(since))

    @classmethod
    def of(cls, kind: TargetKind, url: str, at: datetime) -> Self:
        """Return the target of a request that came at a moment."""
        return cls(kind, url, int(at.timestamp()))

    def fresh(self, at: datetime) -> bool:
        """Tell whether Slack still takes a card there."""
        return bool(self.url) and at.timestamp() - self.since < LIFETIME.total_seconds()
