"""Plans: whether the statements of the hot path find their indexes."""

from bot.cli.checks.finding import Finding, problem, well
from bot.store.database import Database
from bot.store.engine.inspection.indexes import missing_indexes
from bot.store.engine.inspection.plans import hot_plans

NAME = "plans"


async def indexes(database: Database) -> Finding:
    """Tell whether every index is there, and whether the hot statements use them; Busy."""
    if missing := await missing_indexes(database):
        more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        return problem(NAME, f"an index is missing{more}; make it: {missing[0]}")
    found = await hot_plans(database)
    if found.read_whole:
        names = ", ".join(found.read_whole)
        return problem(NAME, f"{names}: read from end to end in each round; REINDEX and ANALYZE")
    return well(NAME, f"each of {found.looked_at} hot statements goes by an index")
