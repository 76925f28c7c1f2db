"""One pack laid over another: an entry with a known id takes the place of the older one."""

from collections.abc import Iterator

from content.danger_list import danger_overlaid
from content.document import Node
from content.problems import Problem, quoted

_FIXED_LISTS = ("steps", "remedies", "behaviours")  # the code knows them by their ids


def overlaid(name: str, below: Node, above: Node) -> Node:
    """Return the file of this name from the pack below, with what the one above changes."""
    match name:
        case "flow.yaml" | "shoutouts.yaml":
            changed = {key: _part(key, below, node) for key, node in above.keys().items()}
            return Node({**below.keys(), **changed}, below.file, below.line)
        case "branches.yaml":
            return _replaced(below, above)
        case "danger.yaml" | "danger_points.yaml":
            return danger_overlaid(below, above)
    known = _ids(below)
    added = [entry for entry in above.items() if entry.text("id") not in known]
    return Node([*_replaced(below, above).items(), *added], below.file, below.line)


def strangers(name: str, below: Node, above: Node) -> Iterator[Problem]:
    """Yield the entries above that belong to a fixed set, and replace nothing in it."""
    match name:
        case "flow.yaml" | "shoutouts.yaml":
            for key in _FIXED_LISTS:
                yield from _unknown(below.under(key), above.under(key))
        case "branches.yaml":
            yield from _unknown(below, above)


def _part(key: str, below: Node, above: Node) -> Node:
    """Return one part of the flow: fixed lists by id, words key by key, the rest as a whole."""
    if key in _FIXED_LISTS and below.items(key) and above.items():
        return _replaced(below.under(key), above)
    return _merged(below.under(key), above) if key == "words" else above


def _replaced(below: Node, above: Node) -> Node:
    news = {entry.text("id"): entry for entry in above.items()}
    entries = [news.get(entry.text("id"), entry) for entry in below.items()]
    return Node(entries, below.file, below.line)


def _merged(below: Node, above: Node) -> Node:
    """Return both mappings as one; a mapping inside is merged in its turn."""
    if not (below.keys() and above.keys()):
        return above
    both = {key: _merged(below.under(key), node) for key, node in above.keys().items()}
    return Node({**below.keys(), **both}, below.file, below.line)


def _unknown(below: Node, above: Node) -> Iterator[Problem]:
    known = _ids(below)
    for entry in above.items():
        if known and (name := entry.text("id")) not in known:
            wrong = f"is «{quoted(name)}», which replaces nothing" if name else "is missing"
            message = f"{wrong}; use one of {', '.join(known)}"
            yield Problem(entry.file, entry.under("id").line, "id", message)


def _ids(entries: Node) -> list[str]:
    return [entry.text("id") for entry in entries.items()]
