"""What must hold after a request that was turned away."""

import logging

import pytest
from sqlalchemy import func, select

from bot.store.tables.cases import cases
from bot.store.tables.deliveries import deliveries
from bot.store.tables.schedules import schedules
from tests.bot.slack import wire

LINE = "complaint the customer said pomegranate"


def good() -> bytes:
    return wire.form_body(wire.command(LINE))


async def stored(person) -> int:
    """Return how much was stored."""
    async with person.database.read_transaction() as connection:
        rows = [
            await connection.scalar(select(func.count()).select_from(table))
            for table in (cases, schedules, deliveries)
        ]
    return sum(rows)


async def quiet(person) -> bool:
    """Tell whether nothing was stored and nobody was called."""
    return not await stored(person) and not person.fake.calls and not person.fake.hooked


@pytest.fixture(autouse=True)
def no_words_in_the_log(caplog):
    for ours in ("bot", "slack_bolt", "slack_sdk", "aiohttp"):
        caplog.set_level(logging.DEBUG, ours)
    yield
    assert "pomegranate" not in caplog.text
    assert "Traceback (most" not in caplog.text
