"""Whom to practise on next, and whom some words mean."""

from content.scenarios import Level
from handlers.domain.practice.suggestions import meant, suggested
from tests.handlers.domain.practice.talks import CORE

ALL = CORE.scenarios


def ids(typed: str) -> list[str]:
    return [each.id for each in meant(ALL, typed)]


def test_what_is_easy_comes_first_and_what_was_done_lately_last():
    order = suggested(ALL, (), "ana")
    agents = [each for each in order if each.audience == "agents"]
    levels = [list(Level).index(each.level) for each in agents]
    assert levels == sorted(levels)
    first = order[0]
    assert suggested(ALL, {first.id}, "ana")[0] != first
    assert [each.id for each in suggested(ALL, {first.id}, "ana") if each.audience == "agents"][
        -1
    ] == first.id


def test_the_seed_decides_among_equals():
    assert len({suggested(ALL, (), seed)[0].id for seed in "abcdefgh"}) > 1
    assert suggested(ALL, (), "a") == suggested(ALL, (), "a")


def test_those_for_leaders_come_last_but_to_leaders():
    assert suggested(ALL, (), "ana")[-1].audience == "leaders"
    assert suggested(ALL, (), "ana", leads=True)[-1].audience == "agents"


def test_a_name_is_one_and_a_word_of_it_too():
    assert ids("two left boots") == ["two-left-boots"]
    assert ids("TWO LEFT BOOTS") == ["two-left-boots"]
    assert ids("two-left-boots") == ["two-left-boots"]
    assert ids("boots") == ["two-left-boots"]
    assert ids("bots") != []  # spelt almost like it


def test_what_several_share_means_all_of_them():
    for word in ("chat", "phone", "counter", "easy", "hard", "fury", "leaders"):
        shared = [each.id for each in ALL if word in each.model_dump().values()]
        assert ids(word) == shared, word
    assert set(ids("hard phone")) == set(ids("hard")) & set(ids("phone"))


def test_what_nobody_is_called_means_nobody():
    assert ids("zebras") == []
    assert ids("a b") == []
    assert ids("boots zebras") == []
