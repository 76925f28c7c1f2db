"""What is pressed on the cards of promises: made, listed, kept, moved, failed, taken."""

from handlers.audit import record
from handlers.domain import promise as promise_rules
from handlers.domain.deadline import case_number
from handlers.domain.people import Role
from handlers.domain.promise import MAX_LINE_LENGTH, PromiseState, Told
from handlers.domain.promise_notices import is_new_to_lead, to_follow
from handlers.domain.redaction import redact
from handlers.due_time import TimeIsOverError, pressed_time
from handlers.ports.audit import Act
from handlers.promises import current
from handlers.promises.buttons import NEVER
from handlers.promises.cards import move_card
from handlers.promises.current import (
    add_promise,
    changed,
    drafted,
    is_stale,
    make_promise,
    moved,
    new_id,
    own_promise,
    shown_list,
    shown_moved,
    shown_promise,
)
from handlers.promises.forms import move_form, promise_form, said_form
from handlers.promises.lead_cards import taken_card
from handlers.promises.when_cards import when_card
from handlers.turn import Refusal, Reply, Services, Turn


async def show_all(turn: Turn, services: Services) -> Reply:
    """List what this person has promised."""
    return await shown_list(turn, services)


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form of a new one, with what was typed before."""
    values = {name: turn.args.get(name, "") for name in ("what", "when", "case")}
    return Reply(form=promise_form(values, {}, new_id(turn)))


async def make(turn: Turn, services: Services) -> Reply:
    """Make the one whose time was pressed, or "no time yet"; pressed twice it is one promise."""
    what = redact(turn.arg("what"))[:MAX_LINE_LENGTH].strip()
    case = case_number(turn.args.get("case", "")) or ""
    if not what:
        return Reply(form=promise_form({"case": case}, {}, new_id(turn)))
    try:
        due = None if turn.args.get("due") == NEVER else pressed_time(turn, "/promise")
    except TimeIsOverError:
        return await _asked_again(what, case, turn, services)
    return await make_promise(what, due, case, turn, services)


async def another(turn: Turn, services: Services) -> Reply:
    """Make a second one like one's own; when its time has passed, ask for another."""
    first, member = await own_promise(turn, services), await services.store.member()
    case = first.case_number or ""
    new = drafted(first.what, first.due_at, case, turn, member)
    is_over = first.due_at is not None and first.due_at <= turn.at
    if is_over and await services.store.promises.get(new.id) is None:
        return Reply(form=promise_form({"what": first.what, "case": case}, {}, new_id(turn)))
    return await add_promise(new, turn, services)


async def show(turn: Turn, services: Services) -> Reply:
    """Show one of them."""
    return await shown_promise(await own_promise(turn, services), turn, services)


async def keep(turn: Turn, services: Services) -> Reply:
    """It is done."""
    promise = await own_promise(turn, services)
    if not is_stale(promise, turn) and promise.state is PromiseState.OPEN:
        promise = await current.keep(promise, turn, services)
    return await shown_promise(promise, turn, services)


async def fail(turn: Turn, services: Services) -> Reply:
    """It couldn't be kept."""
    return await changed(turn, services, lambda each: promise_rules.fail(each, turn.at))


async def told(turn: Turn, services: Services) -> Reply:
    """Note whether the customer knows of the move, or of the failure."""
    try:
        known = Told(turn.arg("told"))
    except ValueError:
        raise Refusal("Type /promise, and choose yours from the list.") from None
    return await changed(turn, services, lambda each: promise_rules.tell(each, known, turn.at))


async def times(turn: Turn, services: Services) -> Reply:
    """Offer new times."""
    promise = await own_promise(turn, services)
    if is_stale(promise, turn) or promise.state is not PromiseState.OPEN:
        return await shown_promise(promise, turn, services)
    return Reply(move_card(promise, services.content.flow, turn.at))


async def move(turn: Turn, services: Services) -> Reply:
    """Give it the time that was pressed."""
    before = promise = await own_promise(turn, services)
    if not is_stale(promise, turn):
        try:
            due = pressed_time(turn, "/promise")
        except TimeIsOverError:
            return await times(turn, services)
        promise = await moved(promise, due, turn, services)
    return await shown_moved(before, promise, turn, services)


async def move_ask(turn: Turn, services: Services) -> Reply:
    """Open the form for a new time."""
    promise = await own_promise(turn, services)
    if promise.state is not PromiseState.OPEN:
        return await shown_promise(promise, turn, services)
    return Reply(form=move_form(promise, {}))


async def said_ask(turn: Turn, services: Services) -> Reply:
    """Open the form for what was said to the customer."""
    promise = await own_promise(turn, services)
    if promise.state is not PromiseState.BROKEN:
        return await shown_promise(promise, turn, services)
    return Reply(form=said_form(promise))


async def take(turn: Turn, services: Services) -> Reply:
    """Note who looks after a late promise: whoever stands in the lead's channel, or a manager."""
    promise = await services.store.promises.reported(turn.arg("promise"))
    if promise is None:
        raise Refusal("This promise is gone, so there is nothing to do.")
    if promise.owner_id == turn.person.id:
        raise Refusal("This one is your own. Type /promise to say how it stands.")
    member = await services.store.member()
    if turn.place != member.lead_place and not member.role.may(Role.MANAGER):
        raise Refusal("This one is for your lead or a manager. Ask in the lead's channel.")
    is_open = promise.state is PromiseState.OPEN and not is_new_to_lead(promise)
    act = Act.PROMISE_TAKEN if is_open and not promise.taken_by_id else Act.PROMISE_SEEN
    await record(act, turn, services, about=[promise.owner_id], target=promise.id)
    if act is Act.PROMISE_TAKEN:
        promise = to_follow(promise_rules.take(promise, turn.person, turn.at), turn.at)
        await services.store.promises.save_reported(promise)
    return Reply(taken_card(promise, turn.person, member.workspace_zone))


async def _asked_again(what: str, case: str, turn: Turn, services: Services) -> Reply:
    """Offer the times of today for a card of another day, unless its promise was made already."""
    member = await services.store.member()
    made = await services.store.promises.get(drafted(what, None, case, turn, member).id)
    if made is not None:
        return await shown_promise(made, turn, services)
    carried = {"new": new_id(turn), "what": what, "case": case}
    return Reply(when_card(carried, services.content.flow, member.zone, turn.at))
