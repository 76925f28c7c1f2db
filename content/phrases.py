"""How phrases to look for in a reply are written in a pack, and how they are read.

    sorry (that|for|about)     these words in this order, one of a choice
    I am [so] sorry            in square brackets: may be missing
    frustrat*                  any ending
    sorry .. if                up to three other words between, ``...`` six, ``..9`` nine
    sorry * happened           any one word
    will ~(never|not) come     what follows doesn't begin with one of these
    {me} will                  a word of the list of that name
    ^ sorry                    at the beginning of a sentence, or behind a comma
    sorry $                    at the end of a sentence
    sorry , but                here a comma is needed; elsewhere commas don't matter
    {/[0-9]+ ?%/}              an expression, for whoever knows them

They are looked for in a sentence of normalised words (see ``handlers.domain.replies.words``).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from content.phrase_parts import (
    AnyWord,
    Beginning,
    Comma,
    End,
    Expression,
    Gap,
    InOrder,
    Maybe,
    Not,
    Part,
    Reading,
    Words,
    one_of,
)

GAPS = {"..": 3, "...": 6}  # words that may stand between
DEEPEST = 4  # lists in lists
_TOKEN = re.compile(r"\{/[^/]+/\}|\{[a-z-]+\}|\.{2,3}\d?|[()\[\]|^,~]|\*|[^\s()\[\]|^,~{}*]+\*?")
_ENDINGS = {"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}
_IRREGULAR = {"can't": "can", "won't": "will", "shan't": "will"}
_PLAIN = re.compile(r"[^\W_]\w*\*?")  # one word, or the beginning of one


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase made ready, to be looked for where a word begins."""

    part: Part

    def end(self, reading: Reading, at: int) -> int | None:
        """Return the place behind it when it begins at a word, or None."""
        return next(iter(self.part.ends(reading, at)), None)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that phrases know: whole ones, and those that begin with a stem."""

    words: frozenset[str]
    stems: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.words or word.startswith(self.stems)


class Phrasebook:
    """Makes written phrases ready; the lists that they may use are read once."""

    def __init__(
        self, lists: Mapping[str, tuple[str, ...]], below: "Phrasebook | None" = None
    ) -> None:
        """Take the lists of one file, and a book with those that all files share."""
        self._lists, self._below = lists, below
        self._read: dict[str, Part] = {}
        self._phrases: dict[str, Phrase] = {}

    def phrase(self, line: str) -> Phrase:
        """Return a written phrase made ready, or raise ValueError with what is wrong with it."""
        if line not in self._phrases:
            part = _Parser(line, self).whole()
            if part.skippable:
                raise ValueError(f"has «{line[:60]}», in which every word may be missing; name one")
            self._phrases[line] = Phrase(part)
        return self._phrases[line]

    def list_of(self, name: str, depth: int) -> Part:
        """Return the list of a name as a choice; ValueError when there is none."""
        if name not in self._lists:
            if self._below is not None:
                return self._below.list_of(name, depth)
            raise ValueError(f"has the list {{{name}}}, which is not under lists")
        if depth > DEEPEST:
            raise ValueError(f"has the list {{{name}}}, which is made of itself")
        if name not in self._read:
            lines = sorted(self._lists[name], key=len, reverse=True)
            words = [each.casefold() for each in lines if _PLAIN.fullmatch(each)]
            longer = [each for each in lines if not _PLAIN.fullmatch(each)]
            parts = [_Parser(each, self, depth + 1).whole() for each in longer]
            self._read[name] = one_of(parts, words)
        return self._read[name]


def vocabulary(lines: Iterable[str]) -> Vocabulary:
    """Return the words of written phrases, and of the lists that they use."""
    tokens = {token.casefold() for line in lines for token in _TOKEN.findall(line)}
    words = {each for each in tokens if each[0].isalpha()}
    stems = sorted(each[:-1] for each in words if each.endswith("*"))
    return Vocabulary(frozenset(each for each in words if each[-1] != "*"), tuple(stems))


class _Parser:
    """Reads one written phrase, part by part."""

    def __init__(self, line: str, book: Phrasebook, depth: int = 0) -> None:
        self._line, self._book, self._depth = line, book, depth
        self._tokens = _TOKEN.findall(line)
        self._at = 0
        if _without_spaces("".join(self._tokens)) != _without_spaces(line):
            raise ValueError(f"has «{line[:60]}», which can't be read; see the top of words.yaml")

    def whole(self) -> Part:
        """Return the phrase as one part."""
        part = self._choice("")
        if self._at < len(self._tokens):
            raise ValueError(f"has «{self._line[:60]}», with a bracket too many")
        return part

    def _choice(self, closing: str) -> Part:
        """Return what stands up to a closing bracket: one of several."""
        words: list[str] = []
        longer: list[Part] = []
        while True:
            token = self._peek()
            if _PLAIN.fullmatch(token) and self._peek(1) in ("|", closing):
                self._at += 1
                words.append(token.casefold())
            else:
                longer.append(self._sequence(closing))
            if self._peek() != "|":
                break
            self._at += 1
        if closing:
            if self._peek() != closing:
                opened = "(" if closing == ")" else "["
                wrong = f"with a {opened} that isn't closed; add {closing}"
                raise ValueError(f"has «{self._line[:60]}», {wrong}")
            self._at += 1
        return one_of(longer, words)

    def _sequence(self, closing: str) -> Part:
        parts: list[Part] = []
        while (token := self._peek()) not in ("", "|", closing or "\0"):
            self._at += 1
            parts.append(self._part(token))
        return parts[0] if len(parts) == 1 else InOrder(parts)

    def _part(self, token: str) -> Part:
        match token:
            case "(":
                return self._choice(")")
            case "[":
                return Maybe(self._choice("]"))
            case ")" | "]":
                raise ValueError(f"has «{self._line[:60]}», with a bracket too many")
            case "~":
                return self._not_followed()
            case "^":
                return Beginning()
            case "$":
                return End()
            case ",":
                return Comma()
            case "*":
                return AnyWord()
        if token.startswith(".."):
            return _gap(token)
        if token.startswith("{/"):
            return _expression(token[2:-2])
        if token.startswith("{"):
            return self._book.list_of(token[1:-1], self._depth)
        return _word(token)

    def _not_followed(self) -> Part:
        if (token := self._peek()) in ("", "|", ")", "]"):
            raise ValueError(f"has «{self._line[:60]}», with nothing behind ~")
        self._at += 1
        return Not(self._part(token))

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else ""


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _expression(source: str) -> Part:
    try:
        return Expression(source)
    except re.error as error:
        raise ValueError(f"has {{/{source}/}}, which is no expression: {error}") from None


def _gap(token: str) -> Part:
    dots = token.rstrip("0123456789")
    most = int(token[len(dots) :] or GAPS.get(dots, 0))
    if not most or (dots == "..." and token != dots):
        raise ValueError(f"has the gap {token}; write .. or ... or ..9")
    return Gap(most)


def _word(token: str) -> Part:
    """Return a word; "you've" and one with a hyphen are two, as drafts are read."""
    parts = [each for each in token.casefold().replace("’", "'").split("-") if each]
    words = [_single(word) for part in parts for word in _written_out(part) if word]
    if not words:
        raise ValueError(f"has «{token}» where a word should stand")
    return words[0] if len(words) == 1 else InOrder(words)


def _written_out(word: str) -> Sequence[str]:
    """Return the words of a contraction."""
    before, _, ending = word.rpartition("'")
    if word.endswith("n't"):
        return (_IRREGULAR.get(word) or word[:-3], "not")
    if ending in _ENDINGS:
        return (before, _ENDINGS[ending])
    return (before,) if ending == "s" else (word.replace("'", ""),)


@cache
def _single(word: str) -> Part:
    return Words([word])
