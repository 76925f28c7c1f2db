"""A reply as sentences of normalised words, each of which knows where it stands in the text.

Contractions are taken apart, other spellings and frequent typos become one form, and what is quoted
is left out: those are the customer's words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from content.phrase_places import Reading
from content.phrases import Vocabulary
from handlers.domain.replies.readings import OWNS_OR_IS, read

MAX_LENGTH = 20_000  # characters that are read of a draft
# Words after which a sentence that goes on and on is read as over, at a pause or anywhere.
PAUSE_ENDS, MAX_SENTENCE = 60, 120
LONG_WORD = 7  # letters from which a slip of one is forgiven
_TOKEN = re.compile(
    r"(?P<word>[ap]\.m\b\.?|(?:mr|mrs|ms|dr|st|e\.g|i\.e|approx)\.(?=\s?\w)|no\.(?=\s?\d)"
    r"|[$£€]?\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|%|am|pm|gb|h|mins?|hrs?|hours?|days?|wks?|secs?)?\b%?"
    r"|(?:re-(?=\w{3}))?[^\W\d_]+(?:'[^\W\d_]+)*|&)"
    r"|(?P<stop>[.!?;\n…]+)|(?P<pause>,|:|--|[—–()]|(?<=\s)-(?=\s))",
    re.IGNORECASE,
)
_SAME_LENGTH = str.maketrans("’‘ʼ`´", "'''''")
_QUOTED = re.compile(
    r"\"[^\"\n]{2,200}\"|“[^”\n]{2,200}”|„[^“”\n]{2,200}[“”]|«[^»\n]{2,200}»"
    r"|(?<!\w)'[^'\n]{3,120}'(?!\w)|^>.*$",
    re.MULTILINE,
)
# Their dots end no sentence.
_ADDRESS = re.compile(
    r"(?<![^\s(<])(?:[^\s@()<>]{1,64}@[\w.-]{1,99}\w|(?:https?://|www\.)[^\s()<>]{1,200}[\w/])"
)
_IRREGULAR = {
    "won't": ("will", "not"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "shan't": ("will", "not"),
    "ain't": ("is", "not"),
    "let's": ("let", "us"),
}
_ENDINGS = {"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}
_COUNTED = re.compile(r"(\d+)((?:min|hr|hour|day|wk|sec)s?)")
_RESPELT = (
    (re.compile(r"(?<=[a-z]{3})iz(?=(e|es|ed|ing|ation)$)"), "is"),
    (re.compile(r"(?<=[a-z]{2})or(?=(s|ed|ing|able|ite)?$)"), "our"),
    (re.compile(r"(?<=[a-z]{3}[aeiou]l)(?=(ed|ing)$)"), "l"),
    (re.compile(r"ter$"), "tre"),
    (re.compile(r"(?<=[a-z]{2}in)$"), "g"),  # "doin" is spoken, "doing" is written
)


@dataclass(frozen=True, slots=True)
class Word:
    """A normalised word, and where it stands: code points, the end exclusive."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """Words up to a full stop; ``number`` counts from 0, ``end`` is behind its closing mark.

    ``reading`` is the whole draft, in which the sentence begins at the place ``first``.
    """

    words: tuple[Word, ...]
    number: int
    is_question: bool
    end: int
    reading: Reading
    first: int

    @cached_property
    def text(self) -> str:
        """Return the words with a space around each."""
        return f" {' '.join(each.text for each in self.words)} "

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Return where each word begins in ``text``."""
        return tuple(accumulate((len(each.text) + 1 for each in self.words[:-1]), initial=1))

    def offset(self, place: int) -> int:
        """Return where in ``text`` the word of a place begins; its end behind the last one."""
        return self.offsets[place] if place < len(self.offsets) else len(self.text)

    def behind_words(self, end: int) -> int:
        """Return where in ``text`` the last word before a place ends, without its comma."""
        return len(self.text[:end].rstrip(" ,"))

    @property
    def start(self) -> int:
        """Return where it begins in the draft."""
        return self.words[0].start

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the draft a part of ``text`` stands."""
        inside = [
            word
            for word, offset in zip(self.words, self.offsets, strict=True)
            if start <= offset < end and word.text != ","
        ] or [self.words[0]]
        return inside[0].start, inside[-1].end


class Normaliser:
    """Reads drafts with the spellings of a pack, and the words that its phrases know."""

    def __init__(self, spellings: Mapping[str, str], known: Vocabulary) -> None:
        self._spellings = {key: tuple(value.split()) for key, value in spellings.items()}
        self._known = known
        self._near = _by_slips(known.words)
        self._read: dict[str, tuple[str, ...]] = {}

    def sentences(self, text: str) -> tuple[Sentence, ...]:
        """Return the sentences of a draft, in order."""
        plain = text[:MAX_LENGTH].translate(_SAME_LENGTH)
        for unread in (_QUOTED, _ADDRESS):
            plain = unread.sub(lambda found: " " * len(found[0]), plain)
        said = list(self._sentences(plain))
        reading = Reading([word.text for word in words] for words, _, _ in said)
        return tuple(
            Sentence(words, number, is_question, end, reading, first)
            for number, ((words, is_question, end), first) in enumerate(
                zip(said, reading.firsts, strict=True)
            )
        )

    def _sentences(self, text: str) -> Iterator[tuple[tuple[Word, ...], bool, int]]:
        """Yield the words of each sentence, whether it is a question, and where it ends."""
        words: list[Word] = []
        for token in _TOKEN.finditer(text):
            if token.lastgroup == "word":
                words += [Word(each, token.start(), token.end()) for each in self._forms(token[0])]
            elif token.lastgroup == "pause" and words:
                words.append(Word(",", token.start(), token.end()))
            is_full = len(words) >= (PAUSE_ENDS if token.lastgroup == "pause" else MAX_SENTENCE)
            if words and (token.lastgroup == "stop" or is_full):
                yield _as_meant(words), "?" in token[0], token.end()
                words = []
        if words:
            yield _as_meant(words), False, words[-1].end

    def _forms(self, token: str) -> tuple[str, ...]:
        """Return a word as phrases have it: several for "I'm"."""
        low = token.lower().replace("re-", "re")
        if low not in self._read:
            if len(self._read) > 50_000:
                self._read.clear()
            self._read[low] = self._normal(low)
        return self._read[low]

    def _normal(self, low: str) -> tuple[str, ...]:
        if found := self._spellings.get(low) or _IRREGULAR.get(low):
            return found
        if "'" in low:
            return self._apart(low)
        if counted := _COUNTED.fullmatch(low):
            return (counted[1], *self._normal(counted[2]))
        if low in self._known.words or not low.isalpha():
            return (low.rstrip(".") or low,)
        by_stem = low in self._known
        for pattern, other in _RESPELT:
            changed = pattern.sub(other, low)
            if changed != low and changed in (self._known.words if by_stem else self._known):
                return (changed,)
        return (low if by_stem else self._near_word(low) or low,)

    def _apart(self, low: str) -> tuple[str, ...]:
        base, _, ending = low.rpartition("'")
        if low.endswith("n't"):
            return (*self._normal(low[:-3]), "not")
        if ending in _ENDINGS:
            return (*self._normal(base), _ENDINGS[ending])
        if ending == "s":
            return (*self._normal(base), OWNS_OR_IS)
        return (low.replace("'", ""),)

    def _near_word(self, low: str) -> str | None:
        """Return the one known long word from which this differs by one slip."""
        if len(low) < LONG_WORD:
            return None
        near = {word for slip in _slips(low) for word in self._near.get(slip, ())}
        near = {
            word
            for word in near
            if word[0] == low[0] and not low.startswith(word) and not word.startswith(low)
        }
        return near.pop() if len(near) == 1 else None


def _as_meant(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return words with those decided that can be read in two ways."""
    texts = [each.text for each in words]
    return tuple(
        Word(text, word.start, word.end)
        for place, word in enumerate(words)
        for text in read(texts, place)
    )


def _by_slips(words: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the long words by what a slip makes of them, most of which is one word's alone."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        if len(word) >= LONG_WORD and word.isalpha():
            alone = (word,)
            for slip in _slips(word):
                others = found.setdefault(slip, alone)
                if word not in others:
                    found[slip] = (*others, word)
    return found


def _slips(word: str) -> Iterator[str]:
    """Yield a word, and it without each of its letters but the first."""
    yield word
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :]
