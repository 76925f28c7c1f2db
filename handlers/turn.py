"""A turn: one thing that happened, and the reply to it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Any, ParamSpec, TypeVar

from content.models import Content
from handlers.cards import Action, Button, Card, Form
from handlers.domain.people import Mention, Person, Place, Tenant
from handlers.domain.retention import KEEP_NOTES
from handlers.ports.store import Store

P = ParamSpec("P")
T = TypeVar("T")


class TurnKind(StrEnum):
    """How a turn begins; each kind has its own table of routes."""

    COMMAND = "command"  # typed by a person
    ACTION = "action"  # a button on one of our cards
    SUBMIT = "submit"  # one of our forms, sent
    RECEIPT = "receipt"  # a post with a receipt arrived, or will not
    NOTICE = "notice"  # the time has come to say something; from the beat alone


class PostOutcome(StrEnum):
    """What a receipt says of its post."""

    DELIVERED = "delivered"
    DELAYED = "delayed"  # of an urgent one: not out yet, and tried again
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Turn:
    """A command, a press, a form, a receipt or a notice, stripped of its platform.

    ``id`` is the platform's own id of the request: the same id is the same turn. ``message`` is
    where the pressed card is shown, in the door's own terms, so that a later post can replace it;
    ``is_beside``: what is shown there stands beside it, and nothing can be replaced.
    ``text`` holds each of the ``mentions`` as ``@Name``; those of a form are of its fields. It is
    ``in_public`` where it was typed in sight of others. ``found`` is what ``once`` remembers.
    """

    id: str
    kind: TurnKind
    intent: str
    person: Person
    place: Place
    at: datetime
    text: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    is_beside: bool = False
    mentions: tuple[Mention, ...] = ()
    in_public: bool = False
    found: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def tenant(self) -> Tenant:
        """Return the workspace this turn belongs to."""
        return Tenant(self.place.platform, self.place.tenant)

    @property
    def redrawn(self) -> str:
        """Return the name of the card of its answer for a later post to replace, or nothing."""
        return "" if self.is_beside else self.message

    def fresh_id(self, kind: str) -> str:
        """Return an id for a new thing; the same turn always gives the same one."""
        seed = "\0".join((kind, self.place.platform, self.place.tenant, self.person.id, self.id))
        return blake2b(seed.encode(), digest_size=8).hexdigest()

    def once(self, find: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Return what a pure function finds; the same of the same turn is looked for once.

        It is remembered as long as the turn, and no longer: it may tell what somebody typed.
        """
        asked = (find, args, *named.items())
        if asked not in self.found:
            self.found[asked] = find(*args, **named)
        found: T = self.found[asked]
        return found

    def arg(self, name: str) -> str:
        """Return one argument, or refuse: only an old card or a stranger leaves it out."""
        try:
            return self.args[name]
        except KeyError:
            raise Refusal("This card is from an older day. Type the command again.") from None


@dataclass(frozen=True, slots=True)
class Post:
    """A card for another place; kept and sent until it arrives.

    ``reader`` makes it private to one person. ``replaces`` is a message to redraw in place, or
    with ``removes`` to take away. An ``urgent`` post waits for no pacing, and with a receipt it is
    tried for hours. ``receipt`` comes back as a turn of its own once the post has arrived or has
    been given up, of an urgent one also while it is not out yet; its ``ref`` is the name by which a
    later post can replace the message. ``zone`` is the one in which its times are told.
    What is drawn for an occurrence may come a little after its moment, ``not_before``. ``name``
    makes a post the only one of its kind in its workspace, and lets it be taken back while it
    waits. What comes ``on_time`` was asked for by its reader, so it waits for no shift of theirs.
    """

    place: Place
    card: Card
    reader: str = ""
    replaces: str = ""
    urgent: bool = False
    receipt: Action | None = None
    zone: str = "UTC"
    not_before: datetime | None = None
    removes: bool = False
    name: str = ""
    on_time: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to the person, and what to post elsewhere.

    Either a card or a form. ``private`` cards are shown to the person alone. ``saved`` is False
    when nothing was stored and the same turn may be sent again: a door keeps its form open.
    ``refused``: we did not do it, and the card says what to do instead. ``posts_to``: what was
    set up will be posted there, and the door says on the card whether it can. ``kept`` is False
    when nobody keeps it: it is shown to the person, and not put anywhere to be sent or shown later.
    ``instead``: another turn is answered in its place, without looking for words of danger again.
    """

    card: Card | None = None
    form: Form | None = None
    posts: tuple[Post, ...] = ()
    private: bool = True
    saved: bool = True
    refused: bool = False
    posts_to: Place | None = None
    kept: bool = True
    instead: Turn | None = None


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error
    """We will not do this; the message tells the person what to do next.

    ``rows`` are what may be meant, to be picked from.
    """

    title = "Not quite"

    def __init__(self, message: str, *buttons: Button, rows: Sequence[Button] = ()) -> None:
        super().__init__(message)
        self.buttons = buttons
        self.rows = tuple(rows)


class WhichOne(Refusal):
    """It could be several things; the person picks one."""

    title = "Which one?"


@dataclass(frozen=True, slots=True)
class PackState:
    """What became of words of one's own: what they change, what they lack, why they were refused.

    ``problems`` are of the newest edit; while there are any, the words before it are in use.
    """

    changes: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Services:
    """What a handler may use to answer a turn."""

    content: Content
    store: Store
    pack: PackState = PackState()
    keep_notes: timedelta = KEEP_NOTES  # how long what is counted stays


Handler = Callable[[Turn, Services], Awaitable[Reply]]
