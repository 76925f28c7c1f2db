"""A real server on a free port, and a real browser to look at it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[str]:
    """Run ``careloop serve`` in a folder of its own; yield the address of the page."""
    with (folder / "serve.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "CARELOOP_PORT": "0"}
            | {"CARELOOP_TURNS_PERSON": "0", "CARELOOP_TURNS_WORKSPACE": "0"}  # a browser is quick
            | settings,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, f"{line}{(folder / 'serve.log').read_text()}"
        yield found.group()
    finally:
        server.terminate()
        server.communicate(timeout=15)


@contextmanager
def browser() -> Iterator[Browser]:
    """Open a headless Chromium: the machine's own, for none is downloaded."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    assert path, "There is no Chromium: run tests/clients/install.sh"
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield opened
        finally:
            opened.close()
