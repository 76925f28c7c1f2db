"""The same again within a minute: what stands is shown, and another can be had all the same."""

from dataclasses import replace

from handlers.cards import MAIN_BUTTONS, Action, Button, Card, Choices, Text
from handlers.turn import Turn

ANOTHER = "Add another all the same"


def with_another(card: Card, said: str, intent: str, turn: Turn, **args: str) -> Card:
    """Return the card of what stands: a line that says so, and the button for another.

    The button carries an id of its own, so that it makes one thing, however often it is pressed.
    """
    button = Button(ANOTHER, Action(intent, {**args, "new": turn.fresh_id("another")}))
    if len(card.buttons) < MAIN_BUTTONS:
        return replace(card, body=(Text(said), *card.body), buttons=(*card.buttons, button))
    return replace(card, body=(Text(said), Choices((button,)), *card.body))


def of_button(turn: Turn) -> Turn:
    """Return the turn under the id that its button carries; whoever forges one gets their own."""
    return replace(turn, id=turn.arg("new")[:64])
