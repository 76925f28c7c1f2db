"""What is pressed on the card of a complaint."""

from dataclasses import replace

from content.flow import Given, Variant
from handlers.cards import Action, Button, Card, Style, Text
from handlers.complaint.approvals import asking_words
from handlers.complaint.asking import ended_words
from handlers.complaint.branches import trouble_of
from handlers.complaint.buttons import PASS_ON, View, new_alarm_button, to_case_button
from handlers.complaint.current import (
    changed,
    is_stale,
    new_case,
    open_case,
    open_promise,
    own_case,
    reach,
    save_change,
    set_aside,
    shown_case,
    take_up,
    throw_away,
)
from handlers.complaint.forms import ASK_LEAD, SHARED, case_form
from handlers.complaint.overrides import workspace_flow
from handlers.domain import case as case_rules
from handlers.domain import promise as promise_rules
from handlers.domain.asks.ask import AskState
from handlers.domain.case import Case, CaseState
from handlers.domain.redaction import redact
from handlers.due_time import TimeIsOverError, pressed_time
from handlers.promises.cards import move_card
from handlers.promises.current import save_change as save_promise
from handlers.repeats import of_button
from handlers.turn import Refusal, Reply, Services, Turn


async def new(turn: Turn, services: Services) -> Reply:
    """Open another case."""
    return await open_case("", turn, services, _typed_variant(turn))


async def words(turn: Turn, services: Services) -> Reply:
    """Open a case with words that could have been a number; pressed twice it is one."""
    turn = of_button(turn)
    note = redact(turn.arg("note"))[: case_rules.MAX_NOTE_LENGTH]
    made = await services.store.case((await new_case(note, turn, services)).id)
    if made is not None:
        return await shown_case(made, turn, services)
    return await open_case(note, turn, services, _typed_variant(turn))


async def another(turn: Turn, services: Services) -> Reply:
    """Open a second case with the words of one; pressed twice it is one."""
    first, turn = await own_case(turn, services), of_button(turn)
    made = await services.store.case((await new_case(first.note, turn, services)).id)
    if made is not None:
        return await shown_case(made, turn, services)
    return await open_case(first.note, turn, services)


async def pick(turn: Turn, services: Services) -> Reply:
    """Take up one of several cases."""
    case = await own_case(turn, services)
    if case.state is not CaseState.CLOSED:
        case = await take_up(case, await services.store.cases(), turn, services)
        if (variant := _typed_variant(turn)) is not None:
            case = await reach(case, variant, turn, services)
    return await shown_case(case, turn, services)


async def view(turn: Turn, services: Services) -> Reply:
    """Show another view of the case, which changes nothing of it."""
    case = await own_case(turn, services)
    wanted = turn.arg("view")
    if is_stale(case, turn) or wanted not in tuple(View):
        return await shown_case(case, turn, services)
    return await shown_case(case, turn, services, View(wanted))


async def discard(turn: Turn, services: Services) -> Reply:
    """Throw away a case that was opened by mistake, and the promise that was made in it."""
    case = await own_case(turn, services)
    if is_stale(case, turn):
        return await shown_case(case, turn, services)
    others = [each for each in await services.store.cases() if each.id != case.id]
    ended = await throw_away(case, turn, services)
    flow = services.content.flow
    gone = Text(flow.words.thrown_away)
    off = (Text(ended_words(each, trouble_of(each, flow))) for each in ended)
    back = tuple(to_case_button(each.id) for each in others[:1])
    red = new_alarm_button(flow)
    return Reply(Card(f"Case {case.number} is thrown away", (gone, *off), back, alarm=red))


async def reopen(turn: Turn, services: Services) -> Reply:
    """Open a case again that was closed too soon, where it was; the others are put aside."""
    case = await own_case(turn, services)
    if case.state is CaseState.CLOSED and not case_rules.may_reopen(case, turn.at):
        raise Refusal(
            f"Case {case.number} was closed more than a day ago, so it stays closed.",
            Button("New complaint", Action("complaint.new"), Style.PRIMARY),
        )
    if case_rules.may_reopen(case, turn.at):
        await set_aside(case.id, await services.store.cases(), turn, services)
        case = case_rules.reopen(case, turn.at)
        await services.store.save_case(case)
        await services.store.personal.count_closed(-1)
    return await shown_case(case, turn, services)


async def go(turn: Turn, services: Services) -> Reply:
    """Go to another step, or end."""
    to = turn.arg("to")
    if to not in (*case_rules.STEPS, case_rules.REFER, case_rules.END):
        raise Refusal("That step is not part of a complaint. Type /complaint to go on.")
    return await changed(
        turn, services, lambda case: case_rules.go(_marked(case, turn), to, turn.at)
    )


async def show(turn: Turn, services: Services) -> Reply:
    """Show the card beside the step."""
    aside = turn.arg("aside")
    return await changed(
        turn, services, lambda case: case_rules.show(_marked(case, turn), aside, turn.at)
    )


async def mark(turn: Turn, services: Services) -> Reply:
    """Note something and stay."""
    return await changed(turn, services, lambda case: _marked(case, turn))


async def back(turn: Turn, services: Services) -> Reply:
    """Go one back."""
    return await changed(turn, services, lambda case: case_rules.back(case, turn.at))


async def skip(turn: Turn, services: Services) -> Reply:
    """Go on without doing this step."""
    return await changed(turn, services, lambda case: case_rules.skip(case, turn.at))


async def pause(turn: Turn, services: Services) -> Reply:
    """Put the case aside."""
    return await changed(turn, services, lambda case: case_rules.pause(case, turn.at))


async def variant(turn: Turn, services: Services) -> Reply:
    """Note how this customer reaches us, and take it as the usual way from now on."""
    to, case = _variant(turn), await own_case(turn, services)
    if not is_stale(case, turn):
        case = await reach(case, to, turn, services)
    return await shown_case(case, turn, services)


async def choose(turn: Turn, services: Services) -> Reply:
    """Take one of the remedies that are offered."""
    wanted = turn.arg("remedy")
    flow = workspace_flow(services.content.flow, await services.store.member())
    remedy = next((each for each in flow.remedies if each.id == wanted), None)
    if remedy is None:
        raise Refusal("That step is no longer offered. Type /complaint to see what is.")
    return await changed(
        turn, services, lambda case: case_rules.choose(case, remedy.promise, turn.at)
    )


async def promise(turn: Turn, services: Services) -> Reply:
    """Give the remedy its time: minutes from now, or the moment on the button."""
    try:
        due = pressed_time(turn, "/complaint")
    except TimeIsOverError:  # the present card offers others
        return await shown_case(await own_case(turn, services), turn, services)
    return await changed(turn, services, lambda case: case_rules.promise(case, due, turn.at))


async def done(turn: Turn, services: Services) -> Reply:
    """Note that the remedy is done already: nothing is promised."""
    return await changed(turn, services, lambda case: case_rules.finish(case, turn.at))


async def cause(turn: Turn, services: Services) -> Reply:
    """Note what went wrong, by one press; pressed again it is taken back."""
    wanted = turn.arg("cause")
    if all(each.id != wanted for each in services.content.flow.causes):
        raise Refusal("That isn't on the list any more. Type /complaint to see what is.")
    return await changed(turn, services, lambda case: case_rules.note_cause(case, wanted, turn.at))


async def given(turn: Turn, services: Services) -> Reply:
    """Note what was given at the close, by one press; pressed again it is taken back."""
    try:
        what = Given(turn.arg("given"))
    except ValueError:
        raise Refusal("That can't be noted any more. Type /complaint to go on.") from None
    return await changed(turn, services, lambda case: case_rules.note_given(case, what, turn.at))


async def ask(turn: Turn, services: Services) -> Reply:
    """Open one of the forms of a case."""
    case = await own_case(turn, services)
    if case.state is CaseState.CLOSED or turn.arg("form") in PASS_ON:  # of a card from before
        return await shown_case(case, turn, services)
    typed = {"given": case.given_what or "", "shared": SHARED if case.given_shared else ""}
    if turn.args.get("what"):
        typed |= {"what": turn.args["what"], "more": ASK_LEAD}
    return Reply(form=case_form(turn.arg("form"), case, services.content.flow, typed))


async def allowed(turn: Turn, services: Services) -> Reply:
    """Promise what a lead has allowed: by when comes next; of a closed case it is moved there."""
    case, ask = await own_case(turn, services), await services.store.asks.get(turn.arg("ask"))
    mine = ask is not None and ask.case_id == case.id and ask.state is AskState.TAKEN
    if ask is None or not mine or case.remedy != asking_words(ask.what):
        return await shown_case(case, turn, services)
    before, case = case, case_rules.choose_again(case, ask.what, turn.at)
    if before.state is CaseState.CLOSED:
        case = replace(before, remedy=ask.what)
        await services.store.save_case(case)
        return await _reworded(before, ask.what, turn, services)
    await save_change(before, case, turn, services)
    return await shown_case(case, turn, services)


async def _reworded(case: Case, what: str, turn: Turn, services: Services) -> Reply:
    """Return the promise of a closed case in its new words, with the times to choose from."""
    promise = await open_promise(case, services)
    if promise is None:
        return await shown_case(case, turn, services)
    after = promise_rules.renew(promise, what, promise.due_at, turn.at)
    after = await save_promise(promise, after, services)
    return Reply(move_card(after, services.content.flow, turn.at))


def _marked(case: Case, turn: Turn) -> Case:
    match turn.args.get("mark"):
        case "second" | "accepted" | "not-accepted" | "not-asked" as what:
            return case_rules.mark(case, what, turn.at)
        case "not-second":
            return case_rules.unmark_second(case, turn.at)
        case _:
            return case


def _typed_variant(turn: Turn) -> Variant | None:
    """Return the way of contact that was typed before the card of this press was shown."""
    return _variant(turn) if "to" in turn.args else None


def _variant(turn: Turn) -> Variant:
    try:
        return Variant(turn.arg("to"))
    except ValueError:
        raise Refusal("Type /complaint and choose phone, chat or counter.") from None
