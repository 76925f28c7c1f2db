"""One thing that applying a template changes, and one that is left to do by hand."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from handlers.domain.people import Person, Place
from handlers.ports.member import Member
from handlers.ports.store import Store
from handlers.turn import Services, Turn
from handlers.workspace.templates.bindings import Bindings

Act = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Change:
    """What stands and what shall stand instead, in lines; ``act`` carries it out."""

    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    act: Act = field(compare=False, repr=False)

    def diff(self) -> tuple[str, ...]:
        """Return its lines as a diff has them: those that go, then those that come."""
        gone = [f"- {each}" for each in self.before if each not in self.after]
        come = [f"+ {each}" for each in self.after if each not in self.before]
        return (self.title, *gone, *come)


@dataclass(frozen=True, slots=True)
class ToDo:
    """What a person has to do where a role is: ``line`` is what to type there, or who does what."""

    role: str
    line: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All of it, in the order of the file."""

    changes: tuple[Change, ...]
    to_do: tuple[ToDo, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a template is applied: a turn of whoever does it, and what roles are here.

    ``owner`` is whose new reminders are. ``store_of`` is the store as another person of the
    workspace has it: a team is a manager's own.
    """

    turn: Turn
    owner: Person
    services: Services
    member: Member
    bindings: Bindings
    store_of: Callable[[str], Store]

    def place(self, role: str) -> Place | None:
        """Return the place of a role, or None while it is left open."""
        return self.bindings.places.get(role)

    def person(self, role: str) -> str | None:
        """Return the id of the person of a role, or None while it is left open."""
        return self.bindings.people.get(role)
