"""How fast a workspace is posted to: its platform's pace, slower after a 429, and back in quiet.

The numbers are the platforms': Slack takes several hundred posts a minute in a workspace and one a
second in a channel, Teams 50 requests a second in a tenant and 1,800 posts an hour in a thread.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.reasons import Reason

USUAL_RATE = 5.0  # posts a second to a workspace
USUAL_RATES: Mapping[str, float] = {"teams": 40.0}  # where it is another
USUAL_GAP = 1.0  # s between two posts to a channel
USUAL_GAPS: Mapping[str, float] = {"teams": 2.0}
MAX_HALVINGS = 4
QUIET = timedelta(minutes=1)  # without a 429, after which half of the slowness is gone

_SLOWEST = 0.01  # posts a second


def usual_rate(platform: str) -> float:
    """Return how many posts a second a workspace takes that has no rate of its own."""
    return USUAL_RATES.get(platform, USUAL_RATE)


def usual_gap(platform: str) -> float:
    """Return how many seconds a channel rests between two posts."""
    return USUAL_GAPS.get(platform, USUAL_GAP)


@dataclass(frozen=True, slots=True)
class Slowdown:
    """How often the rate of a workspace was halved by its platform's 429, and when last."""

    halvings: int
    since: datetime

    def left(self, at: datetime) -> int:
        """Return how many halvings are left: each quiet minute takes one back."""
        quiet = max(at - self.since, timedelta()) // QUIET
        return max(self.halvings - quiet, 0)


def slower(known: Slowdown | None, at: datetime) -> Slowdown | None:
    """Return the slowdown after a 429, or None while the last one still takes effect."""
    if known is not None and timedelta() <= at - known.since < QUIET:
        return None
    halvings = 0 if known is None else known.left(at)
    return Slowdown(min(halvings + 1, MAX_HALVINGS), at)


@dataclass(slots=True)
class Pace:
    """How fast a workspace may be posted to, and from when on; or why it may not be."""

    rate: float = USUAL_RATE
    next_slot_at: datetime | None = None
    paused: Reason | None = None
    slowdown: Slowdown | None = None

    def slot(self, at: datetime) -> datetime:
        """Take the next moment that is free for a post."""
        slot = at if self.next_slot_at is None else max(at, self.next_slot_at)
        halvings = 0 if self.slowdown is None else self.slowdown.left(at)
        rate = max(self.rate / 2**halvings, _SLOWEST)
        self.next_slot_at = slot + timedelta(seconds=1 / rate)
        return slot
