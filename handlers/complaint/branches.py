"""The cards of a branch: what to do, whom to page, and what comes once the danger is over."""

from collections.abc import Iterator, Sequence

from content.models import Branch, Flow
from handlers.cards import Block, Button, Card, Style, Text, Tone
from handlers.complaint.asking import ask_blocks, ask_buttons
from handlers.complaint.buttons import alarm_button, asking, back_button, case_action
from handlers.domain.ask import Ask, AskKind
from handlers.domain.case import BREATHING, END, Case


def branch_card(
    case: Case, branch: Branch, flow: Flow, lead_line: str, asks: Sequence[Ask], zone: str
) -> Card:
    """Return what to do in a branch, with whom its agent has paged, newest of ``asks`` first."""
    pages = (each for each in asks if each.kind is AskKind.PAGE and each.branch == branch.id)
    page, words = next(pages, None), flow.words
    instead = lead_line or branch.undelivered
    paging = ask_blocks(page, words, instead, zone) if page else ()
    off = ask_buttons(page) if page else ()
    safe = Button(branch.safe, case_action(case, "safe"))
    label = words.page_again if page else words.page
    call = Button(label, asking(case, AskKind.PAGE), Style.DANGER)
    calls = page is None or not page.is_live or page.may_be_repeated
    buttons = (*((call,) if calls else ()), safe, *off)
    body = (Text(f"Case {case.number}", Tone.NOTE), *_advice(case, branch), *paging)
    return Card(branch.title, body, buttons, (back_button(case, flow),))


def after_card(case: Case, branch: Branch, flow: Flow, covering: tuple[Block, ...]) -> Card:
    """Return what comes after the danger: somebody to cover, a minute, or the end."""
    back = Button("Back to the complaint", case_action(case, "return"))
    close = Button("Close the case", case_action(case, "go", to=END))
    alarm = alarm_button(case, flow)  # it may come back
    number = Text(f"Case {case.number}", Tone.NOTE)
    minute = flow.step("after").aside("minute")
    if case.aside == BREATHING and minute is not None:
        done = Button("Done", case_action(case, "back"), Style.PRIMARY)
        hints = Text("\n".join(minute.advice.hints))
        return Card(minute.title, (number, hints, *covering), (done, close), (back,), alarm)
    cover = () if covering else (Button("Ask for cover", asking(case, AskKind.COVER)),)
    rest = Button("A minute", case_action(case, "breathe"))
    text = Text(branch.after.text)
    buttons = (*cover, *((rest,) if minute else ()), close)
    return Card(branch.after.title, (number, text, *covering), buttons, (back,), alarm)


def _advice(case: Case, branch: Branch) -> Iterator[Block]:
    words = branch.words(case.variant)
    if branch.emergency:
        yield Text(branch.emergency, Tone.URGENT)
    yield from (Text(line) for line in words.do)
    if words.say:
        yield Text(words.say, Tone.SAY)
    yield Text(words.dont or branch.dont, Tone.AVOID)
    yield Text(branch.route, Tone.NOTE)
