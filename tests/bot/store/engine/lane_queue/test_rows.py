"""What pgqueuer notes of visits is pruned by its age, in pages; its tables need not be there."""

from datetime import timedelta

import pytest

from bot.store.engine.lane_queue.names import Names
from bot.store.engine.lane_queue.rows import (
    KEEP_LOG,
    LOG,
    PAGE,
    PREFIX,
    QUEUE,
    are_there,
    prune_log,
)
from bot.store.engine.lane_queue.schema import install
from tests.engines import note_visits, noted_visits
from tests.lives import execute

BIT = timedelta(seconds=30)


async def test_without_the_tables_there_is_nothing_to_prune(database):
    assert not await are_there(database)
    assert await prune_log(database) == 0


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_what_is_older_than_an_hour_goes_in_pages(database, database_url):
    await install(database_url)
    await note_visits(database, KEEP_LOG + BIT, PAGE + 1)
    await note_visits(database, KEEP_LOG - BIT, 2)
    assert await prune_log(database) == PAGE + 1
    assert await noted_visits(database) == 2
    assert await prune_log(database) == 0


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_what_is_there_is_brought_up_to_date_once(database, database_url):
    assert await install(database_url) is True
    await execute(database, f"ALTER TABLE {LOG} DROP COLUMN traceback")
    assert await install(database_url) is True
    assert await install(database_url) is False


def test_its_names_are_ours_whatever_stands_in_the_environment(monkeypatch):
    monkeypatch.setenv("CHANNEL", "stable")
    monkeypatch.setenv("PGQUEUER_PREFIX", "others_")
    assert Names(prefix=PREFIX).channel == "lanes_ch_pgqueuer"
    assert Names(prefix=PREFIX).queue_table == QUEUE
