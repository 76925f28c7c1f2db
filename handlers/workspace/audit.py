"""The audit log, for the admins: who did what to others, newest first, a page at a time."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from handlers.domain.people import Place, Role
from handlers.permissions import check_role
from handlers.ports.audit import Act, AuditLine
from handlers.turn import Reply, Services, Turn
from handlers.workspace.audit_cards import Page, audit_card

LINES_SHOWN = 8


async def show(turn: Turn, services: Services) -> Reply:
    """Show the newest lines, or those before the line of the button."""
    member = await check_role(Role.ADMIN, services)
    before = _line_of(turn)
    found = await services.store.audit.newest(LINES_SHOWN + 1, before)
    lines = found[:LINES_SHOWN]
    ids = {id_ for each in lines for id_ in (each.actor_id, each.subject_id) if id_}
    page = Page(
        lines=lines,
        names=await services.store.people.names(ids) if ids else {},
        places=await _places((each.place for each in lines), services),
        zone=member.workspace_zone,
        at=turn.at,
        is_first=before is None,
        has_more=len(found) > LINES_SHOWN,
    )
    return Reply(audit_card(page))


def _line_of(turn: Turn) -> AuditLine | None:
    """Return the line that a button names, as far as is needed to find those before it."""
    try:
        at = datetime.fromisoformat(turn.args["at"])
        line = AuditLine(turn.args["line"], at.astimezone(UTC), "", Act.UNKNOWN)
        return line if at.tzinfo else None
    except (KeyError, OverflowError, ValueError):
        return None


async def _places(addresses: Iterable[str], services: Services) -> Mapping[str, str]:
    """Return what to call each place; a channel whose name nobody noted is just that."""
    found = {each: Place.parse(each) for each in addresses if each}
    named = {each: await services.store.channels.named(place) for each, place in found.items()}
    return {each: place.called("a channel") for each, place in named.items()}
