"""Engine: who visits the lanes, and whether what it wants is there."""

from bot.cli.checks.finding import Finding, warning, well
from bot.config.engine import EXTRA, chosen_engine
from bot.config.field_types import Engine
from bot.config.settings import Settings
from bot.store.database import Database
from bot.store.engine.lane_queue.rows import are_there

NAME = "engine"


async def taken(database: Database, settings: Settings) -> Finding:
    """Tell which engine is taken, and of pgqueuer whether its tables are there; Busy."""
    if chosen_engine(settings) is Engine.EMBEDDED:
        chosen = settings.engine is Engine.EMBEDDED or settings.sqlite_file is not None
        return well(NAME, "embedded" if chosen else f"embedded, for {EXTRA} is not installed")
    if not await are_there(database):
        return warning(NAME, "pgqueuer, without its tables yet: careloop migrate makes them")
    return well(NAME, "pgqueuer, and its tables are there")
