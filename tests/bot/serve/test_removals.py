"""Nothing is forgotten before it is sure, and nothing is kept once it is."""

from datetime import timedelta
from random import Random

import pytest

from bot.serve.removals import ASK_AGAIN, GIVE_UP_AFTER, SURE_AFTER, RemovalCheck
from bot.store.engine.removals import Removals
from bot.store.tables.cases import cases
from bot.store.tables.installations import removals
from handlers.domain.people import Platform, Tenant
from tests.calendars import rows_of
from tests.conftest import MONDAY, typed

TENANT = Tenant(Platform.WEB, "demo")
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


class World:
    """A workspace with a complaint, and a platform that says whether its token lives."""

    def __init__(self, app) -> None:
        self.app, self.living, self.asked, self.now = app, True, [], MONDAY
        self.removals = Removals(app.database)
        self.check = RemovalCheck(self.removals, {Platform.WEB: self._lives})

    async def _lives(self, tenant: str) -> bool | None:
        self.asked.append(tenant)
        return self.living

    async def told(self, event: str) -> None:
        await self.removals.note(TENANT, event, self.now)

    async def beat(self, wait: timedelta = timedelta()) -> None:
        self.now += wait
        await self.check.ask(self.now)

    async def stands(self) -> bool:
        return bool(await rows_of(self.app.database, cases))

    async def waits(self) -> bool:
        return bool(await rows_of(self.app.database, removals))


@pytest.fixture
async def world(app):
    await app.bot.answer(typed("complaint late parcel"))
    return World(app)


async def test_a_dead_token_is_forgotten_with_all_there_is(world):
    world.living = False
    await world.told("Ev1")
    await world.beat()
    assert not await world.stands()
    assert not await world.waits()


async def test_a_living_token_forgets_nothing_and_is_logged(world, caplog):
    await world.told("Ev1")
    await world.beat()
    await world.beat(SURE_AFTER)
    await world.beat(HOUR)
    assert await world.stands()
    assert (world.asked, await world.waits()) == (["demo"] * 2, False)
    assert "removal.ignored" in caplog.text


async def test_a_token_that_outlives_its_removal_by_a_moment_is_asked_for_again(world):
    await world.told("Ev1")
    await world.beat()
    world.living = False
    await world.beat(SURE_AFTER)
    assert not await world.stands()


async def test_a_platform_that_cannot_be_asked_is_asked_for_a_day_and_then_it_is_forgotten(world):
    world.living = None
    await world.told("Ev1")
    await world.beat()
    while world.now < MONDAY + GIVE_UP_AFTER:
        assert await world.stands()
        await world.beat(ASK_AGAIN)
    assert not await world.stands()
    assert len(world.asked) == 1 + GIVE_UP_AFTER / ASK_AGAIN


async def test_the_same_event_again_asks_nothing(world):
    for _ in range(2):
        await world.told("Ev1")
        await world.beat()
        await world.beat(SURE_AFTER)
    assert len(world.asked) == 2


async def test_another_workspace_is_left_alone(world):
    await world.app.bot.answer(typed("complaint late parcel", tenant="other"))
    world.living = False
    await world.told("Ev1")
    await world.beat()
    assert [row.tenant for row in await rows_of(world.app.database, cases)] == ["other"]


@pytest.mark.parametrize("seed", range(12))
async def test_removals_in_any_order_leave_what_is_so(world, seed):
    """Installed, removed, told late, twice, swapped, with the platform away in between."""
    chance, events = Random(seed), ["Ev1"]  # noqa: S311 - a test
    for number in range(12):
        match chance.choice(["removed", "installed", "late", "again", "away", "wait"]):
            case "removed":
                world.living = False
                events.append(f"Ev{number + 2}")
                await world.told(events[-1])
            case "installed":
                world.living = True
            case "late":
                await world.told(f"Late{number}")
            case "again":
                await world.told(chance.choice(events))
            case "away":
                living, world.living = world.living, None
                await world.beat(ASK_AGAIN)
                world.living = living
        stood = await world.stands()
        waits = await world.waits()
        await world.beat(chance.choice([SECOND, SURE_AFTER, HOUR]))
        if world.living or not waits:
            assert await world.stands() == stood
    await world.beat(HOUR)
    await world.beat(HOUR)
    assert not await world.waits()
    if not world.living:
        await world.told("last")
        await world.beat()
        assert not await world.stands()
