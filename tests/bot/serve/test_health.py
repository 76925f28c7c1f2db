"""Whoever watches the process hears what is so: whether anything can be written, and the clock."""

import sqlite3
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.serve.health import Readiness, open_health, step_words


@pytest.fixture
def step():
    return [timedelta()]


@pytest.fixture
async def client(app, seconds, step):
    web_app = web.Application()
    readiness = Readiness(app.database, app.clock, seconds)
    open_health(web_app, readiness, {}, lambda: step[0])
    async with TestClient(TestServer(web_app)) as client:
        yield client


async def asked(client):
    answer = await client.get("/readyz")
    return answer.status, await answer.text()


async def test_a_database_that_cannot_be_written_to_is_not_ready(app, client, seconds):
    assert await asked(client) == (200, "ok\n")
    other = sqlite3.connect(app.settings.sqlite_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await asked(client) == (200, "ok\n")  # asked a moment ago
    seconds.now += 1
    assert await asked(client) == (503, "nothing can be written to the database\n")
    assert (await client.get("/healthz")).status == 200
    other.close()
    seconds.now += 1
    assert await asked(client) == (200, "ok\n")


async def test_a_clock_that_was_set_is_told_and_ready_all_the_same(client, step):
    step[0] = timedelta(seconds=-74)
    assert await asked(client) == (200, "ok\nthe clock was set back by 74 s\n")


def test_a_step_forward_is_told_as_one():
    assert step_words(timedelta(seconds=90)) == "the clock was set forward by 90 s\n"
