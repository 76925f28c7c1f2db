"""Whatever a file holds, loading returns content or says what is wrong."""

import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content import CORE, Content, ContentError, load
from content.danger_words import DangerPoints
from content.models import ReminderKind
from content.reply_rules import Replies
from tests.content.packs import FILES, written

CALM = settings(deadline=None, max_examples=50)  # a busy machine is not a failure

NAMES = st.sampled_from(sorted(FILES))
WORDS = (
    "a id text try kind thought R1 vent voice say hints buttons go show steps words times minutes "
    "30 9:30 NO ~ null : - ? , [ ] { } & &a *a ! !! !!str !<x> | > |2 >- % @ ` ' \" # \\ \\x "
    "\\ud800 << <<: --- ... %YAML %TAG é 🙂 \u200d"
)
GAPS = " |  |    |\n|\n- |\n  |: |- |\r\n|\t|\0|\x85|\u202e"
PIECES = st.sampled_from([*WORDS.split(" "), *GAPS.split("|")])
YAML_ISH = st.lists(PIECES, max_size=40).map("".join)
PARAGRAPH = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), min_size=1
).map(str.strip)
OPENING = "\u201c\u201e\u00ab\u00bb\u2018\u201a "


def texts(limit: int) -> st.SearchStrategy[str]:
    # Curly quotes around the whole text are a slip that is told, so none of these opens with one.
    return PARAGRAPH.map(lambda text: text[:limit].strip().lstrip(OPENING)).filter(bool)


TREES = st.recursive(
    texts(9), lambda inner: st.lists(inner) | st.dictionaries(texts(9), inner), max_leaves=8
)
SLUGS = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
IDEAS = st.sampled_from(("P2", "R24", "R31"))
REMINDERS = st.lists(
    st.fixed_dictionaries(
        {
            "id": SLUGS,
            "idea": IDEAS,
            "kind": st.sampled_from(list(ReminderKind)).map(str),
            "text": texts(420),
            "credit": texts(150),
        },
        optional={"try": texts(150)},
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda entry: entry["id"],
)

ONE = {"id": "one", "idea": "P2", "kind": "thought", "text": "Listen.", "credit": "Us"}


def loaded(files: dict[str, bytes]) -> Content | ContentError:
    """Return what comes of a pack with these files in place of the right ones."""
    with tempfile.TemporaryDirectory() as folder:
        pack = written(Path(folder), FILES)
        for name, data in files.items():
            (pack / name).write_bytes(data)
        try:
            return load(pack)
        except ContentError as error:
            return error


def told(outcome: Content | ContentError) -> bool:
    """Whether the outcome is content, or a report that leads to a line."""
    if isinstance(outcome, Content):
        return True
    places = [(problem.line, problem.message) for problem in outcome.problems]
    return bool(places) and all(line > 0 and message for line, message in places)


@CALM
@given(NAMES, st.binary(max_size=200))
def test_any_bytes_are_content_or_a_report(name, data):
    assert told(loaded({name: data}))


@CALM
@given(NAMES, YAML_ISH)
@example("reminders.yaml", '"\\UFFFFFFFF"')
@example("reminders.yaml", "- &")
@example("flow.yaml", "? [a]: {b")
@example("flow.yaml", "%YAML 99999999999999999999.1\n---\na: b")
def test_any_text_that_resembles_yaml_is_content_or_a_report(name, text):
    assert told(loaded({name: text.encode()}))


@CALM
@given(NAMES, st.integers(0, 5_000), st.integers(0, 30), PIECES)
def test_a_right_pack_spoilt_anywhere_is_content_or_a_report(name, start, length, piece):
    right = FILES[name]
    start %= len(right)

    assert told(loaded({name: (right[:start] + piece + right[start + length :]).encode()}))


@CALM
@given(NAMES, TREES)
def test_any_tree_in_place_of_a_file_is_content_or_a_report(name, tree):
    assert told(loaded({name: dumped(tree)}))


@CALM
@given(REMINDERS, st.booleans(), st.integers(10, 200))
@example([{**ONE, "credit": "\u2018\u201c"}], False, 10)  # neither is the other's end
@example([{**ONE, "text": "\u201cYes\u201d beats \u201cno\u201d"}], True, 80)
def test_what_is_written_is_what_is_read(reminders, in_lines, width):
    content = loaded({"reminders.yaml": dumped(reminders, block=in_lines, width=width)})

    assert isinstance(content, Content), content
    read = plain(content)["reminders"]
    assert read == reminders


@settings(CALM, max_examples=5)
@given(st.booleans(), st.integers(20, 200))
def test_the_core_pack_written_anew_reads_the_same(in_lines, width):
    core = load(CORE)
    # Without its points: thousands of lines of one kind, of which each is read like the next.
    danger = core.danger.model_copy(update={"points": DangerPoints()})
    # What lies in folders is read file by file, in other tests.
    folders = {"replies": Replies(), "scenarios": (), "lessons": ()}
    core = core.model_copy(update={"danger": danger, **folders})
    parts = plain(core)
    parts.pop("replies", None)
    flow = parts.pop("flow")
    parts["branches"] = flow.pop("branches")
    parts["flow"] = flow

    again = loaded(
        {f"{name}.yaml": dumped(part, block=in_lines, width=width) for name, part in parts.items()}
    )

    assert again.model_copy(update={"replies": core.replies}) == core


def plain(content: Content) -> dict[str, Any]:
    return content.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)


def dumped(value: object, *, block: bool = True, width: int = 80) -> bytes:
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=not block, width=width)
    return text.encode()
