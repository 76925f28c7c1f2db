"""While nothing can be written, whoever only looks is answered, and nothing is half done."""

import sqlite3
from contextlib import contextmanager

import pytest

from bot.store.tables.cases import cases
from tests.calendars import rows_of
from tests.conftest import typed


@pytest.fixture
def locked(app):
    @contextmanager
    def locked():
        other = sqlite3.connect(app.settings.sqlite_file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()

    return locked


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("care help", "What I can do"),
        ("promise", "Your promises"),
        ("reminders list", "Reminders here"),
        ("care me", "Your data"),
    ],
)
async def test_a_look_up_is_answered_while_somebody_else_writes(app, locked, line, title):
    await app.bot.answer(typed("promise ring back by 10:00"))
    before = await app.bot.answer(typed(line))
    with locked():
        reply = await app.bot.answer(typed(line))
    assert reply.saved
    assert reply.card == before.card


async def test_an_open_complaint_is_shown_and_a_new_one_is_not_saved(app, locked):
    opened = await app.bot.answer(typed("complaint late parcel"))
    with locked():
        assert (await app.bot.answer(typed("complaint"))).card == opened.card
        refused = await app.bot.answer(typed("complaint another one"))
    assert (refused.saved, refused.card.title) == (False, "One moment")
    assert len(await rows_of(app.database, cases)) == 1


async def test_a_bug_met_while_looking_is_answered_too(app, locked, monkeypatch):
    async def broken(self):
        raise LookupError("a customer's words")

    monkeypatch.setattr("bot.store.turn.promises.PromiseRows.open", broken)
    with locked():
        reply = await app.bot.answer(typed("promise"))
    assert (reply.saved, reply.card.title) == (False, "One moment")
