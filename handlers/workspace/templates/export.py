"""Write a workspace as a template: what is set, with a role for each place and person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from handlers.domain.people import Place, Role
from handlers.domain.reminder import Reminder
from handlers.domain.shifts import Hours
from handlers.ports.member import Member
from handlers.ports.staff import Team
from handlers.turn import Services
from handlers.workspace.templates.checker import MAX_ROLE
from handlers.workspace.templates.template import key_of_column
from handlers.workspace.templates.written import (
    columns_of,
    names_people,
    reminder_values,
    setting_text,
)
from scheduler.pace import usual_rate


@dataclass(slots=True)
class Roles:
    """The role of each place and of each person's id, given as they are met."""

    places: dict[Place, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def of_place(self, place: Place, otherwise: str = "") -> str:
        """Return the role of a place: the one it has, else this one, else its name."""
        if place not in self.places:
            name = place.name.lstrip("#").replace("-", " ").replace("=", " ").strip()
            wished = otherwise or name[:MAX_ROLE] or "channel"
            self.places[place] = _free(wished, self.places.values())
        return self.places[place]

    def of_person(self, person: str, otherwise: str) -> str:
        """Return the role of a person: the one they have, or this word with a number."""
        if person not in self.people:
            self.people[person] = _free(f"{otherwise} 1", self.people.values())
        return self.people[person]


@dataclass(frozen=True, slots=True)
class Exported:
    """A template as plain values, and which role is what here."""

    values: dict[str, object]
    roles: Roles


async def exported(services: Services, here: Place) -> Exported:
    """Return the workspace of a place as a template."""
    store, roles = services.store, Roles()
    member = await store.member()
    settings = _settings(member, here, roles)
    staff = [each for each in await store.staff.with_role() if not each.has_left]
    teams = [await store.staff.team(each.id) for each in staff]
    hours = {each.manager.id: await store.shifts.of_team(each.manager.id) for each in teams}
    teams = [each for each in teams if each.people or each.place or hours[each.manager.id]]
    reminders = [each for each in await store.reminders.all() if each.next_at is not None]
    for place in (*(each.place for each in teams if each.place), *(e.place for e in reminders)):
        roles.of_place(await store.channels.named(place))
    parts: dict[str, object] = {
        "settings": settings,
        "teams": [_team(each, hours[each.manager.id], roles) for each in teams],
        "reminders": _reminders(reminders, roles),
    }
    return Exported({name: part for name, part in parts.items() if part}, roles)


def _settings(member: Member, here: Place, roles: Roles) -> dict[str, object]:
    """Return what somebody has set; the lead's place and that of thanks by these very roles."""
    columns = columns_of(member)
    if member.rate_per_s == usual_rate(here.platform):
        columns["rate_per_s"] = None
    found = {
        key_of_column(column): setting_text(column, value)
        for column, value in columns.items()
        if value is not None
    }
    for column, place, role in (
        ("lead_place", member.lead_place, "lead"),
        ("thanks_place", member.thanks_place, "thanks"),
    ):
        if place is not None:
            found[column] = roles.of_place(place, role)
    if names_people(member.duty):
        found["duty"] = [roles.of_person(each, "duty lead") for each in member.duty.people]
    if member.mentor:
        found["mentor"] = roles.of_person(member.mentor, "mentor")
    return found


def _team(team: Team, hours: Hours | None, roles: Roles) -> dict[str, object]:
    manager = roles.of_person(team.manager.id, str(Role.MANAGER))
    place = {"place": roles.of_place(team.place)} if team.place else {}
    people = [roles.of_person(each.id, str(Role.AGENT)) for each in team.people]
    when = {"hours": str(hours)} if hours else {}
    return {"manager": manager, **place, **({"people": people} if people else {}), **when}


def _reminders(reminders: Sequence[Reminder], roles: Roles) -> list[dict[str, str]]:
    return [
        {"id": each.id, "place": roles.of_place(each.place), **reminder_values(each)}
        for each in reminders
    ]


def _free(wished: str, taken: Iterable[str]) -> str:
    """Return a role that nobody has: the one that is wished for, or with the next number."""
    words, number = wished, 1
    base = wished.removesuffix(" 1")
    while words in taken:
        number += 1
        words = f"{base} {number}"
    return words
