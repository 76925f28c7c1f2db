"""What nobody has: promises of people whose shift is over, for whoever leads them."""

from collections.abc import Collection, Mapping

from handlers.audit import record
from handlers.cards import Block, Facts, Text
from handlers.domain.people import Role
from handlers.domain.promise import Promise
from handlers.domain.shifts import Working
from handlers.domain.times import dated_for
from handlers.ports.audit import Act
from handlers.promises.buttons import case_words
from handlers.promises.lead_cards import for_others
from handlers.turn import Services, Turn

MAX_LISTED = 10  # promises; the rest are counted


async def unheld(turn: Turn, services: Services) -> tuple[Block, ...]:
    """Return what is due before its owner is back, and was taken by nobody; it goes on record.

    Of one's own team, and of those who are on nobody's list; for managers alone, and without words
    of danger.
    """
    member = await services.store.member()
    if not member.role.may(Role.MANAGER):
        return ()
    off = await _off(turn, services)
    found = await services.store.promises.open_of(off)
    left = [each for each in found if _is_left(each, off[each.owner_id], turn)]
    if not left:
        return ()
    about = sorted({each.owner_id for each in left})
    await record(Act.PROMISES_LOOKED_AT, turn, services, about=about)
    zone, words = member.workspace_zone, services.content.danger
    rows = tuple(_row(for_others(each, words), zone) for each in left[:MAX_LISTED])
    more = len(left) - MAX_LISTED
    rest = (Text(f"And {more} more."),) if more > 0 else ()
    return (Text("Nobody has these, and whose they are is off by now:"), Facts(rows), *rest)


async def _off(turn: Turn, services: Services) -> Mapping[str, Working]:
    """Return the people of whom this manager may know that are off shift just now."""
    working = await services.store.shifts.working()
    mine = {each.id for each in (await services.store.staff.team(turn.person.id)).people}
    off: dict[str, Working] = {}
    for id_, each in working.items():
        if id_ == turn.person.id or each.is_on(turn.at):
            continue
        if id_ in mine or not await _managers(id_, services):
            off[id_] = each
    return off


async def _managers(person_id: str, services: Services) -> Collection[str]:
    return [each.manager.id for each in await services.store.staff.teams_of(person_id)]


def _is_left(promise: Promise, working: Working, turn: Turn) -> bool:
    back = working.next_start(turn.at)
    return promise.due_at is not None and (back is None or promise.due_at < back)


def _row(promise: Promise, zone: str) -> tuple[str, str]:
    due = dated_for(promise.due_at, promise.zone, zone) if promise.due_at else ""
    return promise.owner, f"{promise.what}, {due}{case_words(promise.case_number)}"
