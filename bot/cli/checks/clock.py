"""The clock: this machine's beside the database's."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.cli.checks.finding import Finding, problem, warning, well
from bot.store.database import Database
from bot.store.engine.inspection.server_clock import server_time

NAME = "clock"
ALIKE = timedelta(seconds=2)  # further apart is worth a look
TOO_FAR = timedelta(seconds=60)  # reminders come late, and platforms refuse us from 300 s on
_MEND = "let both machines keep time (timedatectl set-ntp true)"


async def beside_the_database(database: Database, clock: Callable[[], datetime]) -> Finding:
    """Tell how far this machine's clock is from the database's; Busy."""
    asked = clock()
    theirs = await server_time(database)
    if theirs is None:
        return well(NAME, f"{asked:%Y-%m-%d %H:%M:%S} UTC; SQLite goes by this machine's clock")
    return apart((asked + (clock() - asked) / 2) - theirs)


def apart(ahead: timedelta) -> Finding:
    """Tell what a distance means; ``ahead`` is how far this machine's clock goes before."""
    way = "ahead of" if ahead > timedelta() else "behind"
    said = f"this machine is {abs(ahead).total_seconds():.1f} s {way} the database"
    if abs(ahead) > TOO_FAR:
        return problem(NAME, f"{said}: {_MEND}")
    if abs(ahead) > ALIKE:
        return warning(NAME, f"{said}: {_MEND}")
    return well(NAME, said)
