"""``careloop keys``: make a key, and replace one while tokens are stored."""

import asyncio

import pytest

from bot.config.settings import Settings
from bot.encryption import Keys
from tests.bot.cli.careloop import careloop
from tests.bot.store.engine.test_installations import installation, store_on

pytestmark = pytest.mark.clients  # it starts many processes


def stored(folder, *keys: str, save: bool = False):
    """Save an installation, or read it, by these keys."""
    from bot.store.database import Database

    async def work():
        settings = Settings(_env_file=None, database_url=f"sqlite:///{folder}/data/careloop.db")
        database = Database(settings.database_url)
        store = store_on(database, *keys)
        if save:
            await store.save(installation())
        found = await store.read(installation().tenant)
        await database.dispose()
        return found

    return asyncio.run(work())


def test_a_key_is_replaced_and_the_old_one_is_needed_no_more(tmp_path):
    old, new = (careloop(tmp_path, "keys", "new").stdout.strip() for _ in range(2))
    assert Keys.parse(f"{old},{new}", "keys")
    assert old != new
    careloop(tmp_path, "migrate")
    stored(tmp_path, old, save=True)
    done = careloop(tmp_path, "keys", "rotate", secret_key=f"{new},{old}")
    assert (done.returncode, done.stdout) == (0, "1 encrypted anew.\n")
    again = careloop(tmp_path, "keys", "rotate", secret_key=f"{new},{old}")
    assert again.stdout.startswith("Nothing to do")
    assert stored(tmp_path, new) == installation()


def test_a_missing_and_a_wrong_key_are_said_in_a_line_each(tmp_path):
    careloop(tmp_path, "migrate")
    key, wrong = (careloop(tmp_path, "keys", "new").stdout.strip() for _ in range(2))
    stored(tmp_path, key, save=True)
    none = careloop(tmp_path, "keys", "rotate")
    other = careloop(tmp_path, "keys", "rotate", secret_key=wrong)
    assert (none.returncode, other.returncode) == (1, 1)
    assert "There is no key" in none.stderr
    assert "the access token of slack:TACME was encrypted with key" in other.stdout
    assert "Traceback" not in none.stderr + other.stderr
