"""How the customer reaches us, as people type it before the story: ``by phone …``, ``chat: …``."""

import re

from content.flow import Variant

_WORDS = {
    "phone": Variant.VOICE,
    "telephone": Variant.VOICE,
    "chat": Variant.CHAT,
    "email": Variant.CHAT,
    "e-mail": Variant.CHAT,
    "counter": Variant.COUNTER,
    "at the counter": Variant.COUNTER,
}
_ANY = "|".join(sorted(_WORDS, key=len, reverse=True))
# A bare "phone" may begin a story, as may "at the counter"; "by phone" and a colon say the way.
_BEGINNINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"by\s+({_ANY})(?![\w-])\s*[:,;.–-]*\s*",
        rf"({_ANY})\s*:\s*",
        r"(at the counter)\s*(?:[,;–]\s*|$)",
    )
)

# In words of danger, where what to do hangs on it: leave, or stay on the line.
_TOLD = {
    Variant.COUNTER: re.compile(
        r"\b(?:at|by|behind) (?:the |our |my )?(?:counter|till|checkout|reception|front desk)\b",
        re.IGNORECASE,
    ),
    Variant.CHAT: re.compile(
        r"\b(?:in|on|by|via) (?:the )?(?:chat|e-?mail)\b|\b(?:writes|types)(?: that\b|:)",
        re.IGNORECASE,
    ),
    Variant.VOICE: re.compile(
        r"\b(?:on|over) the (?:phone|line)\b|\b(?:caller|hung up)\b", re.IGNORECASE
    ),
}
# What somebody tells of another place is not where they are.
_RETOLD = re.compile(r"\b(?:says?|said|tells?|told|writes?|wrote)\b", re.IGNORECASE)


def told_variant(text: str) -> Variant | None:
    """Return how the customer of a danger reaches us, where the words tell it of one way alone."""
    variant, said = typed_variant(text)
    told = [each for each, words in _TOLD.items() if words.search(said)]
    if Variant.COUNTER in told and _RETOLD.search(said):
        told.remove(Variant.COUNTER)
    return variant or (told[0] if len(told) == 1 else None)


def typed_variant(text: str) -> tuple[Variant | None, str]:
    """Return the way of contact that a line begins with, and what is said after it."""
    text = text.strip()
    for beginning in _BEGINNINGS:
        if found := beginning.match(text):
            return _WORDS[" ".join(found[1].casefold().split())], text[found.end() :]
    return None, text
