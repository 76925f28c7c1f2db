"""The buttons of a promise's cards: each names the promise and the revision it was drawn for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from handlers.cards import Action, Block, Button, Card, Choices, Style
from handlers.domain.excerpt import cut
from handlers.domain.handover import Handover
from handlers.domain.promise import Promise, Told, is_late
from handlers.domain.times import in_words

MAX_WHAT_LENGTH = 40  # characters in a list, a line on a phone: by when comes after it

LIST = Button("My promises", Action("promises.list"))
NO_TIME = "No time yet"
NEVER = "none"  # the argument of a button that gives no time
ON = "on"  # the argument that names the message of ours on which a card stands
_KNOWN = "They know"


def closing_buttons(promise: Promise, style: Style = Style.PLAIN) -> tuple[Button, ...]:
    """Return what can become of an open promise; the style is that of the first."""
    move = "Move it" if promise.due_at else "Give it a time"
    return (
        Button("Kept", promise_action(promise, "keep"), style),
        Button(move, promise_action(promise, "times")),
        Button("Couldn't keep it", promise_action(promise, "fail")),
    )


def telling_buttons(promise: Promise) -> tuple[Button, ...]:
    """Return the answers to whether the customer knows of it."""
    known = _KNOWN if promise.told is None else f"{_KNOWN} now"
    yes = Button(known, promise_action(promise, "told", told=Told.YES.value), Style.PRIMARY)
    not_yet = Button("Not yet", promise_action(promise, "told", told=Told.NOT_YET.value))
    return (yes, not_yet) if promise.told is None else (yes,)


def hand_over_button(promise: Promise, offer: Handover | None) -> Button:
    """Return the way to a colleague, or back from one who hasn't answered yet."""
    if offer is not None:
        return Button("Take it back", Action("handover.take-back", {"offer": offer.offer_id}))
    return Button("Hand over", Action("handover.ask", {"promise": promise.id}))


def case_words(number: str | None) -> str:
    """Return ``, case 4471``, or nothing."""
    return f", case {number}" if number else ""


def choices(promises: Iterable[Promise], at: datetime) -> tuple[Button, ...]:
    """Return a choice for each promise."""
    return tuple(
        Button(_label(each, at), Action("promises.show", {"promise": each.id})) for each in promises
    )


def promise_action(promise: Promise, verb: str, **args: str) -> Action:
    """Return what a button of a promise, or one of its forms, sends back."""
    return Action(f"promises.{verb}", {"promise": promise.id, "rev": str(promise.rev), **args})


def standing_on(card: Card, message: str) -> Card:
    """Return a card whose buttons say on which message of ours it stands."""

    def marked(buttons: Iterable[Button]) -> tuple[Button, ...]:
        return tuple(replace(each, action=action_on(each.action, message)) for each in buttons)

    def block(each: Block) -> Block:
        return Choices(marked(each.rows)) if isinstance(each, Choices) else each

    body = tuple(block(each) for each in card.body)
    return replace(card, body=body, buttons=marked(card.buttons), more=marked(card.more))


def action_on(action: Action, message: str) -> Action:
    """Return an action that says on which message of ours it was chosen."""
    return Action(action.intent, {**action.args, ON: message})


def _label(promise: Promise, at: datetime) -> str:
    late = "Late · " if is_late(promise, at) else ""
    case = f" · case {promise.case_number}" if promise.case_number else ""
    when = in_words(promise.due_at, at, promise.zone) if promise.due_at else NO_TIME.lower()
    return f"{late}{cut(promise.what, MAX_WHAT_LENGTH)} · {when}{case}"
