"""Whether words tell the particular problem: a thing, and what went wrong with it."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Literal

from content.phrases import Phrasebook
from handlers.domain.replies.phrase_set import Found, PhraseSet, phrase_set
from handlers.domain.replies.words import Sentence

# Where the telling ends and a reason, a step or another thought begins.
_OTHER = re.compile(
    r" (?:because (?:we|our|it|they|he|she|i)|but|although|though|thank|thanks|please|let me"
    r"|so(?! (?:many|long|much|late|badly|that) )"
    r"|(?:and )?(?<!that )(?:i|we) (?:have|will|am|are|can|would|do)) "
)
_FEWEST = 2  # things that tell a problem by themselves, where the frame says that there is one


class Playback:
    """Weighs words by the lists of a pack.

    ``wrong`` ones say what went wrong, ``idle`` ones name nothing; ``hollow`` phrases do neither.
    """

    def __init__(self, lists: Mapping[str, tuple[str, ...]], shared: Phrasebook) -> None:
        book = Phrasebook(lists, shared)
        self._hollow = phrase_set(lists.get("hollow", ()), book)
        self._idle = phrase_set(lists.get("idle", ()), book)
        self._wrong = phrase_set(lists.get("wrong", ()), book)

    def told(self, sentence: Sentence, frame: Found, how: Literal["strict", "loose"]) -> int | None:
        """Return where the problem ends that is told from a frame on, or None if none is."""
        other = _OTHER.search(sentence.text, frame.end - 1)
        start, end = frame.start, other.start() + 1 if other else len(sentence.text)
        hollow, idle, wrong = (
            self._covered(each, sentence, start, end)
            for each in (self._hollow, self._idle, self._wrong)
        )
        wrong -= hollow
        words = zip(sentence.words, sentence.offsets, strict=True)
        named = {offset for word, offset in words if start <= offset < end and word.text.isalpha()}
        telling = (
            named - hollow - idle
        )  # things, and words that name one and what was wrong with it
        is_told = bool(wrong and telling - wrong) or len(telling & wrong) >= _FEWEST
        is_told |= how == "loose" and len(telling) >= _FEWEST
        return end if is_told else None

    @staticmethod
    def _covered(phrases: PhraseSet[str], sentence: Sentence, start: int, end: int) -> set[int]:
        """Return where the words begin that stand in one of the phrases."""
        covered = set[int]()
        for match, _ in phrases.matches(sentence, start, end):
            first, last = (bisect_left(sentence.offsets, at) for at in (match.start, match.end))
            covered.update(sentence.offsets[first:last])
        return covered
