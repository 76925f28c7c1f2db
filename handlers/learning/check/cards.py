"""What is drawn of a check: what to do with the draft, what is good in it, what to mend and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.flow import Flow
from handlers.cards import Action, Block, Button, Card, Style, Text, Tone
from handlers.complaint.buttons import new_alarm_button, to_case_button
from handlers.domain.case import Case
from handlers.domain.excerpt import cut
from handlers.domain.replies import Check, Draft, Point, ReplyChannel, Stage, Verdict
from handlers.marked import Mark, Marked

ASK = "check.ask"
MAX_QUOTE = 100  # characters of a point; all of it stands in the marked words
CHANNELS = {
    ReplyChannel.CHAT: "In a chat",
    ReplyChannel.EMAIL: "By e-mail",
    ReplyChannel.PHONE: "On the phone",
    ReplyChannel.COUNTER: "At the counter",
}
STAGES = {
    Stage.VENT: "They're still telling you",
    Stage.LISTEN: "They've told you, and you answer",
    Stage.ACT: "You say what you'll do",
    Stage.CLOSE: "It's done, and you close",
}
_TITLES = {
    Verdict.SEND: "Good to send",
    Verdict.NEARLY: "Nearly there",
    Verdict.HOLD: "This will sting",
    Verdict.UNREAD: "I can't tell",
}
_COUNTED = {2: "Two things would make it better:", 3: "Three things would make it better:"}
_WORST_FIRST = {2: "Two things, the worse one first:", 3: "Three things, the worst first:"}
_ALONE = "Nobody sees this but you, and it isn't kept."
_THUMB = "A rule of thumb: you know them, I don't."
_UNREAD = (
    "I know too few of these words. I read English, and only what customers often hear. Trust your "
    "own ear, or ask a colleague."
)
_PUBLIC = (
    "Others can read what you type to me here, so I haven't checked it. In a form, nobody else "
    "sees it."
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a draft is read for; ``case`` is the complaint that it is meant for, if one is open."""

    channel: ReplyChannel
    stage: Stage | None = None
    case: Case | None = None


def check_card(draft: Draft, check: Check, case: Case | None, flow: Flow) -> Card:
    """Return what there is to say of a draft; beside a complaint the way back and the alarm."""
    unread = check.verdict is Verdict.UNREAD
    body = (Text(_UNREAD),) if unread else _read(draft, check, case)
    small = Text(f"{_THUMB} {_ALONE}", Tone.NOTE)
    known = {"stage": draft.stage.value} if draft.stage else {}
    of_case = {"case": case.id} if case else {}
    again = Action(ASK, {"channel": draft.channel.value, **known, **of_case})
    another = Button("Check another wording", again, Style.PRIMARY)
    buttons = (another, *((to_case_button(case.id),) if case else ()))
    alarm = new_alarm_button(flow) if case else None
    return Card(_TITLES[check.verdict], (*body, small), buttons, alarm=alarm)


def in_public_card() -> Card:
    """Return what to do with a draft that was typed where others read it."""
    stays = Text("Delete your message there if it shouldn't stay.", Tone.NOTE)
    return _instead("Not in front of others", Text(_PUBLIC), stays)


def refused_card(words: str) -> Card:
    """Return why a draft wasn't checked, and what to do."""
    return _instead("Not quite", Text(words))


def marks_of(draft: Draft, check: Check) -> tuple[Mark, ...]:
    """Return where the words stand that the points quote, in order, none in another."""
    found = sorted(
        (*_found(draft, check, point), number)
        for number, point in enumerate(check.points, 1)
        if point.quote and point.quote in draft.text
    )
    marks: list[Mark] = []
    for start, end, number in found:
        if not marks or start >= marks[-1].end:
            marks.append(Mark(start, end, number))
    return tuple(marks)


def _instead(title: str, *body: Text) -> Card:
    return Card(title, body, (Button("Check it in a form", Action(ASK), Style.PRIMARY),))


def _found(draft: Draft, check: Check, point: Point) -> tuple[int, int]:
    for each in check.findings:
        if each.id == point.about and draft.text[each.start : each.end] == point.quote:
            return each.start, each.end
    start = draft.text.index(point.quote)
    return start, start + len(point.quote)


def _place(draft: Draft, check: Check, case: Case | None) -> str:
    """Return what it was read as: ``In a chat · they're still telling you · case 1001``."""
    stage = STAGES[draft.stage or check.stage]
    of_case = (f"case {case.number}",) if case else ()
    return " · ".join((CHANNELS[draft.channel], stage[0].lower() + stage[1:], *of_case))


def _read(draft: Draft, check: Check, case: Case | None) -> Iterator[Block]:
    yield Text(_place(draft, check, case), Tone.NOTE)
    if check.strengths:
        yield Text(f"Good: {', '.join(check.strengths)}.")
    elif not check.points:
        yield Text("Nothing in it will sting.")
    has_harm = any(each.quote for each in check.points)
    if counted := (_WORST_FIRST if has_harm else _COUNTED).get(len(check.points)):
        yield Text(counted)
    yield from _points(check.points)
    if check.rewording:
        yield Text("Try, with your own words in the gaps:" if "⟨" in check.rewording else "Try:")
        yield Text(check.rewording, Tone.SAY)
    if marks := marks_of(draft, check):
        yield Text("Your words:", Tone.NOTE)
        yield Marked(draft.text, marks)


def _points(points: Iterable[Point]) -> Iterator[Block]:
    for number, point in enumerate(points, 1):
        quoted = f"“{cut(point.quote, MAX_QUOTE)}”: " if point.quote else ""
        yield Text(f"{number}. {quoted}{point.say}")
        yield Text(point.why, Tone.NOTE)
