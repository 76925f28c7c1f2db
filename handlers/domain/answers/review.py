"""A question that comes back to one person, at equal gaps: after 2, 9 and 16 days.

Spaced retrieval beats massed, and equal gaps are as good as growing ones (Latimier 2021).
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from content.models import SCENES
from scheduler.calendar.recurrence import zone_named

DAYS = (2, 9, 16)  # after it was answered
WAITS_FOR = timedelta(hours=1)  # while a complaint is open
LATEST = time(17)  # it waits no longer on one day


@dataclass(frozen=True, slots=True)
class Review:
    """A question that somebody wants to be asked again, and when.

    ``hour`` is that of the channel it came in, such as 08:55, in ``zone``.
    """

    text_id: str
    scene: int
    answered_at: datetime
    zone: str
    hour: str
    due_at: datetime
    step: int = 0


def begun(text_id: str, scene: int, at: datetime, zone: str, hour: str) -> Review:
    """Return the review of a question that was answered now."""
    review = Review(text_id, scene, at, zone, hour, at)
    return replace(review, due_at=_due(review, DAYS[0]))


def scene_now(review: Review) -> int:
    """Return in which scene it comes this time; each time another."""
    return (review.scene + review.step + 1) % SCENES


def asked(review: Review) -> Review | None:
    """Return the review once it has come again; None after the last time."""
    step = review.step + 1
    if step == len(DAYS):
        return None
    return replace(review, step=step, due_at=_due(review, DAYS[step]))


def tomorrow(review: Review, at: datetime) -> Review:
    """Return it put off to the next day, at its hour."""
    return replace(review, due_at=_at_hour(review, at, days=1))


def waiting(review: Review, at: datetime) -> Review:
    """Return it put off because the person is busy: an hour, or to the next day."""
    later = at + WAITS_FOR
    if later.astimezone(zone_named(review.zone)).time() > LATEST:
        return tomorrow(review, at)
    return replace(review, due_at=later)


def _due(review: Review, days: int) -> datetime:
    return _at_hour(review, review.answered_at, days)


def _at_hour(review: Review, at: datetime, days: int) -> datetime:
    zone = zone_named(review.zone)
    day = at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(review.hour), zone)
