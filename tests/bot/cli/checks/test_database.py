"""Doctor's look at the database: there, private, answering, and at the right revision."""

import pytest

from bot.cli.checks.database import answers, file_there
from bot.cli.checks.finding import Mark
from bot.cli.checks.migrations import compared, tables
from bot.store.database import Database
from bot.store.migration import migrate
from bot.store.tables.all_tables import metadata


def test_a_private_file_is_worth_a_look_inside(tmp_path):
    file = tmp_path / "careloop.db"
    file.touch(0o600)
    assert file_there(file) is None


def test_a_file_that_others_may_read_is_told_with_what_to_type(tmp_path):
    file = tmp_path / "careloop.db"
    file.touch()
    file.chmod(0o640)
    found = file_there(file)
    assert found.mark is Mark.WARNING
    assert f"chmod 600 {file}" in found.words


def test_a_file_that_is_not_there_yet_is_no_problem(tmp_path):
    assert file_there(tmp_path / "none.db").mark is Mark.WARNING
    assert not (tmp_path / "none.db").exists()


def test_a_folder_for_a_file_is_a_problem(tmp_path):
    assert file_there(tmp_path).mark is Mark.PROBLEM


async def test_a_database_that_answers_says_which_and_how_soon(database, database_url, seconds):
    found = await answers(database, database_url, seconds)
    assert found.mark is Mark.OK
    assert found.words.startswith(("SQLite 3.", "PostgreSQL "))
    assert found.words.endswith("answers in 0 ms")


async def test_a_file_that_is_no_database_is_a_problem(tmp_path, seconds):
    file = tmp_path / "careloop.db"
    file.write_bytes(b"not a database at all" * 100)
    assert "restore a backup" in await unanswered(f"sqlite+aiosqlite:///{file}", seconds)


async def test_nobody_at_the_address_is_told_without_user_or_password(seconds):
    words = await unanswered("postgresql+asyncpg://nobody:hunter2@127.0.0.1:1/none", seconds)
    assert words.startswith("127.0.0.1:1/none takes no connection")
    assert "nobody" not in words
    assert "hunter2" not in words


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_server_without_that_database_says_so(database_url, seconds):
    words = await unanswered(database_url.replace("/test_", "/other_"), seconds)
    assert "has no database of that name" in words


async def unanswered(url, seconds) -> str:
    database = Database(url)
    try:
        found = await answers(database, url, seconds)
    finally:
        await database.dispose()
    assert found.mark is Mark.PROBLEM
    return found.words


# migrations


async def test_tables_of_this_program_are_well(database):
    async with database.transaction(5) as connection:
        await connection.run_sync(metadata.drop_all)
    assert (await tables(database)).mark is Mark.WARNING
    await migrate(database)
    assert (await tables(database)).mark is Mark.OK


@pytest.mark.parametrize(
    ("found", "mark", "told"),
    [
        pytest.param("0017", Mark.PROBLEM, "careloop migrate", id="older"),
        pytest.param("0018", Mark.OK, "0018", id="the same"),
        pytest.param("0019", Mark.PROBLEM, "newer version", id="newer"),
        pytest.param(None, Mark.WARNING, "careloop migrate", id="none yet"),
    ],
)
def test_what_to_do_follows_from_the_two_revisions(found, mark, told):
    said = compared(found, "0018")
    assert said.mark is mark
    assert told in said.words
