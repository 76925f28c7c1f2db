"""A promise that was made: shown, kept, moved, or said to have failed."""

from dataclasses import replace
from datetime import datetime

from handlers.domain import promise as promise_rules
from handlers.domain.promise import Promise, State, Told
from handlers.domain.redaction import redact
from handlers.due_time import pressed_time, typed_time
from handlers.promises.cards import move_card
from handlers.promises.current import changed, is_stale, own_promise, save_change, shown_promise
from handlers.promises.forms import LENGTH, move_form, said_form
from handlers.turn import Refusal, Reply, Services, Turn


async def show(turn: Turn, services: Services) -> Reply:
    """Show one of them."""
    return await shown_promise(await own_promise(turn, services), turn, services)


async def keep(turn: Turn, services: Services) -> Reply:
    """It is done."""
    return await changed(turn, services, lambda each: promise_rules.keep(each, turn.at))


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
    if is_stale(promise, turn) or promise.state is not State.OPEN:
        return await shown_promise(promise, turn, services)
    return Reply(move_card(promise, services.content.flow, turn.at))


async def move(turn: Turn, services: Services) -> Reply:
    """Give it the time that was pressed."""
    promise = await own_promise(turn, services)
    if not is_stale(promise, turn):
        promise = await _moved(promise, pressed_time(turn, "/promise"), turn, services)
    return await shown_promise(promise, turn, services)


async def move_ask(turn: Turn, services: Services) -> Reply:
    """Open the form for a new time."""
    promise = await own_promise(turn, services)
    if promise.state is not State.OPEN:
        return await shown_promise(promise, turn, services)
    return Reply(form=move_form(promise, {}))


async def move_save(turn: Turn, services: Services) -> Reply:
    """Take the form for a new time; what was typed counts while the promise is open."""
    promise = await own_promise(turn, services)
    if promise.state is not State.OPEN:
        return await shown_promise(promise, turn, services)
    values = {name: turn.args.get(name, "").strip() for name in ("when", "told")}
    due, problem = typed_time(values["when"], turn, promise.zone)
    if due is None:
        return Reply(form=move_form(promise, values, problem))
    promise = await _moved(promise, due, turn, services)
    if values["told"] in set(Told) and promise.moved and promise.told is None:
        promise = promise_rules.tell(promise, Told(values["told"]), turn.at)
        await services.store.promises.save(promise)
    return await shown_promise(promise, turn, services)


async def said_ask(turn: Turn, services: Services) -> Reply:
    """Open the form for what was said to the customer."""
    promise = await own_promise(turn, services)
    if promise.state is not State.BROKEN:
        return await shown_promise(promise, turn, services)
    return Reply(form=said_form(promise))


async def said_save(turn: Turn, services: Services) -> Reply:
    """Keep what was said to the customer; an empty line is fine."""
    promise = await own_promise(turn, services)
    said = redact(turn.args.get("said", "").strip()[: 2 * LENGTH])[:LENGTH]
    if said and said != promise.said and promise.state is State.BROKEN:
        promise = promise_rules.note(promise, said, turn.at)
        await services.store.promises.save(promise)
    return await shown_promise(promise, turn, services)


async def _moved(promise: Promise, due: datetime, turn: Turn, services: Services) -> Promise:
    """Return the promise with its new time; the complaint it came from shows the same."""
    moved = promise_rules.move(promise, due, turn.at)
    if moved == promise:
        return promise
    moved = await save_change(promise, moved, services)
    case = await services.store.case(promise.case_id) if promise.case_id else None
    if case is not None and case.promised_at == promise.due_at:
        await services.store.save_case(replace(case, promised_at=due))
    return moved
