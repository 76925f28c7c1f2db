"""What was meant for a pack, and lies where nothing would ever read it."""

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from content.folders import FOLDERS, LESSONS, REPLIES, REPLY_FILES, SCENARIOS
from content.problems import Problem, quoted

_OF_EDITORS = {"txt", "doc", "docx", "rtf", "odt", "md"}  # how they save when not told otherwise
_PROSE = (".md", ".txt", ".yaml", ".yml")
_FENCE = b"---"


def strays(
    folder: Path, names: Sequence[str], shown: str, known: Sequence[str]
) -> Iterator[Problem]:
    """Yield what is in a pack, or in a folder inside it, and isn't read; ``known`` files are."""
    for name in names:
        if name.startswith((".", "~")):
            continue
        if said := _strange(folder / name, known):
            yield Problem(f"{shown}{quoted(name)}", 1, "", said)
        if (folder / name).is_dir():
            for inside, said in _inside(folder / name, known):
                yield Problem(f"{shown}{quoted(name)}/{quoted(inside)}", 1, "", said)


def _strange(path: Path, known: Sequence[str]) -> str:
    """Return what is wrong with the name or the place of something beside the files of a pack."""
    low = path.name.lower()
    if low in REPLY_FILES:
        return f"is not read here; move it into the folder {REPLIES}"
    stem, _, rest = low.partition(".")
    if f"{stem}.yaml" in known and rest.split(".")[-1] in _OF_EDITORS:
        return f"is not read; save it as plain text, and rename it to {stem}.yaml"
    if low.endswith((".yaml", ".yml")) and path.name not in known:
        near = difflib.get_close_matches(low, known, n=1, cutoff=0.8)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(known)}"
        return f"is not a file of a pack; {hint}"
    if path.suffix == ".md" and _begins_with_keys(path):
        return f"is not read here; move it into the folder {SCENARIOS}, or {LESSONS}"
    near = difflib.get_close_matches(low, FOLDERS, n=1, cutoff=0.75)
    if path.is_dir() and near and path.name not in FOLDERS:
        return f"is not a folder that is read; did you mean {near[0]}?"
    return ""


def _inside(folder: Path, known: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what lies too deep, by name."""
    for each in known:
        if _is_file(folder / each):
            yield each, "lies in a folder of its own and is not read; move it one up"
    if folder.name in FOLDERS:
        for path in sorted(folder.glob("*/*")):
            if path.suffix in _PROSE and path.name[0] not in ".~":
                inside = f"{path.parent.name}/{path.name}"
                yield inside, "lies in a folder of its own and is not read; move it one up"


def _begins_with_keys(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_FENCE)) == _FENCE
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
