"""What a dialog shows: a card or a form, whose buttons Teams hands back to the command."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.teams.drawing.adaptive_cards import draw, draw_form
from bot.teams.sender import CARD_TYPE
from handlers.cards import Card, Form

TITLE = "Careloop"
SIZE = "medium"


def showing(shown: Card | Form) -> dict[str, Any]:
    """Return the answer that draws a card or a form in the dialog."""
    drawn = draw(shown) if isinstance(shown, Card) else draw_form(replace(shown, cancel=None))
    value = {
        "title": TITLE,
        "width": SIZE,
        "height": SIZE,
        "card": {"contentType": CARD_TYPE, "content": submitting(drawn)},
    }
    return {"task": {"type": "continue", "value": value}}


def saying(text: str) -> dict[str, Any]:
    """Return the answer that says something instead of the dialog."""
    return {"task": {"type": "message", "value": text}}


def submitting(drawn: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a card with the other kind of button: a dialog knows no ``Action.Execute``."""
    if isinstance(drawn, list):
        return [submitting(each) for each in drawn]
    if not isinstance(drawn, Mapping):
        return drawn
    if drawn.get("type") == "Action.Execute":
        return submitting(drawn["fallback"])
    return {name: submitting(value) for name, value in drawn.items()}
