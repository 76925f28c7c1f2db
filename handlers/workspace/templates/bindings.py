"""Which place and which person a role of a template is here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from handlers.domain.people import Place, Tenant
from handlers.workspace.templates.template import Template


@dataclass(frozen=True, slots=True)
class Bindings:
    """Places and ids of people by role; what is left open isn't in it."""

    places: Mapping[str, Place] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


def bound(
    template: Template, tenant: Tenant, places: Sequence[str], people: Sequence[str]
) -> tuple[Bindings, list[str]]:
    """Return what ``role=platform:workspace:id`` says of roles, and all that is wrong with it."""
    problems: list[str] = []
    found = _read("--place", places, tuple(template.place_roles()), tenant, problems)
    known = _read("--person", people, tuple(template.person_roles()), tenant, problems)
    ids = {role: place.channel for role, place in known.items()}
    return Bindings(found, ids), problems


def _read(
    option: str, pairs: Iterable[str], roles: Sequence[str], tenant: Tenant, problems: list[str]
) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for pair in pairs:
        role, _, address = pair.partition("=")
        example = f'{option} "{role or "front desk"}={tenant.platform}:{tenant.id}:ID"'
        place = _place(address)
        if role not in roles:
            near = get_close_matches(role, roles, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(roles) or 'none'}"
            problems.append(f"{option} {pair}: the file has no «{role}»; {hint}")
        elif place is None:
            problems.append(f"{option} {pair}: write it like this: {example}")
        elif (place.platform, place.tenant) != (tenant.platform, tenant.id):
            ours = f"{tenant.platform}:{tenant.id}:"
            problems.append(
                f"{option} {pair}: another workspace; here an address begins with {ours}"
            )
        else:
            found[role] = place
    return found


def _place(address: str) -> Place | None:
    try:
        place = Place.parse(address)
    except ValueError:
        return None
    return place if place.channel else None
