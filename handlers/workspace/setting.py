"""What a setting of a workspace is: a column, its line on the card, and how it is set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from content.flow import Flow
from handlers.cards import Button, Field
from handlers.domain.people import Place
from handlers.ports.member import Member


class FormName(StrEnum):
    """The forms in which settings are typed."""

    LINES = "lines"
    REMEDIES = "remedies"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace as it stands, seen from a place; ``names`` are of those it names, by id."""

    member: Member
    flow: Flow
    here: Place
    names: Mapping[str, str] = field(default_factory=dict)


class Unfit(ValueError):  # noqa: N818 - it is an answer, not an error
    """What was typed can't be kept; the message is the line under its field."""


@dataclass(frozen=True, slots=True)
class Typed:
    """How a setting is typed: in ``fields`` of a form, drawn with what holds now.

    ``keep`` returns what the column is to hold of what was typed into them, or raises Unfit.
    """

    form: FormName
    fields: Callable[[Workspace], tuple[Field, ...]]
    keep: Callable[[Mapping[str, str], Flow], object]


@dataclass(frozen=True, slots=True)
class FromWithin:
    """How a channel is chosen: with this button, in the channel itself."""

    button: Button
    place: Callable[[Member], Place | None]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A setting with a card of its own, behind this button."""

    button: Button


@dataclass(frozen=True, slots=True)
class Setting:
    """One of them; ``label`` and ``shown`` make its line on the card."""

    column: str
    label: str
    shown: Callable[[Workspace], str]
    how: Typed | FromWithin | Elsewhere
