"""Thank somebody for what they did: by a line or by the form."""

import re
from dataclasses import replace

from handlers.domain.people import Mention, MentionKind
from handlers.domain.shoutouts.asked import Asked, Lack, drafted, is_same, lacking
from handlers.domain.shoutouts.shoutout import Shoutout, pass_on
from handlers.domain.times import SAME_WITHIN
from handlers.domain.wording import addressed, named_first
from handlers.mentions import acquainted, people_meant, with_plain_names
from handlers.shoutouts import messages
from handlers.shoutouts.current import NOT_YOURS, changed, is_manager, shown, with_team
from handlers.shoutouts.forms import asked_in_form, empty_form, new_form, wants_team
from handlers.turn import Refusal, Reply, Services, Turn

# What names a team at the beginning of a line, before what it did.
_TEAM = re.compile(
    r"(?:my|our|the)\s+(?:whole\s+|entire\s+)?team\b[\s,:]*(?:for\s+)?", re.IGNORECASE
)
_ID = re.compile(r"[a-z0-9-]{1,64}")


async def give(turn: Turn, services: Services) -> Reply:
    """Thank everybody whom the line begins with; what is missing is asked for in a form."""
    if not turn.text.strip():
        return Reply(form=empty_form(turn, services.content.shoutouts))
    turn = await acquainted(turn, services)
    asked = _asked_in_line(turn)
    if not asked.people and (team := _TEAM.match(asked.what)):
        said = replace(asked, what=asked.what[team.end() :].strip())
        asked = await with_team(said, turn, services)
    return await _taken(asked, turn, services)


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form; sent twice it is one shout-out, because its id was made when it opened."""
    turn = await acquainted(turn, services)
    asked = asked_in_form(turn, services.content.shoutouts)
    if not _ID.fullmatch(asked.id):
        raise Refusal(NOT_YOURS)
    if wants_team(turn):
        asked = await with_team(asked, turn, services)
    return await _taken(asked, turn, services)


async def _taken(asked: Asked, turn: Turn, services: Services) -> Reply:
    """Give or propose what was asked, or ask for what is missing; nothing typed is lost."""
    manages = await is_manager(services)
    lacks = lacking(asked)
    if not lacks and not manages and not await services.store.staff.managers():
        lacks = (Lack.MANAGER,)
    if lacks:
        return Reply(form=new_form(asked, services.content.shoutouts, lacks))
    shoutout = drafted(asked, turn.at)
    if earlier := await _earlier(shoutout, turn, services):
        return await shown(earlier, turn, services)
    managers = () if manages else await messages.managers_of(shoutout, services)
    destinations = await messages.destinations_of(shoutout, turn, services)
    manager = turn.person if manages else None
    shoutout = pass_on(shoutout, turn.at, destinations, manager, managers)
    return await changed(shoutout, turn, services)


async def _earlier(shoutout: Shoutout, turn: Turn, services: Services) -> Shoutout | None:
    """Return the one that this only repeats; None of a new one, which is kept from now on."""
    kept = services.store.shoutouts
    recent = await kept.given_since(turn.at - SAME_WITHIN)
    if earlier := next((each for each in recent if is_same(each, shoutout)), None):
        return earlier
    if await kept.add(shoutout):
        return None
    there = await kept.get(shoutout.id)
    if there is None or there.giver_id != turn.person.id:
        raise Refusal(NOT_YOURS)
    return there


def _asked_in_line(turn: Turn) -> Asked:
    meant, said = addressed(turn.text, turn.mentions)
    if not meant:
        meant, said = named_first(turn.text, turn.mentions), turn.text
    return Asked(
        turn.fresh_id("shoutout"),
        turn.person,
        people_meant(meant),
        with_plain_names(said, turn.mentions).strip(),
        groups=[_group_name(m) for m in meant if m.kind is MentionKind.GROUP and not m.members],
        mentions=turn.mentions,
    )


def _group_name(group: Mention) -> str:
    return "that group" if group.name == group.id else group.name
