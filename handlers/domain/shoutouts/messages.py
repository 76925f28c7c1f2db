"""The messages of a shout-out: which it takes, and which follow a change with a post."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.domain.people import Place, Tenant
from handlers.domain.shoutouts.places import Recipient


class MessageKind(StrEnum):
    """What a message is; its key begins with it."""

    POST = "post"  # public, in a place
    TOLD = "told"  # the own card of somebody who is thanked
    ASK = "ask"  # the own card of a manager


class MessageState(StrEnum):
    """What became of one message."""

    SENDING = "sending"
    THERE = "there"
    LOST = "lost"
    LISTED = "listed"  # in its reader's digest, where it is opened
    GONE = "gone"  # taken away, or to be as soon as it arrives


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a shout-out: public in a place, or one person's own card.

    ``key`` is ``post:<number>``, ``told:<person>`` or ``ask:<person>``; ``rev`` is the revision
    that it shows, 0 of none yet; ``ref`` the platform's name for it.
    """

    key: str
    place: str
    rev: int
    state: MessageState = MessageState.SENDING
    ref: str = ""

    @property
    def kind(self) -> MessageKind:
        """Return what it is."""
        return MessageKind(self.key.partition(":")[0])

    @property
    def reader(self) -> str:
        """Return whose own card it is; empty of a public post."""
        return "" if self.kind is MessageKind.POST else self.key.partition(":")[2]

    @property
    def address(self) -> Place:
        """Return where it stands."""
        return Place.parse(self.place)

    @property
    def is_shown(self) -> bool:
        """Tell whether people read it, or will as soon as it arrives."""
        return self.state in (MessageState.SENDING, MessageState.THERE)

    def arrived(self, ref: str) -> "Message":
        """Return it where it stands now, if only to be taken away from there."""
        is_sent = self.state is MessageState.SENDING
        return replace(self, state=MessageState.THERE if is_sent else self.state, ref=ref)


def announced(
    messages: tuple[Message, ...], rev: int, recipients: Iterable[Recipient], tenant: Tenant
) -> tuple[Message, ...]:
    """Return them with the ones that a given shout-out takes: one a place, and one a person."""
    recipients = tuple(recipients)
    shown = {each.place for each in messages if each.kind is MessageKind.POST and each.is_shown}
    posts = (
        Message(f"{MessageKind.POST}:{rev}.{number}", place, 0)
        for number, place in enumerate(dict.fromkeys(e.place for e in recipients if e.place))
        if place not in shown
    )
    thanked = (each.id for each in recipients)
    return with_cards((*messages, *posts), MessageKind.TOLD, thanked, tenant)


def with_cards(
    messages: tuple[Message, ...],
    kind: MessageKind,
    people: Iterable[str],
    tenant: Tenant,
    state: MessageState = MessageState.SENDING,
) -> tuple[Message, ...]:
    """Return them with a card of this kind for each of these people; nobody gets it twice."""
    known = {each.key for each in messages}
    homes = {f"{kind}:{each}": Place.personal(tenant, each) for each in people}
    news = (Message(key, str(home), 0, state) for key, home in homes.items() if key not in known)
    return (*messages, *news)


def followed(
    messages: Iterable[Message], rev: int, recipients: Iterable[Recipient], *, is_public: bool
) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """Return them as they are from now on, and those that take a post for it, as they were.

    A public one goes where nobody is thanked any more, or nothing ``is_public``.
    """
    recipients = tuple(recipients)
    places = {each.place for each in recipients if is_public}
    thanked = {each.id for each in recipients}
    wanted = tuple(_wanted(each, places) for each in messages)
    due = tuple(each for each in wanted if _is_due(each, rev, thanked))
    return tuple(_posted(each, rev) if each in due else each for each in wanted), due


def replaced(messages: Iterable[Message], news: Message) -> tuple[Message, ...]:
    """Return them with this one in the place of the one with its key."""
    return tuple(news if each.key == news.key else each for each in messages)


def _wanted(message: Message, places: Collection[str]) -> Message:
    """Return a message as it is to stand."""
    if message.kind is not MessageKind.POST or not message.is_shown or message.place in places:
        return message
    return replace(message, state=MessageState.GONE, rev=0)


def _is_due(message: Message, rev: int, thanked: Collection[str]) -> bool:
    """Tell whether a message takes a post, to show this revision or to go.

    What is still on its way follows as soon as its receipt says where it stands. Whoever had
    their data deleted is told nothing more.
    """
    if message.rev == rev or (message.kind is MessageKind.TOLD and message.reader not in thanked):
        return False
    match message.state:
        case MessageState.SENDING:
            return message.rev == 0
        case MessageState.THERE:
            return True
        case MessageState.LOST | MessageState.LISTED:
            return False
        case MessageState.GONE:
            return bool(message.ref)


def _posted(message: Message, rev: int) -> Message:
    """Return a message whose post is on its way."""
    return replace(message, rev=rev, ref="" if message.state is MessageState.GONE else message.ref)
