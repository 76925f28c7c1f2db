"""What the tests of any order share: a bot on a database of its own, and the loop of both."""

import asyncio

import pytest

from bot.bot import Bot
from bot.library import Library
from bot.serve.app import nobody
from bot.store.database import Database
from tests.databases import patient_turns


@pytest.fixture
def living(furnished, tmp_path):
    """Yield a runner, a library, a database and a bot."""
    with patient_turns(), asyncio.Runner() as runner:
        path = tmp_path / "any-order.db"
        path.write_bytes(furnished.read_bytes())
        library = Library()
        database = Database(f"sqlite+aiosqlite:///{path}", "NORMAL")
        yield runner, library, database, Bot(library, database, nobody)
        runner.run(database.dispose())
