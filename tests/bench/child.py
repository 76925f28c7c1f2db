"""One bench in a process of its own, so that no memory is shared: ``child NAME FILE``."""

import asyncio
import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path


def main(name: str, file: str) -> None:
    """Write the figures of a bench into a file; what it has to say beside them goes out."""
    bench = import_module(f"tests.bench.{name}")
    figures = asyncio.run(bench.main())
    assert tuple(each.row for each in figures) == bench.ROWS, "a figure of each row, in order"
    Path(file).write_text(json.dumps([asdict(each) for each in figures]), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
