"""What we do with pgqueuer's rows ourselves; it wants no pgqueuer, which need not be installed."""

from datetime import timedelta

from sqlalchemy import bindparam, text

from bot.store.database import ENGINE_TIMEOUT, Database

PREFIX = "lanes_"  # of everything that is pgqueuer's, beside our own tables
QUEUE = f"{PREFIX}pgqueuer"
LOG = f"{PREFIX}pgqueuer_log"

KEEP_LOG = timedelta(hours=1)  # nobody reads it: it is there for whoever looks into a trouble
PAGE = 10_000  # rows that one statement deletes

_ARE_THERE = text("""
SELECT to_regclass(:queue) IS NOT NULL AND to_regclass(:log) IS NOT NULL
""").bindparams(queue=QUEUE, log=LOG)
_PRUNE = text(f"""
DELETE FROM {LOG} WHERE id IN (
    SELECT id FROM {LOG} WHERE created < clock_timestamp() - CAST(:keep AS interval)
    ORDER BY created LIMIT {PAGE} FOR UPDATE SKIP LOCKED
)
""").bindparams(bindparam("keep", value=KEEP_LOG))  # noqa: S608 - no value of anybody's


async def are_there(database: Database) -> bool:
    """Tell whether pgqueuer's tables are there; Busy."""
    if database.dialect != "postgresql":
        return False
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        return bool(await connection.scalar(_ARE_THERE))


async def prune_log(database: Database) -> int:
    """Delete what pgqueuer noted of visits long over; return how many rows there were.

    It writes two or three a visit, by the clock of the database, and deletes none by itself.
    """
    if not await are_there(database):
        return 0
    pruned, last = 0, PAGE
    while last == PAGE:
        async with database.transaction(ENGINE_TIMEOUT) as connection:
            last = (await connection.execute(_PRUNE)).rowcount
        pruned += last
    return pruned
