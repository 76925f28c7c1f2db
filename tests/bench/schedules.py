"""A calendar of as many schedules as one likes, of which some are due at nine."""

from datetime import UTC, datetime, timedelta
from datetime import time as wall_time

from sqlalchemy import JSON, String, case, cast, insert, literal, select

from bot.store.columns import Moment
from bot.store.database import Database
from bot.store.tables.schedules import schedules
from bot.store.tables.workspaces import workspaces
from scheduler.calendar.day_rules import WEEKDAYS, Weekly
from scheduler.calendar.recurrence import Recurrence
from scheduler.occurrence import Drawn, Occurrence

WORKSPACES = 100
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)  # in Berlin
RECURRENCE = Recurrence(Weekly(WEEKDAYS), (wall_time(9),), "Europe/Berlin")
BODY = {
    "card": {
        "title": "Before your shift",
        "body": [{"kind": "text", "text": "A calm first sentence is half the repair. " * 6}],
        "buttons": [{"label": "Show me", "action": {"intent": "principle", "args": {"id": "P3"}}}],
    }
}
_LATER = timedelta(days=60)


def draw(occurrence: Occurrence) -> Drawn:
    """Draw a card of a usual size."""
    memory = {"position": occurrence.schedule.memory.get("position", 0) + 1}
    return Drawn({**BODY, "place": occurrence.schedule.place}, memory, occurrence.schedule.place)


async def fill(database: Database, total: int, due: int, nine: datetime = NINE) -> None:
    """Add so many schedules; those that are due at nine are spread evenly among the others."""
    numbers = select(literal(0).label("n")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < total - 1))
    n, step = numbers.c.n, total // due
    next_at = case((n % step == 0, literal(nine, Moment)), else_=literal(nine + _LATER, Moment))
    tenant = literal("T").concat(cast(n // step % WORKSPACES, String))
    rows = {
        "id": literal("s").concat(cast(n, String)),
        "platform": literal("slack"),
        "tenant": tenant,
        "place": literal("slack:").concat(tenant).concat(":C").concat(cast(n, String)),
        "intent": literal("reminder"),
        "recurrence": literal(RECURRENCE.dump(), JSON),
        "args": literal({"deck": "core", "seed": 7}, JSON),
        "memory": literal({"position": 3}, JSON),
        "next_at": next_at,
        "grace_s": literal(3600),
        "enabled": literal(True),
        "owner_id": literal("U1"),
        "version": literal(1),
        "created_at": literal(nine, Moment),
    }
    spaces = [
        {"platform": "slack", "tenant": f"T{n}", "rate_per_s": 100.0} for n in range(WORKSPACES)
    ]
    async with database.maintenance(60) as connection:
        await connection.execute(insert(workspaces), spaces)
        await connection.execute(insert(schedules).from_select([*rows], select(*rows.values())))
        await connection.exec_driver_sql("ANALYZE")
