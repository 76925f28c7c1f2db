"""A shout-out as somebody asks for it: what is missing, and what it becomes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.domain.people import Mention, Person
from handlers.domain.redaction import redact
from handlers.domain.shoutouts.places import Recipient
from handlers.domain.shoutouts.shoutout import Shoutout, ShoutoutState
from handlers.domain.wording import is_enough, same_words

MAX_PEOPLE = 30  # thanked at once
MAX_LENGTH = 500  # letters of what they did
NAME_LENGTH = 60
NAMELESS = "a colleague"  # somebody whose name the platform doesn't tell


class Lack(StrEnum):
    """Why it can't go out as it was asked for."""

    GROUP = "group"  # nobody tells who is in it
    TEAM = "team"  # nobody has said who is in theirs
    LEFT = "left"  # an account of theirs is closed
    OTHERS = "others"  # they thank themselves
    APP = "app"  # no person wrote the message
    AUTHOR = "author"  # nobody tells who wrote it
    GUEST = "guest"  # who wrote it is of another firm
    PEOPLE = "people"
    FEWER = "fewer"
    WORDS = "words"
    MANAGER = "manager"  # nobody here can post it


@dataclass(frozen=True, slots=True)
class Asked:
    """A shout-out as somebody typed it, or filled in the form.

    ``groups`` are those whose people nobody tells; ``mentions`` all that the line or form names.
    ``is_for_team``: their team was meant; ``has_no_team``: and nobody has said who is in it.
    """

    id: str
    giver: Person
    people: Sequence[Person] = ()
    what: str = ""
    behaviour: str = ""
    groups: Sequence[str] = ()
    mentions: Sequence[Mention] = ()
    is_private: bool = False
    has_no_team: bool = False
    is_for_team: bool = False

    @property
    def others(self) -> tuple[Person, ...]:
        """Return who can be thanked: nobody thanks themselves, or reads it after they left."""
        return tuple(each for each in self.people if each.id != self.giver.id and not each.has_left)

    @property
    def left(self) -> tuple[Person, ...]:
        """Return those whose account is closed."""
        return tuple(each for each in self.people if each.has_left)


def lacking(asked: Asked) -> tuple[Lack, ...]:
    """Return what is missing: of the people, then of the words."""
    return (*_lacking_people(asked), *_lacking_words(asked))


def drafted(asked: Asked, at: datetime) -> Shoutout:
    """Return the shout-out that was asked for; nobody has read it yet."""
    return Shoutout(
        id=asked.id,
        giver_id=asked.giver.id,
        giver_name=asked.giver.name[:NAME_LENGTH],
        text=kept_words(asked.what),
        made_at=at,
        changed_at=at,
        recipients=tuple(Recipient(each.id, called(each)) for each in asked.others),
        behaviour=asked.behaviour,
        is_private=asked.is_private,
        is_for_team=asked.is_for_team and len(asked.others) > 1,
    )


def is_same(earlier: Shoutout, later: Shoutout) -> bool:
    """Tell whether the same words were given to the same people: a slip, not a second thanks."""
    thanked = {each.id for each in later.recipients}
    return (
        earlier.state is not ShoutoutState.WITHDRAWN
        and same_words(earlier.text, later.text)
        and {each.id for each in earlier.recipients} == thanked
    )


def kept_words(what: str) -> str:
    """Return what is kept of what somebody wrote."""
    return redact(what)[:MAX_LENGTH]


def called(person: Person) -> str:
    """Return the name of somebody who is thanked, also where nobody tells it."""
    return NAMELESS if person.name in ("", person.id) else person.name[:NAME_LENGTH]


def _lacking_people(asked: Asked) -> Iterator[Lack]:
    if asked.groups:
        yield Lack.GROUP
    elif asked.has_no_team:
        yield Lack.TEAM
    elif asked.left:
        yield Lack.LEFT
    elif not asked.others:
        is_meant = any(each.id == asked.giver.id for each in asked.mentions)
        yield Lack.OTHERS if is_meant else Lack.PEOPLE
    elif len(asked.others) > MAX_PEOPLE:
        yield Lack.FEWER


def _lacking_words(asked: Asked) -> Iterator[Lack]:
    if not is_enough(asked.what, [each.name for each in asked.mentions]):
        yield Lack.WORDS
