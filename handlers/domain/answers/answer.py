"""A press on the post of a reminder, and the question as a channel got it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.domain.answers.shares import Share
from handlers.domain.reminder import Reminder
from scheduler.calendar.recurrence import zone_named

COUNTED_FOR = timedelta(hours=20)  # after a question came; by the next morning it is told
BEFORE_NEXT = timedelta(minutes=5)  # or so long before the next one, where that is sooner
QUIET_FOR = timedelta(days=21)  # without any press: then its owner is asked about another way
FEWEST_POSTS = 3  # before silence says anything
TAKEN_FOR = timedelta(days=8)  # a press on an older post changes nothing


class AnswerKind(StrEnum):
    """What was pressed."""

    BETTER = "better"
    OTHER = "other"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person pressed on one post; ``on`` is the post's name."""

    on: str
    text_id: str
    kind: AnswerKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a channel got it: until when its answers count, and what was told of them."""

    on: str
    schedule_id: str
    place: str
    text_id: str
    idea: str
    closes_at: datetime
    share: Share | None = None


def came_at(on: str, reminder: Reminder) -> datetime | None:
    """Return when the post of this name came, as it is meant; None if it is none of a reminder's.

    Its name is ``<schedule>@<local time>[<zone>]``.
    """
    schedule, _, when = on.partition("@")
    wall, _, zone = when.removesuffix("]").partition("[")
    if schedule != reminder.id:
        return None
    try:
        return datetime.fromisoformat(wall).replace(tzinfo=zone_named(zone))
    except (ValueError, OverflowError):
        return None


def closes_at(came: datetime, reminder: Reminder) -> datetime:
    """Return until when answers to a question that came then are counted."""
    latest = came + COUNTED_FOR
    following = reminder.next_at
    return min(latest, following - BEFORE_NEXT) if following else latest
