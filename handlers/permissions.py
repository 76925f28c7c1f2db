"""Who may do this: said in one way, wherever it is asked."""

from collections.abc import Iterable

from handlers.domain.people import Person, Role, spoken_name
from handlers.domain.wording import names_in_words
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


def check_nobody_left(people: Iterable[Person], instead: str) -> None:
    """Refuse what can't be done for people whose account is closed; ``instead`` says what."""
    left = [spoken_name(each.id, each.name) for each in people if each.has_left]
    if left:
        have = "have" if len(left) > 1 else "has"
        raise Refusal(f"{names_in_words(left)} {have} left; {instead}.")
