"""What was deleted is in none of SQLite's files any more: not in a free page, not in the log."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.cli import operations
from bot.serve.wiring import serving
from bot.store.engine.housekeeping import forget_cases
from bot.store.erasure import Erasure
from handlers.domain.retention import KEEP_NOTES
from handlers.turn import TurnKind
from tests.bot.doors import page
from tests.conftest import MONDAY, turn, typed
from tests.databases import eventually, locked
from tests.removals import remove

CANARY = b"zebra-crate-4711"
LINES = 40  # complaints, so that pages are split and joined
LATER = MONDAY + KEEP_NOTES + timedelta(days=1)


def pieces(settings) -> dict[str, int]:
    """Return how often the words are in each file that holds them."""
    files = settings.sqlite_file.parent.glob(f"{settings.sqlite_file.name}*")
    counts = {each.name: each.read_bytes().count(CANARY) for each in files}
    return {name: count for name, count in counts.items() if count}


async def complain(app):
    for number in range(LINES):
        line = f"/complaint {CANARY.decode()} {number} {'and so on ' * (number % 30)}"
        await app.bot.answer(typed(line, ("ana", "dana")[number % 2]))


async def pressed_by_both(app, settings):
    for who in ("ana", "dana"):
        await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", who))


async def grown_old(app, settings):
    await forget_cases(app.database, LATER, KEEP_NOTES)


async def uninstalled(app, settings):
    await remove(app.database, typed("").tenant, "Ev1", MONDAY)


async def set_up_afresh(app, settings):
    await app.playground.reset("UTC")


WAYS = [pressed_by_both, grown_old, uninstalled, set_up_afresh]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.replace("_", " "))
async def test_deleted_words_are_in_no_file(way, app, settings):
    erasure = Erasure(app.database)
    await complain(app)
    assert pieces(settings)

    await way(app, settings)
    assert pieces(settings)  # in the log still
    assert await erasure.finish()

    assert pieces(settings) == {}


async def test_a_complaint_opened_by_mistake_is_gone_from_the_files(app, settings):
    card = (await app.bot.answer(typed(f"/complaint {CANARY.decode()}"))).card
    args = next(each.action.args for each in card.actions() if each.action.intent == "complaint.go")
    assert pieces(settings)
    await app.bot.answer(turn(TurnKind.ACTION, "complaint.discard", args=args))
    assert await Erasure(app.database).finish()
    assert pieces(settings) == {}


async def test_whoever_runs_the_bot_forgets_somebody_down_to_the_files(app, settings):
    await app.bot.answer(typed(f"/complaint {CANARY.decode()}"))
    await operations.forgotten(settings, "web:demo:ana")
    assert pieces(settings) == {}


async def test_a_running_server_clears_its_files_by_itself(settings):
    async with page(settings) as door:
        door.as_("ana")
        await door.say(f"/complaint {CANARY.decode()}")
        assert pieces(settings)
        seen = await door.say("/care mydata")
        await door.press(await door.press(seen, "Delete it"), "Yes, delete it")
        await eventually(lambda: not pieces(settings))


async def test_what_an_earlier_process_left_in_the_log_goes_at_the_start(app, settings):
    await complain(app)
    await pressed_by_both(app, settings)
    assert pieces(settings)
    async with serving(settings):
        await eventually(lambda: not pieces(settings))


async def test_a_writer_elsewhere_puts_it_off_and_nothing_is_overlooked(app, settings):
    erasure = Erasure(app.database)
    await complain(app)
    await pressed_by_both(app, settings)
    with locked(settings.sqlite_file):
        assert not await erasure.finish()
    assert pieces(settings)
    assert await erasure.finish()
    assert pieces(settings) == {}


async def test_a_deletion_that_is_not_committed_yet_is_not_overlooked(app, settings):
    erasure = Erasure(app.database)
    await complain(app)
    async with app.database.transaction() as connection:
        await connection.execute(text("DELETE FROM cases"))
        await connection.execute(text("DELETE FROM web_messages"))
        assert not await erasure.finish()
    assert await erasure.finish()
    assert pieces(settings) == {}


async def test_where_nothing_was_deleted_the_log_is_left_alone(app, settings):
    erasure = Erasure(app.database)
    assert await erasure.finish()
    await complain(app)
    assert await erasure.finish()
    log = settings.sqlite_file.with_name(f"{settings.sqlite_file.name}-wal")
    assert log.stat().st_size > 0


async def test_every_connection_overwrites_what_it_deletes(app):
    """Whether SQLite does so of itself is each build's own choice."""
    async with app.database.transaction() as writer, app.database.read_transaction() as reader:
        for each in (writer, reader):
            assert await each.scalar(text("PRAGMA secure_delete")) == 1


async def test_words_that_were_deleted_without_it_would_be_found(tmp_path):
    """The search of these tests finds what is there."""
    file = tmp_path / "plain.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE notes (note)")
        connection.execute("INSERT INTO notes VALUES (?)", (CANARY.decode(),))
        connection.commit()
        connection.execute("DELETE FROM notes")
        connection.commit()
    assert CANARY in file.read_bytes()
