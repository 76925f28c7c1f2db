"""The cards of a promise that nobody has, as whoever leads its owner reads them."""

from datetime import datetime

from handlers.cards import Action, Button, Card, Choices, Facts, Style, Text
from handlers.domain.handover import NotLeft
from handlers.domain.promise import Promise
from handlers.domain.times import dated_for
from handlers.promises.cards import past_card

AGAIN = Button("What nobody has", Action("handover.show"))
_WHY_NOT = {
    NotLeft.AT_WORK: "{who} is at work by now, so it is {who}'s.",
    NotLeft.IN_TIME: "{who} is back before it is due, so it is {who}'s.",
    NotLeft.OFFERED: "{who} has offered it to somebody. Unanswered, it comes back.",
}


def left_card(promise: Promise, zone: str, back: datetime | None) -> Card:
    """Return a promise that can be taken over; ``back`` is when its owner starts next."""
    when = f", back {dated_for(back, zone, zone)}" if back else ""
    off = Text(f"{promise.owner} is off{when}.")
    told = Text(f"Taken over, it is yours, and {promise.owner} is told.")
    take = Button("Take it over", _take(promise), Style.PRIMARY)
    return Card(f"{promise.owner}'s promise", (_facts(promise, zone), off, told), (take, AGAIN))


def not_left_card(promise: Promise, why: NotLeft, zone: str) -> Card:
    """Return one that needs nobody by now, and why."""
    title = f"{promise.owner}'s promise"
    if why is NotLeft.CLOSED:
        return Card(title, past_card(promise).body, (AGAIN,))
    said = _WHY_NOT[why].format(who=promise.owner)
    return Card(title, (_facts(promise, zone), Text(said)), (AGAIN,))


def over_card(promise: Promise) -> Card:
    """Return the answer to whoever has just taken it over."""
    row = Button(promise.what, Action("promises.show", {"promise": promise.id}))
    told = Text(f"{promise.owner} reads it at their next start.")
    return Card("It's yours", (Choices((row,)), told), (AGAIN,))


def _facts(promise: Promise, zone: str) -> Facts:
    rows = [("Promise", promise.what)]
    if promise.due_at:
        rows.append(("By", dated_for(promise.due_at, promise.zone, zone)))
    if promise.case_number:
        rows.append(("Case", promise.case_number))
    return Facts(tuple(rows))


def _take(promise: Promise) -> Action:
    return Action("handover.take-left", {"promise": promise.id, "rev": str(promise.rev)})
