"""How much a card holds, on both sides, in figures."""

from bot.teams.drawing.adaptive_cards import draw, size
from handlers.cards import Card, Text


def test_a_card_has_27000_bytes_before_its_texts_are_cut():
    nine = [Text("x" * 2900)] * 9
    rest = 27_000 - size(draw(Card("t", (*nine, Text("y"))))) + 1
    drawn = draw(Card("t", (*nine, Text("y" * rest))))
    assert size(drawn) == 27_000
    assert [len(each["inlines"][0]["text"]) for each in drawn["body"][1:]] == [2900] * 9 + [rest]
    drawn = draw(Card("t", (*nine, Text("y" * (rest + 1)))))
    assert [len(each["inlines"][0]["text"]) for each in drawn["body"][1:]] == [1000] * 9 + [
        rest + 1
    ]
