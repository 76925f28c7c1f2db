"""Promises: made from a line, a button or a form, and listed."""

from dataclasses import replace

from handlers.cards import Action, Button, Card, Text
from handlers.domain import promise as promise_rules
from handlers.domain.deadline import Deadline, case_number, read
from handlers.domain.promise import Promise
from handlers.domain.redaction import redact
from handlers.domain.times import offers
from handlers.due_time import pressed_time, typed_time
from handlers.ports.member import Member
from handlers.promises.cards import list_card, noted_card
from handlers.promises.current import shown_promise
from handlers.promises.forms import LENGTH, promise_form
from handlers.turn import Refusal, Reply, Services, Turn

MOST = 50  # open promises of one person
TIMES = 2


async def start(turn: Turn, services: Services) -> Reply:
    """Take a promise from a line; bare, list what is promised; a number shows one."""
    line = turn.text.strip()
    if not line:
        return await show_all(turn, services)
    if line.lstrip("#").isdecimal():
        return await _numbered(line.lstrip("#"), turn, services)
    member = await services.store.member()
    heard = read(line, member.zone, turn.at)
    heard = replace(heard, what=redact(heard.what)[:LENGTH].strip(), when=redact(heard.when))
    if heard.problem:
        values = {"what": heard.what, "when": heard.when, "case": heard.case}
        form = Button("Use a form", Action("promises.ask", values))
        raise Refusal(f"I can't tell by when. {redact(heard.problem)}", form)
    if not heard.what:
        return Reply(form=promise_form({"when": heard.when, "case": heard.case}, {}, _new_id(turn)))
    if heard.due is None:
        return Reply(_when_card(heard, turn, services, member))
    return await _make(heard, _new_id(turn), turn, services)


async def make(turn: Turn, services: Services) -> Reply:
    """Take a promise whose time was pressed; pressed twice it is one promise."""
    what = redact(turn.arg("what"))[:LENGTH].strip()
    heard = Deadline(
        what, pressed_time(turn, "/promise"), case_number(turn.args.get("case", "")) or ""
    )
    return await _make(heard, turn.arg("new"), turn, services)


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form, with what was typed before."""
    values = {name: turn.args.get(name, "") for name in ("what", "when", "case")}
    return Reply(form=promise_form(values, {}, turn.args.get("new", _new_id(turn))))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form."""
    values = {name: turn.args.get(name, "").strip() for name in ("what", "when", "case")}
    what, case = redact(values["what"])[:LENGTH].strip(), case_number(values["case"])
    due, problem = typed_time(values["when"], turn, (await services.store.member()).zone)
    problems = {"when": problem} if problem else {}
    if not what:
        problems["what"] = "Say in a few words what you promised."
    if case is None:
        problems["case"] = "Up to six digits, perhaps with letters before: CS-4471."
    if problems or due is None:
        return Reply(form=promise_form(values, problems, turn.arg("new")))
    return await _make(Deadline(what, due, case or ""), turn.arg("new"), turn, services)


async def show_all(turn: Turn, services: Services) -> Reply:
    """List what this person has promised."""
    return Reply(list_card(await services.store.promises.open(), turn.at))


async def _make(heard: Deadline, new_id: str, turn: Turn, services: Services) -> Reply:
    if heard.due is None or not heard.what:
        return Reply(form=promise_form({"what": heard.what, "case": heard.case}, {}, new_id))
    member, store = await services.store.member(), services.store.promises
    # Whoever forges an id gets one of their own.
    promise_id = replace(turn, id=new_id[:64]).fresh_id("promise")
    if len(await store.open()) >= MOST and await store.get(promise_id) is None:
        raise Refusal(f"{MOST} promises are open, which is plenty. Close one first: /promise")
    promise = await store.make(
        promise_rules.made(
            Promise(
                id=promise_id,
                owner_id=turn.person.id,
                owner=turn.person.name[:LENGTH],
                zone=member.zone,
                what=heard.what,
                due_at=heard.due,
                made_at=turn.at,
                changed_at=turn.at,
                case_number=heard.case or None,
            )
        )
    )
    if promise.rev > 1:
        return await shown_promise(promise, turn, services)
    return Reply(noted_card(promise, member, turn.at))


async def _numbered(number: str, turn: Turn, services: Services) -> Reply:
    for promise in await services.store.promises.open():
        if str(promise.number) == number:
            return await shown_promise(promise, turn, services)
    raise Refusal("None of your open promises has that number. Type /promise to see them.")


def _when_card(heard: Deadline, turn: Turn, services: Services, member: Member) -> Card:
    kept = {"new": _new_id(turn), "what": heard.what, "case": heard.case}
    flow = services.content.flow
    buttons = [
        Button(each.label, Action("promises.make", {**kept, **each.args}))
        for each in offers(flow.times, turn.at, member.zone)[:TIMES]
    ]
    another = Button(flow.words.another_time, Action("promises.ask", kept))
    line = Text(f"{heard.what[:1].upper()}{heard.what[1:]}.")
    hint = Text(flow.by_when.advice.hints[0])
    return Card(flow.by_when.title, (line, hint), (*buttons, another))


def _new_id(turn: Turn) -> str:
    return turn.fresh_id("new-promise")
