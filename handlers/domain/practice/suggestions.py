"""Which scenario to practise on next, and which are meant by some words."""

import re
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from hashlib import blake2b

from content.scenarios import Level, Scenario

MIN_WORD = 3  # letters of a word that is looked for
_WORD = re.compile(r"\w+")
_LEVELS = list(Level)


def suggested(
    scenarios: Collection[Scenario], done: Collection[str], seed: str, *, leads: bool = False
) -> Sequence[Scenario]:
    """Return the scenarios in the order in which they are suggested.

    What wasn't done lately comes first, then what is easy, then by the seed. ``leads``: whoever
    asks leads people; to others those for leaders are suggested last.
    """
    return sorted(
        scenarios,
        key=lambda each: (
            each.audience == "leaders" and not leads,
            each.id in done,
            _LEVELS.index(each.level),
            blake2b(f"{seed}\0{each.id}".encode(), digest_size=8).digest(),
        ),
    )


def meant(scenarios: Collection[Scenario], typed: str) -> Sequence[Scenario]:
    """Return the scenarios that some words speak of: one by its name, several by what they share.

    ``two left boots`` and ``boots`` are a name; ``chat``, ``easy`` and ``fear`` are shared.
    """
    words = _words(typed)
    if not words:
        return []
    named = [each for each in scenarios if words == _words(each.title) or typed.strip() == each.id]
    if named:
        return named
    known = {each.id: _known(each) for each in scenarios}
    every = sorted({word for some in known.values() for word in some})
    wanted = [(get_close_matches(word, every, 1, 0.8) or [word])[0] for word in words]
    return [each for each in scenarios if all(word in known[each.id] for word in wanted)]


def _known(scenario: Scenario) -> frozenset[str]:
    shared = (scenario.trade, scenario.feeling, scenario.level, scenario.channel)
    return frozenset(_words(" ".join((scenario.title, *shared, scenario.audience))))


def _words(text: str) -> tuple[str, ...]:
    return tuple(each for each in _WORD.findall(text.casefold()) if len(each) >= MIN_WORD)
