"""Lanes: whether what is due goes out."""

from datetime import datetime, timedelta

from bot.cli.checks.finding import Finding, problem, warning, well
from bot.store.database import Database
from bot.store.engine.inspection.lanes import Arrears, arrears
from scheduler.delivery import STALE

NAME = "lanes"
LATE = timedelta(minutes=5)  # due for longer: nothing goes out
_ASLEEP = "is careloop serve running? Its log says more"


async def behind(database: Database, at: datetime) -> Finding:
    """Tell whether what is due goes out, and what was given up; Busy."""
    return told(await arrears(database, at, STALE))


def told(found: Arrears) -> Finding:
    """Tell what arrears mean."""
    waiting = found.backlog
    if found.unfired > LATE:
        return problem(NAME, f"a reminder is due for {_long(found.unfired)}: {_ASLEEP}")
    if waiting.waited > LATE:
        return problem(
            NAME, f"the oldest post is due for {_long(waiting.waited)}: {_ASLEEP}, outbox list too"
        )
    if found.stuck:
        lanes = ", ".join(found.stuck)
        return warning(NAME, f"begun and not ended, so sent once more soon: {lanes}")
    if waiting.dead:
        return warning(NAME, f"given up: {waiting.dead}. careloop outbox list says why")
    oldest = max(waiting.waited, found.unfired)
    due = f"the oldest is due for {_long(oldest)}" if oldest else "nothing is due"
    return well(NAME, f"{waiting.pending + waiting.unknown} posts wait; {due}")


def _long(time: timedelta) -> str:
    seconds = round(time.total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60:,} min"
