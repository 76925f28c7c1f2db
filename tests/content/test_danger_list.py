"""The list of words of danger: laid over, checked, and read from where such words once stood."""

import pytest

from content import CORE, ContentError, load
from handlers.domain.danger import signs_in
from tests.content.packs import DANGER, FILES, spoilt, written

POINTS = """\
threshold: 60
start: "-30 -30 -30 -30"
classes:
  BLAZE: inferno|blaze
points:
- BLAZE 60 0 0 0
- knife 0 60 0 0
- film -9 -60 -9 0
"""


def in_block(points):
    """Return the file with its points in one block of text, as the core pack has them."""
    head, lines = points.split("points:\n")
    return f"{head}points: |\n" + lines.replace("- ", "  ")


def test_what_a_pack_adds_is_found_beside_ours(tmp_path):
    german = """\
groups:
  jemand: er|sie|ich
denied:
  - kein|keine
not_now:
  words:
    - letztes jahr
  unless:
    - letztes jahr gekauft
entries:
  - id: feuer
    marks: [danger]
    branch: safety
    words:
      - es brennt
      - "{jemand} .. feuer"
"""
    words = load(CORE, written(tmp_path, {"danger.yaml": german})).danger
    assert signs_in("Es brennt in der Küche!", words).branch == "safety"
    assert signs_in("sie sieht Feuer", words).branch == "safety"
    assert signs_in("sie sieht kein Feuer", words).branch is None
    assert signs_in("ein Brand? Sie sah Feuer letztes Jahr", words).branch is None
    assert signs_in("the kitchen is on fire", words).branch == "safety"


def test_an_entry_with_a_known_id_replaces_ours(tmp_path):
    mine = "entries:\n  - id: fire\n    marks: [danger]\n    branch: safety\n    words: [inferno]\n"
    base, above = written(tmp_path / "base", FILES), written(tmp_path / "a", {"danger.yaml": mine})
    words = load(base, above).danger
    assert [each.id for each in words.entries] == ["fire", "grief"]
    assert signs_in("an inferno", words).branch == "safety"
    assert signs_in("it is on fire", words).branch is None
    assert signs_in("he died", words).private


def test_points_find_what_no_entry_does(tmp_path):
    words = load(written(tmp_path, {**FILES, "danger_points.yaml": POINTS})).danger
    assert signs_in("an inferno", words).branch == "safety"
    assert signs_in("his knife", words).branch == "abuse"
    assert not signs_in("a knife in a film", words).danger
    assert not signs_in("words that nobody knows", words).danger


def test_points_may_stand_in_one_block(tmp_path):
    words = load(written(tmp_path, {**FILES, "danger_points.yaml": in_block(POINTS)})).danger
    assert words == load(written(tmp_path, {**FILES, "danger_points.yaml": POINTS})).danger
    assert signs_in("an inferno", words).branch == "safety"


def test_a_line_of_a_block_that_can_not_be_read_is_told_with_its_number(tmp_path):
    spoilt_points = in_block(POINTS).replace("knife 0 60 0 0", "\n  knife 0 60 0")
    with pytest.raises(ContentError) as caught:
        load(written(tmp_path, {**FILES, "danger_points.yaml": spoilt_points}))
    (problem,) = caught.value.problems
    assert spoilt_points.splitlines()[problem.line - 1] == "  knife 0 60 0"


def test_an_entry_that_is_weighed_brings_no_card_where_the_points_say_nothing(tmp_path):
    mine = """\
entries:
  - {id: blaze, marks: [danger], branch: safety, weighed: yes, words: ["blaz*"]}
  - {id: blade, marks: [danger], branch: abuse, words: [blade]}
"""
    points = POINTS.replace("- film", "- row -90 -90 -90 -90\n- film")
    files = {**FILES, "danger_points.yaml": points}
    words = load(written(tmp_path / "base", files), written(tmp_path / "a", {"danger.yaml": mine}))
    assert signs_in("a blaze, an inferno", words.danger).branch == "safety"
    assert not signs_in("a blazing row", words.danger).danger
    assert (
        signs_in("a row with a blade", words.danger).branch == "abuse"
    )  # asked for by name: it always does


def test_a_pack_adds_points_and_takes_the_place_of_a_class(tmp_path):
    base = written(tmp_path / "base", {**FILES, "danger_points.yaml": POINTS})
    mine = "classes:\n  BLAZE: brand\npoints:\n- messer 0 60 0 0\n- knife 0 1 0 0\n"
    words = load(base, written(tmp_path / "a", {"danger_points.yaml": mine})).danger
    assert signs_in("ein Brand", words).branch == "safety"
    assert signs_in("ein Messer", words).branch == "abuse"
    assert not signs_in("an inferno", words).danger
    assert not signs_in("his knife", words).danger


WRONG_POINTS = [
    ("- knife 0 60 0 0", "- knife 0 60 0", "should be words and 4 numbers"),
    ("- knife 0 60 0 0", "- knife 0 60 x 0", "should be 4 whole numbers"),
    ("- knife 0 60 0 0", "- knife 0 60000 0 0", "should be 4 whole numbers"),
    ('"-30 -30 -30 -30"', '"-30"', "should be 4 whole numbers"),
    ("threshold: 60", "threshold: 600", "is 600; use 100"),
    ("threshold", "treshold", "did you mean threshold?"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), WRONG_POINTS)
def test_points_that_can_not_be_read_are_told_with_their_line(tmp_path, right, wrong, told):
    spoilt_points = POINTS.replace(right, wrong, 1)
    with pytest.raises(ContentError) as caught:
        load(written(tmp_path, {**FILES, "danger_points.yaml": spoilt_points}))
    (problem,) = caught.value.problems
    assert problem.file == "danger_points.yaml"
    assert told in problem.message
    assert wrong in spoilt_points.splitlines()[problem.line - 1]


@pytest.mark.parametrize(
    ("file", "key", "sign"),
    [
        ("flow.yaml", "danger_words", "branch"),
        ("shoutouts.yaml", "keep_private", "private"),
    ],
)
def test_words_where_they_stood_before_still_count(tmp_path, file, key, sign):
    words = load(CORE, written(tmp_path, {file: f"{key}:\n  - zauberwort\n"})).danger
    assert getattr(signs_in("ein Zauberwort", words), sign)
    assert not getattr(signs_in("ein Wort", words), sign)


WRONG = [
    ("    branch: safety\n", "", "has the mark danger and no branch"),
    ("branch: safety", "branch: safty", "is «safty»; use one of safety, abuse"),
    ("      - on fire\n", "      - .. fire\n", "should begin and end with words"),
    ('"{they} .. burn*"', '"{them} .. burn*"', "has the group «them», which is not under groups"),
    ('"{they} .. burn*"', "bu*", "needs 3 letters or more before an asterisk"),
    ('"{they} .. burn*"', "fire|", "where one word should stand"),
    ("- danger", "- dangerous", "use one of danger, private"),
    ("  - id: grief", "  - id: fire", "is «fire», as on line"),
    ("last year\n", "last ..\n", "should begin and end with words"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), WRONG)
def test_what_can_not_be_read_is_told_with_its_line(tmp_path, right, wrong, told):
    with pytest.raises(ContentError) as caught:
        load(spoilt(tmp_path, "danger.yaml", right, wrong))
    (problem,) = caught.value.problems
    assert problem.file == "danger.yaml"
    assert told in problem.message
    assert DANGER.replace(right, wrong, 1).splitlines()[problem.line - 1].strip()
