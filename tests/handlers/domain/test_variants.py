"""How they reach us, typed before the story; what only looks like it stays in the story."""

import pytest

from content.flow import Variant
from handlers.domain.variants import told_variant, typed_variant

TYPED = [
    ("by phone the van never came", Variant.VOICE, "the van never came"),
    ("By Phone: the van never came", Variant.VOICE, "the van never came"),
    ("by phone, third time", Variant.VOICE, "third time"),
    ("by telephone", Variant.VOICE, ""),
    ("phone: the van never came", Variant.VOICE, "the van never came"),
    ("Phone :the van", Variant.VOICE, "the van"),
    ("phone:", Variant.VOICE, ""),
    ("by chat charged twice", Variant.CHAT, "charged twice"),
    ("chat: charged twice", Variant.CHAT, "charged twice"),
    ("by e-mail a torn coat", Variant.CHAT, "a torn coat"),
    ("by email a torn coat", Variant.CHAT, "a torn coat"),
    ("e-mail: a torn coat", Variant.CHAT, "a torn coat"),
    ("by counter a key", Variant.COUNTER, "a key"),
    ("counter: a key", Variant.COUNTER, "a key"),
    ("at the counter: a key", Variant.COUNTER, "a key"),
    ("at the counter, a key", Variant.COUNTER, "a key"),
    ("at the counter", Variant.COUNTER, ""),
    ("by the counter", None, "by the counter"),
    ("phone never rang", None, "phone never rang"),
    ("phone", None, "phone"),
    ("chat was closed on me", None, "chat was closed on me"),
    ("at the counter nobody looked up", None, "at the counter nobody looked up"),
    ("by phone-in radio", None, "by phone-in radio"),
    ("by phones", None, "by phones"),
    ("the van, by phone", None, "the van, by phone"),
    ("counterfeit: a bag", None, "counterfeit: a bag"),
    ("", None, ""),
]


@pytest.mark.parametrize(("line", "variant", "story"), TYPED, ids=[each[0] for each in TYPED])
def test_the_way_of_contact_is_taken_only_where_it_is_meant(line, variant, story):
    assert typed_variant(line) == (variant, story)


TOLD = [
    ("he has a knife at the counter", Variant.COUNTER),
    ("gunman by the till", Variant.COUNTER),
    ("she collapsed at reception", Variant.COUNTER),
    ("the caller has a knife", Variant.VOICE),
    ("on the phone he said he will jump", Variant.VOICE),
    ("she hung up after saying goodbye", Variant.VOICE),
    ("in the chat she says she took pills", Variant.CHAT),
    ("he writes that he has a knife", Variant.CHAT),
    ("counter: he has a knife", Variant.COUNTER),
    ("she wrote a goodbye note", None),
    ("a man is at the door of her flat", None),
    ("he is outside the door with a gun", None),
    ("a girl in the queue says she will faint", None),
    ("he says his wife collapsed at reception", None),
    ("he told me there was a gun at the counter", None),
    ("the caller says he is at the counter with a knife", Variant.VOICE),
    ("fire", None),
]


@pytest.mark.parametrize(("words", "variant"), TOLD, ids=[each[0] for each in TOLD])
def test_of_danger_words_tell_where_they_are_only_where_nobody_retells_it(words, variant):
    assert told_variant(words) is variant
