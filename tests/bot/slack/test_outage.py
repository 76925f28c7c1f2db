"""Slack is not well for a while: what was said in that time arrives, once, and says what is so."""

import pytest

from tests.bot import outages
from tests.bot.outages import Outage


@pytest.mark.parametrize("outage", [each for each in Outage if "day" not in each])
async def test_a_minute_of_an_outage_loses_nothing_and_doubles_nothing(person, outage):
    await outages.a_minute_of(person, outage)


async def test_an_hour_of_429_on_one_channel_is_of_that_channel_alone(person):
    await outages.an_hour_of_429_on_one_channel(person)
    # Its private card can't be redrawn after half an hour: it comes anew.
    assert any("Out at" in str(each.blocks) for each in person.fake.messages.values())


async def test_a_page_is_tried_no_longer_than_its_card_is_open(person):
    await outages.a_page_whose_card_is_closed(person)
