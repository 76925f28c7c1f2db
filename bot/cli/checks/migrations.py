"""Migrations: whether the tables are those of this program."""

from bot.cli.checks.finding import Finding, problem, warning, well
from bot.store.database import Database
from bot.store.migration import head, revision

NAME = "migrations"


async def tables(database: Database) -> Finding:
    """Tell whether the tables are at this program's revision; Busy."""
    return compared(await revision(database), head())


def compared(found: str | None, wanted: str) -> Finding:
    """Tell what to do when the tables are at one revision, and the program at another."""
    if found is None:
        return warning(NAME, "there are no tables yet: careloop migrate makes them")
    if found < wanted:
        return problem(
            NAME, f"the tables are at {found}, this program is at {wanted}: careloop migrate"
        )
    if found > wanted:
        return problem(
            NAME,
            f"the tables are at {found}, newer than this program's {wanted}: install the newer "
            "version, or restore the backup made before it",
        )
    return well(NAME, f"the tables are at {found}, as this program wants them")
