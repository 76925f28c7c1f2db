"""Who may do what here."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.audit import record
from handlers.domain.people import GIVEN_ROLES, Person, Role
from handlers.mentions import acquainted, chosen_people, people_meant, without_mentions
from handlers.permissions import check_nobody_left, check_role
from handlers.ports.audit import Act
from handlers.turn import Refusal, Reply, Services, Turn
from handlers.workspace.cards import people_card
from handlers.workspace.forms import contacts, role_form

_EXAMPLE = f"For example: /care people @dana {Role.MANAGER}"


async def show(turn: Turn, services: Services) -> Reply:
    """Show who has a role, or give one: ``@dana manager``."""
    await check_role(Role.ADMIN, services)
    if turn.text.strip() or turn.mentions:
        return await _typed(await acquainted(turn, services), services)
    return await _shown(services)


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form that gives a role."""
    await check_role(Role.ADMIN, services)
    return Reply(form=role_form({}, {}))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form that gives a role."""
    await check_role(Role.ADMIN, services)
    turn = await acquainted(turn, services)
    chosen = chosen_people(turn)
    if not chosen:
        values = {name: turn.args.get(name, "") for name in ("people", "role")}
        return Reply(form=role_form(values, {"people": "Choose at least one person."}))
    role = _role_named(turn.arg("role"))
    if role is None:
        raise Refusal(f"That is no role. {_EXAMPLE}")
    return await _appointed(chosen, role, turn, services)


async def _typed(turn: Turn, services: Services) -> Reply:
    """Give a role to everybody who is mentioned."""
    chosen = people_meant(turn.mentions)
    role = _role_named(without_mentions(turn).lower().removesuffix("s"))
    if role is None:
        raise Refusal(f"I need who, and as what: manager, admin or agent. {_EXAMPLE}")
    if not chosen:
        raise Refusal(f"Say who, with an @. {_EXAMPLE}")
    return await _appointed(chosen, role, turn, services)


async def _appointed(chosen: Sequence[Person], role: Role, turn: Turn, services: Services) -> Reply:
    if role is not Role.ADMIN and any(each.id == turn.person.id for each in chosen):
        raise Refusal("You can't take your own role away; another admin can.")
    if role is not Role.AGENT:
        check_nobody_left(chosen, "I can't give them a role")
    await services.store.staff.appoint([replace(each, role=role) for each in contacts(chosen)])
    about = [each.id for each in chosen]
    await record(Act.ROLE_GIVEN, turn, services, about=about, target=role)
    return await _shown(services)


def _role_named(word: str) -> Role | None:
    """Return the role of this name, if it is one that can be given."""
    return Role(word) if word in GIVEN_ROLES else None


async def _shown(services: Services) -> Reply:
    return Reply(people_card(await services.store.staff.with_role()))
