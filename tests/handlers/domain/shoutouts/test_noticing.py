"""When a manager's weekly card comes, and whom it names."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.retention import KEEP_NOTES
from handlers.domain.shoutouts import noticing as rules
from handlers.domain.shoutouts.noticing import (
    MAX_DRAFTS,
    MAX_NAMES,
    WEEKS,
    Noticing,
    NoticingState,
    Teammate,
    named,
    unthanked,
)
from handlers.domain.shoutouts.places import Recipient
from handlers.domain.shoutouts.shoutout import Shoutout
from scheduler.occurrence import GRACE
from tests.conftest import MONDAY

SECOND, HOUR, DAY, WEEK = (timedelta(**{each: 1}) for each in ("seconds", "hours", "days", "weeks"))
THURSDAY = datetime(2026, 11, 26, 15, tzinfo=UTC)
ON = Noticing(state=NoticingState.ON, next_at=THURSDAY)
HAD = rules.sent(ON, THURSDAY)
NEW = Noticing()


def test_it_comes_on_thursdays_at_three_unless_somebody_chose_otherwise():
    assert rules.begun(NEW, MONDAY).next_at == THURSDAY
    assert rules.wanted(NEW, 0, "10:00", 6, MONDAY).next_at == MONDAY + HOUR
    assert rules.wanted(NEW, 0, "09:00", 6, MONDAY).next_at == MONDAY + WEEK


def test_it_comes_by_the_managers_own_clock():
    there = replace(NEW, zone="America/New_York")
    assert rules.begun(there, MONDAY).next_at == THURSDAY + 5 * HOUR


@pytest.mark.parametrize(
    ("days", "comes"),
    [
        pytest.param({0, 1, 2, 3, 4}, THURSDAY, id="a day on which they work"),
        pytest.param({0, 1, 5}, THURSDAY + 2 * DAY, id="the next one in the week"),
        pytest.param({0, 1}, THURSDAY - 3 * DAY, id="the first of the week"),
        pytest.param(set(), THURSDAY, id="nobody has said on which"),
    ],
)
def test_only_on_days_on_which_they_work(days, comes):
    assert rules.begun(replace(NEW, days=frozenset(days)), MONDAY).next_at == comes


@pytest.mark.parametrize(
    ("late", "moment"),
    [
        pytest.param(-SECOND, None, id="not yet"),
        pytest.param(timedelta(), THURSDAY, id="on time"),
        pytest.param(GRACE - SECOND, THURSDAY, id="a second less than an hour late"),
        pytest.param(GRACE, None, id="an hour late"),
    ],
)
def test_due_for_less_than_an_hour(late, moment):
    assert rules.due_for(ON, THURSDAY + late) == moment


def test_put_off_it_comes_on_the_next_working_day_of_the_week_or_in_the_next():
    friday = rules.put_off(ON, THURSDAY)
    assert friday.next_at == THURSDAY + DAY
    assert rules.due_for(friday, THURSDAY + DAY) == THURSDAY + DAY
    assert rules.put_off(friday, THURSDAY + DAY).next_at == THURSDAY + WEEK


def test_never_two_in_a_week():
    assert HAD.next_at == THURSDAY + WEEK
    assert rules.wanted(HAD, 4, "09:00", 4, THURSDAY).next_at == THURSDAY + 8 * DAY - 6 * HOUR
    assert rules.put_off(HAD, THURSDAY).next_at == THURSDAY + WEEK
    assert rules.sent(rules.put_off(ON, THURSDAY), THURSDAY + DAY).next_at == THURSDAY + WEEK


def test_the_first_one_asks_and_is_the_only_one_nobody_asked_for():
    first = rules.sent(rules.begun(NEW, MONDAY), THURSDAY)
    assert (first.state, first.next_at) == (NoticingState.OFFERED, None)
    assert rules.snoozed(first, THURSDAY) == rules.woken(first, THURSDAY) == first
    assert rules.turned_on(first, THURSDAY).next_at == THURSDAY + WEEK


def test_a_week_without_anybody_to_name_does_not_ask():
    after = rules.passed_over(rules.begun(NEW, MONDAY), THURSDAY)
    assert (after.state, after.next_at) == (NoticingState.UNASKED, THURSDAY + WEEK)
    put_off = rules.passed_over(rules.put_off(ON, THURSDAY), THURSDAY + DAY)
    assert put_off.next_at == THURSDAY + WEEK


def test_snoozed_the_next_one_is_left_out_once():
    snoozed = rules.snoozed(HAD, THURSDAY + HOUR)
    assert snoozed.next_at == THURSDAY + 2 * WEEK
    assert rules.snoozed(snoozed, THURSDAY + 6 * DAY) == snoozed
    assert rules.is_snoozed(snoozed, THURSDAY + 6 * DAY)
    assert not rules.is_snoozed(snoozed, THURSDAY + WEEK)
    assert not rules.is_snoozed(HAD, THURSDAY)
    assert rules.woken(snoozed, THURSDAY + DAY) == HAD
    assert rules.put_off(snoozed, THURSDAY + DAY).next_at == THURSDAY + 2 * WEEK


def test_turned_off_nothing_comes_until_it_is_turned_on_as_it_was_set():
    off = rules.turned_off(rules.wanted(ON, 1, "09:00", 8, THURSDAY))
    assert (off.next_at, rules.snoozed(off, THURSDAY), rules.woken(off, THURSDAY)) == (
        None,
        off,
        off,
    )
    on = rules.turned_on(off, THURSDAY)
    assert (on.weekday, on.hour, on.weeks) == (1, "09:00", 8)
    assert on.next_at == THURSDAY + 5 * DAY - 6 * HOUR


SINCE = MONDAY - 4 * WEEK
ANA = Teammate("ana", "Ana")


def names(team, drafts=(), weeks=4):
    found = unthanked(team, weeks, MONDAY, drafts)
    return [each.name for each in found.people], [each.name for each in found.quiet]


@pytest.mark.parametrize(
    ("changes", "is_named", "is_quiet"),
    [
        pytest.param({}, True, True, id="never, as far as anybody knows"),
        pytest.param({"joined_at": SINCE}, True, True, id="here for just so long"),
        pytest.param({"joined_at": SINCE + SECOND}, False, False, id="newer than that"),
        pytest.param({"thanked_at": SINCE, "known_at": SINCE}, True, True, id="just so long ago"),
        pytest.param(
            {"thanked_at": SINCE + SECOND, "known_at": SINCE + SECOND},
            False,
            False,
            id="a second later",
        ),
        pytest.param({"known_at": SINCE}, True, True, id="by somebody else, so long ago"),
        pytest.param({"known_at": SINCE + SECOND}, True, False, id="by somebody else, lately"),
    ],
)
def test_who_is_named(changes, is_named, is_quiet):
    found, quiet = names([replace(ANA, **changes)])
    assert (bool(found), bool(quiet)) == (is_named, is_quiet)


def test_for_as_many_weeks_as_the_manager_says():
    thanked = replace(ANA, thanked_at=MONDAY - 5 * WEEK)
    assert names([thanked], weeks=5)[0] == ["Ana"]
    assert names([thanked], weeks=6)[0] == []
    assert (WEEKS[0], WEEKS[-1]) == (2, 12)
    assert WEEKS[-1] * WEEK <= KEEP_NOTES


def test_in_the_order_of_names_and_of_nothing_else():
    team = [
        Teammate("1", "zoe", thanked_at=MONDAY - 40 * WEEK),
        Teammate("2", "Ana", thanked_at=MONDAY - 5 * WEEK),
        Teammate("3", "bo"),
    ]
    assert names(team)[0] == ["Ana", "bo", "zoe"]


def test_five_stand_on_a_card_and_others_the_week_after():
    people = [Teammate(letter, letter) for letter in "abcdefghijkl"]
    weeks = ["2026-11-23", "2026-11-30", "2026-12-07"]
    shown = [[each.id for each in named(people, week)] for week in weeks]
    assert [len(each) for each in shown] == [MAX_NAMES] * 3
    assert shown == [sorted(each) for each in shown]
    assert {each for week in shown for each in week} == set("abcdefghijkl")
    assert [each.id for each in named(people[:5], weeks[0])] == list("abcde")


def draft(number, *who):
    recipients = tuple(Recipient(each, each.title()) for each in who)
    return Shoutout(f"draft-{number}", "bo", "Bo", "rang back", MONDAY, MONDAY, recipients)


def test_two_drafts_for_people_who_are_named_one_each():
    team = [Teammate(each, each.title()) for each in ("ana", "jo", "li")]
    drafts = [
        draft(1, "eve"),
        draft(2, "jo"),
        draft(3, "jo"),
        draft(4, "eve", "li"),
        draft(5, "ana"),
    ]
    found = unthanked(team, 4, MONDAY, drafts).drafts
    assert [each.id for each in found] == ["draft-2", "draft-4"]
    assert len(found) == MAX_DRAFTS
    thanked = [replace(each, thanked_at=MONDAY) for each in team]
    assert unthanked(thanked, 4, MONDAY, drafts).drafts == ()


ACTS = {
    "on": rules.turned_on,
    "off": lambda noticing, _: rules.turned_off(noticing),
    "snooze": rules.snoozed,
    "wake": rules.woken,
    "monday": lambda noticing, at: rules.wanted(noticing, 0, "09:30", 4, at),
    "friday": lambda noticing, at: rules.wanted(noticing, 4, "16:00", 2, at),
    "rome": lambda noticing, _: replace(noticing, zone="Europe/Rome"),
    "no wednesdays": lambda noticing, _: replace(noticing, days=frozenset({0, 1, 3, 4})),
}
# When something happens, hours from a Monday's nine: before and after each hour at which it comes.
SLOTS = (0, 1, 30, 77, 78, 79, 101, 102, 103, 120)
HAPPENS = st.sampled_from(["", *ACTS, "nobody", "day off", "away"])
DONE = st.lists(HAPPENS, min_size=3 * len(SLOTS), max_size=3 * len(SLOTS))


@given(DONE)
def test_whatever_is_done_there_is_one_a_week_at_most_and_none_unasked_but_the_first(done):
    noticing, had, unasked = rules.begun(NEW, MONDAY), [], 0
    weeks = len(done) // len(SLOTS)
    happens = dict(zip([w * 168 + h for w in range(weeks) for h in SLOTS], done, strict=True))
    for hours in range(weeks * 168):
        at, now = MONDAY + hours * HOUR, happens.get(hours, "")
        noticing = ACTS.get(now, lambda it, _: it)(noticing, at)
        if noticing.next_at is None or noticing.next_at > at or now == "away":
            continue
        moment = rules.due_for(noticing, at)
        if moment is None or now == "day off":
            noticing = rules.put_off(noticing, at)
        elif now == "nobody":
            noticing = rules.passed_over(noticing, moment)
        else:
            assert rules.week_of(noticing, moment) != noticing.skipped
            unasked += noticing.state is not NoticingState.ON
            noticing = rules.sent(noticing, moment)
            had.append(noticing.last_week)
        assert noticing.next_at is None or noticing.next_at > at
    assert len(had) == len(set(had))
    assert unasked <= 1
    assert (noticing.next_at is None) == (
        noticing.state in (NoticingState.OFF, NoticingState.OFFERED)
    )
