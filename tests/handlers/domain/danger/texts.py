"""Texts of 100 kB that might take long to read."""

from content import CORE, load

_SIZE = 100_000


def _mixed() -> str:
    """Return words of danger in any order, without an end of a sentence."""
    entries = load(CORE).danger.entries
    words = [
        word
        for each in entries
        for line in each.words
        for word in line.replace("|", " ").replace("*", "").split()
    ]
    return " ".join(words[number * 7919 % len(words)] for number in range(30_000))


LONG_TEXTS = {
    name: (text * (_SIZE // len(text) + 1))[:_SIZE]
    for name, text in {
        "prose": "The van never came. She waited all day, and nobody rang her. ",
        "one word of danger": "kill ",
        "one word without an end": "a",
        "nearly": "he will never kill no ",
        "stops": ". , ! ? ; ",
        "any words of danger": _mixed(),
    }.items()
}
