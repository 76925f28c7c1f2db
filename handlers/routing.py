"""What a route is: something that can be typed, pressed, sent in a form, or said by the beat."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from content.models import Content
from handlers.domain.people import Role
from handlers.shortcuts import Shortcut
from handlers.turn import Handler, Post
from scheduler.occurrence import Occurrence, Skip
from scheduler.reasons import Cause

LastWord = Callable[[Occurrence, Cause | None], Post]
Drawing = Callable[[Occurrence, Content], tuple[Post, Mapping[str, Any]] | Skip]


@dataclass(frozen=True, slots=True)
class Route:
    """Something a person can type: ``words`` after the slash, then ``takes``.

    ``listed``: shown in a platform's own list of commands, which holds ten. ``takes_a_sentence``:
    it keeps what was typed, but for what redaction takes out; in it a person's own quotation marks
    mean something.
    """

    words: str
    takes: str
    does: str
    handler: Handler
    role: Role = Role.AGENT
    listed: bool = True
    takes_a_sentence: bool = False

    @property
    def intent(self) -> str:
        """Return the name in logs and metrics."""
        return self.words.replace(" ", ".")

    @property
    def usage(self) -> str:
        """Return how to type it."""
        return f"/{self.words} {self.takes}".rstrip()


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as the platforms know it: its routes, and what it does without words.

    ``role`` is what one needs to type it bare.
    """

    name: str
    does: str
    hint: str
    routes: tuple[Route, ...]
    bare: Handler
    role: Role = Role.AGENT


@dataclass(frozen=True, slots=True)
class Table:
    """What one feature answers, by intent.

    ``care`` is what it adds to ``/care``; ``receipts`` and ``notices`` come from the beat,
    ``occurrences`` are drawn for it, and ``last_words`` are sent where the last one never was.
    ``shortcuts`` are the actions that the platforms' own menus offer. ``own`` are the actions and
    submits that concern only whoever does them: nobody else reads what comes of it, and no setting
    changes. They are open to people of whom we don't know yet whether they belong here, as are the
    routes for ``Role.UNPLACED``. ``urgent`` are the intents that are answered however much the same
    person did just before: of presses, and of a command typed without words. ``unkept`` are the
    intents of which nobody keeps a word, neither of what is typed nor of what is answered.
    """

    command: Command | None = None
    care: tuple[Route, ...] = ()
    actions: Mapping[str, Handler] = field(default_factory=dict)
    submits: Mapping[str, Handler] = field(default_factory=dict)
    receipts: Mapping[str, Handler] = field(default_factory=dict)
    notices: Mapping[str, Handler] = field(default_factory=dict)
    occurrences: Mapping[str, Drawing] = field(default_factory=dict)
    last_words: Mapping[str, LastWord] = field(default_factory=dict)
    shortcuts: tuple[Shortcut, ...] = ()
    urgent: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    unkept: frozenset[str] = frozenset()


def joined(*tables: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return one table of several; ValueError when two answer the same intent."""
    found: dict[str, Any] = {}
    for table in tables:
        if twice := found.keys() & table.keys():
            raise ValueError(f"answered twice: {', '.join(sorted(twice))}")
        found |= table
    return found
