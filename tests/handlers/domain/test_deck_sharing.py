"""Two reminders of one channel never deal the same text, whatever is set up, changed or removed."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import CORE, load
from content.models import ReminderKind
from handlers.domain.deck import MIXED, deal, deck
from handlers.domain.deck_sharing import share, shared
from handlers.domain.people import Place, Platform
from handlers.domain.reminder import Reminder
from scheduler.phrases.phrase import parse
from tests.conftest import MONDAY

REMINDERS = load(CORE).reminders
DECKS = [MIXED, *map(str, ReminderKind)]
channels = st.lists(st.sampled_from(DECKS), min_size=2, max_size=6)


def reminder(number, name):
    return Reminder(
        id=f"s{number}",
        place=Place(Platform.WEB, "demo", "front-desk"),
        recurrence=parse("daily 09:00", "UTC", MONDAY),
        owner_id="dana",
        next_at=MONDAY,
        deck=name,
    )


def dealt_by(schedule, times):
    """Return what a reminder deals in so many days, and the reminder afterwards."""
    texts = []
    for day in range(times):
        at = MONDAY + timedelta(days=day)
        one = deal(share(schedule, REMINDERS), schedule.memory, schedule.id, at, schedule.deck)
        texts.append(one.text.id)
        schedule = replace(schedule, memory=one.memory)
    return texts, schedule


@given(channels)
def test_no_two_reminders_of_a_channel_deal_the_same_text(names):
    channel = shared([reminder(number, name) for number, name in enumerate(names)])
    shares = [{each.id for each in share(schedule, REMINDERS)} for schedule in channel]
    assert sum(map(len, shares)) == len(set().union(*shares))
    for name, mine in zip(names, shares, strict=True):
        assert mine
        assert mine <= {each.id for each in deck(REMINDERS, name)}


@given(channels)
def test_every_text_of_the_decks_is_somebodys(names):
    channel = shared([reminder(number, name) for number, name in enumerate(names)])
    shares = {each.id for schedule in channel for each in share(schedule, REMINDERS)}
    assert shares == {each.id for name in names for each in deck(REMINDERS, name)}


@given(st.sampled_from(DECKS), st.sampled_from(DECKS), st.integers(1, 40))
def test_one_that_joins_begins_with_what_the_channel_has_not_seen(first, second, days):
    _, old = dealt_by(reminder(1, first), days)
    _, new = shared([old, reminder(2, second)])
    fresh = {each.id for each in share(new, REMINDERS)} - set(old.memory.seen)
    theirs, _ = dealt_by(new, len(fresh))
    assert set(theirs) == fresh


def test_one_that_is_left_alone_goes_on_with_what_the_channel_has_not_seen():
    pair = shared([reminder(1, MIXED), reminder(2, MIXED)])
    (mine, one), (theirs, two) = (dealt_by(each, 20) for each in pair)
    (alone,) = shared([one], two.memory.seen)
    rest, _ = dealt_by(alone, len(REMINDERS) - 40)
    assert not set(rest) & {*mine, *theirs}


def test_one_alone_has_the_whole_deck_and_no_word_of_others():
    (alone,) = shared([reminder(1, "question")])
    assert alone == reminder(1, "question")
    assert len(share(alone, REMINDERS)) == len(deck(REMINDERS, "question"))


@pytest.mark.parametrize("name", DECKS)
def test_more_reminders_than_texts_still_have_something_to_deal(name):
    few = deck(REMINDERS, name)[:2]
    channel = shared([reminder(number, name) for number in range(6)])
    assert all(share(each, few) for each in channel)


def test_what_is_said_before_a_shift_goes_to_those_who_come_in_the_morning():
    late = parse("daily 14:00", "UTC", MONDAY)
    early, noon = reminder(1, MIXED), replace(reminder(2, MIXED), recurrence=late)
    both = {
        each.id: {text.kind for text in share(each, REMINDERS)} for each in shared([early, noon])
    }
    assert both["s1"] == set(ReminderKind)
    assert both["s2"] == set(ReminderKind) - {ReminderKind.BEFORE_SHIFT}
    of_shift = {each.id for each in deck(REMINDERS, ReminderKind.BEFORE_SHIFT)}
    (first, _) = shared([early, noon])
    assert of_shift <= {each.id for each in share(first, REMINDERS)}


def test_what_is_remembered_does_not_grow_with_each_change_of_a_channel():
    """Once every idea of a day was told to all with each change, twice as many each time."""
    channel = [reminder(number, MIXED) for number in range(4)]
    for change in range(30):
        names = [DECKS[(change + number) % len(DECKS)] for number in range(4)]
        channel = shared([replace(e, deck=n) for e, n in zip(channel, names, strict=True)])
        channel = [dealt_by(each, 1)[1] for each in channel]
        for each in channel:
            assert len(each.memory.days) <= 2
            assert all(len(ideas) <= 4 * (change + 1) for _, ideas in each.memory.days)
            assert len(json.dumps(each.memory.dump())) < 20_000
