"""Limits of a complaint, on both sides, in figures: a changed number is noticed."""

from dataclasses import replace

import pytest

from bot.store.tables.cases import cases
from content import CORE, load
from content.flow import Variant
from handlers.cards import Choices
from handlers.complaint.lists import list_card, picker_card
from handlers.domain.case import Case, CaseState
from tests.calendars import rows_of
from tests.conftest import MONDAY, typed

STORY = "torn! " * 84
FLOW = load(CORE).flow
CASE = Case(
    id="c1", agent_id="ana", variant=Variant.VOICE, opened_at=MONDAY, changed_at=MONDAY, number=1001
)
MANY = [replace(CASE, id=f"c{number}", number=number) for number in range(1001, 1011)]
CLOSED = [replace(each, state=CaseState.CLOSED, closed_at=MONDAY) for each in MANY]


@pytest.mark.parametrize(("length", "kept"), [(499, 499), (500, 500), (501, 500)])
async def test_a_story_has_five_hundred_characters(app, length, kept):
    await app.bot.answer(typed(f"complaint {STORY[:length]}"))
    (case,) = await rows_of(app.database, cases)
    assert case.note == STORY[:kept]


def rows(card):
    return [len(block.rows) for block in card.body if isinstance(block, Choices)]


@pytest.mark.parametrize(("count", "shown"), [(8, 8), (9, 9), (10, 9)])
def test_nine_complaints_are_listed_and_nine_to_be_reopened(count, shown):
    assert rows(picker_card(MANY[:count], FLOW, "UTC", MONDAY)) == [shown]
    both = list_card(MANY[:count], CLOSED[:count], FLOW, "UTC", MONDAY)
    assert rows(both) == [shown, shown]
