"""Whether a sentence plays the particular problem back: the thing, and what went wrong."""

import re
from collections.abc import Collection, Iterator, Sequence

from handlers.domain.replies.rules import Hit, Rules
from handlers.domain.replies.words import Sentence

_OTHER = re.compile(r" (?:because|but|so|and i|and we|i have|i will|we will|i am) ")
_FRAMES = frozenset({"apology", "ownership", "acknowledge", "invite"})
_AGAINST = frozenset({"blame", "policy_shield", "dismissive"})
_UNLESS_SORRY = frozenset({"excuse", "canned", "vague", "non_apology"})


def played_back(sentences: Sequence[Sentence], hits: Sequence[Hit], rules: Rules) -> Iterator[Hit]:
    """Yield a finding for each sentence that names the thing and what went wrong."""
    is_framed = any(each.finding in _FRAMES for each in hits)
    for sentence in sentences:
        beside = {each.finding for each in hits if each.sentence == sentence.number}
        if beside & _AGAINST or (beside & _UNLESS_SORRY and "apology" not in beside):
            continue
        if (start := _start(sentence, rules, is_framed=is_framed)) is not None:
            first, last = sentence.span(start, len(sentence.text))
            yield Hit("specific", "specific.playback", sentence.number, first, last)


def _start(sentence: Sentence, rules: Rules, *, is_framed: bool) -> int | None:
    """Return where a playback begins in the text of a sentence, or None."""
    for match, _ in rules.cues["playback"].matches(sentence):
        content, wrong = _weighed(sentence.text[match.end() :], rules)
        _, wrong_before = _weighed(match[0], rules)
        if (content and wrong + wrong_before) or content > 2:
            return match.start()
    if is_framed:
        for match, _ in rules.cues["thing-playback"].matches(sentence):
            _, wrong = _weighed(sentence.text[match.end() :], rules)
            content, wrong_before = _weighed(match[0], rules)
            if content and wrong + wrong_before:
                return match.start()
    return None


def _weighed(part: str, rules: Rules) -> tuple[int, int]:
    """Return how many words say what it is about, and how many say what was wrong."""
    if other := _OTHER.search(f" {part}"):
        part = part[: other.start()]
    words = [each for each in part.split() if each != "," and each not in _list("small", rules)]
    stems = tuple(_list("wrong", rules))
    wrong = sum(each.startswith(stems) for each in words)
    generic = _list("generic", rules)
    content = sum(not each.startswith(stems) and each not in generic for each in words)
    return content, wrong


def _list(name: str, rules: Rules) -> Collection[str]:
    return rules.word_lists[name]
