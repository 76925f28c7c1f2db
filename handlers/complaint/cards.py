"""Draw a case: the same case in the same pack always gives the same card."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from content.models import Advice, Aside, Flow, Step, Variant
from handlers.cards import (
    MAIN_BUTTONS,
    Action,
    Block,
    Button,
    Card,
    Choices,
    Facts,
    Style,
    Text,
    Tone,
)
from handlers.complaint.asking import ASK_ANOTHER, ask_blocks, ask_buttons
from handlers.complaint.branches import after_card, branch_card
from handlers.complaint.buttons import (
    alarm_button,
    back_button,
    case_action,
    more_buttons,
    move_buttons,
)
from handlers.domain.ask import Ask, AskKind
from handlers.domain.case import (
    BREATHING,
    CHOOSING,
    SAFE,
    STEPS,
    VARIANTS,
    Case,
    CaseState,
    handed_over,
    known,
)
from handlers.domain.times import in_words, offers

MAX_TIME_BUTTONS = 3
MAX_LISTED_CASES = 9
COUNTED_STEPS = STEPS[:-1]  # "2 of 5"; what comes after the customer has gone isn't counted


def case_card(
    case: Case,
    flow: Flow,
    zone: str,
    now: datetime,
    lead_line: str = "",
    asks: Sequence[Ask] = (),
) -> Card:
    """Return the present card of a case; ``asks`` are who was asked for in it, newest first."""
    case = known(case, flow)
    match case.state:
        case CaseState.CLOSED:
            words = flow.words.handed_over if handed_over(case) else flow.words.closed
            return Card(f"Case {case.number} is closed", (Text(words),))
        case CaseState.PAUSED:
            return _paused(case, flow)
    if case.branch == CHOOSING:
        rows = tuple(
            Button(each.label, case_action(case, "branch", branch=each.id))
            for each in flow.branches
        )
        return Card(
            flow.words.alarm, (_place(case, flow), Choices(rows)), more=(back_button(case, flow),)
        )
    if case.branch is not None and (branch := flow.branch(case.branch)) is not None:
        if case.aside in (SAFE, BREATHING):
            return after_card(case, branch, flow, lead_line, asks, zone)
        return branch_card(case, branch, flow, lead_line, asks, zone)
    if case.aside == VARIANTS:
        return _variants(case, flow)
    step = flow.step(case.step)
    if case.aside is not None and (aside := step.aside(case.aside)) is not None:
        join = next((each for each in asks if each.kind is AskKind.JOIN), None)
        instead = lead_line or ASK_ANOTHER
        asked = ask_blocks(join, flow.words, instead, zone) if join else ()
        off = ask_buttons(join) if join else ()
        return _aside(case, aside, flow, asked, off)
    if case.step == "act":
        return _remedies(case, step, flow) if case.remedy is None else _times(case, flow, zone, now)
    return _step(case, step, flow, zone, now)


def picker_card(cases: Sequence[Case], flow: Flow, zone: str, now: datetime) -> Card:
    """Return the open cases to choose one from."""
    rows = []
    for case in cases[:MAX_LISTED_CASES]:
        step = flow.step(case.step).title
        note = f"{case.note[:24].rstrip(' ,.;:-')} · " if case.note else ""
        since = in_words(case.changed_at, now, zone)
        label = f"{case.number} · {note}{step} · {since}"
        rows.append(Button(label, Action("complaint.pick", {"case": case.id})))
    new = Button("A new one", Action("complaint.new"), Style.PRIMARY)
    return Card("Which complaint?", (Choices(tuple(rows)),), (new,))


def _step(case: Case, step: Step, flow: Flow, zone: str, now: datetime) -> Card:
    return Card(
        step.title,
        (
            _place(case, flow),
            *_advice(step.advice(case.variant, second=case.second), flow),
            *(_promised(case, flow, zone, now) if step.id in ("close", "after") else ()),
            *(_reflected(case, flow) if step.id == "after" else ()),
        ),
        move_buttons(case, step.buttons),
        more_buttons(case, flow, step.buttons),
        alarm_button(case, flow),
    )


def _remedies(case: Case, step: Step, flow: Flow) -> Card:
    else_ = Button(flow.words.something_else, case_action(case, "ask", form="something-else"))
    offered = tuple(
        Button(each.label, case_action(case, "choose", remedy=each.id)) for each in flow.remedies
    )
    advice = _advice(step.advice(case.variant, second=case.second), flow)
    listed = len(offered) >= MAIN_BUTTONS
    return Card(
        step.title,
        (_place(case, flow), *advice, *((Choices(offered),) if listed else ())),
        (else_,) if listed else (*offered, else_),
        more_buttons(case, flow),
        alarm_button(case, flow),
    )


def _times(case: Case, flow: Flow, zone: str, now: datetime) -> Card:
    buttons = tuple(
        Button(offer.label, case_action(case, "promise", **offer.args))
        for offer in offers(flow.times, now, zone)[:MAX_TIME_BUTTONS]
    )
    another = Button(flow.words.another_time, case_action(case, "ask", form="another-time"))
    more = (another, *move_buttons(case, flow.by_when.buttons[:1]), *more_buttons(case, flow)[:3])
    return Card(
        flow.by_when.title,
        (
            _place(case, flow),
            Facts(((flow.words.will, case.remedy or ""),)),
            *_advice(flow.by_when.advice, flow),
        ),
        buttons,
        more,
        alarm_button(case, flow),
    )


def _aside(
    case: Case, aside: Aside, flow: Flow, asked: tuple[Block, ...], off: tuple[Button, ...]
) -> Card:
    buttons = (*move_buttons(case, aside.buttons), *off)[:MAIN_BUTTONS]
    return Card(
        aside.title,
        (_place(case, flow), *_advice(aside.advice, flow), *asked),
        buttons,
        more_buttons(case, flow, aside.buttons),
        alarm_button(case, flow),
    )


def _variants(case: Case, flow: Flow) -> Card:
    buttons = tuple(
        Button(flow.words.variants[each], case_action(case, "variant", to=each)) for each in Variant
    )
    return Card(
        flow.words.variant,
        (_place(case, flow),),
        buttons,
        (back_button(case, flow),),
        alarm_button(case, flow),
    )


def _paused(case: Case, flow: Flow) -> Card:
    title = f"Case {case.number} is paused"
    note = (Text(case.note, Tone.NOTE),) if case.note else ()
    buttons = (Button(flow.words.go_on, case_action(case, "resume"), Style.PRIMARY),)
    return Card(title, (*note, Text(flow.words.paused)), buttons)


def _place(case: Case, flow: Flow) -> Text:
    """Say where one is, in small print: ``2 of 5 · case 1042``, and whether it happened before."""
    parts = [f"case {case.number}"]
    if case.step in COUNTED_STEPS and case.branch is None:
        parts.insert(0, f"{COUNTED_STEPS.index(case.step) + 1} of {len(COUNTED_STEPS)}")
    if case.step == STEPS[0] and case.note:
        parts.append(case.note)
    if case.second:
        parts.append(flow.words.second_on)
    line = " · ".join(parts)
    return Text(line[0].upper() + line[1:], Tone.NOTE)


def _advice(advice: Advice, flow: Flow) -> Iterable[Block]:
    yield Text("\n".join(advice.hints))
    yield from (Text(line, Tone.SAY) for line in advice.say)
    if advice.leave_out is not None:
        avoid = f"{flow.words.leave_out}: “{advice.leave_out.words}” {advice.leave_out.because}"
        yield Text(avoid, Tone.AVOID)


def _promised(case: Case, flow: Flow, zone: str, now: datetime) -> Iterable[Block]:
    if case.remedy is not None:
        due = f", {in_words(case.promised_at, now, zone)}" if case.promised_at else ""
        yield Facts(((flow.words.promised, f"{case.remedy}{due}"),))


def _reflected(case: Case, flow: Flow) -> Iterable[Block]:
    if case.idea:
        yield Text(f"{flow.words.noted} {case.idea}", Tone.NOTE)
