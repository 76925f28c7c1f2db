"""What an agent says back of a customer's own words: a practice knows what was said before.

The reply check reads one draft, and knows nobody. Here it is told what this customer has said.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from handlers.domain.replies import Draft, Finding

SOURCE = "echo"
_FEWEST = 2  # words of theirs, all in all
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_WORD = re.compile(r"[£$€]?\d[\d.,:]*\d|\d|[^\W\d_]+", re.UNICODE)
_NUMBERS = frozenset(("two", "six", "ten"))  # the others are long enough
_PREFIX = 4  # letters in which forms of a word agree, near enough
_ASKS = re.compile(r"\s*(?!so\b|and so\b).*\?\s*$", re.IGNORECASE)
_OFFERS = re.compile(
    r"\s*(?:(?:i|we)(?:'ll| will| can| could| shall)|let (?:me|us))\b", re.IGNORECASE
)


def sentences(text: str) -> Iterator[re.Match[str]]:
    """Return the sentences of a text, with their marks."""
    return _SENTENCE.finditer(text)


class Echoes:
    """Finds where two words of the customer's own are said back; what asks or offers does not."""

    def __init__(self, told: Iterable[str], common: Collection[str]) -> None:
        self._common = frozenset(each.lower() for each in common)
        self._told = frozenset(stem for each in told for stem in self._stems(each))

    def detect(self, draft: Draft) -> Sequence[Finding]:
        """Return what is said back, a sentence each."""
        return [*self._found(draft.text)]

    def whole(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where a sentence begins and ends that has no words but theirs and everybody's."""
        for sentence in sentences(text):
            stems = {*self._stems(sentence[0])}
            if len(stems) >= _FEWEST and stems <= self._told and not _ASKS.match(sentence[0]):
                yield sentence.span()

    def _found(self, text: str) -> Iterator[Finding]:
        theirs: set[str] = set()
        for sentence in sentences(text):
            said = sentence[0].replace("’", "'")
            if _ASKS.match(said) or _OFFERS.match(said):
                continue
            fresh = {*self._stems(said)} & self._told - theirs
            theirs |= fresh
            if fresh and len(theirs) >= _FEWEST:
                start = sentence.start() + len(said) - len(said.lstrip())
                yield Finding("specific", start, sentence.end(), SOURCE)

    def _stems(self, text: str) -> Iterator[str]:
        for word in _WORD.findall(text.lower().replace("’", "'")):
            is_number = not word[-1].isalpha() or word in _NUMBERS
            if is_number or (len(word) >= _PREFIX and word not in self._common):
                yield word if is_number else word[:_PREFIX]
