"""Teams is not well for a while: what was said in that time arrives, once, and says what is so."""

import pytest

from tests.bot import outages
from tests.bot.outages import Outage
from tests.bot.teams.conftest import opened_site
from tests.bot.teams.driver import driven


@pytest.fixture
async def person(own_database, teams):
    """Somebody in Teams; what is to wait for waits on the clock that the test moves."""
    clocks = []
    passed = lambda: clocks[0]().timestamp() if clocks else 0.0  # noqa: E731
    async with opened_site(own_database, teams, passed) as site:
        clocks.append(site.clock)
        async with driven(site) as driver:
            yield driver


@pytest.mark.parametrize("outage", [each for each in Outage if "day" not in each])
async def test_a_minute_of_an_outage_loses_nothing_and_doubles_nothing(person, outage):
    await outages.a_minute_of(person, outage)


async def test_an_hour_of_429_on_one_channel_is_of_that_channel_alone(person):
    card = await outages.an_hour_of_429_on_one_channel(person)
    assert "Out at" in (await person.now(card)).text


async def test_a_page_is_tried_no_longer_than_its_card_is_open(person):
    await outages.a_page_whose_card_is_closed(person)
