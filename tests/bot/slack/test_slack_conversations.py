"""Every conversation of tests/conversations, held through signed requests into real Bolt."""

from collections.abc import Mapping

import pytest
import yaml
from sqlalchemy import update

from bot.store.database import Database
from bot.store.tables import workspaces
from tests.bot.slack.driver import channel_id
from tests.bot.slack.opening import slack
from tests.bot.test_conversations import CONVERSATIONS, Talk, _held


class SlackTalk(Talk):
    """The same talk, in a workspace whose addresses are Slack's."""

    async def given(self, world: Mapping[str, str]) -> None:
        await super().given(world)
        if world.get("lead", "none") == "none":
            return
        lead = f"slack:TDEMO:{channel_id(world['lead'])}"
        database = Database(self._settings.database_url, self._settings.sqlite_sync)
        async with database.transaction(5) as connection:
            await connection.execute(update(workspaces).values(lead_place=lead))
        await database.dispose()


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda path: path.stem)
async def test_a_conversation_goes_as_written(conversation, settings):
    steps = yaml.safe_load(conversation.read_text(encoding="utf-8"))
    async with slack(settings) as driver:
        problem = await _held(steps, SlackTalk(driver, settings))
    assert not problem, f"{conversation.name}, {problem}"
