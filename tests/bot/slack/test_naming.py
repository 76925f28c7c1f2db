"""Our commands by the names that they have in a workspace."""

import pytest

from bot.slack.naming import prefixed, prefixed_card, prefixed_form
from handlers.cards import Action, Button, Card, Choices, Facts, Field, Form, Text
from handlers.marked import Mark, Marked

TEXTS = {
    "bare": ("/complaint", "/acme-complaint"),
    "in a sentence": (
        "Type `/care help`, or /reminders.",
        "Type `/acme-care help`, or /acme-reminders.",
    ),
    "prefixed already": ("/acme-care", "/acme-care"),
    "a longer word": ("/careful /care-less", "/careful /care-less"),
    "an address": ("https://a.example/care a/care", "https://a.example/care a/care"),
}


@pytest.mark.parametrize(("text", "here"), TEXTS.values(), ids=TEXTS)
def test_a_command_has_its_prefix(text, here):
    assert prefixed(text, "acme-") == here
    assert prefixed(text, "") == text


def test_every_word_of_a_card_and_none_of_what_it_carries():
    button = Button("/care", Action("a.b", {"text": "/care"}))
    card = Card(
        "/care", (Text("/care"), Facts((("/care", "/care"),)), Choices((button,))), (button,)
    )
    here = Button("/x-care", button.action)
    assert prefixed_card(card, "x-") == Card(
        "/x-care",
        (Text("/x-care"), Facts((("/x-care", "/x-care"),)), Choices((here,))),
        (here,),
    )


def test_every_word_of_a_form_and_not_what_the_person_wrote():
    field = Field("a", "/care", value="/care", hint="/care", options=(("/care", "/care"),))
    alarm = Button("/care", Action("a.b"))
    form = prefixed_form(Form("/care", (field,), "Send", Action("a.b"), alarm=alarm), "x-")
    here = Field("a", "/x-care", value="/care", hint="/x-care", options=(("/care", "/x-care"),))
    alarm = Button("/x-care", Action("a.b"))
    assert form == Form("/x-care", (here,), "Send", Action("a.b"), alarm=alarm)


def test_a_mark_stays_on_its_words_when_what_protects_them_is_gone():
    words = "See /\u2060care and /\u2060promise, calm down"
    marked = Marked(words, (Mark(4, 10, 1), Mark(len(words) - 9, len(words), 2)))
    (here,) = prefixed_card(Card("T", (marked,)), "x-").body
    assert here.plain == "See /care¹ and /promise, calm down²"
