"""Who and what there is on the playground: two workspaces, three people, three channels."""

from dataclasses import dataclass

from handlers.people import Person, Place, Platform, Role


@dataclass(frozen=True, slots=True)
class Player:
    """One of the people a visitor can be."""

    id: str
    name: str
    role: Role

    @property
    def personal(self) -> str:
        """Return the id of this person's chat with the bot."""
        return f"@{self.id}"


TENANTS = {"demo": "Demo shop", "other": "Second shop"}
PLAYERS = {
    "ana": Player("ana", "Ana", Role.AGENT),
    "dana": Player("dana", "Dana", Role.MANAGER),
    "alex": Player("alex", "Alex", Role.ADMIN),
}
CHANNELS = ("front-desk", "wins", "leads")
LEADS = "leads"


def channel_name(channel: str) -> str:
    """Return what people call it."""
    return "Careloop" if channel.startswith("@") else f"#{channel}"


def place(tenant: str, channel: str) -> Place:
    """Return a place of the playground."""
    direct = channel.startswith("@")
    return Place(Platform.WEB, tenant, channel, channel_name(channel), direct=direct)


def may_see(player: Player, channel: str) -> bool:
    """Tell whether a channel is open to a person: their own chat, and every public one."""
    return channel in CHANNELS or channel == player.personal


def person(player: Player, zone: str) -> Person:
    """Return the person as a turn knows them."""
    return Person(player.id, player.name, zone)
