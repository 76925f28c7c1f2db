"""The command ``careloop`` as a process of its own, in a folder of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[3]
PATIENCE = 120  # s; other work may be going on beside the tests
QUICK = {  # a machine is quicker than people are
    "port": "0",
    "sqlite_sync": "NORMAL",
    "turns_person": "0",
    "turns_workspace": "0",
}
PLAIN = {"PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR"}


def environment(**settings: str) -> dict[str, str]:
    """Return an environment with these settings alone."""
    kept = {name: value for name, value in os.environ.items() if name in PLAIN}
    ours = {f"CARELOOP_{name.upper()}": value for name, value in settings.items()}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | ours


def careloop(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


class Server:
    """A running ``careloop serve``."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a page."""
        with urlopen(Request(self.address + path), timeout=PATIENCE) as response:  # noqa: S310
            return response.status, response.read().decode()

    def end(self, how: signal.Signals) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(folder: Path, system: Mapping[str, str] = {}, **settings: str):
    """Start a server on a free port, wait for its address, and kill it if it still runs.

    ``system`` is what it finds in its environment beside our own settings.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        cwd=folder,
        env={**environment(**{**QUICK, **settings}), **system},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    too_late = Timer(PATIENCE, process.kill)
    too_late.start()
    try:
        line = process.stdout.readline()
        too_late.cancel()
        found = re.search(r"http://\S+/", line)
        assert found, f"{line}{process.stderr.read() if process.poll() is not None else ''}"
        yield Server(process, found.group().rstrip("/"))
    finally:
        too_late.cancel()
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)
