"""No statement of the hot path depends on statistics: their plans with none, stale and fresh ones.

The tables hold a quiet month, 20,000 rows that were sent, and a morning on which 2,000 are due.
"""

from collections.abc import Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event, text

from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries, enqueue
from bot.store.engine.next_due import next_due, work_due
from bot.store.engine.schedules import Schedules
from scheduler.delivery import Delivery, DeliveryState, Outcome
from scheduler.fire import fire
from tests.calendars import draw
from tests.databases import fresh_database
from tests.lives import add_process, execute, living, numbers

NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
SENT, DUE, LANES = 20_000, 2_000, 100
MONTH = """
INSERT INTO deliveries (key, platform, tenant, lane, schedule_id, occurs_at, due_at, expires_at,
                        state, attempts, sent_at, receipt)
SELECT 'old' || n, 'slack', 'T1', 'slack/T1/C' || n % 2000, 's' || n % 2000, at, at, at,
       'sent', 1, at, false
FROM generate_series(1, {sent}) AS n, (SELECT timestamptz '2026-11-01 08:00+00' AS at) AS a
"""
SCHEDULES = """
INSERT INTO schedules (id, platform, tenant, place, intent, recurrence, owner_id, next_at, args,
                       memory, grace_s, enabled, version, created_at)
SELECT 's' || n, 'slack', 'T1', '{{"platform": "slack", "tenant": "T1", "channel": "C1"}}',
       'reminders', '{{"rule": "weekly", "days": [0], "times": ["09:00"], "zone": "UTC"}}', 'U1',
       timestamptz '2026-11-24 08:00+00', '{{}}', '{{}}', 3600, true, 1, now()
FROM generate_series(1, {sent}) AS n
"""
NOW_DUE = """
UPDATE schedules SET next_at = timestamptz '2026-11-23 08:00+00' WHERE id LIKE 's%7'
"""


def lane(number: int) -> str:
    return f"slack/T1/C{number}"


def due(number: int) -> Delivery:
    return Delivery(
        key=f"new{number}",
        platform="slack",
        tenant="T1",
        lane=lane(number),
        body={"card": {"title": "x" * 500}},
        occurs_at=NINE,
        due_at=NINE,
        expires_at=NINE + timedelta(hours=1),
        schedule_id=f"s{number}",
    )


@asynccontextmanager
async def quiet_month(folder, statistics: str):
    """A database after a quiet month, at nine; its statistics are none, stale or fresh."""
    async with fresh_database("postgresql", folder) as url:
        database = Database(url)
        try:
            async with database.maintenance(60) as connection:
                for table in ("deliveries", "schedules"):
                    await connection.exec_driver_sql(
                        f"ALTER TABLE {table} SET (autovacuum_enabled = false)"
                    )
                await connection.exec_driver_sql(MONTH.format(sent=SENT))
                await connection.exec_driver_sql(SCHEDULES.format(sent=SENT))
                if statistics == "stale":
                    await connection.exec_driver_sql("ANALYZE deliveries, schedules")
                await connection.exec_driver_sql(NOW_DUE)
            async with database.transaction(60) as connection:
                await enqueue(connection, [due(number) for number in range(DUE)])
            async with database.maintenance(60) as connection:
                if statistics == "fresh":
                    await connection.exec_driver_sql("ANALYZE deliveries, schedules")
            yield database
        finally:
            await database.dispose()


@asynccontextmanager
async def recorded():
    """Record the statements that are executed meanwhile, with their parameters."""
    found: list[tuple[str, tuple]] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        if not statement.startswith("SET LOCAL"):
            found.append((statement, parameters[0] if many else parameters))

    event.listen(Engine, "before_cursor_execute", note)  # a life has one of its own
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def plan(
    database: Database, statement: str, parameters: tuple, mode: str = "force_custom_plan"
) -> dict:
    async with database.transaction(60) as connection:
        await connection.exec_driver_sql(f"SET LOCAL plan_cache_mode = {mode}")
        explained = await connection.exec_driver_sql(
            f"EXPLAIN (FORMAT JSON) {statement}", tuple(parameters)
        )
        (found,) = explained.scalar_one()
        return found["Plan"]


def nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def walks(plan: dict) -> list[str]:
    """Return which big tables a plan reads from end to end: all of it, or a whole index."""
    big = ("deliveries", "schedules")
    return [
        f"{node['Node Type']} {node.get('Relation Name')} {node.get('Index Name', '')}".strip()
        for node in nodes(plan)
        if node.get("Relation Name") in big
        and ("Index Cond" not in node)
        and node["Node Type"] not in ("Bitmap Heap Scan", "ModifyTable")
    ]


@pytest.mark.parametrize("statistics", ["none", "stale", "fresh"])
async def test_what_a_burst_executes_reads_no_table_from_end_to_end(tmp_path, statistics):
    async with quiet_month(tmp_path, statistics) as database:
        lanes = [lane(number) for number in range(LANES)]
        async with living(database) as life, recorded() as burst:
            outbox = Deliveries(database, life)
            heads = await outbox.mark(lanes, NINE)
            sent = [Outcome(head, DeliveryState.SENT, NINE, ref="ts") for head in heads.values()]
            await outbox.settle(sent)
            await fire(NINE, Schedules(database), draw, 200)
        assert {head.attempts for head in heads.values()} == {1}
        assert len(heads) == LANES
        read = {
            (statement[:60], mode): found
            for statement, parameters in burst
            if not statement.lstrip().startswith(("INSERT", "UPDATE processes"))  # a sign of life
            for mode in ("force_custom_plan", "force_generic_plan")  # the second: of many rows
            if (found := walks(await plan(database, statement, parameters, mode)))
        }
        assert read == {}


@pytest.mark.parametrize("statistics", ["none", "stale", "fresh"])
async def test_who_lives_and_who_has_died_is_read_from_what_is_in_flight_alone(
    tmp_path, statistics
):
    """However much waits, and whatever was claimed and sent before."""
    async with quiet_month(tmp_path, statistics) as database, recorded() as looked:
        lanes = [lane(number) for number in range(LANES)]
        async with living(database) as life:
            outbox = Deliveries(database, life)
            await outbox.mark(lanes, NINE)
            await add_process(database, 1001, "1 hour")
            await execute(
                database, "UPDATE deliveries SET claimed_by = 1001 WHERE started_at IS NOT NULL"
            )
            life.dead = [1001]
            assert sorted(await outbox.take_over()) == sorted(lanes)
        assert 1001 not in await numbers(database)
        ours = {
            statement: parameters
            for statement, parameters in looked
            if "processes" in statement and "SET claimed_by = 1001" not in statement
        }
        kinds = {"UPDATE processes", "DELETE FROM processes", "UPDATE deliveries"}
        assert {
            kind for kind in kinds if any(each.lstrip().startswith(kind) for each in ours)
        } == kinds
        for statement, parameters in ours.items():
            if statement.lstrip().startswith(("UPDATE", "DELETE")):
                found = await plan(database, statement, parameters)
                assert not [each for each in walks(found) if "ix_deliveries_claimed" not in each]
                assert _indexes(found) <= {"ix_deliveries_claimed", "pk_deliveries"}


@pytest.mark.parametrize("statistics", ["none", "stale", "fresh"])
async def test_a_look_ahead_and_a_sweep_stop_early(tmp_path, statistics):
    async with quiet_month(tmp_path, statistics) as database:
        async with recorded() as looked:
            await work_due(database, NINE)
            await next_due(database, NINE - timedelta(hours=1))
            await Deliveries(database).due_lanes(NINE, "", 500)
        for statement, parameters in looked:
            found = await plan(database, statement, parameters)
            assert not [
                node
                for node in nodes(found)
                if node["Node Type"] == "Seq Scan"
                and node.get("Relation Name") in ("deliveries", "schedules")
            ]


async def test_many_rows_share_a_plan_and_whatever_comes_after_has_its_own(tmp_path):
    async with quiet_month(tmp_path, "none") as database:
        async with database.transaction(60) as connection:
            await enqueue(connection, [due(number) for number in range(DUE, DUE + LANES)])
            mode = await connection.scalar(text("SHOW plan_cache_mode"))
            plans = await connection.execute(
                text(
                    "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
                    " WHERE statement LIKE 'INSERT INTO deliveries%'"
                )
            )
            (planned,) = plans.all()
        assert mode == "force_custom_plan"
        assert planned.generic_plans >= LANES


def _indexes(plan: dict) -> set[str]:
    """Return the indexes of deliveries that a plan looks into."""
    names = {node.get("Index Name", "") for node in nodes(plan)}
    return {name for name in names if "deliveries" in name}


async def test_the_index_of_lanes_says_what_the_query_for_heads_says(tmp_path):
    """The words of the partial index and of the query are the same, and of no other index."""
    async with quiet_month(tmp_path, "fresh") as database, database.transaction(5) as connection:
        words = dict(
            (
                await connection.execute(
                    text(
                        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'deliveries'"
                    )
                )
            ).all()
        )
        assert "<> ALL" in words["ix_deliveries_lane"]
        assert "<> ALL" not in words["ix_deliveries_due"]
