"""Draw a case: the same case in the same pack always gives the same card."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from content.models import Advice, Aside, Branch, Flow, Step, Variant
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
from handlers.complaint.buttons import (
    alarm_button,
    back_button,
    case_action,
    more_buttons,
    move_buttons,
    pick_button,
)
from handlers.domain.case import (
    CHOOSING,
    STEPS,
    VARIANTS,
    Case,
    CaseState,
    PageState,
    handed_over,
    is_promised,
    known,
    page_state,
)
from handlers.domain.times import in_words, offers

MAX_TIME_BUTTONS = 3
MAX_LISTED_CASES = 9
COUNTED_STEPS = STEPS[:-1]  # "2 of 5"; what comes after the customer has gone isn't counted


def case_card(case: Case, flow: Flow, zone: str, now: datetime, lead_line: str = "") -> Card:
    """Return the present card of a case."""
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
        return _branch(case, branch, flow, lead_line)
    if case.aside == VARIANTS:
        return _variants(case, flow)
    step = flow.step(case.step)
    if case.aside is not None and (aside := step.aside(case.aside)) is not None:
        return _aside(case, aside, flow)
    if case.step == "act":
        return _remedies(case, step, flow) if case.remedy is None else _times(case, flow, zone, now)
    return _step(case, step, flow, zone, now)


def picker_card(cases: Sequence[Case], flow: Flow, zone: str, now: datetime) -> Card:
    """Return the open cases to choose one from."""
    rows = tuple(pick_button(each, flow, zone, now) for each in cases[:MAX_LISTED_CASES])
    new = Button("New complaint", Action("complaint.new"), Style.PRIMARY)
    return Card("Which complaint?", (Choices(rows),), (new,))


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


def _aside(case: Case, aside: Aside, flow: Flow) -> Card:
    return Card(
        aside.title,
        (_place(case, flow), *_advice(aside.advice, flow)),
        move_buttons(case, aside.buttons),
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


def _branch(case: Case, branch: Branch, flow: Flow, lead_line: str) -> Card:
    paging: tuple[Block, ...] = ()
    state, instead, words = page_state(case), lead_line or branch.undelivered, flow.words
    match state:
        case PageState.SENDING:
            paging = (Text(words.paging), Text(f"{words.no_answer} {instead}"))
        case PageState.LATE:
            paging = (Text(f"{words.late} {instead}", Tone.URGENT), Text(words.late_still_trying))
        case PageState.DELIVERED:
            paging = (Text(words.delivered, Tone.DONE),)
        case PageState.FAILED:
            paging = (Text(f"{words.not_delivered} {instead}", Tone.URGENT),)
    buttons = [Button(branch.safe, case_action(case, "safe"))]
    if state in (None, PageState.FAILED):
        label = words.page if state is None else words.page_again
        buttons.insert(0, Button(label, case_action(case, "page"), Style.DANGER))
    return Card(
        branch.title,
        (
            _place(case, flow),
            *(Text(line) for line in branch.do),
            *((Text(branch.say, Tone.SAY),) if branch.say else ()),
            Text(branch.dont, Tone.AVOID),
            Text(branch.route),
            *paging,
        ),
        tuple(buttons),
        (back_button(case, flow),),
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
    if is_promised(case):
        due = in_words(case.promised_at, now, zone) if case.promised_at else "no time yet"
        yield Facts(((flow.words.promised, f"{case.remedy}, {due}"),))


def _reflected(case: Case, flow: Flow) -> Iterable[Block]:
    if case.idea:
        yield Text(f"{flow.words.noted} {case.idea}", Tone.NOTE)
