"""What somebody does who writes rules, scenarios and lessons by hand: told where and how."""

import pytest

from content import CORE, ContentError, loaded
from content.folders import read_folders
from content.headings import headings_of
from content.lessons import Lesson
from content.scenarios import Scenario
from content.strays import strays
from content.validation import validated

PHRASES = """\
banned:
  - say: "no can do"
    instead: "what we can do is"
favoured:
  - say: "you were counting on that bike"
    finding: acknowledge
"""
RULES = """\
rules:
  - id: spring-rush
    say: ["spring rush"]
    yes: ["It's the spring rush."]
"""
BOOTS, HEARD = "scenarios/two-left-boots.md", "lessons/heard-first.md"
WORDS, EXCUSE = "replies/phrases.yaml", "replies/excuse.yaml"


def text_of(name):
    if name in (BOOTS, HEARD):
        return (CORE / name).read_text(encoding="utf-8")
    return {WORDS: PHRASES, EXCUSE: RULES}[name]


def line_of(text, beginning):
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(beginning))


@pytest.fixture
def told(tmp_path):
    """Put a text into a file of an empty pack, and return what is said of it."""

    def told(name, text):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        names = sorted(each.name for each in tmp_path.iterdir())
        files, problems = read_folders(tmp_path, "")
        problems += strays(tmp_path, names, "", ("flow.yaml", "reminders.yaml"))
        try:
            validated(files)
        except ContentError as refused:
            problems += refused.problems
        return [str(each) for each in problems]

    return told


# What is written, what is written instead, where the problem is, and what is said.
SLIPS = {
    "a heading of one sign": (BOOTS, "## Softens", "# Softens", "has a heading with #; write ##"),
    "a heading of three": (BOOTS, "## Softens", "### Softens", "has a heading with ###; write ##"),
    "no space in a heading": (BOOTS, "## Softens", "##Softens", "has a heading with ##; write ##"),
    "a bold heading": (BOOTS, "## Softens", "**Softens**", "has a heading in bold; write ##"),
    "another heading": (HEARD, "## Try today", "## Try", "did you mean ## Try today?"),
    "a heading that is a key": (BOOTS, "## Lost", "## Level", "has «level» twice; keep one"),
    "a wrong key": (BOOTS, "level:", "levle:", "is not a key we know; did you mean level?"),
    "a wrong number": (BOOTS, "max_turns: 7", "max_turns: 70", "is 70; use 12 or less"),
    "an id of its own": (BOOTS, "id: two-left-boots", "id: boots", "name the file boots.md, or"),
    "no id": (BOOTS, "id: two-left-boots", "# id: x", "has no id; write id: two-left-boots"),
    "quotation marks": (
        *(BOOTS, "- You saved my weekend. Thank you, really."),
        *('- "You saved my weekend."', "has quotation marks around it; leave them out"),
    ),
    "two right answers": (HEARD, "right: false", "right: true", "needs one with right: true"),
    "a phrase that is liked, too": (
        *(WORDS, "you were counting on that bike", "No can do"),
        "is «no can do», which is banned on line 2; keep one",
    ),
    "a sign in a phrase": (WORDS, "no can do", "no can do!", "has the sign ! in a phrase"),
    "a full stop in a phrase": (EXCUSE, 'spring rush"]', 'spring rush."]', "has the sign . in"),
    "a finding of another file": (EXCUSE, "rules:", "finding: blame\nrules:", "leave it out"),
    "a list without its key": (EXCUSE, "rules:\n", "", "begins with a list; write rules: on a"),
    "an entry of text": (
        WORDS,
        'say: "no can do"\n    instead: ',
        "",
        "write keys, such as say: …",
    ),
    "a key beside its place": (BOOTS, "needs:\n  heard: 4", "heard: 4\nneeds:", "below needs, two"),
    "a colon in a text": (EXCUSE, "[\"It's", '\n      - It is: "', "has a colon that makes a key"),
}


@pytest.mark.parametrize(("name", "old", "new", "said"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_with_what_to_do(told, name, old, new, said):
    before = text_of(name)
    assert old in before
    after = before.replace(old, new)
    if name == EXCUSE and "is: " in new:
        after = after.replace('rush."]', 'rush."')
    problems = told(name, after)
    assert any(said in each for each in problems), problems
    assert all(each.startswith(f"{name}:") for each in problems)


@pytest.mark.parametrize("sign", ["– ", "• ", "-", "2. "])
def test_an_entry_that_begins_in_another_way_is_no_part_of_the_one_above(told, sign):
    text = text_of(BOOTS) + f"{sign}[vague] Soon.\n"
    (problem,) = told(BOOTS, text)
    assert problem.startswith(f"{BOOTS}:{len(text.splitlines())}: ")
    assert problem.endswith("; write a hyphen and a space")


def test_what_stands_below_a_list_is_no_part_of_it(told):
    text = text_of(BOOTS) + "\nMore lines, please.\n"
    (problem,) = told(BOOTS, text)
    assert "stands below a list" in problem


def test_a_missing_heading_is_told_where_the_keys_end(told):
    text = text_of(HEARD).partition("## Ask")[0]
    (problem,) = told(HEARD, text)
    end = [n for n, line in enumerate(text.splitlines(), 1) if line == "---"][1]
    assert problem == f"{HEARD}:{end}:ask: is missing, add a heading ## Ask"


def test_keys_that_do_not_end_are_told_at_the_first_heading(told):
    text = text_of(BOOTS).replace("\n---\n", "\n", 1)
    (problem,) = told(BOOTS, text)
    line = line_of(text, "## ")
    said = "has no second line --- below its keys; write it above this heading"
    assert problem == f"{BOOTS}:{line}: {said}"


def test_too_few_lines_of_a_story_are_told_at_it(told):
    text = text_of(BOOTS).replace("beats: 1", "beats: 6")
    (problem,) = told(BOOTS, text)
    where = f"{BOOTS}:{line_of(text, '## What comes out')}:what_comes_out: "
    assert problem == f"{where}needs 7 lines or more, as beats is 6"


def test_a_list_in_a_list_is_told_by_its_whole_key(told):
    text = text_of(BOOTS).replace("  - [acknowledge, invite, specific]", "  - [acknowlege]", 1)
    (problem,) = told(BOOTS, text)
    assert ":plan.1.1: is «acknowlege»; use one of acknowledge, " in problem


PLACES = {
    "phrases.yaml": "is not read here; move it into the folder replies",
    "excuse.yaml": "is not read here; move it into the folder replies",
    "two-left-boots.md": "is not read here; move it into the folder scenarios, or lessons",
    "scenario/two-left-boots.md": "is not a folder that is read; did you mean scenarios?",
    "scenarios/mine/two-left-boots.md": "lies in a folder of its own and is not read; move it",
    "lessons/two-left-boots.md": "has what belongs into scenarios; move it there",
    "scenarios/heard-first.md": "has what belongs into lessons; move it there",
    "scenarios/boots.md.txt": "is not read; save it as plain text named boots.md",
    "replies/excuse.yaml": "is empty; write something or remove the file",
}


@pytest.mark.parametrize(("name", "said"), PLACES.items(), ids=PLACES)
def test_a_file_in_a_wrong_place_is_told_where_it_belongs(told, name, said):
    text = text_of(HEARD if "heard" in name else BOOTS) if ".md" in name else ""
    (problem,) = told(name, text)
    assert said in problem


def test_other_texts_may_lie_beside(tmp_path):
    for name in ("README.md", "notes.md", "lessons/README.md", "pictures/a.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Notes\n", encoding="utf-8")
    assert loaded(CORE, tmp_path).changes == {}


def test_capitals_and_a_missing_space_in_a_line_are_understood(tmp_path):
    (tmp_path / "scenarios").mkdir()
    text = text_of(BOOTS) + "- [Vague]Somebody will look into it.\n"
    (tmp_path / BOOTS).write_text(text, encoding="utf-8")
    scenario = loaded(CORE, tmp_path).content.scenario("two-left-boots")
    assert scenario.lines[-1].findings == ("vague",)


@pytest.mark.parametrize(
    ("name", "model"), [("lessons/x.md", Lesson), ("scenarios/x.md", Scenario)]
)
def test_all_headings_are_fields_and_the_last_ones(name, model):
    fields = [*model.model_fields]
    headings = headings_of(name)
    assert {*fields[-len(headings) :]} == {*headings}
