"""How long words and files may be, on both sides, in figures."""

import pytest

from content import ContentError, load
from content.danger_list import read_points
from content.document import read
from content.patterns import parsed, sentences
from content.points import numbers_of
from tests.content.packs import spoilt

LENGTHS = [
    pytest.param("reminders.yaml", "id: no-shift", "id: ", 60, id="an id"),
    pytest.param("flow.yaml", "back: back it is", "back: ", 40, id="a label"),
    pytest.param("reminders.yaml", 'credit: "9:30"', "credit: ", 150, id="a line"),
    pytest.param("reminders.yaml", "text: NO", "text: ", 420, id="prose"),
    pytest.param("danger.yaml", "- died", "- ", 500, id="words of danger"),
    pytest.param("danger.yaml", "they: he|she", "they: ", 2000, id="a group of words"),
]


@pytest.mark.parametrize(("name", "old", "key", "longest"), LENGTHS)
def test_a_text_may_be_as_long_as_this(tmp_path, name, old, key, longest):
    load(spoilt(tmp_path, name, old, key + "x" * longest))

    with pytest.raises(ContentError, match=f"is {longest + 1} characters long; keep it within"):
        load(spoilt(tmp_path, name, old, key + "x" * (longest + 1)))


def test_a_file_holds_19995_entries(tmp_path):
    """Its beginning and its end are six of 20,001 things that the parser meets."""
    file = tmp_path / "reminders.yaml"
    file.write_text("- a\n" * 19_995)
    assert len(read(file, file.name).items()) == 19_995
    file.write_text("- a\n" * 19_996)
    with pytest.raises(ContentError, match="holds too many entries"):
        read(file, file.name)


def test_a_file_of_points_has_two_megabytes(tmp_path):
    file, points = tmp_path / "danger_points.yaml", "points:\n- knife 0 60 0 0\n"
    file.write_text(points + "#" * (2 * 1024 * 1024 - len(points)))
    assert len(read_points(file, file.name).items("points")) == 1
    with file.open("a") as more:
        more.write("#")
    with pytest.raises(ContentError, match="is larger than 2048 kB"):
        read_points(file, file.name)


@pytest.mark.parametrize(
    ("words", "read"),
    [(199, [199]), (200, [200, 15]), (201, [200, 16])],
    ids=["shorter", "as long", "longer"],
)
def test_two_hundred_words_are_read_as_one_and_the_parts_of_more_share_fifteen(words, read):
    text = " ".join(f"w{number}" for number in range(words))
    assert [len(each.words) for each in sentences(text)] == read


def test_three_letters_stand_before_an_asterisk():
    assert parsed("bur*", {})
    with pytest.raises(ValueError, match="needs 3 letters"):
        parsed("bu*", {})


@pytest.mark.parametrize("sign", ["", "-"], ids=["up", "down"])
def test_a_word_has_a_thousand_points_up_or_down(sign):
    assert numbers_of(f"0 {sign}1000 0 0")
    with pytest.raises(ValueError, match="should be 4 whole numbers"):
        numbers_of(f"0 {sign}1001 0 0")
