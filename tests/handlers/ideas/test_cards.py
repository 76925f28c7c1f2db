"""A text of a pack from before is shown with all that it has."""

from content.models import ReminderKind, ReminderText
from handlers.cards import Check, Text
from handlers.ideas.cards import reminder_card


def card(kind, **parts):
    text = {"id": "a", "idea": "P2", "kind": kind, "text": "A text.", "credit": "us", **parts}
    return reminder_card(ReminderText.model_validate(text))


def labels(shown):
    return [button.label for button in shown.buttons]


def test_a_thought_with_something_to_try_is_ticked():
    shown = card(ReminderKind.THOUGHT, **{"try": "Do it."})

    assert [type(block) for block in shown.body] == [Text, Text, Check]


def test_a_thought_alone_is_a_line():
    shown = card(ReminderKind.THOUGHT)

    assert (shown.title, [block.text for block in shown.body]) == ("", ["A text."])


def test_a_what_if_takes_a_line_with_its_question_or_without():
    with_question = card(ReminderKind.WHAT_IF, what_if="What if?")
    without = card(ReminderKind.WHAT_IF)

    assert "Note a line of mine" in labels(with_question)
    assert labels(without) == labels(with_question)


def test_a_what_if_from_before_keeps_its_act():
    shown = card(ReminderKind.WHAT_IF, **{"try": "Do it."})

    assert isinstance(shown.body[-1], Check)
