"""Roles: from our own table or the settings, never from what a platform sends."""

import pytest

from bot.bot import Bot
from bot.library import Library
from bot.serve.app import nobody
from bot.store.engine.roles import appoint, staff
from handlers.domain.people import Platform, Role, Tenant
from handlers.turn import TurnKind
from tests.calendars import ERRAND
from tests.conftest import turn


async def _settings_of(bot, who: str) -> str:
    reply = await bot.answer(turn(TurnKind.COMMAND, "care", who, text="settings"))
    return reply.card.title


async def test_whoever_the_settings_name_is_an_admin(app):
    bot = Bot(Library(), app.database, nobody, admins=frozenset({"ana"}))

    assert await _settings_of(bot, "ana") == "Settings of this workspace"
    assert await _settings_of(bot, "dana") == "Not quite"


@pytest.mark.parametrize(
    ("role", "title"),
    [
        pytest.param(Role.ADMIN, "Settings of this workspace", id="admin"),
        pytest.param(Role.MANAGER, "Not quite", id="manager"),
        pytest.param(Role.AGENT, "Not quite", id="agent"),
    ],
)
async def test_a_role_given_by_hand_holds_from_the_next_turn_on(app, role, title):
    await appoint(app.database, Tenant(Platform.WEB, "demo"), "ana", role, ERRAND)

    assert await _settings_of(app.bot, "ana") == title


async def test_a_role_holds_in_one_workspace_only(app):
    await appoint(app.database, Tenant(Platform.WEB, "demo"), "ana", Role.ADMIN, ERRAND)

    roles = {(e.tenant, e.id): e.role for e in await staff(app.database)}
    assert roles["demo", "ana"] is Role.ADMIN
    assert roles["other", "ana"] is Role.AGENT


async def test_somebody_we_have_not_met_can_be_given_a_role(app):
    await appoint(app.database, Tenant(Platform.SLACK, "T1"), "U1", Role.MANAGER, ERRAND)

    first = (await staff(app.database))[0]
    assert (first.platform, first.id, first.role) == ("slack", "U1", Role.MANAGER)
