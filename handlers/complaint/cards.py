"""Draw a case: the same case in the same pack always gives the same card."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from content.flow import Advice, Aside, Flow, Step
from handlers.cards import (
    MAIN_BUTTONS,
    MORE_ACTIONS,
    Block,
    Button,
    Card,
    Choices,
    Facts,
    Style,
    Text,
    Tone,
)
from handlers.complaint.advice import step_advice, words_of
from handlers.complaint.approvals import INSTEAD, approval_blocks, approval_rows
from handlers.complaint.asking import ASK_ANOTHER, ask_blocks, ask_buttons, ended_words
from handlers.complaint.branches import (
    after_card,
    beside_blocks,
    beside_off,
    branch_card,
    choosing_card,
    cover_buttons,
    live_pages,
    page_blocks,
    pages_off,
    trouble_of,
)
from handlers.complaint.buttons import (
    View,
    alarm_button,
    asking,
    back_button,
    case_action,
    more_button,
    move_buttons,
    new_alarm_button,
    usual_buttons,
)
from handlers.complaint.look import Look
from handlers.complaint.more import causes_card, given_card, more_card, variants_card
from handlers.domain.asks.ask import Ask, AskKind, AskState
from handlers.domain.case import (
    BREATHING,
    CHOOSING,
    SAFE,
    STEPS,
    Case,
    CaseState,
    handed_over,
    known,
    may_reopen,
)
from handlers.domain.excerpt import cut
from handlers.domain.times import in_words, offers

MAX_TIME_BUTTONS = 2  # beside "Done already"; one more stands behind ⋯
MAX_STORY = 48  # characters of what happened, in the small print of the first step
COUNTED_STEPS = STEPS[:-1]  # "2 of 5"; what comes after the customer has gone isn't counted


_USUAL = Look()
_LISTS = {View.VARIANTS: variants_card, View.CAUSES: causes_card, View.GIVEN: given_card}


def case_card(case: Case, flow: Flow, zone: str, now: datetime, look: Look = _USUAL) -> Card:
    """Return the present card of a case."""
    case = known(case, flow)
    match case.state:
        case CaseState.CLOSED:
            return _closed(case, flow, zone, now, look)
        case CaseState.PAUSED:
            return _paused(case, flow, zone, look)
    if (list_of := _LISTS.get(look.view)) is not None:
        return _with_asks(list_of(case, flow, _place(case, flow)), case, flow, look, zone)
    if case.branch == CHOOSING:
        return choosing_card(case, flow, look, zone, _place(case, flow))
    if case.branch is not None and (branch := flow.branch(case.branch)) is not None:
        drawn = after_card if case.aside in (SAFE, BREATHING) else branch_card
        return drawn(case, branch, flow, look, zone)
    if look.view is View.MORE:
        step = _step(case, flow, zone, now, replace(look, view=View.STEP))
        listed = more_card(case, flow, step, _place(case, flow), _asking_rows(case, look))
        return _with_asks(listed, case, flow, look, zone)
    return _with_asks(_step(case, flow, zone, now, look), case, flow, look, zone)


def _with_asks(card: Card, case: Case, flow: Flow, look: Look, zone: str) -> Card:
    """Return the card of a step that says how its calls stand, which go on beside it.

    Of several pages it is the newest; all of them stand behind the red button.
    """
    pages = live_pages(case, look.asks)
    others = len(pages) - 1
    more = (Text(f"{others} more behind “{flow.words.alarm}”.", Tone.NOTE),) if others > 0 else ()
    paging = (*page_blocks(pages[:1], flow, look, zone), *more)
    about = AskKind.JOIN if case.aside else AskKind.COVER if case.step == STEPS[-1] else None
    about = None if look.view in (View.MORE, View.VARIANTS) else about  # a list says no more of it
    beside = beside_blocks(case, flow, look, zone, but=about)
    instead = look.lead_line or INSTEAD
    allowed = approval_blocks(case, look, instead, zone)
    place, *rest = card.body
    return replace(card, body=(place, *paging, *beside, *allowed, *rest))


def _step(case: Case, flow: Flow, zone: str, now: datetime, look: Look) -> Card:
    """Return the card of a step, or the one beside it."""
    step = flow.step(case.step)
    if case.aside is not None and (aside := step.aside(case.aside)) is not None:
        return _aside(case, aside, flow, zone, look)
    if case.step == "act" and case.remedy is None:
        return _remedies(case, step, flow, look)
    if case.step == "act":
        return _times(case, flow, zone, now, look)
    settled = _settled(case, flow, zone, now) if step.id in ("close", "after") else ()
    return Card(
        step.title,
        (
            _place(case, flow),
            *settled,
            *_words(step_advice(case, step, flow), case, flow, look),
            *(_reflected(case, flow, look) if step.id == "after" else ()),
            *(_covering(flow, zone, look) if step.id == "after" else ()),
        ),
        move_buttons(case, step.buttons),
        usual_buttons(case, flow, look.view),
        alarm_button(case, flow),
    )


def _remedies(case: Case, step: Step, flow: Flow, look: Look) -> Card:
    else_ = Button(flow.words.something_else, case_action(case, "ask", form="something-else"))
    offered = tuple(
        Button(each.label, case_action(case, "choose", remedy=each.id)) for each in flow.remedies
    )
    words = _words(step_advice(case, step, flow), case, flow, look)
    listed = len(offered) >= MAIN_BUTTONS
    return Card(
        step.title,
        (_place(case, flow), *words, *((Choices(offered),) if listed else ())),
        (else_,) if listed else (*offered, else_),
        usual_buttons(case, flow, look.view),
        alarm_button(case, flow),
    )


def _times(case: Case, flow: Flow, zone: str, now: datetime, look: Look) -> Card:
    times = [
        Button(offer.label, case_action(case, "promise", **offer.args))
        for offer in offers(flow.times, now, zone)[: MAX_TIME_BUTTONS + 1]
    ]
    done = Button(flow.words.done_already, case_action(case, "done"))
    another = Button(flow.words.another_time, case_action(case, "ask", form="another-time"))
    more = (
        *times[MAX_TIME_BUTTONS:],
        another,
        *(
            replace(each, style=Style.PLAIN)
            for each in move_buttons(case, flow.by_when.buttons[:1])
        ),
        *_back(case, flow),
        more_button(case, flow),
    )
    return Card(
        flow.by_when.title,
        (
            _place(case, flow),
            Facts(((flow.words.will, case.remedy or ""),)),
            *_words((flow.by_when.advice,), case, flow, look),
        ),
        (*times[:MAX_TIME_BUTTONS], done),
        more,
        alarm_button(case, flow),
    )


def _aside(case: Case, aside: Aside, flow: Flow, zone: str, look: Look) -> Card:
    join = next((each for each in look.asks if each.kind is AskKind.JOIN), None)
    asked = ask_blocks(join, flow.words, look.lead_line or ASK_ANOTHER, zone) if join else ()
    moves = move_buttons(case, aside.buttons)
    if join and join.may_be_repeated and not any(each.ask for each in aside.buttons):
        moves = (*moves, Button("Ask again", asking(case, AskKind.JOIN, aside=aside.id)))
    off = ask_buttons(join) if join else ()
    return Card(
        aside.title,
        (_place(case, flow), *_words((aside.advice,), case, flow, look), *asked),
        (*moves, *off)[:MAIN_BUTTONS],
        usual_buttons(case, flow, look.view),
        alarm_button(case, flow),
    )


def _paused(case: Case, flow: Flow, zone: str, look: Look) -> Card:
    title = f"Case {case.number} is paused"
    note = (Text(case.note, Tone.NOTE),) if case.note else ()
    pages = live_pages(case, look.asks)
    off = pages_off(pages, flow)
    go_on = Button(flow.words.go_on, case_action(case, "resume"), Style.PRIMARY)
    calls = (*page_blocks(pages, flow, look, zone), *beside_blocks(case, flow, look, zone))
    body = (*note, Text(flow.words.paused), *calls)
    main, more = (go_on, *off)[:MAIN_BUTTONS], off[MAIN_BUTTONS - 1 :][:MORE_ACTIONS]
    return Card(title, body, main, more, alarm_button(case, flow))


def _closed(case: Case, flow: Flow, zone: str, now: datetime, look: Look) -> Card:
    """Return the card of a case that has ended, with what of it was called off or still stands."""
    words = flow.words.handed_over if handed_over(case) else flow.words.closed
    ended = (each for each in look.asks if _ended_with(case, each))
    off = (Text(ended_words(each, trouble_of(each, flow))) for each in ended)
    cover = next((each for each in look.asks if _outlives(case, each)), None)
    lines = ask_blocks(cover, flow.words, look.lead_line or ASK_ANOTHER, zone) if cover else ()
    again = cover_buttons(case, cover, look) if cover else ()
    reopen = Button(flow.words.reopen, case_action(case, "reopen"))
    buttons = (
        *((reopen,) if may_reopen(case, now) else ()),
        *again,
        *(ask_buttons(cover) if cover else ()),
    )
    body = (Text(words), *off, *lines)
    title = f"Case {case.number} is closed"
    return Card(title, body, buttons, alarm=new_alarm_button(flow))


def _covering(flow: Flow, zone: str, look: Look) -> Iterable[Block]:
    """Say how a call for cover stands, once the customer has gone."""
    cover = _cover(look)
    return ask_blocks(cover, flow.words, look.lead_line or ASK_ANOTHER, zone) if cover else ()


def _asking_rows(case: Case, look: Look) -> tuple[Button, ...]:
    """Return what calls off a lead or cover, and once the customer has gone what asks for cover."""
    asks = cover_buttons(case, _cover(look), look) if case.step == STEPS[-1] else ()
    return (*approval_rows(case, look), *asks, *beside_off(look))


def _cover(look: Look) -> Ask | None:
    return next((each for each in look.asks if each.kind is AskKind.COVER), None)


def _outlives(case: Case, ask: Ask) -> bool:
    """Tell whether an ask for cover went on when its case was closed."""
    went_on = ask.is_live or (case.closed_at is not None and ask.changed_at > case.closed_at)
    return ask.kind is AskKind.COVER and went_on


def _ended_with(case: Case, ask: Ask) -> bool:
    """Tell whether an ask was called off by closing its case."""
    return ask.state is AskState.OVER and bool(ask.messages) and ask.changed_at == case.closed_at


def _back(case: Case, flow: Flow) -> tuple[Button, ...]:
    button = back_button(case, flow)
    return () if button is None else (button,)


def _place(case: Case, flow: Flow) -> Text:
    """Say where one is, in small print: ``2 of 5 · by phone``, and whether it happened before."""
    counted = case.step in COUNTED_STEPS and case.branch is None
    first = case.step == STEPS[0]
    parts = [f"{COUNTED_STEPS.index(case.step) + 1} of {len(COUNTED_STEPS)}"] if counted else []
    if case.step != STEPS[-1] and case.branch is None:
        parts.append(flow.words.reached[case.variant])
    if first or not counted:
        parts.append(f"case {case.number}")
    if case.second:
        parts.append(flow.words.second_on)
    elif first and case.note:
        parts.append(cut(case.note, MAX_STORY))
    line = " · ".join(parts)
    return Text(line[0].upper() + line[1:], Tone.NOTE)


def _words(advice: Sequence[Advice], case: Case, flow: Flow, look: Look) -> Iterable[Block]:
    return words_of(advice, case, flow, look.view, terse=look.terse)


def _settled(case: Case, flow: Flow, zone: str, now: datetime) -> Iterable[Block]:
    """Say what was promised, and by when; or that it is done."""
    if case.remedy is None:
        return
    if case.done:
        yield Facts(((flow.words.done, case.remedy),))
        return
    due = in_words(case.promised_at, now, zone) if case.promised_at else flow.words.no_time
    yield Facts(((flow.words.promised, f"{case.remedy}, {due}"),))


def _reflected(case: Case, flow: Flow, look: Look) -> Iterable[Block]:
    """Say what was passed on of a case, and what its agent has noted for themselves."""
    cause = (flow.cause(case.cause),) if case.cause else ()
    if passed := (*cause, *look.passed_on):
        yield Text(f"{flow.words.passed_on} {' · '.join(passed)}", Tone.NOTE)
    if case.idea and not look.is_idea_passed_on:
        yield Text(f"{flow.words.noted} {case.idea}", Tone.NOTE)
