"""Who and what there is on the playground: two workspaces, three people, a group, channels."""

import re
from dataclasses import dataclass

from handlers.domain.people import (
    Membership,
    Mention,
    MentionKind,
    Person,
    Place,
    Platform,
    Role,
)


@dataclass(frozen=True, slots=True)
class Persona:
    """One of the people a visitor can be."""

    id: str
    name: str
    role: Role

    @property
    def personal(self) -> str:
        """Return the id of this person's chat with the bot."""
        return f"@{self.id}"


TENANTS = {"demo": "Demo shop", "other": "Second shop"}
PERSONAS = {
    "ana": Persona("ana", "Ana", Role.AGENT),
    "dana": Persona("dana", "Dana", Role.MANAGER),
    "alex": Persona("alex", "Alex", Role.ADMIN),
}
CHANNELS = ("front-desk", "wins", "leads")
LEADS = "leads"
GROUPS = {"desk": ("ana", "dana")}

_NAMED = re.compile(r"(?<![\w@.])@([A-Za-z]{1,30})\b")


def channel_name(channel: str) -> str:
    """Return what people call it."""
    return "Careloop" if channel.startswith("@") else f"#{channel}"


def place(tenant: str, channel: str) -> Place:
    """Return a place of the playground."""
    direct = channel.startswith("@")
    return Place(Platform.WEB, tenant, channel, channel_name(channel), direct=direct)


def may_see(persona: Persona, channel: str) -> bool:
    """Tell whether a channel is open to a person: their own chat, and every public one."""
    return channel in CHANNELS or channel == persona.personal


def person(persona: Persona, zone: str) -> Person:
    """Return the person as a turn knows them."""
    return Person(persona.id, persona.name, zone, Membership.MEMBER, persona.id)


def mentioned(text: str) -> tuple[str, tuple[Mention, ...]]:
    """Return a line with the names of the people and groups that it mentions, and those."""
    found: dict[str, Mention] = {}

    def named(match: re.Match[str]) -> str:
        mention = _mention(match[1].lower())
        if mention is None:
            return match[0]
        found[mention.id] = mention
        return f"@{mention.name}"

    return _NAMED.sub(named, text), tuple(found.values())


def chosen(value: str) -> tuple[Mention, ...]:
    """Return the people whose ids a field of a form holds; none when it holds anything else."""
    people = [PERSONAS.get(each) for each in value.split(",")]
    return tuple(_mention_of(each) for each in people if each) if all(people) else ()


def _mention(name: str) -> Mention | None:
    if name in GROUPS:
        members = tuple(person(PERSONAS[each], "") for each in GROUPS[name])
        return Mention(name, name, MentionKind.GROUP, members)
    persona = PERSONAS.get(name)
    return _mention_of(persona) if persona else None


def _mention_of(persona: Persona) -> Mention:
    handle, member = persona.id, Membership.MEMBER
    return Mention(persona.id, persona.name, handle=handle, membership=member)
