"""Measure everything, or what is named, and print it beside the naive way and our aims.

``python -m tests.bench`` writes ``docs/benchmarks.md`` as well; ``python -m tests.bench delivery``
prints alone. No figure makes it fail: the machine is too noisy for a verdict.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.page import BENCHES, PAGE, machine, written
from tests.bench.rows import HEAD, Figure, Row


def main(names: Sequence[str]) -> None:
    """Run the benches one after the other, each in a process of its own."""
    about = asyncio.run(machine())
    print(about, flush=True)
    figures = [each for name in chosen(names) for each in measured(name)]
    print("\n" + aligned([HEAD, *(each.cells() for each in figures)]))
    if not names:
        page = written(PAGE.read_text(encoding="utf-8"), about, figures)
        PAGE.write_text(page, encoding="utf-8")


def chosen(names: Sequence[str]) -> Sequence[str]:
    """Return the benches of these names, or all."""
    if unknown := {f"bench_{name}" for name in names} - {*BENCHES}:
        sys.exit(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}.")
    return [f"bench_{name}" for name in names] or BENCHES


def measured(name: str) -> Sequence[Figure]:
    """Return the figures of a bench."""
    print(f"\n{name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "tests.bench.child", name, str(file)]
        subprocess.run(command, check=True)
        told = json.loads(file.read_text(encoding="utf-8"))
    figures = [Figure(**{**each, "row": Row(**each["row"])}) for each in told]
    print(aligned([each.cells() for each in figures]), flush=True)
    return figures


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Return a table for a terminal."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


if __name__ == "__main__":
    main(sys.argv[1:])
