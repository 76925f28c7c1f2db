"""The page that keeps the figures: what the program writes stands between two marks."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from tests.bench.rows import HEAD, Figure, Row
from tests.databases import own_server

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- Written by `make bench`. -->\n", "<!-- So far. -->\n"
BENCHES = (
    "bench_delivery",
    "bench_quiet_month",
    "bench_growth",
    "bench_engines",
    "bench_fairness",
    "bench_footprint",
    "bench_slack",
    "bench_teams",
    "bench_turns",
    "bench_redaction",
    "bench_replies",
)


def rows_of(name: str) -> Sequence[Row]:
    """Return what a bench measures."""
    rows: Sequence[Row] = import_module(f"tests.bench.{name}").ROWS
    return rows


async def machine() -> str:
    """Say on what kind of machine this runs, how busy it is, and which day it is."""
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    kernel = ".".join(platform.release().split(".")[:2])
    return (
        f"Measured on {datetime.now(UTC):%-d %B %Y}: {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, PostgreSQL {await _postgresql()} in its usual "
        f"settings on the same machine, SQLite {sqlite3.sqlite_version}, {system}, "
        f"{platform.system()} {kernel}. Load at the start: {os.getloadavg()[0]:.1f}."
    )


async def _postgresql() -> str:
    async with own_server() as server:
        host = make_url(server.url).query["host"]
        connection = await asyncpg.connect(host=host, user="postgres", database="postgres")
        version: str = await connection.fetchval("SHOW server_version")
        await connection.close()
    return version.split(maxsplit=1)[0]


def written(page: str, machine: str, figures: Sequence[Figure]) -> str:
    """Return the page with these figures in the place of those before."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    cells = [HEAD, ("---",) * len(HEAD), *(each.cells() for each in figures)]
    table = [f"| {' | '.join(line)} |" for line in cells]
    lines = [machine, "", *table, "", *meanings([each.row for each in figures])]
    return f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n\n{END}{after}"


def meanings(rows: Sequence[Row]) -> Sequence[str]:
    """Return a line for each row, rows that mean the same in one."""
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(row.means, []).append(f"**{row.what}**")
    return [f"- {', '.join(those)}: {means}" for means, those in names.items()]
