"""The folders of a pack: the language of the reply check, scenarios to practise on, and lessons.

In ``replies`` lies a file for each finding, with ``words.yaml`` and ``phrases.yaml`` beside them;
in the other two a prose file for each entry, named after its id.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from content.document import Node, read
from content.fields import SLUG
from content.phrases import Phrasebook
from content.problems import ContentError, Problem, Route, quoted
from content.prose import read_prose
from content.reply_findings import FINDINGS
from content.reply_rules import Replies

REPLIES, SCENARIOS, LESSONS = "replies", "scenarios", "lessons"
FOLDERS = (REPLIES, SCENARIOS, LESSONS)
REPLY_FILES = (*(f"{each}.yaml" for each in FINDINGS), "words.yaml", "phrases.yaml")
_OF_FOLDER = {
    SCENARIOS: {"feeling", "needs", "plan"},
    LESSONS: {"course", "answers", "try_today"},
}
_QUOTED = re.compile(r"\"[^\"]*\"|“[^“”]*”|„[^„“”]*[“”]|‘[^‘’]*’|«[^«»]*»")
# A sign at the end of a word, outside of an expression: phrases are compared by their words.
_SIGN = re.compile(r"[\w'*][!?;\"“”](?=[\s)\]|]|$)|\w{3}\.(?=[\s)\]|]|$)")
_EXPRESSION = re.compile(r"\{/[^/]+/\}")
_ENDINGS = (".yaml", ".yml", ".md", ".txt", ".docx", ".rtf", ".odt")  # meant to be read


def is_in_folder(name: str) -> bool:
    """Tell whether a file of a pack lies in one of its folders."""
    return name.partition("/")[0] in FOLDERS and "/" in name


def read_folders(pack: Path, shown: str) -> tuple[dict[str, Node], list[Problem]]:
    """Return the files of the folders of a pack by name, ``lessons/x.md``, and what is wrong."""
    files: dict[str, Node] = {}
    problems: list[Problem] = []
    for folder in FOLDERS:
        for name in _names(pack / folder):
            key = f"{folder}/{name}"
            try:
                files[key] = _read(pack / folder / name, folder, shown + key)
            except ContentError as error:
                problems += error.problems
    return files, problems


def folders_draft(files: Mapping[str, Node]) -> dict[str, object]:
    """Return what the folders hold in the shape of Content."""
    whole: dict[str, object] = {
        folder: [node.plain() for _, node in _of(folder, files)] for folder in (SCENARIOS, LESSONS)
    }
    findings = [node.plain() for _, node in _of_findings(files)]
    rest = {
        stem: files[f"{REPLIES}/{stem}.yaml"].plain()
        for stem in ("words", "phrases")
        if f"{REPLIES}/{stem}.yaml" in files
    }
    return whole | ({REPLIES: {"findings": findings, **rest}} if findings or rest else {})


def folders_place(loc: Route, files: Mapping[str, Node]) -> tuple[str, Route]:
    """Return the file in which a mistake was made, and the way to it inside that file."""
    match loc:
        case (str() as folder, int() as place, *rest) if folder in (SCENARIOS, LESSONS):
            return list(_of(folder, files))[place][0], tuple(rest)
        case ("replies", "findings", int() as place, *rest):
            return list(_of_findings(files))[place][0], tuple(rest)
        case ("replies", "words" | "phrases" as stem, *rest):
            return f"{REPLIES}/{stem}.yaml", tuple(rest)
    first = next((each for each, _ in _of_findings(files)), "")
    return (first or f"{REPLIES}/words.yaml"), ()


def phrase_problems(files: Mapping[str, Node], replies: Replies | None = None) -> Iterator[Problem]:
    """Yield the phrases of the reply check that can't be read, where they stand.

    ``replies`` is what the files hold, where they could be validated; it keeps what is read.
    """
    words = files.get(f"{REPLIES}/words.yaml", Node({}, "words.yaml", 1))
    shared = replies.book() if replies else Phrasebook(_lists(words))
    for stem in (*FINDINGS, "words", "phrases"):
        file = files.get(f"{REPLIES}/{stem}.yaml")
        if file is None:
            continue
        yield from _twice(file)
        book = shared
        if stem in FINDINGS:
            book = replies.book(stem) if replies else Phrasebook(_lists(file), shared)
        for node in _phrases(file):
            try:
                book.phrase(str(node.value).strip())
            except ValueError as error:
                yield Problem(node.file, node.line, "", str(error))
                continue
            if sign := _SIGN.search(_EXPRESSION.sub(" ", str(node.value))):
                message = f"has the sign {sign[0][-1]} in a phrase; leave it out, words are enough"
                yield Problem(node.file, node.line, "", message)


def _twice(file: Node) -> Iterator[Problem]:
    """Yield the phrases of a house that stand there before, banned or favoured."""
    lines: dict[str, tuple[int, str]] = {}
    for kind in ("banned", "favoured"):
        for entry in file.items(kind):
            node = entry.under("say")
            said = node.value.casefold() if isinstance(node.value, str) else ""
            line, first = lines.setdefault(said, (node.line, kind))
            if said and line != node.line:
                message = f"is «{quoted(said)}», which is {first} on line {line}; keep one"
                yield Problem(node.file, node.line, f"{kind}.say", message)


def _lists(file: Node) -> dict[str, tuple[str, ...]]:
    lists = file.under("lists").keys()
    return {name: tuple(str(each.value) for each in node.items()) for name, node in lists.items()}


def _phrases(file: Node) -> Iterator[Node]:
    """Yield the phrases of a file of the reply check: of its rules, its cues, and of a house."""
    for node in file.under("cues").keys().values():
        yield from node.items()
    for rule in file.items("rules"):
        for key in ("say", "need", "unless", "unless_reply"):
            yield from rule.items(key)
    for entry in (*file.items("banned"), *file.items("favoured")):
        if isinstance(entry.under("say").value, str) and entry.text("say"):
            yield entry.under("say")


def _of(folder: str, files: Mapping[str, Node]) -> Iterator[tuple[str, Node]]:
    """Yield the files of a folder: lessons by their numbers, all others by their names."""
    inside = [(name, node) for name, node in sorted(files.items()) if name.startswith(f"{folder}/")]
    if folder == LESSONS:
        inside.sort(key=lambda each: (each[1].text("number").zfill(3), each[0]))
    yield from inside


def _of_findings(files: Mapping[str, Node]) -> Iterator[tuple[str, Node]]:
    for finding in FINDINGS:
        name = f"{REPLIES}/{finding}.yaml"
        if name in files:
            yield name, files[name]


def _names(folder: Path) -> list[str]:
    """Return the names of the files of a folder that are meant to be read."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:  # it isn't there
        return []
    read = (each for each in names if each.lower().endswith(_ENDINGS) and each[0] not in ".~")
    return [each for each in read if each != "README.md"]


def _read(path: Path, folder: str, shown: str) -> Node:
    if folder == REPLIES:
        return _read_rules(path, shown)
    if path.suffix != ".md":
        stem = path.name.partition(".")[0]
        raise _refused(shown, f"is not read; save it as plain text named {stem}.md")
    node = read_prose(path, shown)
    other = next(each for each in _OF_FOLDER if each != folder)
    if not _OF_FOLDER[folder] & node.keys().keys() and _OF_FOLDER[other] & node.keys().keys():
        raise _refused(shown, f"has what belongs into {other}; move it there")
    if node.text("id") != path.stem:
        raise _refused(shown, _wrong_name(node.text("id"), path.stem), node.under("id").line)
    if quoting := [*_quoting(node)] if folder == SCENARIOS else []:
        raise ContentError(quoting)
    return node


def _wrong_name(id_: str, stem: str) -> str:
    """Return what to do where a file isn't named after its id."""
    if not id_:
        return f"has no id; write id: {stem}"
    other = f", or write id: {stem}" if re.fullmatch(SLUG, stem) else ""
    return f"has the id «{quoted(id_)}»; name the file {quoted(id_)}.md{other}"


def _quoting(scenario: Node) -> Iterator[Problem]:
    """Yield the lines of a scenario with quotation marks around them: cards draw their own."""
    for key, section in scenario.keys().items():
        for node in section.items() or [section]:
            text = node.value if isinstance(node.value, str) else ""
            is_said = node.line > scenario.line and key != "who"
            if is_said and _QUOTED.fullmatch(text):
                yield Problem(
                    node.file, node.line, key, "has quotation marks around it; leave them out"
                )


def _read_rules(path: Path, shown: str) -> Node:
    if path.name not in REPLY_FILES:
        near = difflib.get_close_matches(path.name.lower(), REPLY_FILES, n=1, cutoff=0.7)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(REPLY_FILES)}"
        raise _refused(shown, f"is not a file of the reply check; {hint}")
    node = read(path, shown)
    keys = "banned: or favoured:" if path.stem == "phrases" else "rules:"
    if not node.value:
        raise _refused(shown, "is empty; write something or remove the file")
    if node.items():
        raise _refused(shown, f"begins with a list; write {keys} on a line above it", node.line)
    if not node.keys():
        raise _refused(shown, "should have keys, each as key: text")
    if path.stem in FINDINGS and node.text("finding") not in ("", path.stem):
        message = f"is «{quoted(node.text('finding'))}» in a file named {path.name}; leave it out"
        raise ContentError([Problem(shown, node.under("finding").line, "finding", message)])
    if path.stem in FINDINGS and "finding" not in node.keys():  # noqa: SIM118 - a method of ours
        named = Node(path.stem, shown, 1)
        node = Node({"finding": named, **node.keys()}, node.file, node.line)
    return node


def _refused(name: str, message: str, line: int = 1) -> ContentError:
    return ContentError([Problem(name, line, "", message)])
