"""A prose file of a pack: front matter in YAML, then headings with paragraphs or lists.

It is read into one mapping: the keys of the front matter, and what stands under each heading by its
name in small letters, ``## What comes out`` under ``what_comes_out``.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from content.document import Node, node_of
from content.problems import ContentError, Problem, quoted
from content.source import text_of

_FENCE = "---"
_HEADING = re.compile(r"##\s+(.+?)\s*$")
_ITEM = re.compile(r"[-*]\s+(.+)$")
_BREAK = re.compile(r"\r\n|\r|\n")
_NOT_A_WORD = re.compile(r"\W+")


def read_prose(path: Path, name: str) -> Node:
    """Return what the file holds as a mapping, or raise ContentError with what is wrong."""
    lines = _BREAK.split(text_of(path, name))
    end = _end_of_front(lines, name)
    # The first fence becomes an empty line, so that the lines of problems are right.
    front = node_of("\n".join(["", *lines[1:end]]) + "\n", name)
    if not front.keys():
        raise _refused(name, 1, f"has nothing between the two lines {_FENCE}; write key: text")
    keys = dict(front.keys())
    for title, node in _sections(lines[end + 1 :], end + 2, name):
        if title in keys:
            raise _refused(name, node.line, f"has «{quoted(title)}» twice; keep one")
        keys[title] = node
    return Node(keys, name, 1)


def _end_of_front(lines: list[str], name: str) -> int:
    if lines[0].strip() != _FENCE:
        raise _refused(name, 1, f"should begin with a line {_FENCE}, then key: text")
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == _FENCE:
            return number
    raise _refused(name, 1, f"has no second line {_FENCE} after its keys")


def _sections(lines: list[str], first: int, name: str) -> Iterator[tuple[str, Node]]:
    """Yield the name and the text or the list of each section; ``first`` is its first line."""
    title, began, inside = "", first, list[tuple[int, str]]()
    for number, line in enumerate([*lines, "## "], first):
        heading = _HEADING.match(line)
        if heading is None and line != "## ":
            inside.append((number, line.strip()))
            continue
        if title:
            yield title, _section(inside, began, name)
        elif stray := next((each for each in inside if each[1]), None):
            raise _refused(name, stray[0], "has text above the first heading; write ## before it")
        if heading is not None:
            title, began, inside = _key(heading[1]), number, []


def _section(lines: list[tuple[int, str]], began: int, name: str) -> Node:
    """Return a list where each line begins with a hyphen, else a text of paragraphs."""
    written = [(number, line) for number, line in lines if line]
    if not written or not _ITEM.match(written[0][1]):
        paragraphs = "\n".join(line for _, line in lines).strip().split("\n\n")
        return Node("\n\n".join(" ".join(each.split()) for each in paragraphs), name, began)
    items: list[Node] = []
    for number, line in written:
        item = _ITEM.match(line)
        if item is not None:
            items.append(Node(item[1].strip(), name, number))
        else:  # goes on from the line above
            last = items.pop()
            items.append(Node(f"{last.value} {line}", name, last.line))
    return Node(items, name, began)


def _key(heading: str) -> str:
    return _NOT_A_WORD.sub("_", heading.strip().lower()).strip("_")


def _refused(name: str, line: int, message: str) -> ContentError:
    return ContentError([Problem(name, line, "", message)])
