"""The cards of a branch: what to do, whom to page, and what comes once the danger is over."""

from collections.abc import Iterator, Sequence

from content.flow import Branch, Flow
from handlers.cards import Block, Button, Card, Style, Text, Tone
from handlers.complaint.asking import ask_blocks, ask_buttons
from handlers.complaint.buttons import (
    View,
    alarm_button,
    asking,
    back_button,
    case_action,
    words_button,
)
from handlers.complaint.look import Look
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.case import BREATHING, END, Case


def branch_card(case: Case, branch: Branch, flow: Flow, look: Look, zone: str) -> Card:
    """Return what to do in a branch, with whom its agent has paged."""
    page, words = _page(branch, look.asks), flow.words
    paging = ask_blocks(page, words, look.lead_line or branch.undelivered, zone) if page else ()
    safe = Button(branch.safe, case_action(case, "safe"))
    label = words.page_again if page else words.page
    call = Button(label, asking(case, AskKind.PAGE), Style.DANGER)
    calls = page is None or not page.is_live or page.may_be_repeated
    off = ask_buttons(page) if page else ()
    buttons = (*((call,) if calls else ()), safe, *off)
    advice = _other_words if look.view is View.WORDS else _advice
    body = (_number(case), *advice(case, branch, look), *paging)
    back = back_button(case, flow)
    more = (words_button(case, flow, look.view), *((back,) if back else ()))
    return Card(branch.title, body, buttons, more)


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
    back = Button("Back to the complaint", case_action(case, "return"))
    more, alarm = (back, *off), alarm_button(case, flow)  # it may come back
    close = Button("Close the case", case_action(case, "go", to=END))
    minute = flow.step("after").aside("minute")
    if case.aside == BREATHING and minute is not None:
        done = Button("Done", case_action(case, "back"), Style.PRIMARY)
        body = (_number(case), Text("\n".join(minute.advice.hints)), *lines)
        return Card(minute.title, body, (done, close), more, alarm)
    ask = _cover(case, cover)
    rest = (Button("A minute", case_action(case, "breathe")),) if minute else ()
    body = (_number(case), Text(branch.after.text), *lines)
    return Card(branch.after.title, body, (*ask, *rest, close), more, alarm)


def _cover(case: Case, cover: Ask | None) -> tuple[Button, ...]:
    """Return what asks for cover, unless somebody is being asked or has it."""
    if cover is not None and cover.is_live and not cover.may_be_repeated:
        return ()
    label = "Ask again for cover" if cover else "Ask for cover"
    return (Button(label, asking(case, AskKind.COVER)),)


def _page(branch: Branch, asks: Sequence[Ask]) -> Ask | None:
    """Return the newest page from a branch."""
    pages = (each for each in asks if each.kind is AskKind.PAGE and each.branch == branch.id)
    return next(pages, None)


def _number(case: Case) -> Text:
    return Text(f"Case {case.number}", Tone.NOTE)


def _advice(case: Case, branch: Branch, look: Look) -> Iterator[Block]:
    """Return what to do first; a number here only where somebody has confirmed it."""
    words = branch.words(case.variant)
    yield from _whom_to_call(branch, look)
    yield from (Text(line) for line in words.do)
    if words.say:
        yield Text(words.say, Tone.SAY)


def _other_words(case: Case, branch: Branch, look: Look) -> Iterator[Block]:
    """Return what to leave out, and who takes it; whom to call stays on top."""
    yield from _whom_to_call(branch, look)
    yield Text(branch.words(case.variant).dont or branch.dont, Tone.AVOID)
    yield Text(branch.route)


def _whom_to_call(branch: Branch, look: Look) -> Iterator[Block]:
    if branch.emergency:
        yield Text(branch.emergency, Tone.URGENT)
    if here := look.numbers.get(branch.id):
        elsewhere = " Where the customer is, the number may be another." if branch.emergency else ""
        yield Text(f"Here: {here.rstrip('.')}.{elsewhere}")
