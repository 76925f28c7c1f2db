"""How they reach us, typed before the story; what only looks like it stays in the story."""

import pytest

from content.flow import Variant
from handlers.domain.variants import typed_variant

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
