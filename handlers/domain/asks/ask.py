"""Somebody is asked to come to an agent's side: page, join, cover, come; how that stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handlers.domain.asks.messages import (
    Message,
    MessageKind,
    MessageState,
)
from handlers.domain.asks.own_cards import OwnCard
from handlers.domain.people import spoken_name


class AskKind(StrEnum):
    """What somebody is asked for."""

    PAGE = "page"  # danger or trouble: a call for the lead
    JOIN = "join"  # a lead, in a complaint
    COVER = "cover"  # the next customer
    COME = "come"  # to somebody who isn't OK
    MORE = "more"  # a lead, to allow more than an agent may give


class AskState(StrEnum):
    """Where an ask stands."""

    OPEN = "open"
    TAKEN = "taken"  # of what is to be allowed: yes
    REFUSED = "refused"  # it isn't allowed, says ``taken_by``
    STOOD_DOWN = "stood_down"
    OVER = "over"  # its complaint has ended, or there was nobody to ask


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask of one person.

    ``people`` are the ids of who is asked, ``place`` the channel, if it goes to one. ``rev`` grows
    with each change of what those people read, ``news`` with each change of what the asker reads:
    they have all of it up to ``own_news``, on ``own_cards``, the newest last; what was said beside
    these last is ``own_said``. ``due_at`` is when nobody has answered in time. ``names`` are
    what the people of an ask are called, by id; they are looked up, never kept.
    """

    id: str
    kind: AskKind
    asker_id: str
    made_at: datetime
    changed_at: datetime
    case_id: str = ""
    case_number: str = ""
    branch: str = ""
    what: str = ""  # what is to be allowed, in the agent's words
    place: str = ""
    people: tuple[str, ...] = ()
    state: AskState = AskState.OPEN
    rev: int = 1
    version: int = 0
    news: int = 1
    own_news: int = 1
    own_cards: tuple[OwnCard, ...] = ()
    own_said: str = ""
    out_at: datetime | None = None
    due_at: datetime | None = None
    unanswered: bool = False
    taken_by: str = ""
    taken_at: datetime | None = None
    handed_by: str = ""
    messages: tuple[Message, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def is_open(self) -> bool:
        """Tell whether somebody is still waited for."""
        return self.state is AskState.OPEN

    @property
    def is_live(self) -> bool:
        """Tell whether it can still be taken, handed on or stood down."""
        return self.state in (AskState.OPEN, AskState.TAKEN)

    @property
    def is_lost(self) -> bool:
        """Tell whether it reached nobody, and won't any more."""
        return self.is_open and all(each.state is MessageState.LOST for each in self.messages)

    @property
    def may_be_repeated(self) -> bool:
        """Tell whether its asker may call again: nobody answers, or the channel wasn't reached."""
        return self.is_open and (self.unanswered or self.is_lost or self.road is MessageState.LOST)

    @property
    def next_at(self) -> datetime | None:
        """Return when something has to be said to the asker; None: nothing more."""
        if self.news != self.own_news:
            return self.changed_at
        return self.due_at if self.is_open else None

    @property
    def times_called(self) -> int:
        """Return how many calls its channel has had, or is to have."""
        return sum(each.kind is MessageKind.POST for each in self.messages)

    @property
    def road(self) -> MessageState | None:
        """Return what became of the newest call in the channel; None where there is none."""
        posts = [each for each in self.messages if each.kind is MessageKind.POST]
        return posts[-1].state if posts else None

    @property
    def asked_privately(self) -> tuple[str, ...]:
        """Return the ids of who was asked in their own chat, and could be."""
        cards = (each for each in self.messages if each.kind is MessageKind.CARD)
        readers = (each.reader for each in cards if each.state is not MessageState.LOST)
        return tuple(dict.fromkeys(readers))

    def name(self, person_id: str) -> str:
        """Return what somebody of this ask is called."""
        return spoken_name(person_id, self.names.get(person_id, ""))

    def message(self, key: str) -> Message | None:
        """Return the message with this key, or None."""
        return next((each for each in self.messages if each.key == key), None)

    def may_take(self, person_id: str, place: str) -> bool:
        """Tell whether somebody may take it: who is asked, and anybody in its channel."""
        if person_id == self.asker_id:
            return False
        asked = {*self.people, *(each.reader for each in self.messages)}
        return person_id in asked or (bool(self.place) and place == self.place)
