"""How much a card holds, on both sides, in figures."""

import pytest

from bot.slack.drawing.blocks import message
from handlers.cards import Action, Button, Called, Card, Choices, Facts, Text


def blocks(*body):
    """Return what a body is drawn as, without the title."""
    return message(Card("t", body))["blocks"][1:]


@pytest.mark.parametrize(
    ("value", "drawn"),
    [("v" * 2000, "v" * 2000), ("v" * 2001, "v" * 1999 + "…")],
    ids=["2000", "2001"],
)
def test_a_field_has_2000_characters(value, drawn):
    ((label, shown),) = (block["fields"] for block in blocks(Facts((("Note", value),))))
    assert (label["text"], shown["text"]) == ("*Note*", drawn)


def test_a_body_has_9000_characters_and_says_where_it_is_cut():
    three = [Text("x" * 3000)] * 3
    shown = [each["text"]["text"] for each in blocks(*three)]
    assert [len(each) for each in shown] == [3000] * 3
    *kept, last = blocks(*three, Text("y"))
    assert [len(each["text"]["text"]) for each in kept] == [3000] * 3
    assert last["elements"][0]["text"] == "…"


@pytest.mark.parametrize(
    ("text", "notified"),
    [("x" * 598, "x" * 598), ("x" * 599, "x" * 597 + "…")],
    ids=["600", "601"],
)
def test_a_notification_has_600_characters(text, notified):
    """The title and its line break are two of them."""
    assert message(Card("t", (Text(text),)))["text"] == f"t\n{notified}"


@pytest.mark.parametrize("called", [25, 26])
def test_in_a_line_twenty_five_people_are_called_by_name(called):
    line = Text.calling([Called(f"U{number}", "Sam") for number in range(called)])
    (drawn,) = blocks(line)
    assert drawn["text"]["text"] == " ".join(f"<@U{number}>" for number in range(25))


@pytest.mark.parametrize(("label", "kind"), [(30, "actions"), (31, "section")])
def test_a_label_of_thirty_signs_has_room_on_a_button(label, kind):
    (drawn,) = blocks(Choices((Button("b" * label, Action("a.b")),)))
    assert drawn["type"] == kind


@pytest.mark.parametrize(
    ("label", "button"),
    [("One two three four five x" + "y" * 10, "One two three four five…"),
     ("One two three four fives x" + "y" * 10, "One two three four…")],
    ids=["24", "25"],
)  # fmt: skip
def test_the_button_beside_a_long_label_begins_with_24_signs_of_it(label, button):
    (drawn,) = blocks(Choices((Button(label, Action("a.b")),)))
    assert drawn["accessory"]["text"]["text"] == button
