"""Removed, revoked, late, twice; and organisations with one token for many workspaces."""

from datetime import timedelta

import pytest

from bot.serve.removals import SURE_AFTER
from bot.store.tables.installations import installations, removals
from bot.store.tables.people import people
from tests.bot.slack.fake_slack import answering
from tests.bot.slack.oauth.world import world
from tests.calendars import rows_of

ACME, BEST = "TACME:UANA", "TBEST:UBEN"
UNINSTALLED, REVOKED = {"type": "app_uninstalled"}, {"type": "tokens_revoked"}
ORG = {"enterprise_id": "EORG"}


@pytest.fixture
async def here(database_url):
    async with world(database_url) as opened:
        yield opened


@pytest.fixture
async def org(here):
    """The bot, installed in an organisation; both of its workspaces have used it."""
    await here.installed("EORG:WBOSS")
    for team in ("TNORTH", "TSOUTH"):
        await here.say("care help", team_id=team, **ORG)
    return here


async def installed(here) -> list[str]:
    return [row.tenant for row in await rows_of(here.app.database, installations)]


async def known(here) -> set[str]:
    return {row.tenant for row in await rows_of(here.app.database, people)}


async def wait_and_beat(here) -> None:
    for _ in range(2):
        await here.beat()
        here.later(SURE_AFTER + timedelta(seconds=1))
    await here.beat()


async def test_a_removal_takes_the_token_at_once_and_the_data_soon_of_this_workspace(here):
    for person in (ACME, BEST):
        await here.installed(person)
    here.slack.revoke("TACME")
    assert await here.tell(UNINSTALLED, team_id="TACME") == 200
    assert await installed(here) == ["TBEST"]
    assert await known(here) == {"TACME", "TBEST"}
    await here.beat()
    assert await known(here) == {"TBEST"}
    await here.schedule("TACME", "TBEST")
    assert [channel for _, channel in here.posted()] == ["CTBEST"]


async def test_revoked_tokens_are_forgotten_and_the_data_is_kept(here):
    for person in (ACME, BEST):
        await here.installed(person)
    here.slack.revoke("TACME")
    await here.tell(REVOKED | {"tokens": {"bot": ["UBOTTACME"]}}, team_id="TACME")
    assert await installed(here) == ["TBEST"]
    await wait_and_beat(here)
    assert await known(here) == {"TACME", "TBEST"}


async def test_somebody_elses_revoked_token_changes_nothing(here):
    await here.installed(ACME)
    await here.tell(REVOKED | {"tokens": {"oauth": ["UANA"]}}, team_id="TACME")
    assert await installed(here) == ["TACME"]


@pytest.mark.parametrize("event", [UNINSTALLED, REVOKED], ids=["uninstalled", "revoked"])
async def test_an_event_that_comes_after_the_next_installation_forgets_nothing(here, event):
    await here.installed(ACME)
    here.slack.revoke("TACME")
    await here.installed(ACME)
    await here.tell(event, team_id="TACME")
    await wait_and_beat(here)
    assert await installed(here) == ["TACME"]
    assert await rows_of(here.app.database, removals) == []
    await here.schedule("TACME")
    assert here.posted() == [(here.slack.tokens_of("TACME")[-1], "CTACME")]


async def test_while_slack_cannot_be_asked_nothing_is_forgotten(here):
    await here.installed(ACME)
    here.slack.fail("auth.test", answering(503), answering(503))
    await here.tell(UNINSTALLED, team_id="TACME")
    await here.beat()
    assert await installed(here) == ["TACME"]


async def test_the_same_removal_again_does_nothing_more(here):
    await here.installed(ACME)
    here.slack.revoke("TACME")
    for _ in range(2):
        assert await here.tell(UNINSTALLED, team_id="TACME", event_id="Ev1") == 200
        await here.beat()
    await here.installed(ACME)
    await here.tell(UNINSTALLED, team_id="TACME", event_id="Ev1")
    await wait_and_beat(here)
    assert await installed(here) == ["TACME"]


async def test_one_token_of_an_organisation_serves_each_workspace_as_its_own(org):
    await org.schedule("TNORTH", "TSOUTH")
    (token,) = org.slack.tokens_of("EORG")
    assert org.posted() == [(token, "CTNORTH"), (token, "CTSOUTH")]
    await org.say("complaint late parcel", team_id="TNORTH", user_id="UANA", **ORG)
    assert "late parcel" in str(await org.say("complaint", team_id="TNORTH", **ORG))
    assert "late parcel" not in str(await org.say("complaint", team_id="TSOUTH", **ORG))


async def test_who_installs_in_an_organisation_is_admin_in_each_workspace_that_is_met(org):
    rows = await rows_of(org.app.database, people)
    admins = {(row.tenant, row.id) for row in rows if row.role == "admin"}
    assert admins == {("TNORTH", "WBOSS"), ("TSOUTH", "WBOSS")}


async def test_a_workspace_of_another_organisation_is_not_served(org):
    answer = await org.say("care help", team_id="TBEST", enterprise_id="EELSE")
    assert "not connected to this workspace" in answer["text"]


async def test_a_workspace_of_its_own_installation_is_not_the_organisations(here):
    await here.installed("TNORTH:UANA")
    answer = await here.say("care help", team_id="TSOUTH", **ORG)
    assert "not connected to this workspace" in answer["text"]


async def test_an_organisation_that_removes_it_is_forgotten_with_all_its_workspaces(org):
    await org.installed(ACME)
    org.slack.revoke("EORG")
    gone = {"is_enterprise_install": True, "enterprise_id": "EORG", "team_id": "EORG"}
    assert await org.tell(UNINSTALLED, team_id="EORG", authorizations=[gone], **ORG) == 200
    await org.schedule("TNORTH")
    assert org.posted() == []
    await org.beat()
    assert await installed(org) == ["TACME"]
    assert await known(org) == {"TACME"}


async def test_a_workspace_that_is_taken_out_of_it_is_forgotten_alone(org):
    org.slack.organisations["EORG"].teams.remove("TNORTH")
    revoked = {"type": "team_access_revoked", "team_ids": ["TNORTH"]}
    assert await org.tell(revoked, team_id=None, **ORG) == 200
    await wait_and_beat(org)
    assert await installed(org) == ["EORG", "TSOUTH"]
    assert await known(org) == {"TSOUTH"}


async def test_a_workspace_that_is_in_it_is_not_forgotten_whatever_an_event_says(org):
    revoked = {"type": "team_access_revoked", "team_ids": ["TSOUTH"]}
    assert await org.tell(revoked, team_id=None, **ORG) == 200
    await wait_and_beat(org)
    assert await installed(org) == ["EORG", "TNORTH", "TSOUTH"]


async def test_a_group_of_an_organisation_is_asked_for_with_its_workspace(org):
    await org.say("shoutout <!subteam^SDESK|@desk> well done", team_id="TSOUTH", **ORG)
    (asked,) = org.slack.called("usergroups.users.list")
    assert asked["team_id"] == "TSOUTH"


@pytest.mark.parametrize("order", [(REVOKED, UNINSTALLED), (UNINSTALLED, REVOKED)])
async def test_an_organisation_that_leaves_takes_all_with_it_in_either_order(order, org):
    org.slack.revoke("EORG")
    gone = {"is_enterprise_install": True, "enterprise_id": "EORG", "team_id": "EORG"}
    for number, event in enumerate(order):
        told = event | {"tokens": {"bot": ["UBOTEORG"]}}
        more = {"team_id": "EORG", "event_id": f"Ev{number}", "authorizations": [gone]}
        await org.tell(told, **more, **ORG)
    await wait_and_beat(org)
    assert (await installed(org), await known(org)) == ([], set())
