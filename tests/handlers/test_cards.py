"""A card that no door can draw is not made, and what commands show keeps the doors' limits."""

import pytest

from handlers.cards import Action, Button, Card
from handlers.marked import Mark, Marked
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


WRONG = [
    pytest.param("", (), id="no words"),
    pytest.param("calm down", (Mark(5, 9, 1), Mark(0, 4, 2)), id="out of order"),
    pytest.param("calm down", (Mark(0, 6, 1), Mark(5, 9, 2)), id="one in another"),
    pytest.param("calm down", (Mark(5, 10, 1),), id="beyond the end"),
    pytest.param("calm down", (Mark(-1, 4, 1),), id="before the beginning"),
]


@pytest.mark.parametrize(("text", "marks"), WRONG)
def test_words_that_cannot_be_marked_so_are_not(text, marks):
    with pytest.raises(ValueError, match="mark"):
        Marked(text, marks)


def test_marks_count_what_a_reader_sees_and_have_a_small_number():
    marked = Marked("🙏🙏 calm down, please", (Mark(3, 12, 1), Mark(14, 20, 12)))
    assert marked.plain == "🙏🙏 calm down¹, please¹²"
    assert [words for words, mark in marked.pieces if mark] == ["calm down", "please"]
