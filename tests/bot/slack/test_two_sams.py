"""Two people called Sam work in one workspace of Slack."""

import pytest

from bot.web.directory import PERSONAS
from tests.bot.slack.neutral import user_id
from tests.bot.slack.opening import slack
from tests.bot.two_sams import held, two_sams

BY_HANDLE = {
    "samone": {"name": "sam.reed", "profile": {"display_name": "Sam"}},
    "samtwo": {"name": "sam.klein", "profile": {"display_name": "Sam"}},
}
BY_REAL_NAME = {
    "samone": {"real_name": "Sam Reed", "profile": {"display_name": "Sam"}},
    "samtwo": {"real_name": "Sam Klein", "profile": {"display_name": "Sam"}},
}


@pytest.mark.parametrize(
    ("facts", "one", "two"),
    [
        (BY_HANDLE, "Sam (sam.reed)", "Sam (sam.klein)"),
        (BY_REAL_NAME, "Sam (Sam Reed)", "Sam (Sam Klein)"),
        ({"samone": {}, "samtwo": {}}, "Sam (1)", "Sam (2)"),
    ],
    ids=["by their handles", "by their real names", "by a number"],
)
async def test_each_is_who_they_are(facts, one, two, settings):
    with two_sams():
        async with slack(settings) as driver:
            for workspace in driver.fake.workspaces.values():
                for player in PERSONAS:
                    workspace.people[user_id(player)] |= facts.get(player, {})
            await held(driver, "samone,samtwo", one, two)
