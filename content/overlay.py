"""One pack laid over another: an entry with a known id takes the place of the older one.

What the flow, the branches and the thanks say is merged key by key, so that whoever changes one
line writes that line. A reminder or an idea is replaced whole, but for what it must have and lacks:
a key that is new in ours never costs a workspace its pack.
"""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from content.danger_list import danger_overlaid
from content.document import Node
from content.folders import LESSONS, REPLIES, SCENARIOS
from content.models import Principle, ReminderText
from content.problems import Problem, quoted

_FIXED_LISTS = ("steps", "remedies", "behaviours")  # the code knows them by their ids
_OWN_LISTS = ("causes",)
_MERGED = ("flow.yaml", "shoutouts.yaml", "branches.yaml", "moves.yaml")
_ACTS: Mapping[str, tuple[str, str]] = {  # by kind: the key, and what is so without it
    "try": ("try", "is missing, so there is nothing to tick"),
    "what-if": ("what_if", "is missing; people note a line to the text"),
    "question": ("scenes", "is missing, so there is nothing to press"),
}
_ENTRIES: Mapping[str, type[BaseModel]] = {
    "reminders.yaml": ReminderText,
    "principles.yaml": Principle,
}


def overlaid(name: str, below: Node, above: Node) -> Node:
    """Return the file of this name from the pack below, with what the one above changes."""
    match name:
        case "danger.yaml" | "danger_points.yaml":
            return danger_overlaid(below, above)
        case "synonyms.yaml":
            return Node([*above.items(), *below.items()], below.file, below.line)
    match name.partition("/")[0]:
        case folder if folder == REPLIES and "/" in name:
            return _rules_overlaid(below, above)
        case folder if folder in (SCENARIOS, LESSONS):
            return above
    if name in _MERGED:
        return _merged(below, above, is_fixed=name == "branches.yaml")
    needed = _required(_ENTRIES[name])
    older = {entry.text("id"): entry for entry in below.items()}
    newer = {entry.text("id"): _completed(entry, older, needed) for entry in above.items()}
    kept = [newer.get(id_, entry) for id_, entry in older.items()]
    added = [entry for entry in above.items() if entry.text("id") not in older]
    return Node([*kept, *added], below.file, below.line)


def changes(name: str, below: Node, above: Node) -> Iterator[str]:
    """Yield what a file of a pack says itself: ``vent``, ``words``, and which entries."""
    if name == "danger_points.yaml":
        yield "points"
    elif name.startswith((f"{SCENARIOS}/", f"{LESSONS}/")):
        yield "replaces ours"
    elif above.keys():
        for key, node in above.keys().items():
            if key == "finding":  # the name of the file, no change of theirs
                continue
            ids = [entry.text("id") for entry in node.items()]
            yield f"{key}: {', '.join(filter(None, ids))}" if any(ids) else key
    elif all(entry.text("id") for entry in above.items()):
        known = _ids(below)
        for entry in above.items():
            id_ = entry.text("id")
            yield f"{id_} (replaces ours)" if id_ in known and name in _ENTRIES else id_
    else:
        yield "more of them"


def fallbacks(name: str, below: Node, above: Node) -> Iterator[Problem]:
    """Yield what an entry above must have and lacks, so that ours is used.

    And what the kind of a reminder asks for; without it, it is shown all the same.
    """
    if name not in _ENTRIES:
        return
    known = {entry.text("id") for entry in below.items()}
    for entry in above.items():
        for key in _required(_ENTRIES[name]):
            if entry.text("id") in known and key not in entry.keys():  # noqa: SIM118 - a method
                message = f"is missing in {quoted(entry.text('id'))}; ours is used"
                yield Problem(entry.file, entry.line, key, message)
    if name == "reminders.yaml":
        for entry in above.items():
            act = _ACTS.get(entry.text("kind"))
            if act and not entry.under(act[0]).value:
                yield Problem(entry.file, entry.line, act[0], act[1])


def strangers(name: str, below: Node, above: Node) -> Iterator[Problem]:
    """Yield the entries above that belong to a fixed set, and replace nothing in it."""
    match name:
        case "flow.yaml" | "shoutouts.yaml":
            for key in _FIXED_LISTS:
                yield from _unknown(below.under(key), above.under(key))
        case "branches.yaml":
            yield from _unknown(below, above)


def _rules_overlaid(below: Node, above: Node) -> Node:
    """Return rules with what a pack adds: rules by their ids, words and phrases beside ours."""
    if isinstance(below.value, dict) and isinstance(above.value, dict):
        keys = {key: _rules_overlaid(below.under(key), node) for key, node in above.keys().items()}
        return Node({**below.keys(), **keys}, above.file, above.line)
    if below.items() and all(_ids(below)):
        return _merged(below, above)
    if below.items() and isinstance(above.value, list):
        return Node([*below.items(), *above.items()], above.file, above.line)
    return above


def _merged(below: Node, above: Node, *, is_fixed: bool = False) -> Node:
    """Return both as one: mappings key by key, lists of entries by id, all else from above.

    To a list that is fixed nothing is added.
    """
    if isinstance(below.value, dict) and isinstance(above.value, dict):
        both = {
            key: _own_list(below.under(key), node)
            if key in _OWN_LISTS
            else _merged(below.under(key), node, is_fixed=key in _FIXED_LISTS)
            for key, node in above.keys().items()
        }
        return Node({**below.keys(), **both}, above.file, above.line)
    known = _ids(below)
    if not above.items() or not known or not all(known):
        return above
    news = {entry.text("id"): entry for entry in above.items()}
    kept = [
        _merged(entry, news[entry.text("id")]) if entry.text("id") in news else entry
        for entry in below.items()
    ]
    added = [entry for entry in above.items() if entry.text("id") not in known]
    return Node([*kept, *([] if is_fixed else added)], below.file, below.line)


def _own_list(below: Node, above: Node) -> Node:
    """Return a list of which a pack may have its own.

    With a new id in it, or one of ours that is only named, it is theirs alone; else it is ours in
    their words.
    """
    both, known = _merged(below, above), _ids(below)
    mine = [entry.text("id") for entry in above.items()]
    is_named = any(entry.keys().keys() == {"id"} for entry in above.items())
    if not mine or not all(mine) or not (is_named or set(mine) - set(known)):
        return both
    by_id = {entry.text("id"): entry for entry in both.items()}
    return Node([by_id[each] for each in dict.fromkeys(mine)], above.file, above.line)


def _completed(entry: Node, older: Mapping[str, Node], needed: tuple[str, ...]) -> Node:
    """Return an entry with what it must have from the older one of its id."""
    before = older.get(entry.text("id"))
    if before is None or not entry.keys():
        return entry
    lacked = {key: node for key, node in before.keys().items() if key in needed}
    return Node({**lacked, **entry.keys()}, entry.file, entry.line)


def _required(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys that an entry must have, as they stand in a file."""
    fields = model.model_fields.items()
    return tuple(field.alias or name for name, field in fields if field.is_required())


def _unknown(below: Node, above: Node) -> Iterator[Problem]:
    known = _ids(below)
    for entry in above.items():
        if known and (name := entry.text("id")) not in known:
            wrong = f"is «{quoted(name)}», which replaces nothing" if name else "is missing"
            message = f"{wrong}; use one of {', '.join(known)}"
            yield Problem(entry.file, entry.under("id").line, "id", message)


def _ids(entries: Node) -> list[str]:
    return [entry.text("id") for entry in entries.items()]
