"""Time enough for the far side: other work may be going on beside the tests."""

import pytest

# What an answer waits for, and then goes on without. A test of just that sets its own.
WAITS = (
    "bot.slack.bolt.HANDLER_TIMEOUT",
    "bot.slack.directory.RESPONSE_TIMEOUT",
    "bot.slack.door.SHOW_TIMEOUT",
    "bot.slack.mentions.RESPONSE_TIMEOUT",
    "bot.slack.oauth.renewal.WAITED_FOR",
    "bot.slack.sender.FORM_TIMEOUT",
    "bot.teams.directory.RESPONSE_TIMEOUT",
    "bot.teams.door.SHOW_TIMEOUT",
)


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    for name in WAITS:
        monkeypatch.setattr(name, 20.0)
