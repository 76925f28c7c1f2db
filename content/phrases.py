"""How phrases to look for in a reply are written in a pack, and the expressions they become.

    sorry (that|for|about)     these words in this order, one of a choice
    I am [so] sorry            in square brackets: may be missing
    frustrat*                  any ending
    sorry .. if                up to three other words between, ``...`` six, ``..9`` nine
    sorry * happened           any one word
    will ~(never|not) come     what follows doesn't begin with one of these
    {me} will                  a word of the list of that name
    ^ sorry                    at the beginning of a sentence, or behind a comma
    sorry , but                here a comma is needed; elsewhere commas don't matter
    {/[0-9]+ ?%/}              an expression, for whoever knows them

They are looked for in a sentence of normalised words (see ``handlers.domain.replies.words``), each
followed by a space.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

GAPS = {"..": 3, "...": 6}  # words that may stand between
DEEPEST = 4  # lists in lists
_TOKEN = re.compile(r"\{/[^/]+/\}|\{[a-z-]+\}|\.{2,3}\d?|[()\[\]|^,~]|\*|[^\s()\[\]|^,~{}*]+\*?")
_WORD_END = " (?:, )?"


@dataclass(frozen=True)
class Phrase:
    """A phrase as an expression to be matched where a word begins, and the words to begin with.

    ``starts`` and ``stems``: its first word is one of these or begins with one of those; when
    ``starts`` is None, it may be any.
    """

    source: str
    starts: frozenset[str] | None
    stems: frozenset[str] = frozenset()

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Return the expression; most are never needed, so each is compiled when it is."""
        return re.compile(self.source)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that phrases know: whole ones, and those that begin with a stem."""

    words: frozenset[str]
    stems: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.words or word.startswith(self.stems)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of an expression with what it may begin with; ``skippable``: it may be missing."""

    source: str
    starts: frozenset[str] | None = frozenset()
    stems: frozenset[str] = frozenset()
    skippable: bool = False


class Phrasebook:
    """Makes written phrases ready; the lists that they may use are read once."""

    def __init__(self, lists: Mapping[str, tuple[str, ...]]) -> None:
        self._lists = lists
        self._read: dict[str, _Piece] = {}

    def phrase(self, line: str) -> Phrase:
        """Return a written phrase made ready, or raise ValueError with what is wrong with it."""
        piece = _Parser(line, self).whole()
        if piece.skippable:
            raise ValueError(f"has «{line[:60]}», in which every word may be missing; name one")
        return Phrase(piece.source, piece.starts, piece.stems)

    def list_of(self, name: str, depth: int) -> "_Piece":
        """Return the list of a name as a choice; ValueError when there is none."""
        if name not in self._lists:
            raise ValueError(f"has the list {{{name}}}, which is not under lists")
        if depth > DEEPEST:
            raise ValueError(f"has the list {{{name}}}, which is made of itself")
        if name not in self._read:
            words = sorted(self._lists[name], key=len, reverse=True)
            self._read[name] = _either([_Parser(each, self, depth + 1).whole() for each in words])
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

    def whole(self) -> _Piece:
        """Return the phrase as one piece."""
        piece = self._choice("")
        if self._at < len(self._tokens):
            raise ValueError(f"has «{self._line[:60]}», with a bracket too many")
        return piece

    def _choice(self, closing: str) -> _Piece:
        """Return what stands up to a closing bracket: one of several."""
        choices = [self._sequence(closing)]
        while self._peek() == "|":
            self._at += 1
            choices.append(self._sequence(closing))
        if closing:
            if self._peek() != closing:
                raise ValueError(f"has «{self._line[:60]}», with a bracket that isn't closed")
            self._at += 1
        return _either(choices)

    def _sequence(self, closing: str) -> _Piece:
        pieces: list[_Piece] = []
        while (token := self._peek()) not in ("", "|", closing or "\0"):
            self._at += 1
            pieces.append(self._piece(token))
        return _in_order(pieces)

    def _piece(self, token: str) -> _Piece:
        match token:
            case "(":
                return self._choice(")")
            case "[":
                inner = self._choice("]")
                return _Piece(f"(?:{inner.source})?", inner.starts, inner.stems, skippable=True)
            case ")" | "]":
                raise ValueError(f"has «{self._line[:60]}», with a bracket too many")
            case "~":
                return self._not_followed()
            case "^":
                return _Piece(r"(?<![^ ,] )", skippable=True)
            case ",":
                return _Piece("(?:, )", frozenset({","}))
            case "*":
                return _Piece("[^ ,]+ (?:, )?", None)
        if token.startswith(".."):
            return _gap(token)
        if token.startswith("{/"):
            return _Piece(f"(?:{_valid(token[2:-2])}){_WORD_END}", None)
        if token.startswith("{"):
            return self._book.list_of(token[1:-1], self._depth)
        return _word(token)

    def _not_followed(self) -> _Piece:
        if (token := self._peek()) in ("", "|", ")", "]"):
            raise ValueError(f"has «{self._line[:60]}», with nothing behind ~")
        self._at += 1
        return _Piece(f"(?!{self._piece(token).source})", skippable=True)

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""


def _valid(expression: str) -> str:
    try:
        re.compile(expression)
    except re.error as error:
        raise ValueError(f"has {{/{expression}/}}, which is no expression: {error}") from None
    return expression


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _either(choices: list[_Piece]) -> _Piece:
    if len(choices) == 1:
        return choices[0]
    starts, stems = _starts_of(choices)
    source = "|".join(each.source for each in choices)
    return _Piece(f"(?:{source})", starts, stems, any(each.skippable for each in choices))


def _in_order(pieces: list[_Piece]) -> _Piece:
    leading: list[_Piece] = []
    for piece in pieces:
        leading.append(piece)
        if not piece.skippable:
            break
    starts, stems = _starts_of(leading)
    source = "".join(each.source for each in pieces)
    return _Piece(source, starts, stems, all(each.skippable for each in pieces))


def _starts_of(pieces: list[_Piece]) -> tuple[frozenset[str] | None, frozenset[str]]:
    stems = frozenset[str]().union(*(each.stems for each in pieces))
    starts = frozenset[str]()
    for each in pieces:
        if each.starts is None:
            return None, stems
        starts |= each.starts
    return starts, stems


def _gap(token: str) -> _Piece:
    dots = token.rstrip("0123456789")
    most = int(token[len(dots) :] or GAPS.get(dots, 0))
    if not most or (dots == "..." and token != dots):
        raise ValueError(f"has the gap {token}; write .. or ... or ..9")
    return _Piece(f"(?:[^ ]+ ){{0,{most}}}?", None, skippable=True)


def _word(token: str) -> _Piece:
    word = token.casefold()
    if word.endswith("*"):
        stem = word[:-1]
        return _Piece(f"{re.escape(stem)}[^ ]*{_WORD_END}", stems=frozenset({stem}))
    return _Piece(f"{re.escape(word)}{_WORD_END}", frozenset({word}))
