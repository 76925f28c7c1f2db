"""A lead takes over what nobody has: one promise of somebody whose shift is over."""

from dataclasses import dataclass, replace

from handlers.audit import record
from handlers.domain import handover as rules
from handlers.domain.handover import NotLeft
from handlers.domain.people import Place, Role
from handlers.domain.promise import Promise
from handlers.domain.shifts import Working
from handlers.permissions import check_role
from handlers.ports.audit import Act
from handlers.ports.member import Member
from handlers.promises.current import shown_promise
from handlers.promises.handover.cards import handed_card
from handlers.promises.handover.current import check_room, left_behind, made_own
from handlers.promises.handover.lead import of_whom
from handlers.promises.handover.left_cards import AGAIN, left_card, not_left_card, over_card
from handlers.promises.lead_cards import for_others
from handlers.turn import Post, Refusal, Reply, Services, Turn

GONE = "That promise is gone, or somebody else has it by now. See what is left."


@dataclass(frozen=True, slots=True)
class _Left:
    """A promise of somebody else, when they work, and why it isn't to be taken over, if so."""

    promise: Promise
    working: Working
    why_not: NotLeft | None


async def show(turn: Turn, services: Services) -> Reply:
    """Show one of them, with a way to take it over; it goes on record."""
    member = await check_role(Role.MANAGER, services)
    if mine := await services.store.promises.get(turn.arg("promise")):
        return await shown_promise(mine, turn, services)
    left = await _found(turn, services)
    promise = left.promise
    await record(Act.PROMISE_SEEN, turn, services, about=[promise.owner_id], target=promise.id)
    return _shown(left, member, turn, services)


async def take_over(turn: Turn, services: Services) -> Reply:
    """Have it, if it still is as it was shown; whoever had it is told at their next start."""
    member = await check_role(Role.MANAGER, services)
    if mine := await services.store.promises.get(turn.arg("promise")):
        return await shown_promise(mine, turn, services)
    left = await _found(turn, services)
    before = left.promise
    if left.why_not or str(before.rev) != turn.arg("rev"):
        return _shown(left, member, turn, services)
    await check_room(services)
    posts = await _taken(before, turn, services)
    await record(Act.PROMISE_TAKEN_OVER, turn, services, about=[before.owner_id], target=before.id)
    return Reply(over_card(before), posts=posts)


async def _taken(before: Promise, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Make it this person's own, and return what tells whoever had it."""
    await services.store.promises.take_left(await made_own(before, turn, services))
    ids = turn.fresh_id(f"handover {before.id}"), turn.fresh_id(f"offer {before.id}")
    new = rules.taken(before, ids, turn.person.id, turn.at)
    named = {before.owner_id: before.owner, turn.person.id: turn.person.name}
    noted = replace(new, names=named)
    await services.store.handovers.take(noted)
    home = Place.personal(turn.tenant, before.owner_id)
    told = Post(home, handed_card(noted), reader=before.owner_id, zone=before.zone)
    return (*left_behind(before, noted), told)


async def _found(turn: Turn, services: Services) -> _Left:
    working = await of_whom(turn, services)
    promise = await services.store.promises.of_others(turn.arg("promise"), working.keys())
    if promise is None:
        raise Refusal(GONE, AGAIN)
    offered = await services.store.handovers.offered([promise.id])
    hours = working[promise.owner_id]
    why_not = rules.why_not_left(promise, hours, turn.at, offered=bool(offered))
    return _Left(promise, hours, why_not)


def _shown(left: _Left, member: Member, turn: Turn, services: Services) -> Reply:
    """Return its present card, as others may read it."""
    promise = for_others(left.promise, services.content.danger)
    zone, back = member.workspace_zone, left.working.next_start(turn.at)
    if left.why_not is None:
        return Reply(left_card(promise, zone, back))
    return Reply(not_left_card(promise, left.why_not, zone))
