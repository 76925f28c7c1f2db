"""The list of words of danger as a file: one laid over another, checked, and older lists in it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from content.document import Node, read
from content.patterns import parsed
from content.points import is_plain, numbers_of, points_of
from content.problems import Problem, key_of, quoted

MOST_BYTES_OF_POINTS = 2 * 1024 * 1024

# Where such words stood before they had a file of their own: (file, key) -> what they are now.
_EARLIER = {
    ("flow.yaml", "danger_words"): {"id": "danger-words", "branch": "life-at-risk"},
    ("shoutouts.yaml", "keep_private"): {"id": "keep-private"},
}


def danger_overlaid(below: Node, above: Node) -> Node:
    """Return both lists as one: entries by their ids, groups by their names, the rest added."""
    changed = {key: _part(key, below.under(key), node) for key, node in above.keys().items()}
    return Node({**below.keys(), **changed}, below.file, below.line)


def with_earlier_words(files: Mapping[str, Node]) -> dict[str, Node]:
    """Return the files of a pack with the words that its other files held in the list."""
    files = dict(files)
    for (name, key), entry in _EARLIER.items():
        if name in files and (words := files[name].keys().get(key)) is not None:
            rest = {each: node for each, node in files[name].keys().items() if each != key}
            files[name] = Node(rest, files[name].file, files[name].line)
            added = Node(
                {"entries": Node([_entry(entry, words)], words.file, words.line)}, words.file, 1
            )
            danger = files.get("danger.yaml")
            files["danger.yaml"] = danger_overlaid(danger, added) if danger else added
    return files


def read_points(path: Path, name: str) -> Node:
    """Return a file of points; those that stand in one block of text as a line each."""
    file = read(path, name, MOST_BYTES_OF_POINTS)
    block = file.under("points")
    if not isinstance(block.value, str) or "\n" not in block.value:
        return file
    lines = enumerate(block.value.splitlines(), block.line + 1)
    points = [Node(line, file.file, number) for number, line in lines if line.strip()]
    keys = {**file.keys(), "points": Node(points, file.file, block.line)}
    return Node(keys, file.file, file.line)


def danger_problems(files: Mapping[str, Node]) -> Iterator[Problem]:
    """Yield what can't be read in the words of danger and their points, where they are there."""
    if "danger.yaml" in files:
        nothing = Node("", "branches.yaml", 1)
        yield from _list_problems(files["danger.yaml"], files.get("branches.yaml", nothing))
    if "danger_points.yaml" in files:
        yield from _points_problems(files["danger_points.yaml"])


def _list_problems(danger: Node, branches: Node) -> Iterator[Problem]:
    """Yield the lines that can't be read, and the branches that aren't there."""
    groups = {name: str(node.value) for name, node in danger.under("groups").keys().items()}
    not_now = danger.under("not_now")
    yield from _unreadable(danger, "denied", groups, ())
    for key in ("words", "unless"):
        yield from _unreadable(not_now, key, groups, ("not_now",))
    known = [each.text("id") for each in branches.items()]
    for place, entry in enumerate(danger.items("entries")):
        for key in ("words", "unless"):
            yield from _unreadable(entry, key, groups, ("entries", place))
        branch = entry.text("branch")
        if branch and known and branch not in known:
            message = f"is «{quoted(branch)}»; use one of {', '.join(known)}"
            yield Problem(entry.file, entry.under("branch").line, "branch", message)


def _points_problems(file: Node) -> Iterator[Problem]:
    """Yield the lines of points that can't be read."""
    lines = [
        (line, points_of, ("points", number))
        for number, line in enumerate(file.items("points"))
        if not (isinstance(line.value, str) and is_plain(line.value))
    ]
    for line, reads, route in [*lines, (file.under("start"), numbers_of, ("start",))]:
        if isinstance(line.value, str) and line.value.strip():
            try:
                reads(line.value)
            except ValueError as error:
                yield Problem(line.file, line.line, key_of(route), str(error))


def _part(key: str, below: Node, above: Node) -> Node:
    if above.keys():  # groups, and what is over
        parts = {name: _part(name, below.under(name), node) for name, node in above.keys().items()}
        return Node({**below.keys(), **parts}, below.file, below.line)
    if not (below.items() and above.items()):
        return above
    known = {entry.text("id") for entry in below.items()} - {""}
    news = {entry.text("id"): entry for entry in above.items()}
    kept = [news.get(id_, entry) if (id_ := entry.text("id")) else entry for entry in below.items()]
    added = [entry for entry in above.items() if entry.text("id") not in known]
    return Node([*kept, *added], below.file, below.line)


def _entry(known: Mapping[str, str], words: Node) -> Node:
    def written(value: str) -> Node:
        return Node(value, words.file, words.line)

    mark = written("danger" if "branch" in known else "private")
    marks = Node([mark], words.file, words.line)
    entry = {key: written(value) for key, value in known.items()}
    return Node({**entry, "marks": marks, "words": words}, words.file, words.line)


def _unreadable(
    parent: Node, key: str, groups: Mapping[str, str], route: tuple[str | int, ...]
) -> Iterator[Problem]:
    for number, line in enumerate(parent.items(key)):
        if isinstance(line.value, str) and line.value.strip():
            try:
                parsed(line.value, groups)
            except ValueError as error:
                yield Problem(line.file, line.line, key_of((*route, key, number)), str(error))
