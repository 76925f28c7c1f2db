"""A written phrase, read token by token; ``content.phrases`` says how phrases are written."""

import re
from collections.abc import Callable, Sequence

from content.phrase_groups import Parts
from content.phrase_parts import AnyWord, Beginning, Comma, End, Expression, Gap, Not
from content.phrase_places import Part

GAPS = {"..": 3, "...": 6}  # words that may stand between
DEEPEST_BRACKETS = 20
_PLAIN = r"[^\W_]\w*\*?"  # one word, or the beginning of one
_CHOICE = rf"\({_PLAIN}(?:\|{_PLAIN})*\)"
_TOKEN = re.compile(
    rf"\{{/[^/]+/\}}|\{{[a-z-]+\}}|{_CHOICE}|\.{{2,3}}\d?|[()\[\]|^,~]|\*|[^\s()\[\]|^,~{{}}*]+\*?"
)
_ENDS = frozenset({"", "|", ")", "]"})  # of parts that follow each other
_OPENINGS = frozenset({"(", "[", "~"})
_SIGNS: dict[str, Part] = {"^": Beginning(), "$": End(), ",": Comma(), "*": AnyWord()}
_ENDINGS = {"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}
_IRREGULAR = {"can't": "can", "won't": "will", "shan't": "will"}


class Grammar:
    """Reads written phrases; ``list_of`` returns the list of a name, used at some depth."""

    def __init__(self, parts: Parts, list_of: Callable[[str, int], Part]) -> None:
        self._parts, self._list_of = parts, list_of

    def read(self, line: str, depth: int = 0) -> Part:
        """Return a written phrase as one part, or raise ValueError with what is wrong with it."""
        return _Line(line, depth, self._parts, self._list_of).whole()


class _Line:
    """A written phrase, and how far it is read."""

    def __init__(
        self, line: str, depth: int, parts: Parts, list_of: Callable[[str, int], Part]
    ) -> None:
        self._line, self._depth, self._parts, self._list_of = line, depth, parts, list_of
        tokens = _TOKEN.findall(line)
        if _without_spaces("".join(tokens)) != _without_spaces(line):
            raise self._wrong("which can't be read; see the top of words.yaml")
        self._tokens: list[str] = [*tokens, ""]
        self._at = self._inside = 0

    def whole(self) -> Part:
        """Return the phrase as one part."""
        part = self._choice()
        if self._tokens[self._at]:
            raise self._wrong("with a bracket too many")
        return part

    def _choice(self) -> Part:
        """Return what stands up to a closing bracket: one of several."""
        choices = [self._in_order()]
        while self._tokens[self._at] == "|":
            self._at += 1
            choices.append(self._in_order())
        return self._parts.one_of(choices)

    def _in_order(self) -> Part:
        parts: list[Part] = []
        while (token := self._tokens[self._at]) not in _ENDS:
            self._at += 1
            parts.append(self._parts.known.get(token) or self._part(token))
        return self._parts.in_order(parts)

    def _part(self, token: str) -> Part:
        if token in _OPENINGS:
            self._inside += 1
            if self._inside > DEEPEST_BRACKETS:
                raise self._wrong(f"with more than {DEEPEST_BRACKETS} brackets in each other")
            part = self._opened(token)
            self._inside -= 1
            return part
        if token[0] == "{" and token[1] != "/":
            return self._list_of(token[1:-1], self._depth)
        part = self._parts.known[token] = self._alone(token)
        return part

    def _opened(self, token: str) -> Part:
        match token:
            case "(":
                return self._closed("(", ")")
            case "[":
                return self._parts.maybe(self._closed("[", "]"))
        return Not(self._part(self._next()))

    def _next(self) -> str:
        token = self._tokens[self._at]
        if token in _ENDS:
            raise self._wrong("with nothing behind ~")
        self._at += 1
        return token

    def _closed(self, opening: str, closing: str) -> Part:
        part = self._choice()
        if self._tokens[self._at] != closing:
            raise self._wrong(f"with a {opening} that isn't closed; add {closing}")
        self._at += 1
        return part

    def _alone(self, token: str) -> Part:
        """Return what a token means by itself."""
        if token in _SIGNS:
            return _SIGNS[token]
        if token[0] == "(":
            return self._parts.words(token[1:-1].casefold().split("|"))
        if token.startswith(".."):
            return _gap(token)
        if token[0] == "{":
            return _expression(token[2:-2])
        return self._parts.in_order(self._parts.words([each]) for each in _words(token))

    def _wrong(self, what: str) -> ValueError:
        return ValueError(f"has «{self._line[:60]}», {what}")


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


def _words(token: str) -> Sequence[str]:
    """Return a word; "you've" and one with a hyphen are two, as drafts are read."""
    parts = [each for each in token.casefold().replace("’", "'").split("-") if each]
    words = [word for part in parts for word in _written_out(part) if word]
    if not words:
        raise ValueError(f"has «{token}» where a word should stand")
    return words


def _written_out(word: str) -> Sequence[str]:
    """Return the words of a contraction."""
    before, _, ending = word.rpartition("'")
    if word.endswith("n't"):
        return (_IRREGULAR.get(word) or word[:-3], "not")
    if before and ending in _ENDINGS:
        return (before, _ENDINGS[ending])
    return (before,) if before and ending == "s" else (word.replace("'", ""),)
