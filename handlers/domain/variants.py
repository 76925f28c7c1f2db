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


def typed_variant(text: str) -> tuple[Variant | None, str]:
    """Return the way of contact that a line begins with, and what is said after it."""
    text = text.strip()
    for beginning in _BEGINNINGS:
        if found := beginning.match(text):
            return _WORDS[" ".join(found[1].casefold().split())], text[found.end() :]
    return None, text
