"""Several complaints on one card: to pick one of the open ones, or to see what was closed."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from content.flow import Flow, Variant
from handlers.cards import Action, Block, Button, Card, Choices, Style, Text
from handlers.complaint.buttons import case_action, new_alarm_button
from handlers.domain.case import Case
from handlers.domain.excerpt import cut
from handlers.domain.times import in_words

MAX_LISTED_CASES = 9
MAX_LABEL_NOTE_LENGTH = 30  # characters of what was typed: enough to tell two alike apart


def picker_card(
    cases: Sequence[Case], flow: Flow, zone: str, now: datetime, variant: Variant | None = None
) -> Card:
    """Return the open cases to choose one from; with a variant, the one chosen takes it."""
    rows = _rows(cases, flow, zone, now, variant)
    return Card("Which complaint?", (rows,), (_new(variant),), alarm=new_alarm_button(flow))


def list_card(
    cases: Sequence[Case], closed: Sequence[Case], flow: Flow, zone: str, now: datetime
) -> Card:
    """Return the open cases, and those closed so short a time ago that they may be reopened."""
    body: list[Block] = []
    if cases:
        body.append(_rows(cases, flow, zone, now, None))
    else:
        body.append(Text("No complaint is open."))
    if closed:
        body.append(Text("Closed since this time yesterday:"))
        body.append(Choices(tuple(_reopen_rows(closed, flow, zone, now))))
    return Card("Your complaints", tuple(body), (_new(None),), alarm=new_alarm_button(flow))


def pick_button(
    case: Case, flow: Flow, zone: str, now: datetime, variant: Variant | None = None
) -> Button:
    """Return what opens a case: its number, the beginning of its story, its step, since when."""
    where = f"{_named(case)}{_where(case, flow)}"
    label = f"{where} · {in_words(case.changed_at, now, zone)}"
    return Button(label, Action("complaint.pick", {"case": case.id, **_reached(variant)}))


def _where(case: Case, flow: Flow) -> str:
    """Return the step of a case, or its branch while it is in danger."""
    if case.branch is None:
        return flow.step(case.step).title
    branch = flow.branch(case.branch)
    return branch.label if branch else flow.words.alarm


def _rows(
    cases: Sequence[Case], flow: Flow, zone: str, now: datetime, variant: Variant | None
) -> Choices:
    listed = cases[:MAX_LISTED_CASES]
    return Choices(tuple(pick_button(each, flow, zone, now, variant) for each in listed))


def _reopen_rows(cases: Sequence[Case], flow: Flow, zone: str, now: datetime) -> Iterator[Button]:
    for case in cases[:MAX_LISTED_CASES]:
        since = in_words(case.closed_at or case.changed_at, now, zone)
        label = f"{flow.words.reopen} {_named(case)}{since}"
        yield Button(label, case_action(case, "reopen"))


def _named(case: Case) -> str:
    """Return ``1002 · the blue coat · ``, as far as it has a story."""
    note = f"{cut(case.note, MAX_LABEL_NOTE_LENGTH)} · " if case.note else ""
    return f"{case.number} · {note}"


def _new(variant: Variant | None) -> Button:
    return Button("New complaint", Action("complaint.new", _reached(variant)), Style.PRIMARY)


def _reached(variant: Variant | None) -> dict[str, str]:
    return {} if variant is None else {"to": variant.value}
