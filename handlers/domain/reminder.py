"""A reminder of a channel: what was set up, and what became of it; a schedule carries it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from handlers.domain.deck import MIXED, DeckMemory
from handlers.domain.people import Place
from handlers.domain.wording import same_words
from scheduler.calendar.day_rules import Moved
from scheduler.calendar.recurrence import Recurrence
from scheduler.calendar.rest import Rest
from scheduler.occurrence import GRACE, Schedule
from scheduler.phrases.phrase import describe
from scheduler.reasons import Cause, Reason

INTENT = "reminder.due"
SOMEBODY = "somebody"  # who set it up has had their data deleted
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)  # a pause without an end


class ReminderState(StrEnum):
    """Whether anything is sent for now."""

    ACTIVE = "active"
    PAUSED = "paused"  # by a person
    STOPPED = "stopped"  # by us: it could not be drawn or posted
    OVER = "over"  # it has no further moment


@dataclass(frozen=True, slots=True)
class Reminder:
    """What comes into a channel again and again.

    ``setter`` is the name of whoever set it up, ``around`` the minutes it may be late on purpose.
    ``decks`` holds the deck of each reminder of the channel, by id, where there are several:
    they share the texts. ``rest`` is when the channel is left in peace. ``stopped`` says why we
    stopped it ourselves.
    """

    id: str
    place: Place
    recurrence: Recurrence
    owner_id: str
    next_at: datetime | None
    setter: str = SOMEBODY
    deck: str = MIXED
    sign_off: str = ""
    around: int = 0
    rest: Rest = Rest()  # noqa: RUF009 - frozen
    decks: Mapping[str, str] = field(default_factory=dict)
    memory: DeckMemory = DeckMemory()  # noqa: RUF009 - frozen
    paused_from: datetime | None = None  # none: from when it was asked for
    paused_until: datetime | None = None
    paused_by: str = ""
    skipped: tuple[datetime, ...] = ()
    skipped_by: str = ""
    stopped: Reason | None = None
    enabled: bool = True
    grace: timedelta = GRACE
    version: int = 1
    echo: str = ""
    echo_of: str = ""
    promised: tuple[date, int] | None = None  # of a briefing: on a day, so many

    @property
    def echo_is_due(self) -> bool:
        """Tell whether the question was the last one that came."""
        return bool(self.echo) and self.echo_of == self.memory.last

    @property
    def zone(self) -> str:
        """Return the IANA name of the zone in which its times are meant."""
        return self.recurrence.zone

    @property
    def phrase(self) -> str:
        """Return the phrase that means in its channel when it comes."""
        return describe(self.recurrence, self.rest.week)

    @property
    def moves(self) -> bool:
        """Tell whether it moves from days off to the next working day."""
        return isinstance(self.recurrence.rule, Moved)

    def state(self, now: datetime) -> ReminderState:
        """Return whether anything is sent for now."""
        if not self.enabled:
            return ReminderState.STOPPED
        if self._is_paused(now):
            return ReminderState.PAUSED
        return ReminderState.OVER if self.next_at is None else ReminderState.ACTIVE

    def resting(self, rest: Rest, now: datetime) -> "Reminder":
        """Return the reminder with another rest, by which its working days are counted anew."""
        recurrence = rest.working(self.recurrence)
        is_same = recurrence == self.recurrence
        next_at = self.next_at if is_same else recurrence.next_after(now)
        return replace(self, rest=rest, recurrence=recurrence, next_at=next_at)

    def left_out(self, at: datetime, *, endless: bool = True) -> Cause | None:
        """Return why nothing is sent at a moment, or None.

        A pause without an end is passed over unless ``endless``: nobody knows how long it lasts.
        """
        known = endless or self.paused_until != FOREVER or self.paused_from is not None
        if known and self._is_paused(at):
            return Cause(Reason.PAUSED, self.paused_by)
        if at in self.skipped:
            return Cause(Reason.SKIPPED_ONCE, self.skipped_by)
        return self.rest.cause(at, self.zone)

    def _is_paused(self, at: datetime) -> bool:
        begun = self.paused_from is None or at >= self.paused_from
        return begun and self.paused_until is not None and at <= self.paused_until


def is_same(earlier: Reminder, later: Reminder) -> bool:
    """Tell whether one person set up the same for the same place twice."""
    return (
        earlier.id != later.id
        and earlier.place == later.place
        and earlier.owner_id == later.owner_id
        and earlier.recurrence == later.recurrence
        and (earlier.deck, earlier.around) == (later.deck, later.around)
        and same_words(earlier.sign_off, later.sign_off)
    )


def reminder_of(schedule: Schedule) -> Reminder:
    """Return the reminder that a schedule carries."""
    args = schedule.args
    return Reminder(
        id=schedule.id,
        place=replace(Place.parse(schedule.place), name=args.get("channel_name", "")),
        recurrence=schedule.recurrence,
        owner_id=schedule.owner_id,
        next_at=schedule.next_at,
        setter=args.get("setter", SOMEBODY),
        deck=args.get("deck", MIXED),
        sign_off=args.get("sign_off", ""),
        around=int(args.get("around") or 0),
        rest=Rest.load(args.get("rest", {})),
        decks=args.get("sharing", {}),
        memory=DeckMemory.load(schedule.memory),
        paused_from=_moment(args.get("paused_from")),
        paused_until=_moment(args.get("paused_until")),
        paused_by=args.get("paused_by", ""),
        skipped=_moments(args.get("skip")),
        skipped_by=args.get("skipped_by", ""),
        stopped=Reason(args["stopped"]) if args.get("stopped") else None,
        enabled=schedule.enabled,
        grace=schedule.grace,
        version=schedule.version,
        echo=args.get("echo", ""),
        echo_of=args.get("echo_of", ""),
        promised=_promised(args.get("promised")),
    )


def schedule_of(reminder: Reminder) -> Schedule:
    """Return the schedule that carries a reminder; ``reminder_of`` reads it back."""
    args: dict[str, Any] = {
        "setter": reminder.setter,
        "channel_name": "" if reminder.place.direct else reminder.place.name,
        "deck": reminder.deck,
        "sign_off": reminder.sign_off,
        "around": reminder.around,
        "rest": reminder.rest.dump(),
        "sharing": dict(reminder.decks),
        "paused_from": reminder.paused_from and reminder.paused_from.isoformat(),
        "paused_until": reminder.paused_until and reminder.paused_until.isoformat(),
        "paused_by": reminder.paused_by,
        "skip": [each.isoformat() for each in reminder.skipped],
        "skipped_by": reminder.skipped_by,
        "stopped": reminder.stopped and reminder.stopped.value,
        "echo": reminder.echo,
        "echo_of": reminder.echo_of,
        "promised": reminder.promised and [reminder.promised[0].isoformat(), reminder.promised[1]],
    }
    return Schedule(
        id=reminder.id,
        platform=reminder.place.platform,
        tenant=reminder.place.tenant,
        place=str(reminder.place),
        intent=INTENT,
        recurrence=reminder.recurrence,
        owner_id=reminder.owner_id,
        next_at=reminder.next_at,
        args={name: value for name, value in args.items() if value},
        memory=reminder.memory.dump(),
        grace=reminder.grace,
        enabled=reminder.enabled,
        version=reminder.version,
    )


def _promised(kept: Sequence[Any] | None) -> tuple[date, int] | None:
    return (date.fromisoformat(kept[0]), int(kept[1])) if kept else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _moments(texts: list[str] | str | None) -> tuple[datetime, ...]:
    """Return moments; once there was only one, which stood there without a list."""
    listed = [texts] if isinstance(texts, str) else texts or []
    return tuple(map(datetime.fromisoformat, listed))
