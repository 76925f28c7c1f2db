"""A prose file of a pack: front matter in YAML, then headings with paragraphs or lists.

It is read into one mapping: the keys of the front matter, and what stands under each heading by its
name in small letters, ``## What comes out`` under ``what_comes_out``. Its line is the one that ends
the front matter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from content.document import Node, node_of
from content.problems import ContentError, Problem, quoted
from content.source import text_of

_FENCE = "---"
_HEADING = re.compile(r"##\s+([^#\s].*?)\s*$")
_NEARLY_HEADING = re.compile(r"(##(?=[^#\s])|###+(?=\s*\S)|#(?=\s+\S))|(\*\*)[^*]+\*\*:?\s*$")
_ITEM = re.compile(r"[-*]\s+(.+)$")
_BREAK = re.compile(r"\r\n|\r|\n")
_NOT_A_WORD = re.compile(r"\W+")
_NEARLY_ITEMS = (
    (re.compile(r"[\u2013\u2014\u2022\u00b7]"), "begins with a long dash or a dot"),
    (re.compile(r"-\S"), "has no space after the hyphen"),
    (re.compile(r"\d+[.)]\s"), "begins with a number"),
)
_Lines = Sequence[tuple[int, str]]


def read_prose(path: Path, name: str) -> Node:
    """Return what the file holds as a mapping, or raise ContentError with all that is wrong."""
    lines = _BREAK.split(text_of(path, name))
    end = _end_of_front(lines, name)
    # The first fence becomes an empty line, so that the lines of problems are right.
    front = node_of("\n".join(["", *lines[1:end]]) + "\n", name)
    if not front.keys():
        raise _refused(name, 1, f"has nothing between the two lines {_FENCE}; write key: text")
    return _Reader(name, dict(front.keys())).read(list(enumerate(lines))[end + 1 :], end + 1)


def _end_of_front(lines: list[str], name: str) -> int:
    if lines[0].strip() != _FENCE:
        raise _refused(name, 1, f"should begin with a line {_FENCE}, then key: text")
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == _FENCE:
            return number
        if _HEADING.match(line):
            message = f"has no second line {_FENCE} below its keys; write it above this heading"
            raise _refused(name, number + 1, message)
    raise _refused(name, 1, f"has no second line {_FENCE} below its keys")


@dataclass(slots=True)
class _Reader:
    """Reads the sections of a file, and notes what is wrong on the way."""

    name: str
    keys: dict[str, Node]
    problems: list[Problem] = field(default_factory=list)

    def read(self, lines: _Lines, line: int) -> Node:
        """Return keys and sections as one mapping; ``lines`` are numbered from 0."""
        numbered = [(number + 1, text.strip()) for number, text in lines]
        for began, title, inside in self._sections(numbered):
            if title in self.keys:
                self._note(began, f"has «{quoted(title)}» twice; keep one")
            self.keys[title] = self._section(inside, began)
        if self.problems:
            raise ContentError(self.problems)
        return Node(self.keys, self.name, line)

    def _sections(self, lines: _Lines) -> Iterator[tuple[int, str, _Lines]]:
        """Yield the first line, the name and the lines of each section."""
        began, title, inside = 0, "", list[tuple[int, str]]()
        for number, text in lines:
            nearly = _NEARLY_HEADING.match(text)
            if nearly:
                how = f"with {nearly[1]}" if nearly[1] else "in bold"
                self._note(number, f"has a heading {how}; write ## and a space before it")
            if nearly or _HEADING.match(text):
                if title:
                    yield began, title, inside
                began, title, inside = number, _key(text), []
            elif title:
                inside.append((number, text))
            elif text:
                self._note(number, "has text above the first heading; write ## before it")
        if title:
            yield began, title, inside

    def _section(self, lines: _Lines, began: int) -> Node:
        """Return a list where the first line begins with a hyphen, else a text of paragraphs."""
        written = [(number, line) for number, line in lines if line]
        if not written or not _ITEM.match(written[0][1]):
            paragraphs = "\n".join(line for _, line in lines).strip().split("\n\n")
            whole = "\n\n".join(" ".join(each.split()) for each in paragraphs)
            return Node(whole, self.name, began)
        return Node([*self._items(lines)], self.name, began)

    def _items(self, lines: _Lines) -> Iterator[Node]:
        item: Node | None = None
        before = ""
        for number, line in lines:
            found = _ITEM.match(line)
            if found is not None:
                yield from [item] if item else []
                item = Node(found[1].strip(), self.name, number)
            elif item and line:  # goes on from the line above
                self._check_going_on(number, line, before)
                item = Node(f"{item.value} {line}", self.name, item.line)
            before = line
        yield from [item] if item else []

    def _check_going_on(self, number: int, line: str, before: str) -> None:
        """Note a line that was meant to begin an entry, or a section."""
        nearly = next((said for sign, said in _NEARLY_ITEMS if sign.match(line)), "")
        if nearly:
            self._note(number, f"{nearly}; write a hyphen and a space")
        elif not before:
            self._note(number, "stands below a list; write - before an entry, ## before a heading")

    def _note(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.name, line, "", message))


def _key(heading: str) -> str:
    return _NOT_A_WORD.sub("_", heading.strip().lower()).strip("_")


def _refused(name: str, line: int, message: str) -> ContentError:
    return ContentError([Problem(name, line, "", message)])
