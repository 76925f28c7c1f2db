"""The buttons of a promise's cards: each names the promise and the revision it was drawn for."""

from collections.abc import Iterable
from datetime import datetime

from handlers.cards import Action, Button, Style
from handlers.domain.excerpt import cut
from handlers.domain.promise import Promise, Told, is_late
from handlers.domain.times import in_words

MAX_WHAT_LENGTH = 40  # characters in a list, a line on a phone: by when comes after it

LIST = Button("My promises", Action("promises.list"))
_KNOWN = "They know"


def closing_buttons(promise: Promise, style: Style = Style.PLAIN) -> tuple[Button, ...]:
    """Return what can become of an open promise; the style is that of the first."""
    return (
        Button("Kept", promise_action(promise, "keep"), style),
        Button("Move it", promise_action(promise, "times")),
        Button("Couldn't keep it", promise_action(promise, "fail")),
    )


def telling_buttons(promise: Promise) -> tuple[Button, ...]:
    """Return the answers to whether the customer knows of it."""
    known = _KNOWN if promise.told is None else f"{_KNOWN} now"
    yes = Button(known, promise_action(promise, "told", told=Told.YES.value), Style.PRIMARY)
    not_yet = Button("Not yet", promise_action(promise, "told", told=Told.NOT_YET.value))
    return (yes, not_yet) if promise.told is None else (yes,)


def choices(promises: Iterable[Promise], at: datetime) -> tuple[Button, ...]:
    """Return a choice for each promise."""
    return tuple(
        Button(_label(each, at), Action("promises.show", {"promise": each.id})) for each in promises
    )


def promise_action(promise: Promise, verb: str, **args: str) -> Action:
    """Return what a button of a promise, or one of its forms, sends back."""
    return Action(f"promises.{verb}", {"promise": promise.id, "rev": str(promise.rev), **args})


def _label(promise: Promise, at: datetime) -> str:
    late = "Late · " if is_late(promise, at) else ""
    case = f" · case {promise.case_number}" if promise.case_number else ""
    tail = f" · {in_words(promise.due_at, at, promise.zone)}{case}"
    return f"{late}{cut(promise.what, MAX_WHAT_LENGTH)}{tail}"
