"""What moves a customer of practice, in a pack of one's own: only the lines that change."""

import pytest

from content import CORE, ContentError, load
from tests.content.packs import FILES, written

OURS = FILES["moves.yaml"]


def problems_of(folder) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(folder)
    return [str(each) for each in caught.value.problems]


def test_a_number_and_a_line_of_ones_own_are_laid_over_ours(tmp_path):
    mine = "venting:\n  apology: [-1, 1, 1.5]\nsays:\n  canned:\n    - Is that a script?\n"
    moves = load(CORE, written(tmp_path, {"moves.yaml": mine})).moves
    ours = load(CORE).moves
    assert moves.venting["apology"] == (-1, 1, 1.5)
    assert moves.says["canned"] == ("Is that a script?",)
    assert moves.venting["invite"] == ours.venting["invite"]
    assert moves.says["vague"] == ours.says["vague"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("apology: [-0.5, 0.5, 1]", "apology: [-0.5, half, 1]", "should be a number, like 2.5"),
        ("calm: 3", "calm: 30", "is 30; use 10"),
        ("  blame: puts it on them\n", "", "has nothing for blame; add it"),
        ("  thanks: [0, 0.5, 0.5]", "  thank: [0, 0.5, 0.5]", "did you mean thanks?"),
    ],
    ids=["a word for a number", "a number too big", "a line that is missing", "a slip"],
)
def test_what_is_wrong_is_told_in_plain_words(tmp_path, old, new, said):
    assert old in OURS
    (problem,) = problems_of(written(tmp_path, {**FILES, "moves.yaml": OURS.replace(old, new, 1)}))
    assert problem.startswith("moves.yaml:")
    assert said in problem


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("when: true", "when: maybe", "needs.when: should be true or false"),
        ("ideas: [L3, R18]", "ideas: [L3, R99]", "is «R99», which is not in principles.yaml"),
        ("anger: 7", "anger: hot", "start.anger: should be a number, like 2.5"),
        ("- [acknowledge, invite, specific]\n", "- [acknowledg]\n", "use one of acknowledge, "),
        ("- [apology] So", "- [aplogy] So", "has [aplogy]; did you mean apology?"),
        ("## Opening", "## Openning", "did you mean ## Opening?"),
    ],
)
def test_what_is_wrong_with_a_scenario_is_told_once(tmp_path, old, new, said):
    ours = (CORE / "scenarios" / "two-left-boots.md").read_text(encoding="utf-8")
    assert old in ours
    written(tmp_path / "scenarios", {"two-left-boots.md": ours.replace(old, new)})
    with pytest.raises(ContentError) as caught:
        load(CORE, tmp_path)
    (problem,) = caught.value.problems
    assert said in str(problem)
