"""The cards of a branch: what to do, whom to page, and what comes once the danger is over."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from content.flow import Branch, BranchWords, Flow, Variant
from handlers.cards import (
    MAIN_BUTTONS,
    MORE_ACTIONS,
    Action,
    Block,
    Button,
    Card,
    Choices,
    Style,
    Text,
    Tone,
)
from handlers.complaint.asking import (
    ASK_ANOTHER,
    ask_blocks,
    ask_buttons,
    ask_line,
    nobody_words,
)
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
from handlers.domain.asks.ask import Ask, AskKind, AskState
from handlers.domain.case import BREATHING, END, Case, is_of_danger

TO_COMPLAINT = "Take it as a complaint"
NOT_THAT = "It isn't that"


def choosing_card(case: Case, flow: Flow, look: Look, zone: str, place: Text) -> Card:
    """Return the list of branches, a likely one first, with a page that is out already."""
    first, rows = branch_rows(
        flow, look.likely, case.variant, lambda id_: case_action(case, "branch", branch=id_)
    )
    pages = live_pages(case, look.asks)
    off = pages_off(pages, flow)
    paging = (*page_blocks(pages, flow, look, zone), *beside_blocks(case, flow, look, zone))
    body = (place, *first, *paging, rows)
    if look.likely:
        body = (*body, Text("What you wrote is kept with it, for you alone.", Tone.NOTE))
    if is_of_danger(case):  # nobody has begun a complaint
        begin = Button(TO_COMPLAINT, case_action(case, "back"))
        main = (*off[:1], begin, mistake_button(case, flow))
        return Card(flow.words.alarm, body, main, off[1:][:MORE_ACTIONS])
    if look.likely:
        no = Button(NOT_THAT, case_action(case, "back"))
        return Card(flow.words.alarm, body, (*off[:1], no), off[1:][:MORE_ACTIONS])
    back = back_button(case, flow)
    more = (*((back,) if back else ()), *off[1:])[:MORE_ACTIONS]
    return Card(flow.words.alarm, body, off[:1], more)


def branch_rows(
    flow: Flow, likely: str | None, variant: Variant, action: Callable[[str], Action]
) -> tuple[tuple[Text, ...], Choices]:
    """Return the list of branches, the likely one first, and whom to ring before all in that one.

    ``action`` returns what a row of a branch sends, by its id.
    """
    branch = flow.branch(likely or "")
    ranked = sorted(flow.branches, key=lambda each: each is not branch)
    styles = {True: Style.PRIMARY, False: Style.PLAIN}
    rows = (Button(each.label, action(each.id), styles[each is branch]) for each in ranked)
    emergency = branch.words(variant).emergency if branch else None
    return (Text(emergency, Tone.URGENT),) if emergency else (), Choices(tuple(rows))


def branch_card(case: Case, branch: Branch, flow: Flow, look: Look, zone: str) -> Card:
    """Return what to do in a branch, with whom its agent has paged."""
    page, words = _page(branch, look.asks), flow.words
    others = [each for each in live_pages(case, look.asks) if each is not page]
    pages = [page, *others] if page else others
    safe = Button(branch.safe, case_action(case, "safe"))
    label = words.page_again if page and page.messages else words.page
    call = Button(label, asking(case, AskKind.PAGE, branch=branch.id), Style.DANGER)
    calls = look.can_page and (page is None or not page.is_live or page.may_be_repeated)
    off = pages_off(pages, flow)
    buttons = (*((call,) if calls else ()), safe, *off)
    advice = _left_out if look.view is View.WORDS else _advice
    paging = page_blocks(pages, flow, look, zone, branch, is_waited_for=True)
    if not look.can_page and not (page and page.messages):
        nobody = nobody_words(AskKind.PAGE, look.lead_line or branch.undelivered)
        paging = (nobody, *(paging[1:] if page else paging))  # those of other branches stand
    beside = beside_blocks(case, flow, look, zone)
    body = (_place(case, flow), *advice(case, branch, look), *paging, *beside)
    behind = (_other_side(case, flow, look.view), back_button(case, flow))
    usual = [each for each in (*behind, variant_button(case, flow)) if each is not None]
    more = (*usual, *buttons[MAIN_BUTTONS:])[:MORE_ACTIONS]
    return Card(branch.title, body, buttons[:MAIN_BUTTONS], more)


def after_card(case: Case, branch: Branch, flow: Flow, look: Look, zone: str) -> Card:
    """Return what comes after the danger: somebody to cover, a minute, or the end.

    A page that nobody has called off goes on, so it says how that stands.
    """
    pages = live_pages(case, look.asks)
    cover = _newest(AskKind.COVER, look.asks)
    instead = look.lead_line or branch.undelivered
    covering = ask_blocks(cover, flow.words, instead, zone) if cover else ()
    beside = beside_blocks(case, flow, look, zone, but=AskKind.COVER)
    lines = (*page_blocks(pages, flow, look, zone, branch), *beside, *covering)
    off = (*(ask_buttons(cover) if cover else ()), *pages_off(pages, flow))
    label = TO_COMPLAINT if is_of_danger(case) else "Back to the complaint"
    back = Button(label, case_action(case, "return"))
    more, alarm = (back, *off)[:MORE_ACTIONS], alarm_button(case, flow)  # it may come back
    close = Button("Close the case", case_action(case, "go", to=END))
    minute = flow.step("after").aside("minute")
    if case.aside == BREATHING and minute is not None:
        done = Button("Done", case_action(case, "back"), Style.PRIMARY)
        body = (_number(case), Text("\n".join(minute.advice.hints)), *lines)
        return Card(minute.title, body, (done, close), more, alarm)
    ask = cover_buttons(case, cover, look)
    rest = (Button("A minute", case_action(case, "breathe")),) if minute else ()
    asks = f" {branch.after.ask}" if branch.after.ask and cover is None and ask else ""
    body = (_number(case), Text(f"{branch.after.text}{asks}"), *lines)
    return Card(branch.after.title, body, (*ask, *rest, close), more, alarm)


def cover_buttons(case: Case, cover: Ask | None, look: Look) -> tuple[Button, ...]:
    """Return what asks for cover, unless somebody is being asked or has it, or nobody is there."""
    waits = cover is not None and cover.is_live and not cover.may_be_repeated
    if waits or not look.can_cover:
        return ()
    label = "Ask again for cover" if cover else "Ask for cover"
    return (Button(label, asking(case, AskKind.COVER)),)


def live_pages(case: Case, asks: Sequence[Ask]) -> Sequence[Ask]:
    """Return the pages that still stand, or were just called off, newest first."""
    return [each for each in asks if each.kind is AskKind.PAGE and _is_news(case, each)]


def beside_blocks(
    case: Case, flow: Flow, look: Look, zone: str, but: AskKind | None = None
) -> tuple[Text, ...]:
    """Return a line for each other call that stands: for a lead to join, and for cover.

    ``but`` is the kind that the card is about, which says more of it.
    """
    newest = (_newest(kind, look.asks) for kind in (AskKind.JOIN, AskKind.COVER) if kind is not but)
    return tuple(
        ask_line(each, flow.words, look.lead_line or ASK_ANOTHER, zone)
        for each in newest
        if each is not None and _is_news(case, each)
    )


def beside_off(look: Look) -> tuple[Button, ...]:
    """Return what calls a lead or cover off, wherever the agent is by now."""
    newest = (_newest(kind, look.asks) for kind in (AskKind.JOIN, AskKind.COVER))
    return tuple(button for each in newest if each is not None for button in ask_buttons(each))


def trouble_of(ask: Ask, flow: Flow) -> str:
    """Return the kind of trouble of a page, as others read it; empty of anything else."""
    branch = flow.branch(ask.branch)
    return branch.page if branch else ""


def _newest(kind: AskKind, asks: Sequence[Ask]) -> Ask | None:
    return next((each for each in asks if each.kind is kind), None)


def _is_news(case: Case, ask: Ask) -> bool:
    """Tell whether an ask stands, or was called off after the last that was done in its case."""
    off = ask.state is AskState.STOOD_DOWN and ask.changed_at >= case.changed_at
    return ask.is_live or off


def page_blocks(
    pages: Sequence[Ask],
    flow: Flow,
    look: Look,
    zone: str,
    here: Branch | None = None,
    *,
    is_waited_for: bool = False,
) -> tuple[Block, ...]:
    """Return how pages stand, and what to do while nobody has them, or is there yet.

    One that is not from the branch ``here``, of which the card is, has a line that says from which.
    """
    blocks: list[Block] = []
    for page in pages:
        branch = flow.branch(page.branch)
        instead = look.lead_line or (branch.undelivered if branch else "")
        if not page.is_open and not is_waited_for:
            instead = ""
        if branch is not None and branch is here:
            blocks += ask_blocks(page, flow.words, instead, zone)
        else:
            what = branch.page if branch else ""
            blocks.append(ask_line(page, flow.words, instead, zone, what))
    return tuple(blocks)


def pages_off(pages: Sequence[Ask], flow: Flow) -> tuple[Button, ...]:
    """Return what calls each of these pages off; of several, each names its branch."""
    buttons: list[Button] = []
    for page in pages:
        branch = flow.branch(page.branch)
        for each in ask_buttons(page):
            label = f"{each.label}: {branch.label}" if branch and len(pages) > 1 else each.label
            buttons.append(replace(each, label=label))
    return tuple(buttons)


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
