"""Time enough for the far side: other work may be going on beside the tests."""

import pytest

# What an answer waits for, and then goes on without. A test of just that sets its own.
WAITS = (
    "bot.slack.bolt.HANDLE",
    "bot.slack.directory.PATIENCE",
    "bot.slack.door.REDRAW",
    "bot.slack.mentions.PATIENCE",
    "bot.teams.directory.PATIENCE",
    "bot.teams.door.SHOW",
)


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    for name in WAITS:
        monkeypatch.setattr(name, 20.0)
