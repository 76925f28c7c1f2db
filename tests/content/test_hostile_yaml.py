import os
import socket
import time

import pytest

from content import ContentError, load
from content.source import MOST_BYTES
from tests.content.packs import FILES, REMINDERS, written


def problems_of(folder):
    with pytest.raises(ContentError) as caught:
        load(folder)
    return str(caught.value).splitlines()


def with_reminders(folder, data):
    written(folder, FILES)
    (folder / "reminders.yaml").write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


MORE_THAN_PLAIN = {
    "an anchor": ("- id: &a x", ":1:id: has an anchor, &a; remove it"),
    "an alias": ("- id: x\n  text: *a", ":2:text: refers to *a; write it out here"),
    "a merge key": ("- id: x\n  <<: {}", ":2: has a merge key, <<; write the keys out"),
    "a merge key in quotes": ("- '<<': {}", ":1: has a merge key, <<; write the keys out"),
    "a tag of Python": (
        "- id: !!python/object/apply:os.system [ls]",
        ":1:id: has a tag, tag:yaml.org,2002:python/object/apply:os.system; "
        "remove it, every value is text",
    ),
    "a tag of YAML": (
        "- id: !!str x",
        ":1:id: has a tag, tag:yaml.org,2002:str; remove it, every value is text",
    ),
    "a tag of one's own": ("- !x y", ":1: has a tag, !x; remove it, every value is text"),
    "the tag that means none": ("- ! y", ":1: has a tag, !; remove it, every value is text"),
    "a tag with a handle": ("- !e!x y", ":1: has a tag (!); remove it, every value is text"),
    "a tag on a list": (
        "!!set\n- a",
        ":1: has a tag, tag:yaml.org,2002:set; remove it, every value is text",
    ),
    "a key that is there twice": (
        "- id: x\n  text: a\n\n  text: b",
        ":4:text: is there twice, first on line 2; keep one",
    ),
    "a key that is there twice in other quotes": (
        "- id: x\n  'id': b",
        ":2:id: is there twice, first on line 1; keep one",
    ),
    "a list for a key": ("- ? [a]\n  : b", ":1: has a list or a mapping for a key; use one word"),
    "a mapping for a key": ("- {a: b}: c", ":1: has a list or a mapping for a key; use one word"),
    "an empty key": ("- ? \n  : b", ":1: has a colon without a key before it; write key: text"),
    "a second document": ("- a\n---\n- b", ":2: starts a second document (---); keep one"),
    "a version": ("%YAML 1.1\n---\n- a", ":1: has a % line; remove it"),
    "a tag handle": ("%TAG !e! x\n---\n- a", ":1: has a % line; remove it"),
    "a tab": ("- id: x\n\ttext: y", ":2: has a tab; use spaces"),
    "a tab in an escape": ('- id: "a\\tb"', ":1:id: has a tab; use spaces"),
    "a bell": (
        "- id: x\n- a\x07b",
        ":2: has the invisible character U+0007 (a control character); delete it",
    ),
    "a bell in an escape": (
        '- "\\a"',
        ":1: has the invisible character U+0007 (a control character); delete it",
    ),
    "a zero byte": (
        "- \0",
        ":1: has the invisible character U+0000 (a control character); delete it",
    ),
    "a next line": (
        "- a\x85b",
        ":1: has the invisible character U+0085 (a control character); delete it",
    ),
    "an override of the direction": (
        "# \u202egnp",
        ":1: has the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE); delete it",
    ),
    "an override of the direction in an escape": (
        '- "\\u202e"',
        ":1: has the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE); delete it",
    ),
    "an isolate": (
        "\n- \u2067a",
        ":2: has the invisible character U+2067 (RIGHT-TO-LEFT ISOLATE); delete it",
    ),
    "a line separator": (
        "- \u2028",
        ":1: has the invisible character U+2028 (LINE SEPARATOR); delete it",
    ),
    "a byte order mark in the middle": (
        "- a\ufeff",
        ":1: has the invisible character U+FEFF (ZERO WIDTH NO-BREAK SPACE); delete it",
    ),
    "bytes that are not UTF-8": (b"- a\r\n- \xff", ":2: is not UTF-8 text; save it as UTF-8"),
    "UTF-16": ("- a".encode("utf-16"), ":1: is not UTF-8 text; save it as UTF-8"),
    "nothing": ("", ":1: is empty; write something or remove the file"),
    "nothing but a mark": ("\ufeff", ":1: is empty; write something or remove the file"),
    "nothing but a comment": ("# x\n", ":1: is empty; write something or remove the file"),
    "an empty document": ("---\n...\n", ":1: is empty; write something or remove the file"),
    "an open quote": ('- id: "x\n\n', ":1: opens a quote that is never closed"),
    "a quote inside a quote": (
        "- 'it's'",
        ":1: has quotes inside quotes; write >- there, and the text on the next line, "
        "two spaces further in",
    ),
    "an open bracket": (
        "- id: [x\n",
        ':1: opens a bracket that is not closed; text with [ or { needs "quotes"',
    ),
    "a bracket too many": (
        "- ]",
        ':1: has [, ], { or } without its other half; text with it needs "quotes"',
    ),
    "a second colon": ("- id: a: b", ':1: has one colon too many; put the text in "quotes"'),
    "no key": ("- id: a\n  text\n  b: c", ":2: has no key; write key: text"),
    "a sign that YAML keeps": (
        "- id: @x",
        ':1: starts with a sign that YAML keeps for itself; use "quotes"',
    ),
    "a backslash": (
        '- "C:\\dir"',
        r":1: has a \ that means something else in double quotes; write \\ instead",
    ),
    "an escape beyond Unicode": (
        '- "\\UFFFFFFFF"',
        r":1: has a \ that means something else in double quotes; write \\ instead",
    ),
    "lines that do not line up": (
        "- id: a\n text: b",
        ":2: does not line up with the lines above, or a quote ends too early",
    ),
    "a list behind a key": (
        "- id: - a",
        ':1: has a list here; start it on a line of its own, or put a text in "quotes"',
    ),
    "text behind a bar": ("- id: |x\n", ":1: has text after | or >; start it on the next line"),
}


@pytest.mark.parametrize(("data", "expected"), MORE_THAN_PLAIN.values(), ids=MORE_THAN_PLAIN)
def test_what_is_more_than_plain_yaml_is_refused_in_plain_words(tmp_path, data, expected):
    assert problems_of(with_reminders(tmp_path, data))[0] == f"reminders.yaml{expected}"


def test_all_that_is_more_than_plain_is_told_at_once(tmp_path):
    found = problems_of(with_reminders(tmp_path, "- id: &a x\n  id: !!int 3\n- *a\n"))

    assert [line.split(": ")[0] for line in found] == [
        "reminders.yaml:1:id",
        "reminders.yaml:2:id",
        "reminders.yaml:2:id",
        "reminders.yaml:3",
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeff" + REMINDERS, id="a byte order mark"),
        pytest.param(REMINDERS.replace("\n", "\r\n"), id="the line ends of Windows"),
        pytest.param(f"---\n{REMINDERS}...\n", id="the marks of one document"),
        pytest.param(REMINDERS.replace("NO", "It's 🏴󠁧󠁢󠁳󠁣󠁴󠁿 \u200dשלום\u200f, é"), id="any language"),
        pytest.param(REMINDERS.replace("NO", ">-\n    a\n    b"), id="a folded text"),
        pytest.param(REMINDERS.rstrip("\n"), id="no line end at the end"),
    ],
)
def test_what_a_plain_editor_writes_is_read(tmp_path, text):
    assert len(load(with_reminders(tmp_path, text)).reminders) == 2


FLOODS = {
    "hyphens": "- ",
    "hyphens below each other": "-\n",
    "brackets": "[",
    "closing brackets": "]",
    "braces": "{",
    "mappings in mappings": "{a: ",
    "lists in mappings": "[{",
    "brackets below each other": "[\n",
    "double quotes": '"',
    "single quotes": "'",
    "question marks": "? ",
    "question marks in brackets": "[?",
    "anchors": "&a ",
    "aliases": "*a ",
    "tags": "!! ",
    "exclamation marks": "!",
    "colons": ":",
    "commas": ",",
    "keys": "a: ",
    "the same key": "a:\n",
    "empty lists": "[],",
    "quoted keys": '"a" ',
    "bars": "|\n",
    "words": "a b ",
    "lines of words": "a\n",
    "documents": "---\n",
    "percent signs": "%a\n",
    "hashes": "#",
    "line ends": "\n",
    "blanks": " ",
    "tabs": "\t",
    "lines of tabs": "\t\n",
    "controls": "\x01",
    "entries": "- a\n",
    "entries without a key": "- {}\n",
    "anchored entries": "- &a b\n",
    "wrong kinds": "- kind: thouht\n",
    "backslashes": '- "\\n',
}


@pytest.mark.parametrize("start", ["", "- ["], ids=["alone", "in a list"])
@pytest.mark.parametrize("piece", FLOODS.values(), ids=FLOODS)
def test_a_flood_is_refused_at_once(tmp_path, piece, start):
    flood = start + piece * ((MOST_BYTES - len(start)) // len(piece))
    folder = with_reminders(tmp_path, flood)

    begun = time.process_time()
    problems_of(folder)

    assert time.process_time() - begun < 2  # most take a hundredth of it


@pytest.mark.parametrize(
    ("flood", "line"),
    [
        pytest.param("- " * 100_000, 1, id="lists in lists"),
        pytest.param("[" * 200_000, 1, id="brackets"),
        pytest.param("\n".join(" " * n + "a:" for n in range(600)), 21, id="steps to the right"),
        pytest.param("? " * 100_000, 1, id="keys in keys"),
    ],
)
def test_what_is_nested_too_deep_is_refused(tmp_path, flood, line):
    assert problems_of(with_reminders(tmp_path, flood)) == [
        f"reminders.yaml:{line}: is nested more than 20 deep; make it flatter"
    ]


def test_a_file_of_too_many_entries_is_refused(tmp_path):
    [problem] = problems_of(with_reminders(tmp_path, "- a\n" * 30_000))

    assert problem.endswith(": holds too many entries; make it shorter")


def test_a_file_may_be_as_large_as_the_limit(tmp_path):
    comment = "#" * (256 * 1024 - len(REMINDERS))

    load(with_reminders(tmp_path, REMINDERS + comment))


def test_a_file_beyond_the_limit_is_refused(tmp_path):
    comment = "#" * (256 * 1024 - len(REMINDERS) + 1)

    assert problems_of(with_reminders(tmp_path, REMINDERS + comment)) == [
        "reminders.yaml:1: is larger than 256 kB; make it shorter"
    ]


def link(path):
    path.symlink_to(path.with_name("principles.yaml"))


def pipe(path):
    os.mkfifo(path)


def listening(path):
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(path.parent)  # a socket's path has to be short
        server.bind(path.name)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(link, "is a link; put the file itself here", id="a link"),
        pytest.param(pipe, "is not a plain file; put a file of that name here", id="a pipe"),
        pytest.param(os.mkdir, "is not a plain file; put a file of that name here", id="a folder"),
        pytest.param(listening, "is not a plain file; put a file of that name here", id="a socket"),
    ],
)
def test_only_a_plain_file_is_opened(tmp_path, monkeypatch, make, message):
    monkeypatch.chdir(tmp_path)
    written(tmp_path, FILES)
    (tmp_path / "reminders.yaml").unlink()

    make(tmp_path / "reminders.yaml")

    assert problems_of(tmp_path) == [f"reminders.yaml:1: {message}"]


def test_what_a_pack_says_cannot_break_the_report(tmp_path):
    key = '"a\\n\\nreminders.yaml:1: all is well' + "x" * 500 + '"'

    [first, *_] = problems_of(with_reminders(tmp_path, f"- {{? {key} : b}}"))

    assert first.startswith("reminders.yaml:1:")
    assert all(len(line) < 200 for line in problems_of(tmp_path))
    assert not any(line.startswith("reminders.yaml:1: all") for line in problems_of(tmp_path))
