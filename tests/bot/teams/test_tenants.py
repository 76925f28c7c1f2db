"""Several organisations in one process: one app, one token of ours, and nothing that crosses."""

from functools import partial

import pytest

from tests.bot.teams.conftest import opened_site
from tests.bot.teams.fake_teams import BOT

NORTH, SOUTH, OTHER = "aaaa-north", "bbbb-south", "cccc-other"


def words(card):
    return str(card)


def chat(tenant):
    return f"a:{tenant}:29:ana"


def personal(tenant):
    return {
        "conversation": {
            "id": chat(tenant),
            "conversationType": "personal",
            "tenantId": tenant,
        },
        "channelData": {"tenant": {"id": tenant}},
    }


def said(teams, tenant, text):
    """Return a line of Ana's, whose ids are the same in every organisation."""
    return teams.activity(text=text, **personal(tenant))


def in_channel(teams, tenant, **fields):
    where = {
        "id": "19:desk@thread.tacv2",
        "conversationType": "channel",
        "isGroup": True,
        "tenantId": tenant,
    }
    data = {"tenant": {"id": tenant}, "team": {"id": "19:team@thread.tacv2"}}
    return teams.in_channel(conversation=where, channelData=data, **fields)


@pytest.fixture
async def two(site):
    """A site to which Ana of the north and Ana of the south have brought a complaint each."""
    await site.deliver(said(site.teams, NORTH, "complaint the north parcel is late"))
    await site.deliver(said(site.teams, SOUTH, "complaint the south parcel is late"))
    return site


async def test_each_organisation_is_answered_in_its_own_chat_with_one_token_of_ours(two):
    for tenant, other in ((NORTH, SOUTH), (SOUTH, NORTH)):
        (message,) = two.teams.said_in(chat(tenant))
        assert f"the {tenant[5:]} parcel" in words(message.card)
        assert f"the {other[5:]} parcel" not in words(message.card)
    assert {each.authorization for each in two.teams.calls} == {"Bearer out-1"}
    assert two.teams.tokens == 1


async def test_a_list_shows_what_is_of_its_own_organisation(two):
    await two.deliver(said(two.teams, SOUTH, "complaint list"))
    card = two.teams.said_in(chat(SOUTH))[-1].card
    assert "south parcel" in words(card)
    assert "north" not in words(card)


async def test_a_button_of_one_organisation_does_nothing_in_another(two):
    (message,) = two.teams.said_in(chat(NORTH))
    button = message.card["actions"][0]
    press = partial(two.press, button["data"], button["verb"])
    strange = await press(**personal(SOUTH))
    assert button["data"]["case"] not in words(strange["value"])
    mine = await press(**personal(NORTH))  # is still current, so the stranger's changed nothing
    now = mine["value"]["actions"][0]["data"]
    assert (now["case"], now["rev"]) == (button["data"]["case"], "2")


async def test_one_channel_id_in_two_organisations_is_two_channels(two):
    for tenant in (NORTH, SOUTH):
        added = in_channel(
            two.teams, tenant, type_="conversationUpdate", membersAdded=[{"id": BOT}]
        )
        await two.deliver(added)
    await two.deliver(
        in_channel(two.teams, NORTH, type_="conversationUpdate", membersRemoved=[{"id": BOT}])
    )
    assert await two.conversations.at(NORTH, "19:desk@thread.tacv2") is None
    assert await two.conversations.at(SOUTH, "19:desk@thread.tacv2") is not None


async def test_what_one_organisation_removes_is_there_in_the_other(two):
    gone = two.teams.activity("installationUpdate", action="remove", **personal(NORTH))
    await two.deliver(gone)
    assert await two.conversations.of_person(NORTH, "ana") is None
    assert await two.conversations.of_person(SOUTH, "ana") is not None
    for tenant, left in ((NORTH, False), (SOUTH, True)):
        await two.deliver(said(two.teams, tenant, "complaint list"))
        card = two.teams.said_in(chat(tenant))[-1].card
        assert (f"{tenant[5:]} parcel" in words(card)) is left


@pytest.mark.parametrize(
    ("settings", "taken"),
    [
        ({}, {NORTH, SOUTH, OTHER}),
        ({"tenant_id": NORTH}, {NORTH}),
        ({"tenant_id": NORTH, "tenants": (NORTH, SOUTH)}, {NORTH, SOUTH}),
        ({"tenant_id": NORTH, "tenants": (SOUTH,)}, {SOUTH}),
        ({"tenant_id": NORTH, "tenants": ("*",)}, {NORTH, SOUTH, OTHER}),
        ({"tenants": (NORTH, SOUTH)}, {NORTH, SOUTH}),
        ({"tenants": (NORTH.upper(),)}, {NORTH}),
    ],
    ids=[
        "an app of several tenants",
        "an app of one",
        "an app of one, open to two",
        "an app of one, open to another alone",
        "an app of one, open to all",
        "an app of several, open to two",
        "capitals",
    ],
)
async def test_whom_the_settings_name_is_taken_and_nobody_else(
    settings, taken, own_database, teams, seconds, caplog
):
    caplog.set_level("INFO")
    async with opened_site(own_database, teams, seconds, **settings) as site:
        for tenant in (NORTH, SOUTH, OTHER):
            status, _ = await site.deliver(said(teams, tenant, "hi"))
            assert status == (200 if tenant in taken else 403), tenant
    refused = {t for t in (NORTH, SOUTH, OTHER) if f"reason=another tenant: {t}" in caplog.text}
    assert refused == {NORTH, SOUTH, OTHER} - taken
    assert {each.conversation for each in teams.messages.values()} == {chat(t) for t in taken}
