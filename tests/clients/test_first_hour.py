"""docs/first-hour.md, run as a newcomer would: a fresh clone, an empty environment."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.clients


def test_every_command_of_the_first_hour_prints_what_the_page_says(tmp_path: Path):
    clone, home = tmp_path / "careloop", tmp_path / "home"
    home.mkdir()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    page = (ROOT / "docs" / "first-hour.md").read_text(encoding="utf-8")

    shown = ""
    for kind, text in BLOCK.findall(page):
        if kind == "sh":
            shown = _run(text, clone, home)
        else:
            assert _pattern(text).fullmatch(shown), f"expected:\n{text}\ngot:\n{shown}"


def _run(command: str, folder: Path, home: Path) -> str:
    # What finds Python and the package index is the machine's own affair; the rest is left out.
    kept = {
        name: value
        for name, value in os.environ.items()
        if name == "PATH" or name.startswith(("PIP_", "SSL_", "PYENV"))
    }
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**kept, "HOME": str(home), "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    return done.stdout.strip()


def _pattern(text: str) -> re.Pattern[str]:
    """Return a pattern in which a line ``…`` is any lines and a ``…`` any words."""
    lines = []
    for line in text.strip().split("\n"):
        lines.append(".*" if line == "…" else ".*".join(map(re.escape, line.split("…"))))
    return re.compile("\n".join(lines), re.DOTALL)
