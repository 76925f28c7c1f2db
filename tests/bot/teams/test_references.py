"""What is kept about the conversations of Teams, on both databases."""

import pytest

from bot.clock import Clock
from bot.store.engine.conversations import Conversations, Reference

SERVICE = "https://smba.trafficmanager.net/emea/"


def channel(name: str, tenant: str = "demo", **others) -> Reference:
    return Reference(tenant, name, "group", SERVICE, "28:bot", **others)


def known(name: str, kind: str, person: str = "ana", tenant: str = "demo") -> Reference:
    whose = {"person_id": person, "user_id": f"29:{person}"}
    return Reference(tenant, name, kind, SERVICE, "28:bot", **whose)


@pytest.fixture
def kept(database) -> Conversations:
    return Conversations(database, Clock())


async def test_what_was_seen_last_stands(kept):
    await kept.remember(channel("19:a"))
    moved = Reference("demo", "19:a", "group", "https://amer.api.botframework.com/", "28:bot")
    await kept.remember(moved)
    assert await kept.at("demo", "19:a") == moved


async def test_what_is_known_already_costs_no_write(kept, database):
    await kept.remember(channel("19:a"))
    before = database.round_trips
    await kept.remember(channel("19:a"))
    assert database.round_trips == before


async def test_a_persons_own_chat_comes_before_a_mere_acquaintance(kept):
    await kept.remember(known("@ana", "person"))
    assert (await kept.of_person("demo", "ana")).kind == "person"
    await kept.remember(known("a:1", "personal"))
    assert (await kept.of_person("demo", "ana")).channel == "a:1"


async def test_a_chat_that_ended_takes_the_acquaintance_along(kept):
    await kept.remember(known("@ana", "person"), known("a:1", "personal"), channel("19:a"))
    await kept.forget("demo", "e1", channel="a:1")
    assert await kept.of_person("demo", "ana") is None
    assert await kept.at("demo", "19:a") is not None


async def test_a_team_takes_all_its_channels_along(kept):
    await kept.remember(channel("19:a", team_id="t"), channel("19:b", team_id="t"), channel("19:c"))
    await kept.forget("demo", "e4", team="t")
    assert await kept.at("demo", "19:a") is None
    assert await kept.at("demo", "19:b") is None
    assert await kept.at("demo", "19:c") is not None


async def test_no_tenant_reaches_into_another(kept):
    await kept.remember(channel("19:a"), known("a:1", "personal"))
    await kept.remember(channel("19:a", tenant="other", team_id="t"))
    assert await kept.at("third", "19:a") is None
    assert await kept.of_person("other", "ana") is None
    await kept.forget("other", "e2", team="t")
    await kept.forget("other", "e3", channel="a:1")
    assert await kept.at("demo", "19:a") == channel("19:a")
    assert await kept.of_person("demo", "ana") is not None
