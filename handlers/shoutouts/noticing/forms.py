"""The form of a manager's weekly card: on which day, at what time, after how many weeks."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Action, Field, FieldKind, Form
from handlers.domain.shoutouts.digest import HOURS
from handlers.domain.shoutouts.noticing import DAY_NAMES, WEEKS, Noticing

CHOOSE = "Choose one of the list."


def when_form(noticing: Noticing, wrong: tuple[str, ...] = ()) -> Form:
    """Return the form, filled in with what holds; ``wrong`` are the fields to choose again."""
    fields = tuple(
        replace(each, error=CHOOSE if each.name in wrong else "") for each in _fields(noticing)
    )
    return Form(
        "Whom to thank",
        fields,
        "Save",
        Action("noticing.save"),
        intro="Once a week, by your own clock; on a day off it comes on the next working day.",
        cancel=Action("noticing.show"),
    )


def _fields(noticing: Noticing) -> tuple[Field, ...]:
    days = [(str(each), DAY_NAMES[each]) for each in sorted({*noticing.days, noticing.weekday})]
    hours = [(each, each) for each in sorted({*HOURS, noticing.hour})]
    weeks = [(str(each), f"{each} weeks") for each in WEEKS]
    return (
        _select("weekday", "On which day?", str(noticing.weekday), days),
        _select("hour", "At what time?", noticing.hour, hours),
        _select("weeks", "Whom I haven't thanked for", str(noticing.weeks), weeks),
    )


def _select(name: str, label: str, value: str, options: Sequence[tuple[str, str]]) -> Field:
    return Field(name, label, FieldKind.SELECT, value, options=tuple(options))
