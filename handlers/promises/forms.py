"""The forms of a promise, and what they send: a new one, a new time, and what was said."""

from collections.abc import Mapping

from handlers.cards import Action, Field, FieldKind, Form
from handlers.domain import promise as promise_rules
from handlers.domain.deadline import case_number
from handlers.domain.promise import MAX_LINE_LENGTH, Promise, PromiseState, Told
from handlers.domain.redaction import redact
from handlers.due_time import due_fields, due_values, read_due
from handlers.promises.buttons import promise_action
from handlers.promises.current import (
    make_promise,
    moved,
    new_id,
    own_promise,
    shown_moved,
    shown_promise,
)
from handlers.turn import Reply, Services, Turn

_NOTHING: Mapping[str, str] = {}


def promise_form(values: Mapping[str, str], problems: Mapping[str, str], new: str) -> Form:
    """Return the form of a new promise, with what is wrong with it; ``new`` is of ``new_id``."""

    def field(name: str, label: str, hint: str, *, optional: bool = False) -> Field:
        return Field(
            name,
            label,
            value=values.get(name, ""),
            hint=hint,
            optional=optional,
            max_length=MAX_LINE_LENGTH,
            error=problems.get(name, ""),
        )

    return Form(
        "A promise",
        (
            field("what", "What did you promise?", "Ring back about the refund"),
            *due_fields(values, problems),
            field("case", "Case number", "4471, if there is one", optional=True),
        ),
        "Note it",
        Action("promises.save", {"new": new}),
        cancel=Action("promises.list"),
    )


def move_form(
    promise: Promise, values: Mapping[str, str], problems: Mapping[str, str] = _NOTHING
) -> Form:
    """Return the form for another time, and whether the customer knows of it; or for its first."""
    when = due_fields(values, problems, promise.zone)
    action = promise_action(promise, "move-save")
    cancel = Action("promises.show", {"promise": promise.id})
    if promise.due_at is None:
        return Form("By when?", when, "Set it", action, cancel=cancel)
    known = values.get("told", "")
    told = Field(
        "told",
        "Have you told them?",
        FieldKind.SELECT,
        known if known in set(Told) else Told.NOT_YET.value,
        options=((Told.NOT_YET.value, "Not yet"), (Told.YES.value, "Yes, they know")),
    )
    return Form("A new time", (*when, told), "Move it", action, cancel=cancel)


def said_form(promise: Promise) -> Form:
    """Return the form for what was said to the customer."""
    field = Field(
        "said",
        "What did you tell them?",
        value=promise.said,
        hint="One line, if you like. Only you see it.",
        optional=True,
        max_length=MAX_LINE_LENGTH,
    )
    action = Action("promises.said-save", {"promise": promise.id})
    cancel = Action("promises.show", {"promise": promise.id})
    return Form("What you said", (field,), "Keep it", action, cancel=cancel)


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form of a new promise."""
    values = {name: turn.args.get(name, "").strip() for name in ("what", "case")}
    values |= due_values(turn)
    what, case = redact(values["what"])[:MAX_LINE_LENGTH].strip(), case_number(values["case"])
    member = await services.store.member()
    due, problems = read_due(values, turn, member.zone, member.day_ends)
    if not what:
        problems["what"] = "Say in a few words what you promised."
    if case is None:
        problems["case"] = "Up to six digits, perhaps with letters before: CS-4471."
    if problems or due is None:
        return Reply(form=promise_form(values, problems, new_id(turn)))
    return await make_promise(what, due, case or "", turn, services)


async def move_save(turn: Turn, services: Services) -> Reply:
    """Take the form for a new time; what was typed counts while the promise is open."""
    before = promise = await own_promise(turn, services)
    if promise.state is not PromiseState.OPEN:
        return await shown_promise(promise, turn, services)
    values = {**due_values(turn), "told": turn.args.get("told", "").strip()}
    day_ends = (await services.store.member()).day_ends
    due, problems = read_due(values, turn, promise.zone, day_ends)
    if due is None:
        return Reply(form=move_form(promise, values, problems))
    promise = await moved(promise, due, turn, services)
    if values["told"] in set(Told) and promise.moved and promise.told is None:
        promise = promise_rules.tell(promise, Told(values["told"]), turn.at)
        await services.store.promises.save(promise)
    return await shown_moved(before, promise, turn, services)


async def said_save(turn: Turn, services: Services) -> Reply:
    """Keep what was said to the customer; an empty line is fine."""
    promise = await own_promise(turn, services)
    said = redact(turn.args.get("said", "").strip())[:MAX_LINE_LENGTH]
    if said and said != promise.said and promise.state is PromiseState.BROKEN:
        promise = promise_rules.note(promise, said, turn.at)
        await services.store.promises.save(promise)
    return await shown_promise(promise, turn, services)
