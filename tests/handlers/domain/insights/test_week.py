"""A week: when it begins, what it is counted from, and that it stays as it was shown."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.insights.scopes import WORKSPACE, Without
from handlers.domain.insights.week import (
    FIRST,
    NOT_SAID,
    OF_A_SPAN,
    OF_A_WEEK,
    OF_COMPLAINTS,
    SPAN,
    WEEK,
    Counted,
    Frozen,
    Part,
    before,
    counted,
    dump,
    figures,
    last_day,
    last_whole,
    load,
    midnight,
)

FRIDAY = date(2026, 11, 27)
AGENTS = tuple("abcdefghij")


@pytest.mark.parametrize(
    ("day", "weeks", "starts_on"),
    [
        (FRIDAY, WEEK, date(2026, 11, 20)),  # on Friday morning the week to Thursday is whole
        (date(2026, 11, 26), WEEK, date(2026, 11, 13)),
        (date(2026, 12, 3), WEEK, date(2026, 11, 20)),
        (date(2026, 12, 4), WEEK, FRIDAY),
        (date(2026, 10, 22), SPAN, date(2026, 5, 8)),
        (date(2026, 10, 23), SPAN, date(2026, 7, 31)),
        (date(2027, 1, 14), SPAN, date(2026, 7, 31)),
        (date(2027, 1, 15), SPAN, date(2026, 10, 23)),
    ],
)
def test_only_what_is_over_is_told(day, weeks, starts_on):
    assert last_whole(day, weeks) == starts_on


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from([WEEK, SPAN]))
def test_weeks_and_spans_begin_on_fridays_and_do_not_overlap(day, weeks):
    starts_on = last_whole(day, weeks)
    assert starts_on.weekday() == FIRST.weekday() == 4
    assert last_day(starts_on, weeks) < day
    assert day <= last_day(before(starts_on, -weeks), weeks)
    assert (last_day(before(starts_on, weeks), weeks) - starts_on).days == -1


def test_a_week_begins_at_midnight_where_the_workspace_is():
    assert midnight(FRIDAY, "Europe/Rome") == datetime(2026, 11, 26, 23, tzinfo=UTC)
    assert midnight(FRIDAY, "Pacific/Auckland") == datetime(2026, 11, 26, 11, tzinfo=UTC)


def test_pieces_of_which_there_is_none_are_there_as_well():
    found = counted([], OF_A_WEEK, ["late"])
    assert found[Part.CAUSES] == {"late": {}, "other": {}, NOT_SAID: {}}
    assert found[Part.PROMISES] == {"kept": {}, "moved": {}, "broken": {}}
    assert set(counted([], OF_A_SPAN, [])) == {Part.PAGES}


def test_a_cause_that_is_no_longer_in_use_is_another_one():
    rows = [
        Counted(Part.CAUSES, "of-old", "a", 2),
        Counted(Part.CAUSES, "other", "a"),
    ]
    found = counted(rows, OF_A_WEEK, ["late"])
    assert found[Part.CAUSES]["other"] == {"a": 3}


def rows_of(*pieces, people=AGENTS, cases=2):
    return [Counted(part, key, who, cases) for part, key in pieces for who in people]


COMPLAINTS = (
    (Part.CAUSES, "late"),
    (Part.OUTCOMES, "accepted"),
    (Part.OUTCOMES, "not-asked"),
    (Part.AGAIN, "first"),
    (Part.GIVEN, "owed"),
)


def test_a_team_reads_its_own_figures_and_why_where_it_has_none():
    everybody = frozenset(AGENTS)
    teams = {"dana": frozenset("abcde"), "sam": frozenset("abc"), "eve": frozenset()}
    found = figures(counted(rows_of(*COMPLAINTS), OF_A_WEEK, ["late"]), everybody, everybody, teams)
    assert found["sam"] is Without.SMALL
    assert found["eve"] is Without.NOBODY
    assert found[WORKSPACE][Part.CAUSES].total == 20
    assert found["dana"][Part.CAUSES].total == 10


def test_people_of_whom_nothing_was_ever_counted_hide_nothing():
    """Twelve agents on two lists, and five more who never had a complaint."""
    agents, idle = (*AGENTS, "k", "l"), tuple("vwxyz")
    teams = {"dana": frozenset(agents[:6]), "mira": frozenset(agents[6:])}
    parts = counted(rows_of(*COMPLAINTS, people=agents), OF_A_WEEK, ["late"])
    active = frozenset(agents)
    found = figures(parts, frozenset((*agents, *idle)), active, teams)
    assert found["dana"][Part.CAUSES].total == found["mira"][Part.CAUSES].total == 12
    found = figures(parts, frozenset((*agents, *idle)), active | {"v"}, teams)
    assert found["dana"][Part.CAUSES].total == 12
    assert found["mira"][Part.CAUSES].total is None  # what the others have would tell of V
    found = figures(parts, frozenset((*agents, *idle[1:])), active, teams)
    assert found["mira"] is Without.APART  # four are left, active or not


def test_where_the_complaints_of_a_team_must_not_be_counted_no_way_to_divide_them_tells_it():
    """Who reads that the others have none but first times knows that the team has at least one."""
    rows = rows_of((Part.CAUSES, "late"), (Part.CAUSES, "other"), (Part.OUTCOMES, "accepted"))
    rows += rows_of((Part.OUTCOMES, "not-asked"), (Part.GIVEN, "owed"), (Part.GIVEN, "more"))
    rows += rows_of((Part.AGAIN, "second"), people="abcde", cases=4)
    rows += rows_of((Part.AGAIN, "first"), people="fghij", cases=4)
    rows += rows_of((Part.AGAIN, "first"), people="a", cases=1)
    everybody, teams = frozenset(AGENTS), {"dana": frozenset("abcde")}
    found = figures(counted(rows, OF_A_WEEK, ["late"]), everybody, everybody, teams)
    for part in OF_COMPLAINTS:
        assert found[WORKSPACE][part].total is not None
        assert found["dana"][part].total is None
        assert set(found["dana"][part].figures.values()) == {None}


def test_a_team_whose_complaints_are_not_counted_shows_no_lines_either():
    rows = rows_of((Part.CAUSES, "late"), (Part.LINES, "lines"))
    everybody, teams = frozenset(AGENTS), {"dana": frozenset("abcde")}
    shown = figures(counted(rows, OF_A_WEEK, ["late"]), everybody, everybody, teams)
    assert shown[WORKSPACE][Part.LINES].total == 20
    assert shown["dana"][Part.LINES].total is None  # of outcomes nothing was noted


def test_what_was_shown_is_read_back_as_it_was():
    shown = figures(
        counted(rows_of(*COMPLAINTS), OF_A_WEEK, ["late"]), frozenset(), frozenset(), {}
    )
    bounds = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC)
    frozen = Frozen(date(2026, 11, 20), WEEK, *bounds, shown[WORKSPACE], lines=("a card",))
    assert load(frozen.starts_on, WEEK, dump(frozen)) == frozen
    none = Frozen(date(2026, 11, 20), WEEK, *bounds, {}, Without.SMALL)
    assert load(none.starts_on, WEEK, dump(none)) == none
    newer = dump(frozen)
    newer["parts"]["of-tomorrow"] = {"figures": {}, "total": 1}
    assert load(frozen.starts_on, WEEK, newer) == frozen
