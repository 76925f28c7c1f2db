"""Schedules, drawings and deliveries for the tests of the delivery path."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import insert, select

from bot.store.audit_rows import Errand
from bot.store.engine.deliveries import enqueue
from bot.store.tables.deliveries import deliveries
from bot.store.tables.schedules import schedules
from bot.store.tables.workspaces import workspaces
from scheduler.calendar.day_rules import EVERY_DAY, Weekly
from scheduler.calendar.recurrence import Recurrence
from scheduler.delivery import Delivery
from scheduler.occurrence import Drawn, Skip
from scheduler.reasons import Cause, Reason

NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)  # nine in Rome, a Monday
ERRAND = Errand("errand-1", NINE)  # of whoever runs the bot
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DAILY = Recurrence(Weekly(EVERY_DAY), (time(9),), "Europe/Rome")


async def add_schedules(database, *ids, at=NINE, tenant="T1", **others):
    rows = [
        {
            "id": id_,
            "platform": "web",
            "tenant": tenant,
            "place": f"web:{tenant}:{id_}",
            "intent": "reminder",
            "recurrence": DAILY.dump(),
            "args": {},
            "memory": {"position": 0},
            "next_at": at,
            "grace_s": 3600,
            "enabled": True,
            "owner_id": "U1",
            "version": 1,
            "created_at": at,
        }
        | others
        for id_ in ids
    ]
    async with database.transaction(5) as connection:
        await connection.execute(insert(schedules), rows)


async def add_workspace(database, tenant, **values):
    async with database.transaction(5) as connection:
        row = {"platform": "web", "tenant": tenant} | values
        await connection.execute(insert(workspaces), row)


def delivery(key, lane="L", at=NINE, **others):
    known = {"occurs_at": at, "due_at": at, "expires_at": at + HOUR, "body": {"n": key}} | others
    return Delivery(key, "web", "T1", lane, **known)


async def add_deliveries(database, *rows):
    async with database.transaction(5) as connection:
        await enqueue(connection, rows)


async def rows_of(database, table):
    async with database.read_transaction(10) as connection:
        return (await connection.execute(select(table).order_by(*table.primary_key))).all()


async def states(database):
    return {row.key: row.state for row in await rows_of(database, deliveries)}


def draw(occurrence):
    """Send a body that tells which occurrence it is, and count."""
    schedule = occurrence.schedule
    if schedule.args.get("bad"):
        raise LookupError("a customer's words")
    if schedule.args.get("skip"):
        return Skip(Cause(Reason.HOLIDAY, "Tree day"))
    memory = {"position": schedule.memory["position"] + 1}
    return Drawn({"of": schedule.id}, memory, schedule.place)
