"""Waits, budgets and sizes at the edge, on both sides, in figures: a changed number is noticed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.http_limits import Unreadable, read_body
from bot.rate_limits import Limited, RateLimits
from bot.turn_budget import Buckets, TurnBudget
from handlers.domain.people import Person
from scheduler.errors import TemporaryError
from tests.conftest import typed


def test_what_a_platform_limits_is_left_alone_for_an_hour_at_most(seconds):
    limits, posting = RateLimits(seconds), Limited("T1", "post")
    limits.pause(posting, timedelta(days=1))
    seconds.now += 3599
    with pytest.raises(TemporaryError):
        limits.check(posting)
    seconds.now += 1
    limits.check(posting)


def test_a_turn_of_a_person_comes_back_with_its_share_of_a_minute(seconds):
    budget, asked = TurnBudget(2, 0, seconds), typed("/care today")
    assert [budget.take(asked) for _ in range(3)] == [True, True, False]
    seconds.now += 29.9
    assert not budget.take(asked)
    seconds.now += 0.1
    assert budget.take(asked)


def test_a_turn_of_a_workspace_comes_back_with_its_share_of_a_second(seconds):
    budget = TurnBudget(0, 5, seconds)
    asked = [replace(typed("/care today"), person=Person(f"u{n}", "")) for n in range(6)]
    assert [budget.take(each) for each in asked] == [True] * 5 + [False]
    seconds.now += 0.199
    assert not budget.take(asked[5])
    seconds.now += 0.001
    assert budget.take(asked[5])


def test_a_thousandth_of_a_turn_is_not_waited_for():
    bucket = Buckets(1, 60.0)
    bucket.take("ana", 0.0)
    assert not bucket.has_one("ana", 59.935)
    assert bucket.has_one("ana", 59.945)


def test_of_twenty_thousand_who_act_at_once_none_is_forgotten():
    buckets = Buckets(1, 60.0)
    for number in range(20_000):
        buckets.take(number, 0.0)
    assert not buckets.has_one(0, 0.0)
    buckets.take("one more", 0.0)
    assert buckets.has_one(0, 0.0)
    assert not buckets.has_one(1, 0.0)


@pytest.mark.parametrize(
    ("size", "status"), [(524_288, 200), (524_289, 413)], ids=["half a megabyte", "a byte more"]
)
@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "chunked"])
async def test_a_body_is_read_up_to_half_a_megabyte(chunked, size, status):
    async def answer(request: web.Request) -> web.Response:
        try:
            return web.Response(text=str(len(await read_body(request, 20.0))))
        except Unreadable as error:
            return web.Response(status=error.status)

    async def parts():
        for start in range(0, size, 65_536):
            yield b"x" * min(65_536, size - start)

    app = web.Application()
    app.router.add_post("/", answer)
    body = parts() if chunked else b"x" * size
    async with (
        TestServer(app) as server,
        ClientSession() as http,
        http.post(server.make_url("/"), data=body) as response,
    ):
        assert response.status == status
        if status == 200:
            assert await response.text() == str(size)
