"""The list behind *More …*: a row for each thing that has no room on the card.

Another row: add what makes its button to ``_ROWS``. It returns None where it has no place.
"""

from collections.abc import Callable, Sequence

from content.flow import Flow, Variant
from handlers.cards import Button, Card, Choices, Text
from handlers.complaint.buttons import (
    View,
    alarm_button,
    back_button,
    case_action,
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
_ROWS: tuple[_Make, ...] = (second_button, refer_button, skip_button, mistake_button)
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
    rows = (row for make in _ROWS if (row := make(case, flow)) is not None)
    return Card(
        flow.words.more,
        (place, Choices((*first, *rows, *left))),
        (view_button(case, flow.words.to_step, View.STEP),),
        alarm=alarm_button(case, flow),
    )


def variants_card(case: Case, flow: Flow, place: Text) -> Card:
    """Return the three ways in which a customer reaches us, a row each."""
    rows = tuple(
        Button(flow.words.variants[each], case_action(case, "variant", to=each)) for each in Variant
    )
    return Card(
        flow.words.variant,
        (place, Choices(rows)),
        (view_button(case, flow.words.to_step, View.STEP),),
        alarm=alarm_button(case, flow),
    )
