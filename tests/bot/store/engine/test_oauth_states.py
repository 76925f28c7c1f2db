"""States of an installation: as many as are under way, and no more of them than is sound."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import insert

from bot.store.engine.oauth_states import MAX_OPEN, VALID_FOR, OAuthStates, Returned, TooMany
from bot.store.tables.installations import oauth_states
from tests.calendars import rows_of
from tests.conftest import MONDAY

SECOND = timedelta(seconds=1)


@pytest.fixture
def states(database):
    numbers = count(1)
    return OAuthStates(database, lambda: f"state-{next(numbers)}")


async def under_way(database, number: int) -> None:
    values = {"browser": "b", "expires_at": MONDAY + VALID_FOR}
    rows = [{"state": f"{each}", **values} for each in range(number)]
    async with database.transaction(60) as connection:
        await connection.execute(insert(oauth_states), rows)


async def test_a_state_is_good_once_until_its_time_is_over(states):
    first, second = await states.issue("b", MONDAY), await states.issue("b", MONDAY)
    assert await states.take(first, "b", MONDAY + VALID_FOR - SECOND) is Returned.GOOD
    assert await states.take(first, "b", MONDAY + VALID_FOR - SECOND) is Returned.USED
    assert await states.take(second, "b", MONDAY + VALID_FOR) is Returned.EXPIRED


async def test_a_foreign_browser_does_not_use_it_up(states):
    state = await states.issue("mine", MONDAY)
    assert await states.take(state, "theirs", MONDAY) is Returned.FOREIGN
    assert await states.take(state, "", MONDAY) is Returned.FOREIGN
    assert await states.take(state, "mine", MONDAY) is Returned.GOOD


async def test_what_is_over_is_deleted_by_the_next(states, database):
    await states.issue("b", MONDAY)
    await states.issue("b", MONDAY + VALID_FOR)
    assert len(await rows_of(database, oauth_states)) == 1


async def test_so_many_may_be_under_way_and_not_one_more(states, database):
    await under_way(database, MAX_OPEN - 1)
    await states.issue("b", MONDAY)
    with pytest.raises(TooMany):
        await states.issue("b", MONDAY)
    await states.issue("b", MONDAY + VALID_FOR)
