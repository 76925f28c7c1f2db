"""Bring the tables up to date, once, whoever starts first."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.errors import NewerError

SCRIPTS = Path(__file__).parent / "migrations"
MIGRATION_TIMEOUT = 30.0  # s; another process may be migrating
ONE_AT_A_TIME = 6_021_967  # any number, as long as it stays


async def migrate(database: Database, revision: str = "head") -> bool:
    """Bring the tables up to date, or to a revision; tell whether there was anything to do."""
    if await is_newest(database):
        return False
    async with database.maintenance(MIGRATION_TIMEOUT) as connection:
        await _alone(connection)
        await connection.run_sync(_upgrade, revision)
    return True


async def is_newest(database: Database) -> bool:
    """Tell whether the tables are those of this program."""
    return await revision(database) == head()


async def revision(database: Database) -> str | None:
    """Return the revision of the tables, or None where there are none yet; Busy."""
    async with database.read_transaction(MIGRATION_TIMEOUT) as connection:
        return await connection.run_sync(_revision)


def head() -> str:
    """Return the newest revision; a file is called after the revision it makes."""
    return max(path.stem.partition("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*.py"))


async def _alone(connection: AsyncConnection) -> None:
    """Keep other replicas out until the transaction ends; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _upgrade(connection: Connection, revision: str) -> None:
    # Loaded only when there is work: it takes a quarter of a second that no start should pay.
    from alembic.command import upgrade  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    known = _revision(connection)
    if known is not None and known > head():
        raise NewerError(
            f"The database is at revision {known}, newer than this program's {head()}. "
            "Install the newer version, or restore the backup made before it."
        )
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    upgrade(config, revision)
