"""One file of a pack, read strictly: plain YAML in which every value is text and knows its line."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from content.problems import ContentError, Problem, Route, key_of, quoted
from content.slips import cut_off, quotes_of, slip_at
from content.source import MOST_BYTES, text_of, unseen_in

MOST_EVENTS = 20_000
DEEPEST = 20

# libyaml reads the same language ten times faster; a PyYAML that was built without it will do.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = ("", "~", "null", "Null", "NULL")

# A part of the parser's complaint, worded by either of PyYAML's two parsers, and our words for it.
_MISALIGNED = "does not line up with the lines above, or a quote ends too early"
_COMPLAINTS = (
    ("mapping values are not allowed", 'has one colon too many; put the text in "quotes"'),
    ("expected ':'", "has no key; write key: text"),
    ("cannot start any token", 'starts with a sign that YAML keeps for itself; use "quotes"'),
    ("unexpected end of stream", "opens a quote that is never closed"),
    ("unexpected document", "opens a quote that is never closed"),
    ("to C int", r"has a \ that means something else in double quotes; write \\ instead"),
    ("escape", r"has a \ that means something else in double quotes; write \\ instead"),
    ("expected ',' or", 'opens a bracket that is not closed; text with [ or { needs "quotes"'),
    ("tag", "has a tag (!); remove it, every value is text"),
    (
        "sequence entries are not allowed",
        'has a list here; start it on a line of its own, or put a text in "quotes"',
    ),
    ("directive", "has a % line; remove it"),
    ("comment or line break", "has text after | or >; start it on the next line"),
    ("indentation indicators", "has text after | or >; start it on the next line"),
    ("node content", 'has [, ], { or } without its other half; text with it needs "quotes"'),
    ("did not find expected", _MISALIGNED),
    ("expected <", _MISALIGNED),
)


@dataclass(frozen=True, slots=True)
class Node:
    """A value as it was written, and where: a text, a list or a mapping."""

    value: "str | list[Node] | dict[str, Node]"
    file: str
    line: int

    def plain(self) -> object:
        """Return the value without its places."""
        match self.value:
            case dict() as keys:
                return {key: node.plain() for key, node in keys.items()}
            case list() as items:
                return [node.plain() for node in items]
        return self.value

    def at(self, route: Route) -> "Node":
        """Return the node at the end of the route, or the last one on the way to it."""
        node = self
        for part in route:
            match node.value, part:
                case dict() as keys, str() if part in keys:
                    node = keys[part]
                case list() as items, int() if part < len(items):
                    node = items[part]
                case _:
                    break
        return node

    def keys(self) -> "dict[str, Node]":
        """Return the nodes of a mapping, and none for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    def items(self, key: str | None = None) -> "list[Node]":
        """Return the nodes of this list, or of the list under a key; none for anything else."""
        value = self.value if key is None else self.under(key).value
        return value if isinstance(value, list) else []

    def under(self, key: str) -> "Node":
        """Return the node under a key, or an empty one."""
        return self.keys().get(key, Node("", self.file, self.line))

    def text(self, key: str) -> str:
        """Return the text under a key, or an empty one."""
        value = self.under(key).value
        return value if isinstance(value, str) else ""


def read(path: Path, name: str, most: int = MOST_BYTES) -> Node:
    """Return what the file holds, or raise ContentError with all that is wrong with its YAML.

    ``most`` is how many bytes it may have.
    """
    return node_of(text_of(path, name, most), name)


def node_of(text: str, name: str) -> Node:
    """Return what a text of YAML holds, or raise ContentError with all that is wrong with it."""
    reader = _Reader(name, _events(text, name), text.splitlines())
    node = reader.document()
    if reader.problems:
        raise ContentError(reader.problems)
    return node


def _events(text: str, name: str) -> Iterator[yaml.Event]:
    """Yield what the parser meets, in order; it reads no further than it is asked to."""
    try:
        for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
            if number > MOST_EVENTS:
                message = "holds too many entries; make it shorter"
                raise ContentError([Problem(name, _line(event), "", message)])
            yield event
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two: "\UFFFFFFFF"
        lines = text.splitlines() or [""]
        problem = _complaint(error, name)
        line = min(problem.line, len(lines))  # the parser may complain of the line after it
        slip, message = slip_at(lines, line)
        message = message or problem.message
        raise ContentError([replace(problem, line=slip, message=message)]) from None


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _complaint(error: Exception, name: str) -> Problem:
    """Put the parser's complaint into plain words, at the line where the mistake begins."""
    theirs = str(getattr(error, "problem", None) or error)
    ours = (words for part, words in _COMPLAINTS if part in theirs)
    context = str(getattr(error, "context", None))
    opened = any(word in context for word in ("quoted scalar", "simple key", "flow"))
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    line = mark.line + 1 if mark else 1
    return Problem(name, line, "", next(ours, f"cannot be read: {quoted(theirs)}"))


@dataclass(slots=True)
class _Reader:
    """Builds nodes from events, and notes whatever is more than plain YAML on the way."""

    name: str
    events: Iterator[yaml.Event]
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)

    def document(self) -> Node:
        """Return the only document there should be, or an empty one."""
        node = None
        try:
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    self._begin(event, node)
                elif isinstance(event, yaml.NodeEvent):
                    node = self._node(event, ())
        except ContentError as stop:
            self.problems.extend(stop.problems)
        return node or Node("", self.name, 1)

    def _begin(self, event: yaml.DocumentStartEvent, before: Node | None) -> None:
        if before:
            message = "starts a second document (---); keep one"
            raise ContentError([Problem(self.name, _line(event), "", message)])
        if event.version or event.tags:
            self._note(event, (), "has a % line; remove it")

    def _node(self, event: yaml.Event, route: Route) -> Node:
        """Return the node that begins with this event; the depth is checked on the way down."""
        if len(route) > DEEPEST:
            message = f"is nested more than {DEEPEST} deep; make it flatter"
            raise ContentError([Problem(self.name, _line(event), "", message)])
        self._plain(event, route)
        value: str | list[Node] | dict[str, Node]
        match event:
            case yaml.SequenceStartEvent():
                value = self._list(route)
            case yaml.MappingStartEvent():
                value = self._mapping(route)
            case _:
                value = self._text(event, route)
        return Node(value, self.name, _line(event))

    def _plain(self, event: yaml.Event, route: Route) -> None:
        """Note an anchor, an alias or a tag: a value stands for itself."""
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            self._note(event, route, f"refers to *{quoted(str(anchor))}; write it out here")
        elif anchor:
            self._note(event, route, f"has an anchor, &{quoted(anchor)}; remove it")
        if tag := getattr(event, "tag", None):
            self._note(event, route, f"has a tag, {quoted(tag)}; remove it, every value is text")

    def _list(self, route: Route) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*route, len(items))))
        return items

    def _mapping(self, route: Route) -> dict[str, Node]:
        keys: dict[str, Node] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, route)
            node = self._node(next(self.events), (*route, key))
            if key in keys:
                message = f"is there twice, first on line {keys[key].line}; keep one"
                self._note(event, (*route, key), message)
            # A key's line is where its value is looked for, though a list begins a line below.
            keys[key] = Node(node.value, self.name, _line(event))
        return keys

    def _key(self, event: yaml.Event, route: Route) -> str:
        node = self._node(event, (*route, "?"))
        if not isinstance(node.value, str):
            self._note(event, route, "has a list or a mapping for a key; use one word")
            return "?"
        if node.value == "<<":
            self._note(event, route, "has a merge key, <<; write the keys out")
        if not node.value:
            self._note(event, route, "has a colon without a key before it; write key: text")
        return node.value

    def _text(self, event: yaml.Event, route: Route) -> str:
        """Return the text as it was written: 9:30, NO and 1e3 stay what they are."""
        value = str(getattr(event, "value", ""))
        if message := unseen_in(value):
            self._note(event, route, message)
        plain = getattr(event, "style", None) in (None, "")
        if plain and (message := quotes_of(value) or cut_off(value, self._behind(event))):
            self._note(event, route, message)
        return "" if plain and value in _NOTHING else value

    def _behind(self, event: yaml.Event) -> str:
        """Return what stands behind a value on its last line."""
        mark = event.end_mark
        if mark is None or mark.line >= len(self.lines):
            return ""
        return self.lines[mark.line][mark.column :]

    def _note(self, event: yaml.Event, route: Route, message: str) -> None:
        self.problems.append(Problem(self.name, _line(event), key_of(route), message))
