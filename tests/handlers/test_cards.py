"""A card that no door can draw is not made, and what commands show keeps the doors' limits."""

import pytest

from handlers.cards import Action, Button, Card
from tests.conftest import typed

LABEL = 75  # characters: a Slack button


@pytest.mark.parametrize("line", ["/care today", "/care find a", "/care help", "/reminders list"])
async def test_cards_without_a_case_keep_the_limits_as_well(line, app):
    await app.bot.answer(typed("/reminders add weekdays 08:55"))
    card = (await app.bot.answer(typed(line))).card
    assert all(0 < len(each.label) <= LABEL for each in card.actions())
    assert len({each.label for each in card.actions()}) == len(list(card.actions()))


OVERFULL = [
    pytest.param({"buttons": 4}, id="four main buttons"),
    pytest.param({"more": 6}, id="six in the overflow"),
]


@pytest.mark.parametrize("parts", OVERFULL)
def test_a_card_that_no_door_can_draw_is_not_made(parts):
    overfull = {
        part: (Button("Go", Action("complaint.go")),) * number for part, number in parts.items()
    }
    with pytest.raises(ValueError, match="at most"):
        Card("Title", **overfull)
