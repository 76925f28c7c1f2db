"""A shout-out: thanks for what somebody did, and what people do with it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from handlers.domain.people import Person, Tenant
from handlers.domain.shoutouts.after_complaint import Closing
from handlers.domain.shoutouts.messages import (
    Message,
    MessageKind,
    MessageState,
    announced,
    followed,
    replaced,
    with_cards,
)
from handlers.domain.shoutouts.places import Destinations, PrivateReason, Recipient, placed


class ShoutoutState(StrEnum):
    """How far a shout-out has come."""

    PROPOSED = "proposed"  # a manager has yet to say
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Shoutout:
    """Thanks for what somebody did; ``rev`` counts what people changed, ``version`` all changes.

    ``giver_id`` is empty while nobody has taken up the draft of a complaint that closed well;
    ``closing`` is what its case knows. Managers open such a draft from their digest.
    ``decided_by`` and its name are the manager's who posted or declined it. ``is_private``: whoever
    gave it wants it to stay between them and who is thanked. ``is_for_team``: it is for everybody
    in a team, so nobody of them is thanked for something of their own.
    """

    id: str
    giver_id: str
    giver_name: str
    text: str
    made_at: datetime
    changed_at: datetime
    recipients: tuple[Recipient, ...]
    behaviour: str = ""
    state: ShoutoutState = ShoutoutState.PROPOSED
    case_id: str = ""
    closing: Closing | None = None
    decided_by: str = ""
    decided_name: str = ""
    messages: tuple[Message, ...] = field(default=())
    rev: int = 1
    version: int = 0
    is_private: bool = False
    is_for_team: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether it may still be changed: it waits for a manager, or it stands."""
        return self.state in (ShoutoutState.PROPOSED, ShoutoutState.GIVEN)

    def may_change(self, person_id: str) -> bool:
        """Tell whether somebody may edit it or take it back."""
        return bool(person_id) and person_id in (self.giver_id, self.decided_by)

    def recipient(self, person_id: str) -> Recipient | None:
        """Return somebody who is thanked; None for others, and for who had their data deleted."""
        return next((each for each in self.recipients if each.id == person_id), None)

    def message(self, key: str) -> Message | None:
        """Return the message with this key, or None."""
        return next((each for each in self.messages if each.key == key), None)

    def told(self, person_id: str) -> Message | None:
        """Return the own card of somebody who is thanked, or None."""
        return self.message(f"{MessageKind.TOLD}:{person_id}")

    def of_kind(self, kind: MessageKind) -> Iterator[Message]:
        """Yield the messages of one kind."""
        return (each for each in self.messages if each.kind is kind)

    @property
    def is_draft(self) -> bool:
        """Tell whether it is the draft of a complaint, which no manager has decided."""
        return self.closing is not None and self.state is ShoutoutState.PROPOSED

    def waits_for(self, manager_id: str) -> bool:
        """Tell whether it is in a manager's digest."""
        message = self.message(f"{MessageKind.ASK}:{manager_id}")
        return message is not None and message.state is MessageState.LISTED

    def in_place(self, place: str) -> tuple[Recipient, ...]:
        """Return who is thanked in a public place."""
        return tuple(each for each in self.recipients if each.place == place)


def pass_on(
    shoutout: Shoutout,
    at: datetime,
    destinations: Destinations,
    manager: Person | None,
    managers: Collection[str] = (),
) -> Shoutout:
    """Return it given by a manager, or proposed to those who may post it.

    Nobody passes on thanks to themselves: is there no other manager, they go privately. What is to
    stay private needs no manager.
    """
    if shoutout.is_private:
        return _given(shoutout, at, destinations, PrivateReason.CHOSEN)
    if manager is not None:
        return give(shoutout, at, destinations, manager)
    if not managers:
        return _given(shoutout, at, destinations, PrivateReason.CHOSEN)
    return propose(shoutout, managers, destinations.tenant)


def propose(shoutout: Shoutout, managers: Iterable[str], tenant: Tenant) -> Shoutout:
    """Return it with a card for each of these managers; a draft waits for their digests."""
    state = MessageState.SENDING if shoutout.closing is None else MessageState.LISTED
    cards = with_cards(shoutout.messages, MessageKind.ASK, managers, tenant, state)
    return replace(shoutout, messages=cards)


def give(
    shoutout: Shoutout,
    at: datetime,
    destinations: Destinations,
    manager: Person,
    only: PrivateReason | None = None,
) -> Shoutout:
    """Return it let go by a manager; the draft of a complaint becomes their own thanks."""
    if not shoutout.giver_id:
        shoutout = replace(shoutout, giver_id=manager.id, giver_name=manager.name)
    shoutout = replace(shoutout, is_private=only is PrivateReason.CHOSEN)
    return _given(_decided(shoutout, manager), at, destinations, only)


def decline(shoutout: Shoutout, at: datetime, manager: Person) -> Shoutout:
    """Return it left by a manager."""
    return _changed(_decided(shoutout, manager), at, state=ShoutoutState.DECLINED)


def withdraw(shoutout: Shoutout, at: datetime) -> Shoutout:
    """Return it taken back."""
    return _changed(shoutout, at, state=ShoutoutState.WITHDRAWN)


def reword(
    shoutout: Shoutout, text: str, behaviour: str, at: datetime, destinations: Destinations
) -> Shoutout:
    """Return it with other words; it moves only where these are grave, or those before were."""
    was_grave = any(each.note == PrivateReason.GRAVE for each in shoutout.recipients)
    shoutout = _changed(shoutout, at, text=text, behaviour=behaviour)
    moves = was_grave or destinations.keep_private(text)
    if shoutout.state is not ShoutoutState.GIVEN or not moves:
        return shoutout
    return _placed(shoutout, destinations)


def share(shoutout: Shoutout, person_id: str, at: datetime, destinations: Destinations) -> Shoutout:
    """Return it as one of them wants it, if it came before they had said; else as it is."""
    me = shoutout.recipient(person_id)
    if shoutout.state is not ShoutoutState.GIVEN or me is None or me.note != PrivateReason.UNSET:
        return shoutout
    (there,) = placed([me], shoutout.text, destinations)
    recipients = tuple(there if each.id == me.id else each for each in shoutout.recipients)
    shoutout = _changed(shoutout, at, recipients=recipients)
    messages = announced(shoutout.messages, shoutout.rev, recipients, destinations.tenant)
    return replace(shoutout, messages=messages)


def follow(shoutout: Shoutout) -> tuple[Shoutout, tuple[Message, ...]]:
    """Return it with its messages as they are from now on, and those that take a post for it."""
    is_given = shoutout.state is ShoutoutState.GIVEN
    messages, due = followed(
        shoutout.messages, shoutout.rev, shoutout.recipients, is_public=is_given
    )
    return replace(shoutout, messages=messages), due


def arrive(shoutout: Shoutout, message: Message, ref: str) -> Shoutout:
    """Return it with a message that has arrived."""
    return replace(shoutout, messages=replaced(shoutout.messages, message.arrived(ref)))


def lose(shoutout: Shoutout, message: Message, at: datetime) -> Shoutout:
    """Return it with a message that was given up; who was to be thanked in public is privately."""
    news = replace(message, state=MessageState.LOST)
    shoutout = replace(shoutout, messages=replaced(shoutout.messages, news))
    if message.kind is not MessageKind.POST:
        return shoutout
    recipients = tuple(
        each.privately(PrivateReason.LOST) if each.place == message.place else each
        for each in shoutout.recipients
    )
    return _changed(shoutout, at, recipients=recipients)


def unreached(shoutout: Shoutout, message: Message) -> tuple[Recipient, ...]:
    """Return for whom the thanks are lost with a message; other managers may have it yet."""
    match message.kind:
        case MessageKind.POST:
            return shoutout.in_place(message.place)
        case MessageKind.TOLD:
            return tuple(each for each in shoutout.recipients if each.id == message.reader)
        case MessageKind.ASK:
            others = (each for each in shoutout.of_kind(MessageKind.ASK) if each != message)
            lost_too = all(each.state is MessageState.LOST for each in others)
            return shoutout.recipients if lost_too else ()


def _given(
    shoutout: Shoutout, at: datetime, destinations: Destinations, only: PrivateReason | None
) -> Shoutout:
    shoutout = _changed(shoutout, at, state=ShoutoutState.GIVEN)
    return _placed(shoutout, destinations, only)


def _placed(
    shoutout: Shoutout, destinations: Destinations, only: PrivateReason | None = None
) -> Shoutout:
    """Return it where it goes for each who is thanked, with the messages that it takes there."""
    only = PrivateReason.CHOSEN if shoutout.is_private else only
    recipients = placed(shoutout.recipients, shoutout.text, destinations, only)
    messages = announced(shoutout.messages, shoutout.rev, recipients, destinations.tenant)
    return replace(shoutout, recipients=recipients, messages=messages)


def _decided(shoutout: Shoutout, manager: Person) -> Shoutout:
    return replace(shoutout, decided_by=manager.id, decided_name=manager.name)


def _changed(shoutout: Shoutout, at: datetime, **changes: object) -> Shoutout:
    """Return it after something that a person did: older buttons are stale now."""
    return replace(shoutout, rev=shoutout.rev + 1, changed_at=at, **changes)  # type: ignore[arg-type] # fields of Shoutout
