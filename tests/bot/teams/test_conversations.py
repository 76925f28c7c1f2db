"""Every conversation of tests/conversations, held through the Teams door."""

from pathlib import Path

import pytest
import yaml
from sqlalchemy import update

from bot.store.tables.workspaces import workspaces
from tests.bot.teams.driver import driven, place_of
from tests.bot.test_conversations import CONVERSATIONS, Talk, _held


class TeamsTalk(Talk):
    """A conversation whose workspace lies in Teams."""

    async def given(self, world):
        values = {"zone": world.get("zone"), "lead_line": world.get("line")}
        values = {name: value for name, value in values.items() if value}
        for name in ("lead", "thanks"):
            if name in world:
                values[f"{name}_place"] = self._address(world[name])
        async with self._door._site.database.transaction(5) as connection:
            await connection.execute(update(workspaces).values(values))

    def _writing(self):
        return self._door._site.database.transaction(5)

    def _address(self, channel):
        return None if channel == "none" else str(place_of("demo", channel))

    def _bytes(self):
        folder = Path(self._settings)
        return b"".join(path.read_bytes() for path in folder.glob("teams.db*"))

    async def never_stored(self, words):
        assert not [each for each in words if each.encode() in self._bytes()]

    async def stored(self, words):
        assert all(each.encode() in self._bytes() for each in words)


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda path: path.stem)
async def test_a_conversation_goes_as_written(conversation, site, tmp_path):
    steps = yaml.safe_load(conversation.read_text(encoding="utf-8"))
    async with driven(site) as driver:
        problem = await _held(steps, TeamsTalk(driver, str(tmp_path)))
    assert not problem, f"{conversation.name}, {problem}"
