"""How far a workspace is set up, and what is left to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.domain.people import Role
from handlers.ports.member import Member
from handlers.turn import Services


@dataclass(frozen=True, slots=True)
class Checklist:
    """How far a workspace is set up."""

    member: Member
    reminders: int
    managers: int
    names: Mapping[str, str] = field(default_factory=dict)  # of those it names, by id

    def left(self) -> tuple[str, ...]:
        """Return what nobody has set up yet, as things to do."""
        to_do = (
            (self.member.has_zone, "set the time zone"),
            (self.member.lead_place is not None, "choose the lead's channel"),
            (bool(self.member.numbers), "confirm local numbers"),
            (self.managers > 0, "name a manager"),
            (self.reminders > 0, "set up a reminder in a channel"),
            (self.member.thanks_place is not None, "choose a channel for thanks"),
        )
        return tuple(what for done, what in to_do if not done)


async def checklist(services: Services) -> Checklist:
    """Return how far the workspace of a turn is set up."""
    store = services.store
    staff = await store.staff.with_role()
    managers = sum(each.role is Role.MANAGER and not each.has_left for each in staff)
    member = await store.member()
    named = {each for duty in (member.duty, *member.duties.values()) for each in duty.people}
    named |= {member.mentor} if member.mentor else set()
    names = await store.people.names(named) if named else {}
    return Checklist(member, await store.reminders.count(), managers, names)
