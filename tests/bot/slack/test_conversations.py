"""Every conversation of tests/conversations, held through signed requests into real Bolt."""

import pytest
import yaml

from tests.bot.slack.driver import channel_id
from tests.bot.slack.opening import slack
from tests.bot.test_conversations import CONVERSATIONS, Talk, _held


class SlackTalk(Talk):
    """The same talk, in a workspace whose addresses are Slack's."""

    def _address(self, channel: str) -> str | None:
        return None if channel == "none" else f"slack:TDEMO:{channel_id(channel)}"


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda path: path.stem)
async def test_a_conversation_goes_as_written(conversation, settings):
    steps = yaml.safe_load(conversation.read_text(encoding="utf-8"))
    async with slack(settings) as driver:
        problem = await _held(steps, SlackTalk(driver, settings))
    assert not problem, f"{conversation.name}, {problem}"
