"""The playground itself: its furniture, and a clock that can go ahead."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update

from bot.clock import Clock
from bot.store.database import Database
from bot.store.schedule_rows import load_schedule
from bot.store.scope import Scope
from bot.store.tables.all_tables import metadata
from bot.store.tables.people import people
from bot.store.tables.playground import playground, web_messages
from bot.store.tables.schedules import schedules
from bot.store.tables.workspaces import workspaces
from bot.store.turn.channels import Channels
from bot.web.directory import LEADS, PERSONAS, TENANTS, place
from bot.web.sender import LOCK_TIMEOUT
from handlers.domain.people import Platform, Tenant
from handlers.domain.reminder import INTENT, ReminderState, reminder_of
from handlers.reminders.upcoming import send_at, upcoming_of
from scheduler.occurrence import occurrence_key
from scheduler.phrases.moment import parse_moment

NEXT_REMINDER = "next reminder"  # where the clock may go, besides to a moment
MAX_STEP = timedelta(days=3660)  # of the clock, in one go


class Playground:
    """Two workspaces whose clock a visitor may move, and who can be wiped and set up afresh."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def time(self) -> dict[str, Any]:
        """Return the present moment, and by how many seconds it is ahead, for the page."""
        clock = self._clock
        return {"now": clock().isoformat(), "ahead_s": clock.ahead.total_seconds()}

    async def move_clock(self, to: str, zone: str) -> datetime:
        """Go forward to a moment in words or ISO; ValueError or PhraseError say what is wrong."""
        moment = _iso(to, zone) or parse_moment(to, zone, self._clock())
        if moment - self._clock() > MAX_STEP:
            raise ValueError("that is more than ten years ahead")
        ahead = self._clock.move_to(moment)
        async with self._database.transaction(LOCK_TIMEOUT) as connection:
            await connection.execute(update(playground).values(ahead_s=ahead.total_seconds()))
        return self._clock()

    async def next_reminder(self, tenant: str) -> datetime | None:
        """Return when the next reminder of a workspace is sent, None if none is to come."""
        now = self._clock()
        query = Scope(Tenant(Platform.WEB, tenant)).select(schedules)
        async with self._database.read_transaction(LOCK_TIMEOUT) as connection:
            rows = (await connection.execute(query.where(schedules.c.intent == INTENT))).all()
        reminders = (reminder_of(load_schedule(row)) for row in rows)
        ahead = [
            send_at(each, moment, occurrence_key(each.id, each.recurrence, moment))
            for each in reminders
            if each.state(now) is ReminderState.ACTIVE
            for moment in upcoming_of(each, now, 1).moments
        ]
        return min(ahead, default=None)

    async def reset(self, zone: str) -> None:
        """Forget everything of the playground, set its clock right, and start afresh."""
        async with self._database.transaction(LOCK_TIMEOUT) as connection:
            for table in metadata.sorted_tables:
                if "platform" in table.c:
                    await connection.execute(
                        delete(table).where(table.c.platform == Platform.WEB.value)
                    )
            await connection.execute(delete(web_messages))
            await connection.execute(update(playground).values(ahead_s=0.0))
        self._clock.ahead = timedelta()
        await furnish(self._database, zone)


async def furnish(database: Database, zone: str) -> tuple[timedelta, str]:
    """Set up the playground where it isn't yet; return its clock's lead and its token."""
    async with database.transaction(LOCK_TIMEOUT) as connection:
        for tenant in TENANTS:
            scope = {"platform": Platform.WEB.value, "tenant": tenant}
            there = await connection.scalar(
                select(workspaces.c.tenant).where(
                    workspaces.c.platform == Platform.WEB.value, workspaces.c.tenant == tenant
                )
            )
            if there is None:
                leads = place(tenant, LEADS)
                await connection.execute(
                    insert(workspaces).values(**scope, zone=zone, lead_place=str(leads))
                )
                await Channels(connection, Scope(Tenant(Platform.WEB, tenant))).note_name(leads)
                await connection.execute(
                    insert(people),
                    [
                        {**scope, "id": each.id, "name": each.name, "role": each.role.value}
                        for each in PERSONAS.values()
                    ],
                )
        row = (await connection.execute(select(playground))).first()
        if row is None:
            token = secrets.token_urlsafe(24)
            await connection.execute(insert(playground).values(id=1, ahead_s=0.0, token=token))
            return timedelta(), token
        return timedelta(seconds=row.ahead_s), row.token


def _iso(text: str, zone: str) -> datetime | None:
    """Return a moment written as ISO 8601, on the wall clock of the zone if it names no other."""
    try:
        moment = datetime.fromisoformat(text.strip())
        local = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
