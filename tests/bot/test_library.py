"""The words in use: edited while we run, and never replaced by a bad edit."""

import os
from itertools import count

import pytest

from bot.library import Library
from content import CORE, load

GOOD = """\
- id: our-own
  idea: P2
  kind: thought
  text: Something of our own.
  credit: "us"
"""
BROKEN = [
    pytest.param("- id: our-own\n  idea: P2\n", id="half an entry"),
    pytest.param("- id: our-own\n  kind: [unclosed\n", id="no YAML"),
    pytest.param("- &a id\n- *a\n", id="an alias"),
    pytest.param(GOOD.replace("thought", "shout"), id="a kind that we don't have"),
    pytest.param(GOOD + GOOD, id="the same id twice"),
    pytest.param("\x00", id="no text"),
]
_ticks = count(1)


@pytest.fixture
def pack(tmp_path):
    write(tmp_path, GOOD)
    return tmp_path


def write(pack, text):
    path = pack / "reminders.yaml"
    path.write_text(text, encoding="utf-8")
    later = path.stat().st_mtime_ns + next(_ticks) * 1_000_000
    os.utime(path, ns=(later, later))


def ids(library):
    return {each.id for each in library.content.reminders}


def test_a_pack_adds_to_ours(pack):
    assert ids(Library(pack)) == ids(Library()) | {"our-own"}


async def test_an_edit_is_taken_while_we_run(pack):
    library = Library(pack)
    write(pack, GOOD.replace("our-own", "our-second"))
    assert await library.refresh() is True
    assert "our-second" in ids(library)


async def test_nothing_is_read_again_while_nothing_changed(pack):
    library = Library(pack)
    before = library.content
    assert await library.refresh() is False
    assert library.content is before


@pytest.mark.parametrize("text", BROKEN)
async def test_a_bad_edit_never_replaces_the_last_good_one(text, pack):
    library = Library(pack)
    write(pack, text)
    assert await library.refresh() is False
    assert "our-own" in ids(library)
    assert library.state.problems
    assert all("reminders.yaml" in problem for problem in library.state.problems)


@pytest.mark.parametrize("text", BROKEN)
async def test_a_bad_pack_at_the_start_leaves_ours_in_use(text, pack):
    write(pack, text)
    library = Library(pack)
    assert library.content == load(CORE)
    assert library.state.problems


async def test_a_mended_edit_is_taken_and_its_problems_are_forgotten(pack):
    library = Library(pack)
    write(pack, "- id: [")
    await library.refresh()
    write(pack, GOOD.replace("our-own", "mended"))
    assert await library.refresh() is True
    assert "mended" in ids(library)
    assert library.state.problems == ()


async def test_a_pack_that_is_thrown_away_takes_its_words_with_it(pack):
    library = Library(pack)
    (pack / "reminders.yaml").unlink()
    await library.refresh()
    assert ids(library) == ids(Library())


async def test_a_folder_that_vanishes_breaks_nothing(pack):
    library = Library(pack)
    (pack / "reminders.yaml").unlink()
    pack.rmdir()
    await library.refresh()
    assert ids(library) >= ids(Library())


async def test_what_a_pack_changes_and_lacks_is_known(pack):
    write(pack, GOOD.replace("our-own", load(CORE).reminders[0].id).replace("  credit", "  #"))
    library = Library(pack)
    (changed,) = library.state.changes
    assert changed == f"reminders.yaml: {load(CORE).reminders[0].id} (replaces ours)"
    (lacked,) = library.state.fallbacks
    assert "credit: is missing in" in lacked
    write(pack, "- id: [")
    await library.refresh()
    assert library.state.changes == (changed,)  # what holds
    assert library.state.problems
