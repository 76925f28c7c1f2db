"""A draft of a reply, what was found in it, and what a coach says of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from content.reply_findings import FindingId


class Stage(StrEnum):
    """Where in the recovery a reply stands, by its main move."""

    VENT = "vent"
    LISTEN = "listen"
    ACT = "act"
    CLOSE = "close"


class ReplyChannel(StrEnum):
    """By which way a reply reaches its customer."""

    CHAT = "chat"
    EMAIL = "email"
    PHONE = "phone"
    COUNTER = "counter"


class Derived(StrEnum):
    """What follows from the findings and the length of a reply."""

    FIX_FIRST = "fix_first"  # a step before a word on what happened to them
    TOO_LONG = "too_long"  # for its channel
    SORRY_LOOP = "sorry_loop"  # sorry, three times or more


class Verdict(StrEnum):
    """What to do with a draft."""

    SEND = "send"
    NEARLY = "nearly"
    HOLD = "hold"  # it will sting
    UNREAD = "unread"  # no word of it says anything to us


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody means to say; ``stage`` is where they are with the customer, if it is known."""

    text: str
    channel: ReplyChannel = ReplyChannel.CHAT
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the customer hears, and where: offsets in code points, the end exclusive.

    ``source`` names what found it, ``apology.plain``; ``weak``: it counts, and is not praised.
    """

    id: FindingId
    start: int
    end: int
    source: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to mend: what it is about, the very words, what to do, why, and a better line."""

    about: str
    say: str
    why: str
    quote: str = ""
    better: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What there is to say of a draft; all of it sentences but for ids and codes.

    ``strengths`` and ``points`` are at most three; ``rewording`` is empty where nothing is to be
    mended. ``words``: how many it has.
    """

    findings: tuple[Finding, ...]
    stage: Stage
    derived: tuple[Derived, ...]
    verdict: Verdict
    strengths: tuple[str, ...]
    points: tuple[Point, ...]
    rewording: str
    words: int


class Detector(Protocol):
    """Whoever finds something in a draft, beside the rules of a pack."""

    def detect(self, draft: Draft) -> Sequence[Finding]:
        """Return what is found, in the order of the text."""
        ...
