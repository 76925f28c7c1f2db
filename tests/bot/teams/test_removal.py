"""The bot is taken out, or only renewed: what goes and what stays."""

import asyncio
from random import Random

import pytest
from sqlalchemy import func, insert, select

from bot.store.tables.cases import cases
from bot.store.tables.people import people
from bot.store.tables.schedules import schedules
from bot.store.tables.turns import turns
from handlers.domain.people import Platform
from tests.bot.teams.fake_teams import BOT, TENANT

CHANNEL = "19:desk@thread.tacv2"
ANA = {"id": "a:demo:29:ana", "conversationType": "personal", "tenantId": TENANT}


def installation(teams, action, **fields):
    return teams.activity("installationUpdate", conversation=ANA, action=action, **fields)


def added(teams):
    return teams.in_channel(type_="conversationUpdate", membersAdded=[{"id": BOT}])


def removed(teams):
    return teams.in_channel(type_="conversationUpdate", membersRemoved=[{"id": BOT}])


async def left_of(site, tenant=TENANT):
    found = {}
    async with site.database.read_transaction() as connection:
        for table in (cases, people, schedules, turns):
            count = select(func.count()).select_from(table).where(table.c.tenant == tenant)
            found[table.name] = await connection.scalar(count)
    return found


@pytest.fixture
async def lived_in(site):
    """A tenant with a chat, a channel, a case, a reminder, and another tenant beside it."""
    await site.deliver(installation(site.teams, "add"))
    await site.deliver(added(site.teams))
    await site.deliver(site.teams.activity(text="complaint late parcel"))
    await site.deliver(site.teams.in_channel(text="reminders add weekdays 08:55"))
    async with site.database.transaction() as connection:
        row = {"platform": Platform.TEAMS.value, "tenant": "other", "id": "x", "name": "X"}
        await connection.execute(insert(people).values(**row))
    return site


@pytest.mark.parametrize("action", ["remove-upgrade", "add-upgrade"])
async def test_an_update_of_the_app_changes_nothing(action, lived_in):
    before = await left_of(lived_in)
    said = len(lived_in.teams.messages)
    await lived_in.deliver(installation(lived_in.teams, action))
    team = {"tenant": {"id": TENANT}, "team": {"id": "19:team@thread.tacv2"}}
    fields = {"type_": "installationUpdate", "action": action, "channelData": team}
    await lived_in.deliver(lived_in.teams.in_channel(**fields))
    assert await left_of(lived_in) == before
    assert await lived_in.conversations.at(TENANT, CHANNEL) is not None
    assert await lived_in.conversations.of_person(TENANT, "ana") is not None
    assert len(lived_in.teams.messages) == said


async def test_removed_from_one_place_of_two_the_bot_keeps_what_it_has(lived_in):
    before = await left_of(lived_in)
    await lived_in.deliver(installation(lived_in.teams, "remove"))
    assert await left_of(lived_in) == before | {"turns": before["turns"] + 1}
    assert await lived_in.conversations.at(TENANT, CHANNEL) is not None


async def test_removed_from_the_last_place_everything_of_the_tenant_goes(lived_in):
    await lived_in.deliver(removed(lived_in.teams))
    assert (await left_of(lived_in))["cases"] == 1
    await lived_in.deliver(installation(lived_in.teams, "remove"))
    left = await left_of(lived_in)
    assert left.pop("turns") > 0  # so that a replay has no effect
    assert set(left.values()) == {0}
    assert (await left_of(lived_in, "other"))["people"] == 1


@pytest.mark.parametrize("told", [{}, {"id": None}], ids=["by id", "by time"])
async def test_a_removal_that_comes_again_spares_who_installed_anew(told, site):
    gone = installation(site.teams, "remove", **told)
    await site.deliver(installation(site.teams, "add"))
    await site.deliver(gone)
    await site.deliver(installation(site.teams, "add"))
    await site.deliver(site.teams.activity(text="complaint late parcel"))
    before = await left_of(site)
    assert before["cases"] == 1
    assert (await site.deliver(gone))[0] == 200
    assert await left_of(site) == before
    assert await site.conversations.of_person(TENANT, "ana") is not None
    later = installation(site.teams, "remove", timestamp="2126-11-23T09:30:00.000Z")
    await site.deliver(later)
    assert (await left_of(site))["cases"] == 0


async def test_a_removal_without_id_and_time_is_always_heard(site):
    gone = installation(site.teams, "remove", id=None, timestamp=None)
    for _ in range(2):
        await site.deliver(site.teams.activity(text="complaint late parcel"))
        await site.deliver(gone)
        assert (await left_of(site))["cases"] == 0


async def test_a_team_that_may_be_restored_takes_nothing_but_its_channels(lived_in):
    await lived_in.deliver(installation(lived_in.teams, "remove"))
    team = {"tenant": {"id": TENANT}, "team": {"id": "19:team@thread.tacv2"}}
    gone = {"channelData": team | {"eventType": "teamDeleted"}}
    await lived_in.deliver(lived_in.teams.in_channel(type_="conversationUpdate", **gone))
    assert await lived_in.conversations.at(TENANT, CHANNEL) is None
    assert (await left_of(lived_in))["cases"] == 1


async def test_a_removal_that_meets_a_busy_database_is_asked_for_again(lived_in, monkeypatch):
    monkeypatch.setattr("bot.store.engine.conversations.FORGET_TIMEOUT", 0.05)
    gone = removed(lived_in.teams)
    async with lived_in.database.transaction():
        assert (await lived_in.deliver(gone))[0] == 503
    assert (await lived_in.deliver(gone))[0] == 200
    assert await lived_in.conversations.at(TENANT, CHANNEL) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"type_": "invoke", "name": "no/such"},
        {"type_": "typing"},
        {"type_": "event"},
    ],
    ids=lambda each: each["type_"],
)
async def test_what_is_not_served_leaves_no_conversation(fields, site):
    status, _ = await site.deliver(site.teams.in_channel(**fields))
    assert status == (404 if fields["type_"] == "invoke" else 200)
    assert await site.conversations.at(TENANT, CHANNEL) is None


async def test_a_chat_that_the_bot_opened_is_no_place_that_it_is_in(site):
    await site.deliver(added(site.teams))
    await site.deliver(site.teams.in_channel(text="complaint late parcel"))
    assert (await site.conversations.of_person(TENANT, "ana")).kind == "opened"
    await site.deliver(site.teams.activity(text="complaint"))
    came = {"conversation": ANA, "membersAdded": [{"id": BOT}]}
    await site.deliver(site.teams.activity("conversationUpdate", **came))
    assert (await site.conversations.of_person(TENANT, "ana")).kind == "opened"
    await site.deliver(removed(site.teams))
    assert (await left_of(site))["cases"] == 0
    assert await site.conversations.of_person(TENANT, "ana") is None


async def test_a_chat_that_the_bot_opened_may_be_installed_later(site):
    await site.deliver(added(site.teams))
    await site.deliver(site.teams.in_channel(text="complaint late parcel"))
    await site.deliver(installation(site.teams, "add"))
    await site.deliver(removed(site.teams))
    assert (await left_of(site))["cases"] == 1
    assert (await site.conversations.of_person(TENANT, "ana")).kind == "personal"


async def test_a_channel_keeps_its_team_when_an_activity_does_not_name_it(site):
    await site.deliver(added(site.teams))
    await site.deliver(site.teams.in_channel(text="hi", channelData={"tenant": {"id": TENANT}}))
    await site.deliver(removed(site.teams))
    assert await site.conversations.at(TENANT, CHANNEL) is None


async def test_an_installation_waits_for_a_busy_database(site, monkeypatch):
    monkeypatch.setattr("bot.store.engine.conversations.FORGET_TIMEOUT", 20.0)
    async with site.database.transaction(5):
        told = asyncio.create_task(site.deliver(added(site.teams)))
        await asyncio.sleep(0.3)
        assert not told.done()
    assert (await told)[0] == 200
    assert await site.conversations.at(TENANT, CHANNEL) is not None


async def test_an_installation_that_can_not_be_noted_is_to_be_sent_again(site):
    async with site.database.transaction(5):
        assert (await site.deliver(added(site.teams)))[0] == 503
        assert (await site.deliver(installation(site.teams, "add")))[0] == 503
    assert not site.teams.messages
    assert (await site.deliver(installation(site.teams, "add")))[0] == 200
    assert len(site.teams.messages) == 1


@pytest.mark.parametrize("what", [removed, lambda teams: installation(teams, "remove")])
async def test_a_removal_that_is_older_than_what_stands_forgets_nothing(what, lived_in, caplog):
    """It was sent before the installation that it would undo, and came after it."""
    before = await left_of(lived_in)
    known = await lived_in.conversations.at(TENANT, CHANNEL)
    activity = what(lived_in.teams) | {"timestamp": "2020-11-23T09:00:00.000Z"}
    await lived_in.deliver(activity)
    after = await left_of(lived_in)
    assert after | {"turns": 0} == before | {"turns": 0}
    assert await lived_in.conversations.at(TENANT, CHANNEL) == known
    assert "removal.ignored platform=teams" in caplog.text


def minute(number):
    return f"2020-11-23T09:{number:02}:00.000Z"


def channel_of(number):
    return f"19:room{number}@thread.tacv2"


async def test_an_installation_that_is_told_late_does_not_undo_the_removal_after_it(site):
    """Installed at 9:10, removed at 9:20; both are told of only now."""
    await site.deliver(installation(site.teams, "add", timestamp=minute(10)))
    await site.deliver(installation(site.teams, "remove", timestamp=minute(20)))
    assert await site.conversations.of_person(TENANT, "ana") is None


@pytest.mark.parametrize("seed", range(8))
async def test_removals_in_any_order_leave_what_is_so(site, seed):
    """Three channels come and go; what is told late, twice or swapped changes nothing.

    Of each channel an installation is told of in its turn, a removal now or much later.
    """
    chance, standing, late = Random(seed), dict.fromkeys(range(3), False), []  # noqa: S311
    for number in range(1, 40):
        room = chance.randrange(3)
        for_room = {"channel": channel_of(room), "timestamp": minute(number)}
        data = {"tenant": {"id": TENANT}, "team": {"id": f"19:team{room}@thread.tacv2"}}
        fields = {"type_": "conversationUpdate", "channelData": data, **for_room}
        standing[room] = not standing[room]
        if standing[room]:
            await site.deliver(site.teams.in_channel(membersAdded=[{"id": BOT}], **fields))
            continue
        gone = site.teams.in_channel(membersRemoved=[{"id": BOT}], **fields)
        late.append(gone)
        if chance.random() < 0.5:
            await site.deliver(gone)
        if chance.random() < 0.3:
            await site.deliver(chance.choice(late))
    chance.shuffle(late)
    for gone in late:
        await site.deliver(gone)
    for room, stands in standing.items():
        assert (await site.conversations.at(TENANT, channel_of(room)) is not None) == stands
