"""A person in Slack."""

import pytest

from tests.bot.slack.opening import slack


@pytest.fixture
async def person(settings):
    async with slack(settings) as driver:
        yield driver
