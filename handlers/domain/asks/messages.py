"""The messages of an ask: calls in a channel, and the own cards of those who are asked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.domain.people import Place, Tenant


class MessageKind(StrEnum):
    """What a message is; its key begins with it."""

    POST = "post"  # a call in the channel
    CARD = "card"  # the own card of somebody who is asked


class MessageState(StrEnum):
    """What became of one message."""

    SENDING = "sending"
    LATE = "late"  # not out yet, and tried again
    THERE = "there"
    LOST = "lost"


class Why(StrEnum):
    """Why somebody is asked privately."""

    ONLY = "only"  # there is no other way, or none was wanted
    LATE = "late"  # the channel couldn't be reached
    UNANSWERED = "unanswered"  # nobody in the channel has answered
    AGAIN = "again"  # nobody has answered, and there is no channel that can be reached


@dataclass(frozen=True, slots=True)
class Message:
    """One message of an ask.

    ``key`` is ``post:<round>`` or ``card:<round>:<person>``; ``rev`` is the revision of the ask
    that it shows, 0 of none yet; ``ref`` the platform's name for it.
    """

    key: str
    place: str
    rev: int = 0
    state: MessageState = MessageState.SENDING
    ref: str = ""
    why: Why = Why.ONLY

    @property
    def kind(self) -> MessageKind:
        """Return what it is."""
        return MessageKind(self.key.partition(":")[0])

    @property
    def reader(self) -> str:
        """Return whose own card it is; empty of a call in the channel."""
        return "" if self.kind is MessageKind.POST else self.key.split(":", 2)[2]

    @property
    def address(self) -> Place:
        """Return where it stands."""
        return Place.parse(self.place)

    @property
    def is_on_its_way(self) -> bool:
        """Tell whether it isn't out yet, and may still be."""
        return self.state in (MessageState.SENDING, MessageState.LATE)


def with_post(messages: tuple[Message, ...], round_: int, place: str) -> tuple[Message, ...]:
    """Return them with a call in the channel."""
    return (*messages, Message(f"{MessageKind.POST}:{round_}", place))


def with_cards(
    messages: tuple[Message, ...], round_: int, people: Iterable[str], tenant: Tenant, why: Why
) -> tuple[Message, ...]:
    """Return them with a card for each of these people; in one round nobody gets two."""
    known = {each.key for each in messages}
    homes = {f"{MessageKind.CARD}:{round_}:{each}": Place.personal(tenant, each) for each in people}
    news = (Message(key, str(home), why=why) for key, home in homes.items() if key not in known)
    return (*messages, *news)


def followed(
    messages: Iterable[Message], rev: int
) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """Return them as they are from now on, and those that take a post for it, as they were.

    What is on its way follows as soon as its receipt says where it stands.
    """
    messages = tuple(messages)
    due = tuple(each for each in messages if _is_due(each, rev))
    return tuple(replace(each, rev=rev) if each in due else each for each in messages), due


def replaced(messages: Iterable[Message], news: Message) -> tuple[Message, ...]:
    """Return them with this one in the place of the one with its key."""
    return tuple(news if each.key == news.key else each for each in messages)


def _is_due(message: Message, rev: int) -> bool:
    if message.is_on_its_way:
        return message.rev == 0
    return message.state is MessageState.THERE and message.rev != rev and bool(message.ref)
