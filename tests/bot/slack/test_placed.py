"""Who belongs to the workspace in Slack: while it answers, and while it doesn't."""

from contextlib import asynccontextmanager

import pytest

from bot.store.tables.people import people
from handlers.domain.people import Platform
from tests.bot.slack.fake_slack import answering
from tests.bot.slack.opening import slack

OUT_OF_ORDER = [answering(503)] * 20
THEIRS = {"id": "ETHEIRS", "enterprise_id": "ETHEIRS", "is_admin": True, "is_owner": True}


async def test_an_admin_of_another_firm_gets_help_only(person):
    for workspace in person.fake.workspaces.values():
        workspace.people["UTHEIRS"] = {
            "id": "UTHEIRS",
            "real_name": "Tea",
            "team_id": "TTHEIRS",
            "is_admin": True,
            "enterprise_user": THEIRS,
        }
    person.as_("UTHEIRS")
    for line in ("/care settings", "/care people", "/complaint", "/reminders add daily 9:00"):
        assert (await person.say(line)).title == "You are a guest here"


async def test_who_was_never_placed_is_served_alone_until_slack_answers(person):
    person.fake.fail("users.info", *OUT_OF_ORDER)
    person.in_("front-desk")
    refused = await person.say("/reminders add weekdays 08:55")
    assert refused.title == "Not quite"
    assert "Slack can't tell me just now whether you belong" in refused.text
    card = await person.say("/complaint")
    for label in ("Danger or trouble", "Safety", "Page the duty lead"):
        card = await person.press(card, label)
    assert (await person.say("/promise ring back by 10:00")).title == "Promise noted"
    assert (await person.say("/care help")).title == "What I can do"
    await person.settle()
    assert len(await person.posts("leads")) == 1
    person.fake.faults["users.info"].clear()
    await person.clock("in 5 minutes")
    assert (await person.say("/reminders add weekdays 08:55")).title.startswith("Set up")


@pytest.mark.parametrize(
    ("who", "line", "title"),
    [
        ("UGUEST", "/complaint", "You are a guest here"),
        ("ana", "/reminders add weekdays 08:55", "Set up: weekdays 08:55 UTC"),
        ("UOWNER", "/care settings", "Settings of this workspace"),
    ],
    ids=["a guest", "a member", "an owner of the workspace"],
)
async def test_who_was_placed_before_a_restart_is_placed_after_it(who, line, title, settings):
    async with slack(settings) as before:
        before.as_(who)
        await before.say("/care help")
    async with slack_again(settings) as after:
        after.fake.fail("users.info", *OUT_OF_ORDER)
        after.as_(who)
        after.in_("front-desk")
        assert (await after.say(line)).title == title


@asynccontextmanager
async def slack_again(settings):
    """Open the door of the same database once more, which is furnished already."""

    async def leave(database, team):
        """Leave everything as it is."""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.bot.slack.opening._furnish", leave)
        async with slack(settings) as driver:
            yield driver


async def test_a_role_that_an_admin_of_ours_gave_is_a_guests_too(person):
    person.as_("alex")
    await person.say("/care people <@UGUEST> manager")
    person.as_("UGUEST")
    assert (await person.say("/care team")).title == "Your team"
    async with person.database.read_transaction(20) as connection:
        query = people.select().where(people.c.id == "UGUEST")
        row = (await connection.execute(query)).one()
    assert (row.platform, row.role, row.membership) == (Platform.SLACK, "manager", "guest")
