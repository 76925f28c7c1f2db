"""What every press on a promise shares: find it, change it if it is current, show it."""

from collections.abc import Callable
from dataclasses import replace

from handlers.domain.promise import Promise
from handlers.promises.cards import promise_card
from handlers.turn import Refusal, Reply, Services, Turn


async def own_promise(turn: Turn, services: Services) -> Promise:
    """Return the promise of a card; one of somebody else looks like one that is gone."""
    promise = await services.store.promises.get(turn.arg("promise"))
    if promise is None:
        raise Refusal("This promise isn't yours, or it is gone. Type /promise to see yours.")
    return promise


async def changed(turn: Turn, services: Services, change: Callable[[Promise], Promise]) -> Reply:
    """Change the promise, unless the press comes from a card that is no longer current."""
    promise = await own_promise(turn, services)
    if not is_stale(promise, turn) and (after := change(promise)) != promise:
        promise = await save_change(promise, after, services)
    return await shown_promise(promise, turn, services)


async def save_change(before: Promise, after: Promise, services: Services) -> Promise:
    """Save a change of its owner's; what was still to be sent of the old time is taken back."""
    over = (before.state, before.due_at) != (after.state, after.due_at)
    if over and await services.store.promises.take_back(before):
        after = replace(after, lead=None)
    await services.store.promises.save(after)
    return after


async def shown_promise(promise: Promise, turn: Turn, services: Services) -> Reply:
    """Return the present card of a promise."""
    member = await services.store.member()
    return Reply(promise_card(promise, services.content.flow, member, turn.at))


def is_stale(promise: Promise, turn: Turn) -> bool:
    """Tell whether the pressed card shows another state than the present one."""
    return str(promise.rev) != turn.arg("rev")
