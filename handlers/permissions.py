"""Who may do this: said in one way, wherever it is asked."""

from handlers.domain.people import Role
from handlers.ports.member import Member
from handlers.troubles import PLATFORMS
from handlers.turn import Refusal, Services, Turn

_CALLED = {Role.MANAGER: "a manager", Role.ADMIN: "an admin"}


async def check_role(needed: Role, services: Services) -> Member:
    """Return the person whose turn it is, or refuse: their role doesn't reach the needed one."""
    member = await services.store.member()
    if not member.role.may(needed):
        who = _CALLED.get(needed, "a member of this workspace")
        raise Refusal(f"This one is for {who}. Ask yours, or type /care help.")
    return member


def check_placed(role: Role | None, turn: Turn) -> None:
    """Refuse what others read, or what changes a setting, until we know who belongs here."""
    if role is Role.UNPLACED:
        platform = PLATFORMS[turn.place.platform]
        raise Refusal(
            f"{platform} can't tell me just now whether you belong to this workspace, and this "
            "one is for its members. Try again in a minute. What is for you alone works "
            "meanwhile: /complaint, /promise and /care help."
        )
