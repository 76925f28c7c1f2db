"""A reminder and the schedule that carries it; whether it is sent, and why not."""

from dataclasses import fields, replace
from datetime import date, time, timedelta

import pytest

from handlers.domain.deck import DeckMemory
from handlers.domain.people import Place, Platform
from handlers.domain.reminder import (
    FOREVER,
    Reminder,
    ReminderState,
    is_same,
    reminder_of,
    schedule_of,
)
from scheduler.calendar.day_rules import WEEKDAYS, Moved, Weekly, WorkCalendar, WorkingDay
from scheduler.calendar.recurrence import Recurrence
from scheduler.calendar.rest import Rest
from scheduler.occurrence import Schedule
from scheduler.reasons import Cause, Reason
from tests.conftest import MONDAY

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
NINE = (time(9),)
DESK = Place(Platform.SLACK, "T1", "C1")
BARE = Reminder("r1", DESK, Recurrence(Weekly(WEEKDAYS), NINE, "Europe/Rome"), "ana", None)
PLAIN = replace(BARE, next_at=MONDAY + DAY)
FULL = Reminder(
    id="r2",
    place=Place(Platform.SLACK, "T1", "C2", name="front-desk"),
    recurrence=Recurrence(Weekly(frozenset({0})), NINE, "Asia/Tokyo", date(2026, 12, 7)),
    owner_id="bo",
    next_at=MONDAY + 7 * DAY,
    setter="Bo",
    deck="craft",
    sign_off="Yours, Bo",
    around=15,
    rest=Rest("IT", "BZ", "24 Dec", "21:00 to 07:00 UTC", "0,1,2"),
    decks={"r2": "craft", "r3": "mixed"},
    memory=DeckMemory(
        2, frozenset({"a", "b"}), "b", "craft", ("a", "b"), ((MONDAY.date(), ("i",)),)
    ),
    paused_from=MONDAY + DAY,
    paused_until=MONDAY + 2 * DAY,
    paused_by="Cem",
    skipped=(MONDAY, MONDAY + 7 * DAY),
    skipped_by="Dana",
    stopped=Reason.CHANNEL_ARCHIVED,
    enabled=False,
    grace=timedelta(minutes=5),
    version=7,
    echo="Most of you chose the hand on the door.",
    echo_of="a",
    promised=(date(2026, 12, 7), 3),
)


def test_the_full_reminder_has_every_field_set():
    same = [each.name for each in fields(Reminder) if getattr(FULL, each.name) == _usual(each)]
    assert same == []


@pytest.mark.parametrize("reminder", [BARE, PLAIN, FULL], ids=["nothing set", "plain", "all set"])
def test_a_reminder_comes_back_from_its_schedule(reminder):
    read = reminder_of(schedule_of(reminder))
    assert read == reminder
    assert read.place.name == reminder.place.name


@pytest.mark.parametrize(
    "name",
    ["paused_from", "paused_until", "paused_by", "skipped", "skipped_by", "stopped", "promised"],
)
def test_each_field_comes_back_alone(name):
    reminder = replace(PLAIN, **{name: getattr(FULL, name)})
    assert reminder_of(schedule_of(reminder)) == reminder


def test_a_schedule_that_carries_nothing_is_a_plain_reminder_of_somebody():
    schedule = schedule_of(BARE)
    bare = Schedule(
        schedule.id,
        schedule.platform,
        schedule.tenant,
        schedule.place,
        schedule.intent,
        schedule.recurrence,
        schedule.owner_id,
        None,
    )
    read = reminder_of(bare)
    assert read == BARE
    assert (read.setter, read.deck, read.place.name) == ("somebody", "mixed", "")


def test_a_schedule_keeps_what_is_set_and_nothing_else():
    assert schedule_of(BARE).args == {"setter": "somebody", "deck": "mixed"}
    assert schedule_of(FULL).args == {
        "setter": "Bo",
        "channel_name": "front-desk",
        "deck": "craft",
        "sign_off": "Yours, Bo",
        "around": 15,
        "rest": {
            "country": "IT",
            "region": "BZ",
            "days": "24 Dec",
            "quiet": "21:00 to 07:00 UTC",
            "workdays": "0,1,2",
        },
        "sharing": {"r2": "craft", "r3": "mixed"},
        "paused_from": "2026-11-24T09:00:00+00:00",
        "paused_until": "2026-11-25T09:00:00+00:00",
        "paused_by": "Cem",
        "skip": ["2026-11-23T09:00:00+00:00", "2026-11-30T09:00:00+00:00"],
        "skipped_by": "Dana",
        "stopped": "channel_archived",
        "echo": "Most of you chose the hand on the door.",
        "echo_of": "a",
        "promised": ["2026-12-07", 3],
    }


def test_a_schedule_knows_where_it_belongs():
    schedule = schedule_of(FULL)
    assert (schedule.platform, schedule.tenant, schedule.place) == ("slack", "T1", "slack:T1:C2")
    assert schedule.intent == "reminder.due"


def test_the_name_of_a_person_is_kept_in_no_schedule():
    own = Place(Platform.SLACK, "T1", "@ana", name="Ana", direct=True)
    assert "channel_name" not in schedule_of(replace(PLAIN, place=own)).args


def test_a_single_skipped_moment_as_it_was_stored_before_is_read():
    schedule = replace(schedule_of(PLAIN), args={"skip": "2026-11-24T09:00:00+00:00"})
    assert reminder_of(schedule).skipped == (MONDAY + DAY,)


@pytest.mark.parametrize("around", ["20", 20])
def test_the_minutes_around_are_a_number(around):
    assert reminder_of(replace(schedule_of(PLAIN), args={"around": around})).around == 20


PAUSED = replace(PLAIN, paused_until=MONDAY)
STATES = [
    pytest.param(PLAIN, ReminderState.ACTIVE, id="active"),
    pytest.param(BARE, ReminderState.OVER, id="over"),
    pytest.param(replace(PAUSED, next_at=None), ReminderState.PAUSED, id="paused before over"),
    pytest.param(replace(PAUSED, enabled=False), ReminderState.STOPPED, id="stopped before paused"),
    pytest.param(replace(BARE, enabled=False), ReminderState.STOPPED, id="stopped before over"),
    pytest.param(PAUSED, ReminderState.PAUSED, id="to the end of its pause"),
    pytest.param(
        replace(PLAIN, paused_until=MONDAY - SECOND), ReminderState.ACTIVE, id="a second after it"
    ),
    pytest.param(
        replace(PLAIN, paused_from=MONDAY, paused_until=MONDAY + DAY),
        ReminderState.PAUSED,
        id="from the beginning of its pause",
    ),
    pytest.param(
        replace(PLAIN, paused_from=MONDAY + SECOND, paused_until=MONDAY + DAY),
        ReminderState.ACTIVE,
        id="a second before it",
    ),
    pytest.param(replace(PLAIN, paused_from=MONDAY), ReminderState.ACTIVE, id="a pause of no end"),
    pytest.param(replace(PLAIN, paused_until=FOREVER), ReminderState.PAUSED, id="for ever"),
]


@pytest.mark.parametrize(("reminder", "state"), STATES)
def test_whether_anything_is_sent_for_now(reminder, state):
    assert reminder.state(MONDAY) is state


CAUSES = [
    pytest.param({}, None, id="nothing"),
    pytest.param(
        {"paused_until": MONDAY, "paused_by": "Cem"}, Cause(Reason.PAUSED, "Cem"), id="paused"
    ),
    pytest.param({"paused_until": MONDAY - SECOND, "paused_by": "Cem"}, None, id="after a pause"),
    pytest.param(
        {"skipped": (MONDAY - DAY, MONDAY), "skipped_by": "Dana"},
        Cause(Reason.SKIPPED_ONCE, "Dana"),
        id="skipped",
    ),
    pytest.param({"skipped": (MONDAY + DAY,), "skipped_by": "Dana"}, None, id="skipped later"),
    pytest.param(
        {"rest": Rest(days="23 Nov Team day")}, Cause(Reason.DAY_OFF, "Team day"), id="a day off"
    ),
    pytest.param(
        {"paused_until": MONDAY, "skipped": (MONDAY,), "rest": Rest(days="23 Nov")},
        Cause(Reason.PAUSED, ""),
        id="the pause first",
    ),
    pytest.param(
        {"skipped": (MONDAY,), "rest": Rest(days="23 Nov")},
        Cause(Reason.SKIPPED_ONCE, ""),
        id="then what was skipped",
    ),
]


@pytest.mark.parametrize(("changes", "cause"), CAUSES)
def test_why_nothing_is_sent_at_a_moment(changes, cause):
    reminder = replace(PLAIN, **changes)
    assert reminder.left_out(MONDAY) == cause
    assert reminder.left_out(MONDAY, endless=False) == cause


@pytest.mark.parametrize(
    ("begins", "passed_over"),
    [
        pytest.param(None, True, id="from when it was asked for"),
        pytest.param(MONDAY, False, id="from a day that was named"),
    ],
)
def test_a_pause_without_an_end_is_passed_over_when_one_looks_ahead(begins, passed_over):
    paused = replace(PLAIN, paused_from=begins, paused_until=FOREVER)
    assert paused.left_out(MONDAY) == Cause(Reason.PAUSED)
    assert paused.left_out(MONDAY, endless=False) == (None if passed_over else Cause(Reason.PAUSED))


def test_a_day_off_is_one_of_the_zone_of_the_reminder():
    tokyo = replace(PLAIN, recurrence=FULL.recurrence, rest=Rest(days="24 Nov"))
    late = MONDAY.replace(hour=15)  # midnight in Tokyo
    assert tokyo.left_out(late - SECOND) is None
    assert tokyo.left_out(late) == Cause(Reason.DAY_OFF)


def test_a_rest_counts_working_days_anew():
    first = Recurrence(WorkingDay(1), NINE, "UTC")
    reminder = replace(PLAIN, recurrence=first, next_at=MONDAY.replace(month=12, day=1))
    rest = Rest(days="1 Dec")
    rested = reminder.resting(rest, MONDAY)
    assert rested.rest == rest
    assert rested.recurrence.rule == WorkingDay(1, WorkCalendar(days_off="1 Dec"))
    assert rested.next_at == MONDAY.replace(month=12, day=2)


def test_a_rest_leaves_other_days_and_their_next_moment_alone():
    rest = Rest(days="24 Nov")
    rested = PLAIN.resting(rest, MONDAY + 3 * DAY)
    assert rested == replace(PLAIN, rest=rest)


def test_it_moves_if_its_rule_does():
    moved = Moved(Weekly(WEEKDAYS), WorkCalendar("IT"))
    assert replace(PLAIN, recurrence=replace(PLAIN.recurrence, rule=moved)).moves
    assert not PLAIN.moves


def test_it_shows_its_zone_and_the_phrase_that_means_it_in_its_channel():
    assert (PLAIN.zone, PLAIN.phrase) == ("Europe/Rome", "weekdays 09:00 Europe/Rome")
    assert replace(PLAIN, rest=Rest("SA")).phrase == "Mon-Fri 09:00 Europe/Rome"


TWICE = replace(FULL, id="r9")
OTHERS = [
    pytest.param({"id": FULL.id}, id="is the very one"),
    pytest.param({"place": DESK}, id="goes elsewhere"),
    pytest.param({"owner_id": "ana"}, id="is somebody else's"),
    pytest.param({"recurrence": PLAIN.recurrence}, id="comes at other times"),
    pytest.param({"deck": "mixed"}, id="has another deck"),
    pytest.param({"around": 10}, id="is otherwise late"),
    pytest.param({"sign_off": "Bo"}, id="is signed otherwise"),
]


@pytest.mark.parametrize("changes", OTHERS)
def test_it_is_not_the_same_reminder_that(changes):
    assert is_same(FULL, TWICE)
    assert not is_same(FULL, replace(TWICE, **changes))


def test_it_is_the_same_reminder_however_it_is_written():
    assert is_same(FULL, replace(TWICE, sign_off="yours,  BO", setter="Bo B.", memory=DeckMemory()))


def _usual(field):
    """Return what a reminder has in a field where nothing is set."""
    return getattr(BARE, field.name)
