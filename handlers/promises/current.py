"""The current promise: find it or make it, change it if the card is current, show it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from handlers.domain import promise as promise_rules
from handlers.domain.handover import Handover
from handlers.domain.promise import MAX_LINE_LENGTH, Promise, PromiseState
from handlers.domain.promise_notices import pressed_on, to_follow, without_notices
from handlers.ports.member import Member
from handlers.promises.buttons import LIST, ON, action_on, standing_on
from handlers.promises.cards import (
    handed_words,
    list_card,
    noted_card,
    promise_card,
    timed_card,
)
from handlers.repeats import with_another
from handlers.shoutouts.drafts import draft_after_promise
from handlers.turn import Handler, Refusal, Reply, Services, Turn

MAX_OPEN_PROMISES = 50  # of one person


class HandedOver(Refusal):
    """A colleague has it by now."""

    title = "Handed over"


async def own_promise(turn: Turn, services: Services) -> Promise:
    """Return the promise of a card; one of somebody else looks like one that is gone."""
    promise = await services.store.promises.get(turn.arg("promise"))
    if promise is None and (away := await services.store.handovers.handed(turn.arg("promise"))):
        raise HandedOver(handed_words(away), LIST)
    if promise is None:
        raise Refusal("This promise isn't yours, or it is gone. Type /promise to see yours.")
    return in_zone(promise, turn)


def in_zone(promise: Promise, turn: Turn) -> Promise:
    """Return a promise in the zone where its owner is by now, if that is told; it moves no hour."""
    return replace(promise, zone=turn.person.zone or promise.zone)


async def make_promise(
    what: str, due: datetime | None, case: str, turn: Turn, services: Services
) -> Reply:
    """Make a promise, or show the same one of a moment ago."""
    standing = await services.store.promises.open(adding=True)
    member = await services.store.member()
    new = drafted(what, due, case, turn, member)
    if any(each.id == new.id for each in standing):
        return await add_promise(new, turn, services)
    if earlier := next((each for each in standing if promise_rules.is_same(each, new)), None):
        card = replace(noted_card(earlier, member, turn.at), title="Noted already")
        said, args = "Nothing was added.", {"promise": earlier.id}
        return Reply(with_another(card, said, "promises.another", turn, **args))
    return await add_promise(new, turn, services)


async def add_promise(new: Promise, turn: Turn, services: Services) -> Reply:
    """Keep a new promise; the same card or form, sent twice, makes one."""
    store = services.store.promises
    if len(await store.open()) >= MAX_OPEN_PROMISES and await store.get(new.id) is None:
        plenty = f"{MAX_OPEN_PROMISES} promises are open, which is plenty."
        raise Refusal(f"{plenty} Close one first: /promise")
    promise = await store.make(new)
    if promise.rev > 1 or promise_rules.is_late(promise, turn.at):
        return await shown_promise(promise, turn, services)
    return Reply(noted_card(promise, await services.store.member(), turn.at))


def drafted(what: str, due: datetime | None, case: str, turn: Turn, member: Member) -> Promise:
    """Return a promise that nobody has kept yet."""
    return promise_rules.made(
        Promise(
            # Whoever forges an id gets one of their own.
            id=replace(turn, id=new_id(turn)[:64]).fresh_id("promise"),
            owner_id=turn.person.id,
            owner=turn.person.name[:MAX_LINE_LENGTH],
            zone=member.zone,
            what=what,
            due_at=due,
            made_at=turn.at,
            changed_at=turn.at,
            case_number=case or None,
        )
    )


def new_id(turn: Turn) -> str:
    """Return what a card or a form carries on, so that sent twice it makes one promise."""
    return turn.args.get("new") or turn.fresh_id("new-promise")


async def changed(turn: Turn, services: Services, change: Callable[[Promise], Promise]) -> Reply:
    """Change the promise, unless the press comes from a card that is no longer current."""
    promise = await own_promise(turn, services)
    if not is_stale(promise, turn) and (after := change(promise)) != promise:
        promise = await save_change(promise, pressed_on(after, turn.args.get(ON, "")), services)
    return await shown_promise(promise, turn, services)


async def keep(promise: Promise, turn: Turn, services: Services) -> Promise:
    """Return an open promise as kept; no promise becomes so in another place."""
    after = pressed_on(promise_rules.keep(promise, turn.at), turn.args.get(ON, ""))
    after = await save_change(promise, after, services)
    await draft_after_promise(after, turn, services)
    return after


async def moved(promise: Promise, due: datetime, turn: Turn, services: Services) -> Promise:
    """Return the promise with its new time; the complaint it came from shows the same."""
    after = promise_rules.move(promise, due, turn.at)
    if after == promise:
        return promise
    after = await save_change(promise, pressed_on(after, turn.args.get(ON, "")), services)
    case = await services.store.case(promise.case_id) if promise.case_id else None
    if case is not None and case.promised_at == promise.due_at:
        await services.store.save_case(replace(case, promised_at=due))
    return after


async def save_change(before: Promise, after: Promise, services: Services) -> Promise:
    """Save a change of its owner's; what was still to be sent of the old time is taken back.

    What stands already and is no longer so is redrawn with the next beat.
    """
    if (before.state, before.due_at) != (after.state, after.due_at):
        taken_back = await services.store.promises.take_back(before)
        after = without_notices(after, taken_back, of=before)
    if (before.state, before.due_at, before.what) != (after.state, after.due_at, after.what):
        await services.store.handovers.end(after.id, after.changed_at)  # it was offered as it was
    after = to_follow(after, after.changed_at)
    await services.store.promises.save(after)
    return after


async def shown_promise(promise: Promise, turn: Turn, services: Services) -> Reply:
    """Return the present card of a promise."""
    member, offer = await services.store.member(), await _offer_of(promise, services)
    return Reply(promise_card(promise, services.content.flow, member, turn.at, offer))


async def shown_moved(before: Promise, after: Promise, turn: Turn, services: Services) -> Reply:
    """Return the card of a promise that may just have got a time, its first or another."""
    is_first = before.due_at is None and after.due_at is not None
    if not is_first or after.state is not PromiseState.OPEN:
        return await shown_promise(after, turn, services)
    return Reply(timed_card(after, await services.store.member(), turn.at))


async def shown_list(turn: Turn, services: Services) -> Reply:
    """Return what this person has promised, late ones first."""
    promises = [in_zone(each, turn) for each in await services.store.promises.open()]
    return Reply(list_card(promises, turn.at))


def in_place(handler: Handler) -> Handler:
    """Return it with answers that say, as the press did, on which message of ours they stand."""

    async def answer(turn: Turn, services: Services) -> Reply:
        reply, message = await handler(turn, services), turn.args.get(ON, "")
        if not message:
            return reply
        card, form = reply.card, reply.form
        if form is not None:
            cancel = form.cancel and action_on(form.cancel, message)
            form = replace(form, action=action_on(form.action, message), cancel=cancel)
        return replace(reply, card=card and standing_on(card, message), form=form)

    return answer


async def _offer_of(promise: Promise, services: Services) -> Handover | None:
    """Return the offer of a promise that waits for an answer, or None."""
    if promise.state is not PromiseState.OPEN:
        return None
    offers = await services.store.handovers.open()
    return next((each for each in offers if each.promise_id == promise.id), None)


def is_stale(promise: Promise, turn: Turn) -> bool:
    """Tell whether the pressed card shows another state than the present one."""
    return str(promise.rev) != turn.arg("rev")
