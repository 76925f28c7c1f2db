"""What people who don't program get wrong in a pack, and what they are told."""

import pytest

from content import load, loaded
from tests.content.packs import FILES, REMINDERS, written
from tests.content.test_loader import problems_of

TRY = "  try: Count to three before you answer.\n"
LINES = {
    "a number sign": (
        "  try: Ask for room # before the name.\n",
        '6:try: is cut off at #; put the text in "quotes"',
    ),
    "curly quotes": (
        "  try: \u201cGreet one guest.\u201d\n",
        '6:try: has curly quotes around it; use straight "quotes"',
    ),
    "German quotes": (
        "  try: \u201eGreet one guest.\u201c\n",
        '6:try: has curly quotes around it; use straight "quotes"',
    ),
    "single curly quotes, and an apostrophe": (
        "  try: \u2018Greet one guest\u2019s child.\u2019\n",
        '6:try: has curly quotes around it; use straight "quotes"',
    ),
    "quotes at the beginning": (
        '  try: "Good evening" is what you say.\n',
        "6: has quotes inside quotes; write >- there, and the text on the next line, "
        "two spaces further in",
    ),
    "quotes inside quotes": (
        '  try: "Say "good evening" by name."\n',
        "6: has quotes inside quotes; write >- there, and the text on the next line, "
        "two spaces further in",
    ),
    "an apostrophe inside": (
        "  try: 'Greet a guest's child.'\n",
        "6: has quotes inside quotes; write >- there, and the text on the next line, "
        "two spaces further in",
    ),
    "a quote that stays open": ('  try: "Greet one.\n', "6: opens a quote that is never closed"),
    "a quote closed by a curly one": (
        '  try: "Greet one.\u201d\n',
        "6: opens a quote that is never closed",
    ),
    "an asterisk": (
        "  try: *Greet* one\n",
        '6: starts with a sign that YAML keeps for itself; use "quotes"',
    ),
    "brackets": (
        "  try: [Greet] one\n",
        '6: starts with a sign that YAML keeps for itself; use "quotes"',
    ),
    "no space after the colon": ("  try:Greet one\n", "6: has no space after the colon; write one"),
    "a space from the web": (
        "\u00a0\u00a0try: Greet one\n",
        "6: has a space from Word or the web that YAML doesn't know; type a plain one",
    ),
    "a long dash": (
        "\u2013 id: second\n",
        "6: begins with a long dash; write a hyphen and a space",
    ),
    "no space after the hyphen": ("-id: second\n", "6: has no space after the hyphen; write one"),
}


@pytest.mark.parametrize(("line", "told"), LINES.values(), ids=LINES)
def test_a_slip_is_told_by_what_to_do(tmp_path, line, told):
    files = {
        **FILES,
        "reminders.yaml": REMINDERS.replace(TRY, line).replace("  kind: thought", "  kind: try"),
    }
    found = problems_of(written(tmp_path, files))

    assert f"reminders.yaml:{told.replace('6:', '5:')}" in found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\u201cYes\u201d beats \u201cmaybe\u201d", id="curly"),
        pytest.param("\u2018Yes\u2019 beats \u2018maybe\u2019", id="single"),
        pytest.param("\u00abYes\u00bb beats \u00abmaybe\u00bb", id="angled"),
        pytest.param("\u2018Greet one guest\u201d", id="no pair"),
    ],
)
def test_words_quoted_at_both_ends_stay(tmp_path, text):
    quoted = REMINDERS.replace(TRY, f"  try: {text}\n").replace("kind: thought", "kind: try")
    files = {**FILES, "reminders.yaml": quoted}

    first, *_ = load(written(tmp_path, files)).reminders
    assert first.practice == text


def test_a_note_behind_one_word_is_a_note(tmp_path):
    noted = REMINDERS.replace("kind: thought", "kind: try # not a thought")

    first, *_ = load(written(tmp_path, {**FILES, "reminders.yaml": noted})).reminders
    assert first.kind == "try"


def test_a_kind_with_a_space_from_the_web_behind_it_is_told(tmp_path):
    spoilt = REMINDERS.replace("kind: thought", "kind: thought\u00a0")

    assert problems_of(written(tmp_path, {**FILES, "reminders.yaml": spoilt})) == [
        "reminders.yaml:3:kind: is «thought» with an invisible sign around it; type it anew"
    ]


@pytest.mark.parametrize("name", ["reminders.yaml.txt", "reminders.txt", "Reminders.docx"])
def test_a_file_that_an_editor_named_is_told(tmp_path, name):
    assert problems_of(written(tmp_path, {**FILES, name: "x"})) == [
        f"{name}:1: is not read; save it as plain text, and rename it to reminders.yaml"
    ]


def test_a_file_in_a_folder_of_its_own_is_told(tmp_path):
    folder = written(tmp_path, FILES)
    written(folder / "words", {"flow.yaml": "x"})

    assert problems_of(folder) == [
        "words/flow.yaml:1: lies in a folder of its own and is not read; move it one up"
    ]


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        pytest.param("flow.yaml", REMINDERS, "reminders.yaml", id="reminders in the flow"),
        pytest.param("reminders.yaml", "words:\n  back: x\n", "flow.yaml", id="the other way"),
    ],
)
def test_what_belongs_elsewhere_is_sent_there(tmp_path, name, text, where):
    found = problems_of(written(tmp_path, {**FILES, name: text}))

    assert f"{name}:1: has what belongs into {where}; move it there" in found


@pytest.mark.parametrize(
    ("kind", "key", "told"),
    [
        pytest.param("try", "try", "is missing, so there is nothing to tick", id="a try"),
        pytest.param(
            "what-if", "what_if", "is missing; people note a line to the text", id="a what-if"
        ),
        pytest.param(
            "question", "scenes", "is missing, so there is nothing to press", id="a question"
        ),
    ],
)
def test_a_reminder_without_the_act_of_its_kind_is_shown_and_told(tmp_path, kind, key, told):
    below = written(tmp_path / "below", FILES)
    own = f"- id: mine\n  idea: P2\n  kind: {kind}\n  text: Mine.\n  credit: Us\n"
    found = loaded(below, written(tmp_path / "own", {"reminders.yaml": own}))

    assert list(map(str, found.fallbacks)) == [f"own/reminders.yaml:1:{key}: {told}"]


def test_what_takes_the_place_of_ours_is_told_apart(tmp_path):
    below = written(tmp_path / "below", FILES)
    entry = "- id: {}\n  idea: P2\n  kind: thought\n  text: Mine.\n  credit: Us\n"
    own = {"reminders.yaml": entry.format("no-shift") + entry.format("mine")}

    found = loaded(below, written(tmp_path / "own", own))

    assert found.changes == {"reminders.yaml": ("no-shift (replaces ours)", "mine")}


SCENES = """\
- id: mine
  idea: P2
  kind: question
  text: Which one?
  because: So.
  scenes:
    - {scene: One., better: Yes., other: "No."}
    - {scene: Two., better: Yes., other: "No."}
    - {scene: Three., better: Yes., other: "No."}
  credit: Us
"""


@pytest.mark.parametrize(
    ("part", "spoilt", "told"),
    [
        pytest.param('"No."}', "Yes.}", "a scene with the same choice twice", id="one choice"),
        pytest.param("Two.", "One.", "the same scene twice", id="one scene"),
        pytest.param("  because: So.\n", "", "has scenes and no because", id="no reason"),
    ],
)
def test_a_question_that_is_none_is_told(tmp_path, part, spoilt, told):
    own = written(tmp_path / "own", {"reminders.yaml": SCENES.replace(part, spoilt, 1)})

    assert told in problems_of(written(tmp_path / "below", FILES), own)[0]
