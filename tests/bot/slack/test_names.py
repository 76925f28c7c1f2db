"""A new name in Slack is ours by the next day: told at once, or asked for by the job."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.serve.names import NameRenewal
from bot.store.engine.names import Names
from bot.store.tables.people import people
from handlers.domain.people import Membership, Platform
from tests.bot.slack import wire
from tests.bot.slack.fake_slack import answering, refusing

DAY = timedelta(days=1)


def workspace_of(person):
    return next(each for each in person.fake.workspaces.values() if each.team == "TDEMO")


async def changed(person, user: str, **facts):
    """Let Slack say by itself what it knows of somebody; return the status of our answer."""
    user = {"id": user, "team_id": "TDEMO", **facts}
    event = wire.event({"type": "user_change", "user": user}, team_id="TDEMO")
    body = json.dumps(event).encode()
    signed = wire.signed(body, person.now_s, content_type="application/json")
    return (await person.raw(body, signed))[0]


async def known(person, user: str):
    query = select(people).where(people.c.tenant == "TDEMO", people.c.id == user)
    async with person.database.read_transaction(20) as connection:
        return (await connection.execute(query)).first()


async def test_a_new_name_is_told_by_slack(person):
    person.as_("dana")
    person.in_("front-desk")
    await person.say("/reminders add weekdays 08:55")
    assert await changed(person, "UDANA", profile={"display_name": "Danuta"}) == 200
    person.as_("ana")
    assert "set up by Danuta" in (await person.say("/reminders list")).text
    await person.clock("2026-11-24 08:55")
    await person.settle()
    (post,) = await person.posts("front-desk")
    assert "set up by Danuta" in post.text


async def test_she_writes_under_her_new_name_although_slack_was_asked_before(person):
    person.as_("dana")
    await person.say("/care help")
    await changed(person, "UDANA", profile={"display_name": "Danuta"})
    await person.say("/care help")
    assert (await known(person, "UDANA")).name == "Danuta"


async def test_a_closed_account_is_told_by_slack(person):
    await changed(person, "UDANA", real_name="Dana", deleted=True)
    assert (await known(person, "UDANA")).membership == Membership.LEFT
    person.as_("alex")
    form = await person.say("/shoutout @dana for staying with an upset guest until they smiled")
    assert form.is_form
    assert "Dana has left; I can't thank them here." in json.dumps(
        person.fake.modals[form.message[1]]
    )


async def test_an_account_that_opens_again_is_a_member_again(person):
    await changed(person, "UDANA", real_name="Dana", deleted=True)
    await changed(person, "UDANA", real_name="Dana", deleted=False)
    assert (await known(person, "UDANA")).membership == Membership.MEMBER


async def test_whom_we_have_never_met_is_not_noted(person):
    assert await changed(person, "USTRANGER", real_name="Lou") == 200
    assert await known(person, "USTRANGER") is None


@pytest.mark.parametrize("user", ["UDANA", {}, {"id": 7}, {"id": "UDANA", "profile": 7}, None])
async def test_an_odd_event_harms_nobody(user, person):
    event = wire.event({"type": "user_change", "user": user}, team_id="TDEMO")
    body = json.dumps(event).encode()
    signed = wire.signed(body, person.now_s, content_type="application/json")
    assert (await person.raw(body, signed))[0] in (200, 400)
    assert (await known(person, "UDANA")).name == "Dana"


async def renewed(person, at):
    """Run one round of the job, against the door of the demo workspace."""

    async def told_of(tenant, user):
        return await person.door.told_of(tenant, user) if tenant.id == "TDEMO" else None

    job = NameRenewal(person.database, {Platform.SLACK: told_of})
    await job.ask(at)


async def test_a_name_older_than_a_day_is_asked_for(person):
    person.as_("dana")
    await person.say("/care help")
    workspace_of(person).people["UDANA"]["real_name"] = "Danuta"
    await renewed(person, person.moment + DAY - timedelta(minutes=1))
    assert (await known(person, "UDANA")).name == "Dana"
    await renewed(person, person.moment + DAY + timedelta(minutes=1))
    assert (await known(person, "UDANA")).name == "Danuta"


@pytest.mark.parametrize("fault", [refusing("user_not_found"), answering(503), answering(200)])
async def test_who_can_not_be_asked_for_keeps_the_name(fault, person):
    person.fake.fail("users.info", *[fault] * 10)
    await renewed(person, person.moment)
    row = await known(person, "UDANA")
    assert (row.name, row.told_at) == ("Dana", None)


async def test_each_comes_in_turn_and_nobody_twice(person):
    names, found = Names(person.database), []
    for _ in range(4):
        found += [(each.tenant.id, each.id) for each in await names.stale(person.moment, 1)]
    assert found == [
        ("TDEMO", "UALEX"), ("TDEMO", "UDANA"), ("TOTHER", "UALEX"), ("TOTHER", "UDANA")
    ]  # fmt: skip
    assert await names.stale(person.moment, 1) == []
    assert len(await names.stale(person.moment, 9)) == 4


async def test_a_name_that_nobody_is_about_to_read_is_not_asked_for(person):
    async with person.database.transaction(20) as connection:
        await connection.execute(update(people).values(role="agent"))
    assert await Names(person.database).stale(person.moment, 9) == []
    person.in_("front-desk")
    await person.say("/reminders add weekdays 08:55")
    due = await Names(person.database).stale(person.moment + 2 * DAY, 9)
    assert [each.id for each in due] == ["UANA"]


async def test_a_deleted_name_is_not_asked_for(person):
    person.as_("dana")
    shown = await person.say("/care mydata")
    sure = await person.press(shown, "Delete it")
    await person.press(sure, "Yes, delete it")
    due = await Names(person.database).stale(person.moment + 2 * DAY, 9)
    assert ("TDEMO", "UDANA") not in [(each.tenant.id, each.id) for each in due]
    assert await changed(person, "UDANA", profile={"display_name": "Danuta"}) == 200
    assert (await known(person, "UDANA")).name == "UDANA"
