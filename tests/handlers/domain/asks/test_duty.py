"""Who is on duty: how it is stored, and whether anybody has said."""

import json

import pytest

from handlers.domain.asks.duty import Duty, load_duties
from handlers.domain.people import Place, Platform

LEADS = Place(Platform.SLACK, "T1", "C1")
FULL = Duty(("dana", "sam"), "S1", "Leads", True, LEADS)


def test_a_duty_is_stored_as_plain_values():
    assert FULL.stored() == {
        "people": ["dana", "sam"],
        "group": "S1",
        "group_name": "Leads",
        "here": True,
        "place": "slack:T1:C1",
    }
    assert Duty().stored()["place"] == ""


@pytest.mark.parametrize(
    "duty",
    [
        pytest.param(FULL, id="all of it"),
        pytest.param(Duty(), id="nothing"),
        pytest.param(Duty(("dana",)), id="people"),
        pytest.param(Duty(group="S1", group_name="Leads"), id="a group"),
        pytest.param(Duty(here=True), id="who is there"),
        pytest.param(Duty(place=LEADS), id="a channel"),
    ],
)
def test_a_duty_comes_back_as_it_was_stored(duty):
    assert Duty.load(json.loads(json.dumps(duty.stored()))) == duty


def test_where_nothing_is_stored_nobody_is_on_duty():
    assert Duty.load({}) == Duty()


@pytest.mark.parametrize(
    ("duty", "is_set"),
    [
        pytest.param(Duty(), False, id="nothing"),
        pytest.param(Duty(place=LEADS), False, id="a channel alone"),
        pytest.param(Duty(group_name="Leads"), False, id="a name alone"),
        pytest.param(Duty(("dana",)), True, id="people"),
        pytest.param(Duty(group="S1"), True, id="a group"),
        pytest.param(Duty(here=True), True, id="who is there"),
    ],
)
def test_it_is_said_who_is_on_duty_by_people_a_group_or_who_is_there(duty, is_set):
    assert duty.is_set is is_set


def test_each_kind_of_trouble_has_its_own_duty():
    stored = {"safety": FULL.stored(), "legal": {}}
    assert load_duties(stored) == {"safety": FULL, "legal": Duty()}
