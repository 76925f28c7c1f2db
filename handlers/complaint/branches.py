"""The cards of a branch: what to do, whom to page, and what comes once the danger is over."""

from collections.abc import Iterator, Sequence

from content.flow import Branch, BranchWords, Flow, Variant
from handlers.cards import Block, Button, Card, Choices, Style, Text, Tone
from handlers.complaint.asking import ask_blocks, ask_buttons
from handlers.complaint.buttons import (
    View,
    alarm_button,
    asking,
    back_button,
    case_action,
    mistake_button,
    variant_button,
    view_button,
)
from handlers.complaint.look import Look
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.case import BREATHING, END, Case, is_of_danger

NO_DANGER = "It isn't that"
TO_COMPLAINT = "Take it as a complaint"


def choosing_card(case: Case, flow: Flow, look: Look, zone: str, place: Text) -> Card:
    """Return the list of branches, with a page that is out already."""
    rows = tuple(
        Button(each.label, case_action(case, "branch", branch=each.id)) for each in flow.branches
    )
    page = live_page(look.asks)
    paging = page_blocks(page, flow, look, zone) if page else ()
    off = ask_buttons(page) if page else ()
    body = (place, *paging, Choices(rows))
    if is_of_danger(case):  # nobody has begun a complaint
        begin = Button(TO_COMPLAINT, case_action(case, "back"))
        return Card(flow.words.alarm, body, (*off, begin, mistake_button(case, flow)))
    back = back_button(case, flow)
    return Card(flow.words.alarm, body, off, (back,) if back else ())


def branch_card(case: Case, branch: Branch, flow: Flow, look: Look, zone: str) -> Card:
    """Return what to do in a branch, with whom its agent has paged."""
    page, words = _page(branch, look.asks), flow.words
    paging = page_blocks(page, flow, look, zone) if page else ()
    safe = Button(branch.safe, case_action(case, "safe"))
    label = words.page_again if page else words.page
    call = Button(label, asking(case, AskKind.PAGE), Style.DANGER)
    calls = page is None or not page.is_live or page.may_be_repeated
    off = ask_buttons(page) if page else ()
    buttons = (*((call,) if calls else ()), safe, *off)
    advice = _left_out if look.view is View.WORDS else _advice
    body = (_place(case, flow), *advice(case, branch, look), *paging)
    behind = (_other_side(case, flow, look.view), back_button(case, flow))
    more = (*behind, variant_button(case, flow))
    return Card(branch.title, body, buttons, tuple(each for each in more if each is not None))


def after_card(case: Case, branch: Branch, flow: Flow, look: Look, zone: str) -> Card:
    """Return what comes after the danger: somebody to cover, a minute, or the end.

    A page that nobody has called off goes on, so it says how that stands.
    """
    page = _page(branch, look.asks)
    cover = next((each for each in look.asks if each.kind is AskKind.COVER), None)
    shown = [each for each in (page if page and page.is_live else None, cover) if each]
    instead = look.lead_line or branch.undelivered
    lines = [line for each in shown for line in ask_blocks(each, flow.words, instead, zone)]
    off = [button for each in shown for button in ask_buttons(each)]
    label = TO_COMPLAINT if is_of_danger(case) else "Back to the complaint"
    back = Button(label, case_action(case, "return"))
    more, alarm = (back, *off), alarm_button(case, flow)  # it may come back
    close = Button("Close the case", case_action(case, "go", to=END))
    minute = flow.step("after").aside("minute")
    if case.aside == BREATHING and minute is not None:
        done = Button("Done", case_action(case, "back"), Style.PRIMARY)
        body = (_number(case), Text("\n".join(minute.advice.hints)), *lines)
        return Card(minute.title, body, (done, close), more, alarm)
    ask = cover_buttons(case, cover)
    rest = (Button("A minute", case_action(case, "breathe")),) if minute else ()
    asks = f" {branch.after.ask}" if branch.after.ask and cover is None else ""
    body = (_number(case), Text(f"{branch.after.text}{asks}"), *lines)
    return Card(branch.after.title, body, (*ask, *rest, close), more, alarm)


def cover_buttons(case: Case, cover: Ask | None) -> tuple[Button, ...]:
    """Return what asks for cover, unless somebody is being asked or has it."""
    if cover is not None and cover.is_live and not cover.may_be_repeated:
        return ()
    label = "Ask again for cover" if cover else "Ask for cover"
    return (Button(label, asking(case, AskKind.COVER)),)


def live_page(asks: Sequence[Ask]) -> Ask | None:
    """Return the newest page that still stands, from whichever branch."""
    return next((each for each in asks if each.kind is AskKind.PAGE and each.is_live), None)


def page_blocks(page: Ask, flow: Flow, look: Look, zone: str) -> tuple[Block, ...]:
    """Return how a page stands, and what to do while nobody has it."""
    branch = flow.branch(page.branch)
    instead = look.lead_line or (branch.undelivered if branch else "")
    return ask_blocks(page, flow.words, instead, zone)


def _page(branch: Branch, asks: Sequence[Ask]) -> Ask | None:
    """Return the newest page from a branch."""
    pages = (each for each in asks if each.kind is AskKind.PAGE and each.branch == branch.id)
    return next(pages, None)


def _number(case: Case) -> Text:
    return Text(f"Case {case.number}", Tone.NOTE)


def _place(case: Case, flow: Flow) -> Text:
    return Text(f"Case {case.number} · {flow.words.reached[case.variant]}", Tone.NOTE)


def _other_side(case: Case, flow: Flow, view: View) -> Button:
    """Return the way to what to leave out and who takes it, or back from it."""
    if view is View.WORDS:
        return view_button(case, flow.words.to_do, View.STEP)
    return view_button(case, flow.words.not_to_do, View.WORDS)


def _advice(case: Case, branch: Branch, look: Look) -> Iterator[Block]:
    """Return what to do first; a number here only where somebody has confirmed it."""
    words = branch.words(case.variant)
    yield from _whom_to_call(case, branch, words, look)
    yield from (Text(line) for line in words.do)
    if words.say:
        yield Text(words.say, Tone.SAY)
    for situation in words.situations:
        yield Text(f"{situation.when}: {situation.do}")
        if situation.say:
            yield Text(situation.say, Tone.SAY)


def _left_out(case: Case, branch: Branch, look: Look) -> Iterator[Block]:
    """Return what to leave out, and who takes it; whom to call stays on top."""
    words = branch.words(case.variant)
    yield from _whom_to_call(case, branch, words, look)
    yield Text(words.dont or branch.dont, Tone.AVOID)
    yield Text(branch.route)


def _whom_to_call(case: Case, branch: Branch, words: BranchWords, look: Look) -> Iterator[Block]:
    if words.emergency:
        yield Text(words.emergency, Tone.URGENT)
    if here := look.numbers.get(branch.id):
        away = words.emergency and case.variant is not Variant.COUNTER
        elsewhere = " Where the customer is, the number may be another." if away else ""
        yield Text(f"Here: {here.rstrip('.')}.{elsewhere}")
