"""Where a person sees a private card of ours, in a few words that survive a restart."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

LIFETIME = timedelta(minutes=29)  # Slack says 30


class TargetKind(StrEnum):
    """How a card is drawn anew there."""

    HOME = "home"  # the person's App Home
    MODAL = "modal"  # a form that is open: the card takes its place
    CARD = "card"  # a message that only this person sees: it is replaced
    BESIDE = "beside"  # a command, or a message that others see too: a new one, privately


@dataclass(frozen=True, slots=True)
class ResponseTarget:
    """A place for a private card; ``url`` is the response_url that came at ``since``.

    Of a modal it is the id of its view.
    """

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

    @property
    def beside(self) -> Self:
        """Return where a card comes that must not take the place of what stands."""
        match self.kind:
            case TargetKind.CARD:
                return replace(self, kind=TargetKind.BESIDE)
            case TargetKind.MODAL:
                return replace(self, kind=TargetKind.BESIDE, url="")
        return self

    def fresh(self, at: datetime) -> bool:
        """Tell whether Slack still takes a card there."""
        return bool(self.url) and at.timestamp() - self.since < LIFETIME.total_seconds()


def is_beside(message: str) -> bool:
    """Tell whether a card stands beside what is there, so that nothing can replace it."""
    target = ResponseTarget.parse(message)
    return target is not None and target.kind is TargetKind.BESIDE


def is_modal(message: str) -> bool:
    """Tell whether a card is shown in a modal, by the message of its turn."""
    target = ResponseTarget.parse(message)
    return target is not None and target.kind is TargetKind.MODAL
