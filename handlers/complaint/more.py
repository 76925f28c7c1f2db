"""The list behind *More …*: a row for each thing that has no room on the card.

Another row: add what makes its button to ``_ROWS``. It returns None where it has no place.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from content.flow import Flow, Given, Variant
from handlers.cards import CHOICES, Block, Button, Card, Choices, Text, Tone
from handlers.complaint.buttons import (
    View,
    alarm_button,
    back_button,
    case_action,
    cause_button,
    check_button,
    given_button,
    mistake_button,
    pause_button,
    refer_button,
    second_button,
    skip_button,
    variant_button,
    view_button,
    words_button,
)
from handlers.domain.case import Case

_Make = Callable[[Case, Flow], Button | None]
_ROWS: tuple[_Make, ...] = (check_button, second_button, refer_button, skip_button, mistake_button)
_NOTES: tuple[_Make, ...] = (cause_button, given_button)
_COUNTED = "For you, and as a number: it is counted, and never shown for fewer than three people."
_SHOWN = "The week may show this line, without your name."
_USUAL: tuple[_Make, ...] = (words_button, back_button, pause_button, variant_button)


def more_card(
    case: Case, flow: Flow, step: Card, place: Text, first: Sequence[Button] = ()
) -> Card:
    """Return the list: what has no other place, and what usually stands behind ⋯ and doesn't.

    The rows that are ``first`` are the step's own.
    """
    behind = [button.action for button in step.more]
    usual = (make(case, flow) for make in _USUAL)
    left = (row for row in usual if row is not None and row.action not in behind)
    rows = (row for make in (*_ROWS, *_NOTES) if (row := make(case, flow)) is not None)
    return _list_card(case, flow, flow.words.more, (place, *_lists((*first, *rows, *left))))


def causes_card(case: Case, flow: Flow, place: Text) -> Card:
    """Return what may have gone wrong, a row each: one press notes it, and takes it back."""
    rows = (
        _noted(Button(each.label, case_action(case, "cause", cause=each.id)), each.id == case.cause)
        for each in flow.causes
    )
    return _list_card(
        case, flow, flow.words.cause, (place, Choices(tuple(rows)), Text(_COUNTED, Tone.NOTE))
    )


def given_card(case: Case, flow: Flow, place: Text) -> Card:
    """Return what may have been given at the close, and the way to a line on what it was."""
    words = flow.words
    rows = (
        _noted(
            Button(words.givens[each], case_action(case, "given", given=each.value)),
            each == case.given,
        )
        for each in Given
    )
    what = Button(words.given_what, case_action(case, "ask", form="given"))
    said = (Text(case.given_what),) if case.given_what else ()
    goes = (Text(_SHOWN, Tone.NOTE),) if case.given_shared else ()
    body = (place, *said, *goes, Choices((*rows, what)), Text(_COUNTED, Tone.NOTE))
    return _list_card(case, flow, words.given, body)


def variants_card(case: Case, flow: Flow, place: Text) -> Card:
    """Return the three ways in which a customer reaches us, a row each."""
    rows = tuple(
        Button(flow.words.variants[each], case_action(case, "variant", to=each)) for each in Variant
    )
    return _list_card(case, flow, flow.words.variant, (place, Choices(rows)))


def _list_card(case: Case, flow: Flow, title: str, body: tuple[Block, ...]) -> Card:
    """Return a list beside a step, with the way back to it."""
    back = view_button(case, flow.words.to_step, View.STEP)
    return Card(title, body, (back,), alarm=alarm_button(case, flow))


def _lists(rows: Sequence[Button]) -> Iterator[Choices]:
    """Yield the rows in lists that are short enough for a card."""
    for start in range(0, len(rows), CHOICES):
        yield Choices(tuple(rows[start : start + CHOICES]))


def _noted(row: Button, is_noted: bool) -> Button:  # noqa: FBT001 - read at a glance beside the row
    return replace(row, label=f"✓ {row.label}") if is_noted else row
