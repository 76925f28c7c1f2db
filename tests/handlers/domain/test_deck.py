"""Dealing from a deck: no repeats before all were shown, and neighbours that differ."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import CORE, load
from content.models import ReminderKind, ReminderText
from handlers.domain.deck import MIXED, DeckMemory, deal, deck, shuffled

kinds = st.lists(st.sampled_from(list(ReminderKind)), min_size=1, max_size=14)
seeds = st.sampled_from(["schedule-1", "schedule-2", "s"])


MORNING = datetime(2026, 11, 23, 8, 55)  # noqa: DTZ001 - by the wall clock of a channel
DAY = timedelta(days=1)


def reminder(number: int, kind: ReminderKind, idea: str = "P1") -> ReminderText:
    return ReminderText.model_validate(
        {"id": f"r{number}", "idea": idea, "kind": kind, "text": "A thought.", "credit": "us"}
    )


def deal_out(reminders, seed, rounds, memory=None, at=MORNING, name=MIXED):
    """Return what is dealt on so many days, and what is remembered then."""
    dealt = []
    for number in range(rounds):
        one = deal(reminders, memory or DeckMemory(), seed, at + number * DAY, name)
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
    assert deal(reminders, memory or DeckMemory(), seed, MORNING) == deal(
        reminders[::-1], memory or DeckMemory(), seed, MORNING
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
    new = [reminder(100, ReminderKind.TRY), reminder(101, ReminderKind.TRY)]
    one = deal(new, memory, "s", MORNING)
    assert one.memory.seen == {one.text.id}
    assert one.memory.order == (one.text.id,)


@given(kinds, seeds)
def test_a_new_round_keeps_half_a_decks_distance(kinds, seed):
    reminders = [reminder(number, kind) for number, kind in enumerate(kinds)]
    dealt, _ = deal_out(reminders, seed, 4 * len(reminders))
    half = len(reminders) // 2
    for place, text in enumerate(dealt):
        assert text not in dealt[max(0, place - half) : place]


HOURS = [
    pytest.param(4, MIXED, False, id="a minute to five"),
    pytest.param(5, MIXED, True, id="at five"),
    pytest.param(10, MIXED, True, id="a minute to eleven"),
    pytest.param(11, MIXED, False, id="at eleven"),
    pytest.param(14, "before-shift", True, id="in the afternoon, chosen by hand"),
    pytest.param(14, "a deck of an older day", False, id="a deck that is no more"),
]


@pytest.mark.parametrize(("hour", "name", "comes"), HOURS)
def test_before_the_shift_comes_in_the_morning_or_where_it_was_chosen(hour, name, comes):
    minute = 59 if hour in (4, 10) else 0
    texts = deck(load(CORE).reminders, name)
    at = MORNING.replace(hour=hour, minute=minute)
    dealt, _ = deal_out(texts, "channel-1", len(texts), at=at, name=name)
    assert any(each.kind is ReminderKind.BEFORE_SHIFT for each in dealt) is comes


def test_two_hours_a_day_share_a_round_and_skip_nothing():
    texts, memory = load(CORE).reminders, DeckMemory()
    dealt = []
    for day in range(len(texts) // 2):
        for hour in (9, 15):
            one = deal(texts, memory, "channel-1", MORNING.replace(hour=hour) + day * DAY)
            dealt.append(one.text.id)
            memory = one.memory
    assert len(set(dealt)) == len(dealt)


@pytest.mark.parametrize("hours", [(9,), (9, 15), (8, 11, 16)], ids=len)
@pytest.mark.parametrize("name", [MIXED, *ReminderKind])
@pytest.mark.parametrize("seed", ["channel-1", "channel-2"])
def test_an_idea_does_not_come_on_two_days_running(name, hours, seed):
    texts, memory, days = deck(load(CORE).reminders, name), DeckMemory(), []
    for number in range(2 * len(texts)):
        ideas = set()
        for hour in hours:
            at = MORNING.replace(hour=hour) + 3 * number * DAY
            one = deal(texts, memory, seed, at, name)
            assert one.text.idea not in ideas
            ideas.add(one.text.idea)
            memory = one.memory
        days.append(ideas)
    assert not [day for before, day in pairwise(days) if before & day]


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
