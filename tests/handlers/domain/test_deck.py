"""Dealing from a deck: no repeats before all were shown, and neighbours that differ."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import CORE, load
from content.models import ReminderKind, ReminderText
from handlers.domain.deck import MIXED, DeckMemory, deal, deck, shuffled

kinds = st.lists(st.sampled_from(list(ReminderKind)), min_size=1, max_size=14)
seeds = st.sampled_from(["schedule-1", "schedule-2", "s"])


def reminder(number: int, kind: ReminderKind) -> ReminderText:
    return ReminderText.model_validate(
        {"id": f"r{number}", "idea": "P1", "kind": kind, "text": "A thought.", "credit": "us"}
    )


def deal_out(reminders, seed, rounds, memory=None):
    dealt = []
    for _ in range(rounds):
        one = deal(reminders, memory or DeckMemory(), seed)
        dealt.append(one.text)
        memory = one.memory
    return dealt, memory


@given(kinds, seeds)
def test_none_comes_back_before_all_were_shown(kinds, seed):
    reminders = [reminder(number, kind) for number, kind in enumerate(kinds)]
    dealt, _ = deal_out(reminders, seed, 3 * len(reminders))
    for start in range(0, len(dealt), len(reminders)):
        one_round = dealt[start : start + len(reminders)]
        assert len({each.id for each in one_round}) == len(reminders)


@given(kinds, seeds)
def test_a_reminder_never_follows_itself(kinds, seed):
    reminders = [reminder(number, kind) for number, kind in enumerate(kinds)]
    dealt, _ = deal_out(reminders, seed, 3 * len(reminders))
    assert len(reminders) == 1 or all(a.id != b.id for a, b in pairwise(dealt))


@given(kinds, seeds)
def test_neighbours_differ_in_kind_while_that_is_possible(kinds, seed):
    reminders = [reminder(number, kind) for number, kind in enumerate(kinds)]
    dealt, _ = deal_out(reminders, seed, len(reminders))
    most = max(Counter(kinds).values())
    if most <= (len(kinds) + 1) // 2:
        assert all(a.kind != b.kind for a, b in pairwise(dealt))


@settings(max_examples=50)
@given(kinds, seeds, st.integers(0, 13), st.integers(0, 5), st.integers(0, 5))
def test_a_pack_that_changes_in_mid_round_repeats_and_skips_nothing(
    kinds, seed, shown, thrown_out, added
):
    reminders = [reminder(number, kind) for number, kind in enumerate(kinds)]
    shown = min(shown, len(reminders) - 1)
    before, memory = deal_out(reminders, seed, shown)
    new = [reminder(100 + number, ReminderKind.TRY) for number in range(added)]
    changed = [*reminders[thrown_out:], *new] or reminders
    left = {each.id for each in changed} - {each.id for each in before}
    after, _ = deal_out(changed, seed, len(left), memory)
    assert {each.id for each in after} == left


@given(kinds, seeds)
def test_the_same_memory_always_gives_the_same_reminder(kinds, seed):
    reminders = [reminder(number, kind) for number, kind in enumerate(kinds)]
    _, memory = deal_out(reminders, seed, len(reminders) // 2)
    assert deal(reminders, memory or DeckMemory(), seed) == deal(
        reminders[::-1], memory or DeckMemory(), seed
    )


def test_two_channels_get_different_orders():
    reminders = load(CORE).reminders
    one, _ = deal_out(reminders, "channel-1", 10)
    other, _ = deal_out(reminders, "channel-2", 10)
    assert one != other


def test_the_next_round_has_another_order():
    reminders = load(CORE).reminders
    dealt, _ = deal_out(reminders, "channel-1", 2 * len(reminders))
    assert dealt[: len(reminders)] != dealt[len(reminders) :]


def test_the_memory_stays_small_when_a_pack_is_replaced():
    _, memory = deal_out([reminder(n, ReminderKind.TRY) for n in range(9)], "s", 8)
    one = deal([reminder(100, ReminderKind.TRY), reminder(101, ReminderKind.TRY)], memory, "s")
    assert one.memory.seen == {one.text.id}


@pytest.mark.parametrize("kind", list(ReminderKind))
def test_a_deck_of_one_kind_holds_that_kind_alone(kind):
    assert {each.kind for each in deck(load(CORE).reminders, kind)} == {kind}


@pytest.mark.parametrize("name", [MIXED, "a deck of an older day", ""])
def test_any_other_deck_holds_everything(name):
    reminders = load(CORE).reminders
    assert deck(reminders, name) == reminders


def test_shuffling_depends_on_the_seed_alone():
    reminders = list(load(CORE).reminders)
    assert shuffled(reminders, "a") == shuffled(reminders[::-1], "a")
    assert shuffled(reminders, "a") != shuffled(reminders, "b")


def test_a_memory_is_read_back_as_it_was_kept():
    _, memory = deal_out([reminder(n, ReminderKind.TRY) for n in range(3)], "s", 2)
    assert DeckMemory.load(memory.dump()) == memory
    assert DeckMemory.load(DeckMemory().dump()) == DeckMemory()
