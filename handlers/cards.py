"""A card: what we show, described once and drawn by each door in its own way."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from typing import Literal, Self

from handlers.marked import Marked

MAIN_BUTTONS = 3
MORE_ACTIONS = 5  # Slack's overflow menu holds five
CHOICES = 10


@dataclass(frozen=True, slots=True)
class Action:
    """What a button or a form sends back to us."""

    intent: str
    args: Mapping[str, str] = field(default_factory=dict)


class Style(StrEnum):
    """How a button looks."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled action."""

    label: str
    action: Action
    style: Style = Style.PLAIN


class Tone(StrEnum):
    """How a paragraph sounds."""

    PLAIN = "plain"
    SAY = "say"  # words in quotation marks: for saying, or as somebody wrote them
    NOTE = "note"  # small print
    AVOID = "avoid"  # what to leave out, said in full
    STRONG = "strong"
    URGENT = "urgent"
    DONE = "done"


class CalledKind(StrEnum):
    """Who is called by name."""

    PERSON = "person"
    GROUP = "group"
    HERE = "here"  # everybody who is in the channel just now


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody who is called by name, so that their phone rings."""

    id: str
    name: str
    kind: CalledKind = CalledKind.PERSON


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of plain words; doors escape it.

    One that has ``called`` is drawn as their platform's mentions where there are any; its text is
    the same in plain words: ``@Sam @Dana``.
    """

    text: str
    tone: Tone = Tone.PLAIN
    called: tuple[Called, ...] = ()
    kind: Literal["text"] = "text"

    @classmethod
    def calling(cls, called: Iterable[Called]) -> Self:
        """Return a line that calls these by name."""
        called = tuple(called)
        return cls(" ".join(f"@{each.name}" for each in called), called=called)


@dataclass(frozen=True, slots=True)
class Facts:
    """Short labels with their values."""

    rows: tuple[tuple[str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Choices:
    """A list to pick one from: branches, open cases, reminders of a channel."""

    rows: tuple[Button, ...]
    kind: Literal["choices"] = "choices"

    def __post_init__(self) -> None:
        if len(self.rows) > CHOICES:
            raise ValueError(f"at most {CHOICES} choices on a card")


TICKED = "ticked"  # an argument of a check: empty where a platform tells that it was unticked


@dataclass(frozen=True, slots=True)
class Check:
    """A line to tick; it is pressed like a button, and ticked again it is the same."""

    button: Button
    kind: Literal["check"] = "check"


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures side by side: a bar for each, where one can be drawn, and always the words.

    ``label`` is what the labels of its rows are, ``series`` what the figures of each row are of,
    the newest first. None is a figure that isn't told; it is ``untold`` in words, and never drawn
    as nought.
    """

    title: str
    label: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    untold: str
    kind: Literal["chart"] = "chart"

    @property
    def lines(self) -> tuple[str, ...]:
        """Return it in words, a line a row: ``Late: 9 (7)``."""
        return tuple(f"{label}: {self._said(figures)}" for label, figures in self.rows)

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        """Return it as a table, its head first."""
        head = (self.label, *self.series)
        return (head, *((label, *map(self.word, figures)) for label, figures in self.rows))

    @property
    def drawn(self) -> Self:
        """Return what of it can be drawn as bars: rows that are told, of each series that has all.

        Without rows there is nothing to draw.
        """
        rows = [(label, figures) for label, figures in self.rows if figures[0] is not None]
        whole = [
            number
            for number in range(len(self.series))
            if all(figures[number] is not None for _, figures in rows)
        ]
        kept = tuple((label, tuple(figures[each] for each in whole)) for label, figures in rows)
        return replace(self, series=tuple(self.series[each] for each in whole), rows=kept)

    def word(self, figure: int | None) -> str:
        """Return a figure as a word."""
        return self.untold if figure is None else str(figure)

    def _said(self, figures: Sequence[int | None]) -> str:
        first, *others = map(self.word, figures)
        return f"{first} ({', '.join(others)})" if others else first


Block = Text | Facts | Choices | Check | Chart | Marked


@dataclass(frozen=True, slots=True)
class Card:
    """A title, some blocks, at most three main buttons; ``more`` is the overflow menu.

    ``alarm`` is the one red button that is always in sight while a customer is there. What is only
    a line has no title. ``aside`` stands small beside the title, or below the line.
    """

    title: str
    body: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    more: tuple[Button, ...] = ()
    alarm: Button | None = None
    aside: str = ""

    def __post_init__(self) -> None:
        if len(self.buttons) > MAIN_BUTTONS:
            raise ValueError(f"at most {MAIN_BUTTONS} main buttons on a card")
        if len(self.more) > MORE_ACTIONS:
            raise ValueError(f"at most {MORE_ACTIONS} actions in the overflow of a card")

    @property
    def heading(self) -> str:
        """Return its title, or its first words where it has none."""
        return self.title or next((each.text for each in self.body if isinstance(each, Text)), "")

    @property
    def spoken(self) -> str:
        """Return it as it is read where no card can be drawn: ``Try this: …``."""
        words = [each.text for each in self.body if isinstance(each, Text) and not each.called]
        if not words or not self.title or not self.aside:
            return self.heading
        lists = [each.rows for each in self.body if isinstance(each, Choices)]
        either = [" Or: ".join(row.label for row in rows) for rows in lists]
        return " ".join((f"{self.title}:", *words, *either))

    def actions(self) -> Iterator[Button]:
        """Yield every button of the card, main ones first."""
        yield from self.buttons
        for block in self.body:
            match block:
                case Choices(rows):
                    yield from rows
                case Check(button):
                    yield button
        yield from self.more
        if self.alarm is not None:
            yield self.alarm


class FieldKind(StrEnum):
    """What a field takes."""

    LINE = "line"
    AREA = "area"
    SELECT = "select"
    CHECKS = "checks"  # some of its options; the value is theirs, with a comma between two
    DATE = "date"  # the value is 2026-11-27
    TIME = "time"  # of day; the value is 08:55
    PEOPLE = "people"  # several; the value is their ids, with a comma between two


_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d")


def picked_date(value: str) -> date | None:
    """Return what stands in a field of dates, None if it is no date."""
    try:
        return date.fromisoformat(value) if _DATE.fullmatch(value) else None
    except ValueError:
        return None


def picked_time(value: str) -> time | None:
    """Return what stands in a field of times of day, None if it is none."""
    try:
        return time.fromisoformat(value) if _TIME.fullmatch(value) else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options of a long select that stand together under a label."""

    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form; ``options`` are (value, label) of a select and of checks.

    A long select has ``groups`` instead. Of people, the options are the ids and names of those who
    are in it already. ``either``: this one or another is needed, so it isn't called optional where
    we draw the mark ourselves. ``longer`` says what to do with more than a platform's forms take.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.LINE
    value: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    max_length: int = 300
    error: str = ""
    groups: tuple[OptionGroup, ...] = ()
    either: bool = False
    longer: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Some questions and what is sent with their answers; a wrong answer carries its error.

    ``cancel`` is the way back where a form takes the place of the card it was opened from.
    ``alarm`` is one red button above the questions; what stands in them comes along with its press.
    """

    title: str
    fields: tuple[Field, ...]
    submit: str
    action: Action
    intro: str = ""
    cancel: Action | None = None
    alarm: Button | None = None
