"""``careloop content check`` tries the examples of a pack, and plays each of its scenarios."""

import pytest

from bot.cli.content.commands import check
from bot.cli.output import Stop
from content import CORE

EASY = ("start: {anger: 7, trust: 4}", "start: {anger: 3, trust: 6}")
UNHEARD = ("  heard: 4\n  beats: 1\n", "  heard: 0\n  beats: 0\n")
OPENING = "  - [acknowledge, invite, specific]\n  - [apology, specific, ownership]\n"
PLAN = ("  - [action, timeframe, invite]\n", "  - [action, timeframe]\n")
SCENARIO = "scenarios/two-left-boots.md"
RULE = """\
rules:
  - id: tide
    say:
      - "(low|high) tide"
    unless:
      - "no excuse"
    need:
      - "boat"
    yes:
      - "The boat waited for high tide."
    no:
      - "High tide, boat: no excuse."
"""


@pytest.fixture
def refused(tmp_path):
    """Write a file of a pack, check it, and return the lines of what is wrong."""

    def refused(name, text):
        file = tmp_path / "ours" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        with pytest.raises(Stop) as stop:
            check(tmp_path / "ours")
        assert stop.value.code == 1
        return str(stop.value).splitlines()

    return refused


def boots(*changed):
    text = (CORE / "scenarios" / "two-left-boots.md").read_text(encoding="utf-8")
    for old, new in changed:
        assert old in text
        text = text.replace(old, new)
    return text


def line_of(text, key):
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(key))


LOSING = {
    "never heard": (
        [(OPENING, "  - [invite]\n"), ("heard: 4", "heard: 10"), ("max_turns: 7", "max_turns: 4")],
        "They open up at heard 10: lower it, or listen in one more turn",
    ),
    "a story untold": (
        [
            (OPENING, "  - [apology, ownership]\n"),
            ("heard: 4", "heard: 0"),
            ("  - [action, timeframe, invite]\n", "  - [ownership]\n"),
        ],
        "Only 0 of 1 lines came out: lower beats, or invite them to tell",
    ),
    "no step": (
        [("  - [action, timeframe, invite]\n", "  - [apology]\n")],
        "Once they open up, no turn has an action that is one of fix",
    ),
    "no time": (
        [("  - [action, timeframe, invite]\n", "  - [action]\n")],
        "Once they open up, no turn has a timeframe; add one, or write when: false",
    ),
}


@pytest.mark.parametrize(("spoilt", "why"), LOSING.values(), ids=LOSING)
def test_a_plan_that_loses_is_told_at_its_line_with_what_it_lacks(refused, spoilt, why):
    text = boots(*spoilt)
    (told,) = refused(SCENARIO, text)
    where = (
        f"ours/{SCENARIO}:{line_of(text, 'plan')}:plan: doesn't win it; it ends lost, with anger"
    )
    assert told.startswith(where)
    assert told.endswith(f". {why}")


def test_a_scenario_that_a_mere_fix_wins_is_told_at_the_line_of_its_needs(refused):
    text = boots(EASY, UNHEARD)
    (told,) = refused(SCENARIO, text)
    said = "a step with a time in each turn doesn't lose it; raise heard, or beats"
    assert told == f"ours/{SCENARIO}:{line_of(text, 'needs')}:needs: {said}"


def test_all_examples_that_do_not_hold_are_told_with_line_and_reason(refused):
    wrong = RULE.replace(
        "    no:\n",
        '      - "The sea is blue."\n      - "High tide."\n'
        '      - "The boat has low tide, no excuse."\n    no:\n'
        '      - "A boat at low tide."\n',
    )
    assert refused("replies/excuse.yaml", wrong) == [
        "ours/replies/excuse.yaml:11:yes: tide misses «The sea is blue.»: "
        "no phrase under say is in it; it is read as: the sea is blue",
        "ours/replies/excuse.yaml:12:yes: tide misses «High tide.»: "
        "nothing under need is in the same sentence",
        "ours/replies/excuse.yaml:13:yes: tide misses «The boat has low tide, no excuse.»: "
        "«no excuse», under unless, takes it away",
        "ours/replies/excuse.yaml:15:no: tide finds something in «A boat at low tide.»: "
        "«(low|high) tide» fits «low tide»; write under unless what makes this something else",
    ]


def test_an_example_of_ours_that_a_pack_breaks_says_so(refused):
    lines = refused("replies/words.yaml", 'spellings:\n  "policy": "jam"\n')
    assert lines
    assert all(line.startswith("replies/") for line in lines)
    assert all(line.endswith("holds without what your pack changes") for line in lines)


def test_what_was_looked_at_is_counted(tmp_path, capsys):
    (tmp_path / "replies").mkdir()
    (tmp_path / "replies" / "excuse.yaml").write_text(RULE, encoding="utf-8")
    phrases = "banned:\n  - {say: no worries, instead: with pleasure}\n"
    (tmp_path / "replies" / "phrases.yaml").write_text(phrases, encoding="utf-8")
    check(None)
    before = capsys.readouterr().out.splitlines()[1]
    check(tmp_path)
    out = capsys.readouterr().out.splitlines()
    assert before.endswith("phrases of your own: 0 banned, 0 favoured.")
    assert out[1].endswith("examples tried; phrases of your own: 1 banned, 0 favoured.")
    numbers = [[int(word) for word in line.split() if word.isdigit()] for line in (before, out[1])]
    assert [after - n for n, after in zip(*numbers, strict=True)] == [1, 2, 1, 0]
    assert "scenarios, all played;" in out[2]


WON = """
## Talk that wins
- Two left boots, and Snowdon tomorrow at six. You must be so disappointed. What happened?
- I'm sorry we packed two left boots. That's our mistake.
- I'm sending a courier with the right pair, and he's with you by nine tonight.
"""
LOST = """
## Talk that loses
- I'll send you a new pair tomorrow.
- It's company policy. Please calm down.
- Please calm down. It's company policy.
"""


def test_a_talk_of_a_scenario_is_read_by_the_rules_of_replies(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / SCENARIO).write_text(boots() + WON + LOST, encoding="utf-8")
    check(tmp_path)


def test_the_example_for_editors_is_in_order(tmp_path, capsys):
    page = (CORE.parents[1] / "README.md").read_text(encoding="utf-8")
    example = (
        page.partition("\n## A scenario\n")[2].partition("```markdown\n")[2].partition("```")[0]
    )
    assert "## Talk that wins" in example
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "key-that-doesnt-turn.md").write_text(example, encoding="utf-8")
    check(tmp_path)
    assert "scenarios/key-that-doesnt-turn.md: new" in capsys.readouterr().out


TALKS = {
    "won by a loser": ("wins", LOST, "ends lost. In the end anger"),
    "a turn too many": ("loses", f"{LOST}- Goodbye.\n", "ends lost after 3 of 4 turns. In the end"),
    "lost by a winner": ("loses", WON, "ends resolved. In the end anger"),
    "not over yet": ("loses", LOST[: LOST.index("- It's")], "isn't over, they are still venting;"),
}


@pytest.mark.parametrize(("key", "talk", "said"), TALKS.values(), ids=TALKS)
def test_a_talk_that_ends_otherwise_is_told_with_what_was_heard(refused, key, talk, said):
    other = "loses" if key == "wins" else "wins"
    text = boots() + talk.replace(f"that {other}", f"that {key}")
    (told,) = refused(SCENARIO, text)
    line = line_of(text, f"## Talk that {key}")
    assert told.startswith(f"ours/{SCENARIO}:{line}:talk_that_{key}: {said}")
    assert "Heard in its turns: " in told


def test_a_phrase_that_no_draft_can_hold_is_told(refused):
    text = (
        "banned:\n  - {say: my appologies, instead: sorry}\n  - {say: no-can-do, instead: we can}\n"
    )
    assert refused("replies/phrases.yaml", text) == [
        "ours/replies/phrases.yaml:2:say: is never found: a draft with it is read as "
        "«my apologies»; write that"
    ]


def test_two_lessons_of_one_number_are_told(refused):
    text = (CORE / "lessons" / "heard-first.md").read_text(encoding="utf-8")
    text = text.replace("id: heard-first", "id: a-first-one")
    (told,) = refused("lessons/a-first-one.md", text)
    assert told == (
        "ours/lessons/a-first-one.md:4:number: is 16, as in lessons/heard-first.md; "
        "take another, up to 99"
    )
