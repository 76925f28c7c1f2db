"""What nobody has: promises of people whose shift is over, for whoever leads them."""

from collections.abc import Collection, Mapping

from handlers.audit import record
from handlers.cards import Action, Block, Button, Choices, Text
from handlers.domain import handover as rules
from handlers.domain.excerpt import cut
from handlers.domain.people import Role
from handlers.domain.promise import Promise
from handlers.domain.shifts import Working
from handlers.domain.times import dated_for
from handlers.ports.audit import Act
from handlers.promises.buttons import MAX_WHAT_LENGTH
from handlers.promises.lead_cards import for_others
from handlers.turn import Services, Turn

MAX_LISTED = 8  # promises; the rest are counted


async def unheld(turn: Turn, services: Services) -> tuple[Block, ...]:
    """Return what is due before its owner is back, and was taken by nobody; it goes on record.

    Of one's own team, and of those who are on nobody's list; for managers alone, and without words
    of danger. Each leads to a card on which it can be taken over.
    """
    member = await services.store.member()
    if not member.role.may(Role.MANAGER):
        return ()
    left = await _left(turn, services)
    if not left:
        return ()
    about = sorted({each.owner_id for each in left})
    await record(Act.PROMISES_LOOKED_AT, turn, services, about=about)
    zone, words = member.workspace_zone, services.content.danger
    rows = tuple(_row(for_others(each, words), zone) for each in left[:MAX_LISTED])
    more = len(left) - MAX_LISTED
    rest = (Text(f"And {more} more."),) if more > 0 else ()
    return (Text("Nobody has these, and whose they are is off by now:"), Choices(rows), *rest)


async def of_whom(turn: Turn, services: Services) -> Mapping[str, Working]:
    """Return the people with hours of whose promises this manager may know."""
    working = await services.store.shifts.working()
    mine = {each.id for each in (await services.store.staff.team(turn.person.id)).people}
    found: dict[str, Working] = {}
    for id_, each in working.items():
        if id_ == turn.person.id:
            continue
        if id_ in mine or not await _managers(id_, services):
            found[id_] = each
    return found


async def _left(turn: Turn, services: Services) -> list[Promise]:
    working = await of_whom(turn, services)
    off = [id_ for id_, each in working.items() if not each.is_on(turn.at)]
    found = await services.store.promises.open_of(off)
    offered = await services.store.handovers.offered([each.id for each in found])
    return [
        each
        for each in found
        if rules.why_not_left(each, working[each.owner_id], turn.at, offered=each.id in offered)
        is None
    ]


async def _managers(person_id: str, services: Services) -> Collection[str]:
    return [each.manager.id for each in await services.store.staff.teams_of(person_id)]


def _row(promise: Promise, zone: str) -> Button:
    due = dated_for(promise.due_at, promise.zone, zone) if promise.due_at else ""
    case = f" · case {promise.case_number}" if promise.case_number else ""
    label = f"{promise.owner}: {cut(promise.what, MAX_WHAT_LENGTH)} · {due}{case}"
    return Button(label, Action("handover.left", {"promise": promise.id}))
