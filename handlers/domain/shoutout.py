"""A shout-out: who is thanked for what, where it went, and which messages of it stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from handlers.domain.people import Place


class Where(StrEnum):
    """Where thanks for a person may go, as that person has said."""

    CHANNEL = "channel"  # the workspace's channel for thanks
    TEAM = "team"
    PRIVATE = "private"


class State(StrEnum):
    """How far a shout-out has come."""

    PROPOSED = "proposed"  # a manager has yet to say
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """What became of one message."""

    SENDING = "sending"
    THERE = "there"
    LOST = "lost"
    GONE = "gone"  # taken away, or to be as soon as it arrives


class Why(StrEnum):
    """Why it went to somebody privately, other than as they wish."""

    UNSET = "unset"  # they haven't said yet
    NO_CHANNEL = "no-channel"
    NO_TEAM = "no-team"
    GRAVE = "grave"  # its words are of harm or threat
    CHOSEN = "chosen"  # whoever posted it wanted it so
    LOST = "lost"  # the channel couldn't be reached


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is thanked; ``place`` is the public one it went to, or empty.

    ``note`` is a Why, or empty.
    """

    id: str
    name: str
    went: Where = Where.PRIVATE
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a shout-out: public in a place, or one person's own card.

    ``key`` is ``post:<number>``, ``told:<person>`` or ``ask:<person>``; ``rev`` is the revision
    that it shows; ``ref`` the platform's name for it.
    """

    key: str
    place: str
    rev: int
    standing: Standing = Standing.SENDING
    ref: str = ""

    @property
    def kind(self) -> str:
        """Return what it is: ``post``, ``told`` or ``ask``."""
        return self.key.partition(":")[0]

    @property
    def reader(self) -> str:
        """Return whose own card it is; empty of a public post."""
        return "" if self.kind == "post" else self.key.partition(":")[2]

    @property
    def address(self) -> Place:
        """Return where it stands."""
        return Place.parse(self.place)


@dataclass(frozen=True, slots=True)
class Shoutout:
    """Thanks for what somebody did; ``rev`` counts what people changed, ``version`` all changes.

    ``giver_id`` is empty while nobody has taken up the draft of a complaint that closed well.
    ``decided_by`` and its name are the manager's who posted or declined it.
    """

    id: str
    giver_id: str
    giver_name: str
    text: str
    made_at: datetime
    changed_at: datetime
    recipients: tuple[Recipient, ...]
    behaviour: str = ""
    state: State = State.PROPOSED
    case_id: str = ""
    decided_by: str = ""
    decided_name: str = ""
    messages: tuple[Message, ...] = field(default=())
    rev: int = 1
    version: int = 0

    def may_change(self, person_id: str) -> bool:
        """Tell whether somebody may edit it or take it back."""
        return bool(person_id) and person_id in (self.giver_id, self.decided_by)

    def recipient(self, person_id: str) -> Recipient | None:
        """Return somebody who is thanked; None for others, and for who had their data deleted."""
        return next((each for each in self.recipients if each.id == person_id), None)

    def message(self, key: str) -> Message | None:
        """Return the message with this key, or None."""
        return next((each for each in self.messages if each.key == key), None)

    def of_kind(self, kind: str) -> Iterator[Message]:
        """Yield the messages of one kind."""
        return (each for each in self.messages if each.kind == kind)

    def in_place(self, place: str) -> tuple[Recipient, ...]:
        """Return who is thanked in a public place."""
        return tuple(each for each in self.recipients if each.place == place)


def changed(shoutout: Shoutout, at: datetime, **changes: object) -> Shoutout:
    """Return it after something that a person did: older buttons are stale now."""
    return replace(shoutout, rev=shoutout.rev + 1, changed_at=at, **changes)  # type: ignore[arg-type] # fields of Shoutout


def with_messages(shoutout: Shoutout, news: Iterable[Message]) -> Shoutout:
    """Return it with these messages added, or in the place of those with their key."""
    found = {each.key: each for each in shoutout.messages} | {each.key: each for each in news}
    return replace(shoutout, messages=tuple(found.values()))
