"""Which engine visits the lanes: by the setting, the database, and what is installed."""

from collections.abc import Callable
from importlib.util import find_spec

from bot.config.field_types import Engine
from bot.config.settings import PREFIX, Settings

EXTRA = "careloop[cluster]"


def is_installed() -> bool:
    """Tell whether the extra is there."""
    return find_spec("pgqueuer") is not None and find_spec("asyncpg") is not None


def chosen_engine(settings: Settings, is_there: Callable[[], bool] = is_installed) -> Engine:
    """Return the engine that serves with these settings: EMBEDDED or PGQUEUER."""
    if settings.engine is not Engine.AUTO:
        return settings.engine
    takes_queue = settings.sqlite_file is None and is_there()
    return Engine.PGQUEUER if takes_queue else Engine.EMBEDDED


def engine_problems(settings: Settings, is_there: Callable[[], bool] = is_installed) -> list[str]:
    """Return what is missing for the engine that was asked for, a line each."""
    if settings.engine is not Engine.PGQUEUER:
        return []
    problems = []
    if settings.sqlite_file is not None:
        problems.append(
            f"{PREFIX}ENGINE is pgqueuer, which wants PostgreSQL: set "
            f"{PREFIX}DATABASE_URL=postgresql://…, or {PREFIX}ENGINE=embedded"
        )
    if not is_there():
        problems.append(
            f"{PREFIX}ENGINE is pgqueuer, which is not installed: install {EXTRA}, "
            f"or set {PREFIX}ENGINE=embedded"
        )
    return problems
