"""The person whose turn it is, and their workspace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from content.flow import Variant
from handlers.domain.asks.duty import Duty
from handlers.domain.people import CardLength, Place, Role
from scheduler.pace import USUAL_RATE


@dataclass(frozen=True, slots=True)
class Member:
    """What we know of the person whose turn it is, and of their workspace."""

    role: Role
    zone: str  # their own zone, else the workspace's
    variant: Variant  # how their last customer reached them
    card_length: CardLength = CardLength.AUTO
    workspace_zone: str = "UTC"
    has_zone: bool = False  # somebody has set the workspace's zone
    lead_place: Place | None = None
    lead_line: str = ""  # what to do when the lead's channel can't be reached
    sign_off: str = ""
    day_ends: time | None = None  # what "end of day" means here
    thanks_place: Place | None = None
    remedies: tuple[str, ...] = ()  # the workspace's own; none: those of the pack
    numbers: Mapping[str, str] = field(default_factory=dict)  # branch id -> whom to call here
    duty: Duty = field(default_factory=Duty)  # whom a page calls by name
    duties: Mapping[str, Duty] = field(default_factory=dict)  # branch id -> who instead, and where
    rate_per_s: float = USUAL_RATE  # posts to this workspace, at most
    rule_watch: str = ""  # from how many bends a rule's owner is told; none: the usual
    mentor: str = ""  # the id of who answers what is asked of a lesson; none: nobody
    closed_cases: int = 0  # of theirs, since they began or had it forgotten; told to nobody

    @property
    def terse(self) -> bool:
        """Tell whether the cards of a complaint show them no line to say."""
        return self.card_length.terse(self.closed_cases)
