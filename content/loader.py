"""Packs from their folders, one laid over the other, checked as a whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from content.danger_list import read_points, with_earlier_words
from content.document import Node, read
from content.folders import REPLIES, is_in_folder, read_folders
from content.models import Content
from content.overlay import changes, fallbacks, overlaid, strangers
from content.problems import ContentError, Problem, quoted
from content.strays import strays
from content.validation import repeated_ids, validated

CORE = Path(__file__).parent / "packs" / "core"

_LISTS = ("reminders.yaml", "principles.yaml", "branches.yaml", "synonyms.yaml")
_FILES = (
    *("reminders.yaml", "principles.yaml", "synonyms.yaml", "flow.yaml"),
    *("branches.yaml", "shoutouts.yaml", "danger.yaml", "danger_points.yaml"),
    "moves.yaml",
)
# Without points the words of danger.yaml decide alone, without synonyms those of the cards.
_OF_FLOW = {"steps", "remedies", "times", "causes", "by_when", "words"}
_MAY_LACK = {"danger_points.yaml", "synonyms.yaml"}
# What a file may hold no more; a workspace that wrote it before keeps its pack.
_RETIRED = {"shoutouts.yaml": ("closed_well",)}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Content, with what the packs laid over the first one say themselves.

    ``changes`` names it by file; ``fallbacks`` says where an entry lacks what it must have, so that
    it is taken from below. ``teaching`` are the files of the folders, to say where something stands
    that shows only when it is tried.
    """

    content: Content
    changes: Mapping[str, tuple[str, ...]]
    fallbacks: tuple[Problem, ...]
    teaching: Mapping[str, Node]


def load(*packs: Path) -> Content:
    """Return the checked content of these folders, as ``loaded`` does."""
    return loaded(*packs).content


def loaded(*packs: Path) -> Loaded:
    """Return the checked content of these folders, the first complete and the others laid over it.

    Without any it is the core pack, which is read once: it is ours, and stays while we run.
    Raises ContentError with all the problems of all the files.
    """
    return _core() if packs in ((), (CORE,)) else _laid_over(packs)


@cache
def _core() -> Loaded:
    return _laid_over((CORE,))


def _laid_over(packs: Sequence[Path]) -> Loaded:
    said: dict[str, tuple[str, ...]] = {}
    lacked: list[Problem] = []
    first, *others = packs
    base = _pack(first, "")
    problems = [*base.problems, *_missing(base)]
    for folder in others:
        pack = _pack(folder, f"{quoted(folder.name)}/")
        problems += pack.problems
        files = with_earlier_words(pack.files)
        for name in sorted(filter(is_in_folder, files.keys() - base.files.keys())):
            base.files[name], said[name] = files[name], ("new",)
        for name in files.keys() & base.files.keys():
            below, above = base.files[name], files[name]
            if below is above:
                continue
            problems += strangers(name, below, above)
            lacked += fallbacks(name, below, above)
            if parts := tuple(changes(name, below, above)):
                said[name] = (*said.get(name, ()), *parts)
            base.files[name] = overlaid(name, below, above)
    is_as_ours = (
        first == CORE and others and not any(name.startswith(f"{REPLIES}/") for name in said)
    )
    try:
        content = validated(base.files, _core().content.replies if is_as_ours else None)
    except ContentError as error:
        problems += error.problems
    if problems:
        raise ContentError(sorted(dict.fromkeys(problems), key=lambda it: (it.file, it.line)))
    teaching = {name: node for name, node in base.files.items() if is_in_folder(name)}
    return Loaded(content, {name: said[name] for name in sorted(said)}, tuple(lacked), teaching)


@dataclass(frozen=True, slots=True)
class _Pack:
    """What one folder holds: the files that could be read, and what is wrong with it."""

    present: set[str] = field(default_factory=set)
    files: dict[str, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def _pack(folder: Path, shown: str) -> _Pack:
    """Return the files of a folder; ``shown`` goes before their names in a report."""
    pack = _Pack()
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        message = f"cannot be opened as a folder: {error.strerror}"
        pack.problems.append(Problem(quoted(folder.name), 1, "", message))
        return pack
    pack.present.update(names)
    pack.problems.extend(strays(folder, names, shown, _FILES))
    for name in pack.present.intersection(_FILES):
        try:
            reads = read_points if name == "danger_points.yaml" else read
            file = reads(folder / name, shown + name)
            pack.files[name] = _without_retired(name, _shaped(name, file))
            pack.problems.extend(repeated_ids(file))
        except ContentError as error:
            pack.problems.extend(error.problems)
    files, problems = read_folders(folder, shown)
    pack.files.update(files)
    pack.problems.extend(problems)
    for file in files.values():
        pack.problems.extend(repeated_ids(file))
    return pack


def _shaped(name: str, file: Node) -> Node:
    """Return a file that is a list or a mapping as it should be, or raise ContentError."""
    wanted = list if name in _LISTS else dict
    if isinstance(file.value, wanted) and file.value:
        return file
    if not file.value:
        empty = "is empty; write something or remove the file"
        raise ContentError([Problem(file.file, 1, "", empty)])
    hyphens = "should be a list; begin each entry with a hyphen"
    message = hyphens if wanted is list else "should have keys, each as key: text"
    if elsewhere := _belongs(file):
        message = f"has what belongs into {elsewhere}; move it there"
    raise ContentError([Problem(file.file, file.line, "", message)])


def _belongs(file: Node) -> str:
    """Return the file that a list or mapping of this shape belongs into, or nothing."""
    if any(entry.text("kind") and entry.text("idea") for entry in file.items()):
        return "reminders.yaml"
    return "flow.yaml" if _OF_FLOW.intersection(file.keys()) else ""


def _without_retired(name: str, file: Node) -> Node:
    """Return a file without the keys that mean nothing any more."""
    retired = _RETIRED.get(name, ())
    if not any(key in file.keys() for key in retired):  # noqa: SIM118 - a method of ours
        return file
    kept = {key: node for key, node in file.keys().items() if key not in retired}
    return Node(kept, file.file, file.line)


def _missing(pack: _Pack) -> Iterator[Problem]:
    """Yield the files that a first pack lacks; a folder that can't be opened has been told."""
    if pack.present or not pack.problems:
        for name in _FILES:
            if name not in pack.present | _MAY_LACK:
                yield Problem(name, 1, "", "is missing; a complete pack needs it")
