"""What the lead's channel reads of a promise: true whenever it is read, and no more than needed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.cards import Facts
from handlers.domain.people import Person
from handlers.domain.promise import (
    LeadNotice,
    Promise,
    fail,
    keep,
    made,
    move,
    renew,
    take,
    withdraw,
)
from handlers.domain.promise_notices import Notice, with_message
from handlers.promises.lead_cards import lead_card, taken_card
from tests.conftest import MONDAY

HOUR = timedelta(hours=1)
NOON, DANA = MONDAY + 3 * HOUR, Person("dana", "Dana")
PROMISE = made(
    Promise(
        id="p1",
        owner_id="ana",
        owner="Ana",
        zone="Europe/Berlin",
        what="find the key",
        due_at=MONDAY + HOUR,
        made_at=MONDAY,
        changed_at=MONDAY,
        number=7,
        case_number="4471",
        lead=LeadNotice.DELIVERED,
    )
)
TOLD = with_message(PROMISE, Notice.LEAD, "web:demo:leads")
CARDS = {
    "open": (TOLD, "Ana's promise is still open", "It was for: Mon 23 Nov 11:00"),
    "taken": (
        take(TOLD, DANA, NOON),
        "Dana looks after Ana's promise",
        "Taken by: Dana, Mon 23 Nov 13:00",
    ),
    "kept": (keep(TOLD, NOON), "Ana's promise is kept", "Kept Mon 23 Nov 13:00."),
    "taken and kept": (
        keep(take(TOLD, DANA, NOON - HOUR), NOON),
        "Ana's promise is kept",
        "Taken by: Dana, Mon 23 Nov 12:00",
    ),
    "broken": (fail(TOLD, NOON), "Ana couldn't keep a promise", "Ana said so Mon 23 Nov 13:00."),
    "withdrawn": (
        withdraw(TOLD, NOON),
        "Ana's promise is withdrawn",
        "Its complaint took another turn, Mon 23 Nov 13:00: nobody waits for it now.",
    ),
    "moved": (
        move(TOLD, NOON + 3 * HOUR, NOON),
        "Ana's promise was moved",
        "Moved to Mon 23 Nov 16:00.",
    ),
    "without a time": (
        renew(TOLD, "find the key", None, NOON),
        "Ana's promise was moved",
        "Ana couldn't give a new time yet.",
    ),
}


@pytest.mark.parametrize(("promise", "title", "words"), CARDS.values(), ids=CARDS)
def test_each_state_has_its_words(promise, title, words):
    card = lead_card(promise, "Europe/Berlin")
    read = _read(card)
    assert card.title == title
    assert words in read
    assert read[:2] == ["Promise: find the key", "Case: 4471"]
    assert not any("today" in each or "7" in each.removeprefix("Case: 4471") for each in read)
    assert bool(card.buttons) == (promise is TOLD)


@pytest.mark.parametrize(
    ("zone", "reader", "words"),
    [
        pytest.param("Europe/Berlin", "Europe/Berlin", "Mon 23 Nov 11:00", id="the same"),
        pytest.param("America/New_York", "Europe/Berlin", "Mon 23 Nov 05:00", id="another"),
        pytest.param("UTC", "UTC", "Mon 23 Nov 10:00", id="nobody has said where they are"),
        pytest.param("Pacific/Auckland", "UTC", "Mon 23 Nov 23:00", id="nearly another day"),
    ],
)
def test_a_zone_is_named_where_it_is_not_the_readers(zone, reader, words):
    due = _read(lead_card(replace(TOLD, zone=zone), reader))[2]
    named = "" if zone == reader != "UTC" else f" ({zone})"
    assert due == f"It was for: {words}{named}"


def test_the_answer_to_a_late_take_says_how_it_stands():
    def words(promise, who=DANA):
        return taken_card(promise, who, "Europe/Berlin").body[0].text

    taken = take(TOLD, DANA, NOON)
    assert words(taken) == "Thank you. Ana is told that you look after it with them."
    sam = Person("sam", "Sam")
    assert words(taken, sam) == "Dana has been looking after it since Mon 23 Nov 13:00."
    assert words(keep(taken, NOON), sam) == "Kept Mon 23 Nov 13:00."


def _read(card):
    rows = [row for block in card.body if isinstance(block, Facts) for row in block.rows]
    lines = [block.text for block in card.body if not isinstance(block, Facts)]
    return [*(f"{label}: {value}" for label, value in rows), *lines]
