"""What a template says: settings, teams and reminders; places and people are named by roles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from content.problems import Problem
from handlers.domain.deck import MIXED
from handlers.domain.shifts import Hours
from handlers.reminders.values import LEAVE_OUT

_ALIASES = {"rate_per_s": "posts_a_minute"}  # column -> what the file calls it
USUAL = {"deck": MIXED, "around": "0", "on_days_off": LEAVE_OUT, "sign_off": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """Where something stands, for what is to be said of it."""

    file: str
    number: int

    def problem(self, key: str, message: str) -> Problem:
        """Return what is wrong there."""
        return Problem(self.file, self.number, key, message)


@dataclass(frozen=True, slots=True)
class ReminderEntry:
    """A reminder; ``id`` finds it again when the template is applied once more.

    ``values`` are as in its form, beside ``when``, the phrase; what is usual may be left out.
    """

    id: str
    place: str
    values: Mapping[str, str]
    line: Line


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """A manager's list of people, and the channel in which they talk, if there is one.

    ``hours`` are when they work; None where the file doesn't say.
    """

    manager: str
    place: str
    people: tuple[str, ...]
    line: Line
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """All of it; ``settings`` are new values by column, ``places`` the roles of two of them.

    ``duty`` are the roles of those who are on duty, ``mentor`` that of who answers what is asked of
    a lesson, empty for nobody; None where the file doesn't say.
    """

    settings: Mapping[str, object] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    duty: tuple[str, ...] | None = None
    mentor: str | None = None
    teams: tuple[TeamEntry, ...] = ()
    reminders: tuple[ReminderEntry, ...] = ()

    def place_roles(self) -> Iterator[str]:
        """Yield the roles of places, each once, in the order of the file."""
        named = (*self.places.values(), *(each.place for each in self.teams))
        yield from dict.fromkeys(filter(None, (*named, *(each.place for each in self.reminders))))

    def person_roles(self) -> Iterator[str]:
        """Yield the roles of people, each once, in the order of the file."""
        of_teams = (role for each in self.teams for role in (each.manager, *each.people))
        named = (*(self.duty or ()), *filter(None, [self.mentor]), *of_teams)
        yield from dict.fromkeys(named)


def key_of_column(column: str) -> str:
    """Return what the file calls a setting that is kept in a column."""
    return _ALIASES.get(column, column)
