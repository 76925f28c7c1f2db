"""A new name in Teams is asked for by the job: nobody tells it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.serve.names import NameRenewal
from bot.store.tables.people import people
from handlers.domain.people import Membership, Platform, Tenant
from tests.bot.teams.driver import driven
from tests.bot.teams.fake_teams import Fault

DEMO = Tenant(Platform.TEAMS, "demo")


@pytest.fixture
async def driver(site):
    async with driven(site) as driver:
        yield driver


async def known(site, user):
    query = select(people).where(people.c.tenant == "demo", people.c.id == user)
    async with site.database.read_transaction(20) as connection:
        return (await connection.execute(query)).one()


@pytest.mark.parametrize("met", [True, False], ids=["in their chat", "in a channel"])
async def test_a_name_older_than_a_day_is_asked_for(met, site, driver):
    if met:
        driver.as_("dana")
        await driver.say("care help")
        assert (await known(site, "dana")).membership == Membership.MEMBER
    site.teams.facts["dana"] = {"name": "Danuta", "email": "danuta@demo.com"}
    job = NameRenewal(site.database, {Platform.TEAMS: site.door.told_of})
    await job.ask(site.clock() + timedelta(days=1, minutes=1))
    row = await known(site, "dana")
    assert (row.name, row.handle) == ("Danuta", "danuta")


async def test_who_is_a_guest_by_now_is_told_so(site, driver):
    site.teams.roles["dana"] = "guest"
    told = await site.door.told_of(DEMO, "dana")
    assert told.membership is Membership.GUEST


@pytest.mark.parametrize("fault", [Fault(404), Fault(503), Fault(429), Fault(text="<html>")])
async def test_while_teams_does_not_tell_nothing_changes(fault, site, driver):
    site.teams.member_faults.append(fault)
    assert await site.door.told_of(DEMO, "dana") is None


async def test_where_the_bot_is_nowhere_nobody_can_be_asked_for(site):
    assert await site.door.told_of(Tenant(Platform.TEAMS, "elsewhere"), "dana") is None
