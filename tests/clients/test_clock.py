"""A real process whose wall clock is set forward, back, and put right: nothing lost or doubled."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.bot.cli.careloop import Server, careloop, serving

FAKETIME = "libfaketime==3.0.1"
PATIENCE = 60.0  # s
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

pytestmark = pytest.mark.clients


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Path:
    """The library that lets a process see another time; installed here, for it is no part of us."""
    folder = tmp_path_factory.mktemp("faketime")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    done = subprocess.run(
        [*command, "--target", str(folder), FAKETIME],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = next(folder.rglob("libfaketime.so.1"), None)
    if found is None:
        pytest.skip(f"{FAKETIME} can't be installed here: {done.stderr.strip()[-200:]}")
    return found


class Machine:
    """A machine whose clock we set; ``ahead`` is how far it is from the true one."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.folder, self.file = folder, folder / "clock"
        # A little before nine, so that nobody has to wait for it.
        nine = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
        self._right = nine + timedelta(days=1, seconds=-12) - datetime.now(UTC)
        self.set_by(timedelta())
        self.system = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set_by(self, step: timedelta) -> None:
        """Set the clock so far ahead of the right time, or behind it."""
        seconds = (self._right + step).total_seconds()
        partial = self.file.with_suffix(".new")
        partial.write_text(f"{seconds:+.0f}\n")
        partial.replace(self.file)

    def at(self, hour: int, minute: int = 0) -> datetime:
        """Return a time of the day on which all this happens, in UTC."""
        day = datetime.now(UTC) + self._right + timedelta(seconds=20)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def sent(self) -> list[str]:
        """Return the keys of what was sent, in order."""
        with closing(sqlite3.connect(self.folder / "data" / "careloop.db")) as database:
            rows = database.execute("SELECT key FROM deliveries WHERE state = 'sent' ORDER BY id")
            return [key.partition("T")[2][:5] for (key,) in rows]


@pytest.fixture
def machine(tmp_path: Path, library: Path) -> Iterator[Machine]:
    """A machine with a reminder at nine, one, two and three minutes past it, and at eleven."""
    machine = Machine(tmp_path, library)
    assert careloop(tmp_path, "migrate").returncode == 0
    recurrence = (
        '{"rule": "weekly", "days": [0, 1, 2, 3, 4, 5, 6], "zone": "UTC",'
        ' "times": ["09:00", "09:01", "11:00"]}'
    )
    with closing(sqlite3.connect(tmp_path / "data" / "careloop.db")) as database, database:
        columns = "id platform tenant place intent recurrence args memory next_at grace_s enabled"
        columns = f"{columns} owner_id version created_at".replace(" ", ", ")
        moment = f"{machine.at(9):%Y-%m-%d %H:%M:%S.%f}"
        row = ("s1", "web", "demo", "web:demo:front-desk", "reminder.due", recurrence)
        row = (*row, '{"setter": "Dana"}', "{}", moment, 3600, 1, "dana", 1, moment)
        marks = ", ".join("?" * len(row))
        database.execute(f"INSERT INTO schedules ({columns}) VALUES ({marks})", row)  # noqa: S608
    return machine


def until(holds: Callable[[], bool], server: Server) -> None:
    """Wait until something holds; the process must live on."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert server.process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)


def told(server: Server) -> str:
    """Return the second line of a readiness that is 200; nothing of one that is not so yet."""
    try:
        _, text = server.get("/readyz")
    except HTTPError:
        return ""
    return text.partition("\n")[2].strip()


def test_a_day_with_a_clock_that_is_set_forward_back_and_right(machine: Machine):
    with serving(machine.folder, machine.system) as server:
        until(lambda: machine.sent() == ["09:00"], server)

        machine.set_by(-74 * timedelta(seconds=1))
        until(lambda: told(server) == "the clock was set back by 74 s", server)
        machine.set_by(timedelta())
        until(lambda: told(server) == "the clock was set forward by 74 s", server)
        assert machine.sent() == ["09:00"]

        machine.set_by(2 * HOUR + MINUTE)  # eleven comes too early, and what lies between is missed
        until(lambda: machine.sent() == ["09:00", "11:00"], server)
        machine.set_by(timedelta())
        until(lambda: told(server).startswith("the clock was set back by 726"), server)

        until(lambda: machine.sent() == ["09:00", "11:00", "09:01"], server)


def test_a_clock_that_was_ahead_when_the_process_ended_is_put_right_at_the_next_start(
    machine: Machine,
):
    machine.set_by(3 * HOUR - 10 * MINUTE)  # so that a slow start is still within the grace
    with serving(machine.folder, machine.system) as server:
        until(lambda: machine.sent() == ["11:00"], server)
    machine.set_by(timedelta())
    with serving(machine.folder, machine.system) as server:
        until(lambda: machine.sent() == ["11:00", "09:00"], server)
