"""What is measured, as data: a row says what it means, and a figure how it came out.

A bench is a module ``bench_…`` with its ``ROWS``, and with ``main``, which returns a figure of each
of them.
"""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table before it is measured; without an aim it is there to be looked at."""

    what: str
    unit: str
    means: str
    beside: str = ""
    aim: str = ""

    def came_out(
        self, ours: float, theirs: float | None = None, ratio: float | None = None
    ) -> "Figure":
        """Return a figure of this row, with what the machine had to do in the last minute."""
        return Figure(self, ours, theirs, ratio, os.getloadavg()[0])


@dataclass(frozen=True, slots=True)
class Figure:
    """How a row came out: ours, what stands beside it, and the ratio in the words of the aim."""

    row: Row
    ours: float
    theirs: float | None
    ratio: float | None
    load: float

    def cells(self) -> tuple[str, ...]:
        """Return what stands in the table, under ``HEAD``."""
        unit, beside = self.row.unit, self.row.beside
        theirs = "" if self.theirs is None else f"{shown(self.theirs)} {unit}, "
        ratio = "" if self.ratio is None else f"{shown(self.ratio)} ×"
        ours = f"{shown(self.ours)} {unit}".rstrip()
        return (self.row.what, ours, theirs + beside, ratio, self.row.aim, f"{self.load:.1f}")


HEAD = ("what", "ours", "beside", "ratio", "aim", "load")


def shown(value: float) -> str:
    """Return a figure with three digits that count; whoever repeats it gets no more of them."""
    rounded = float(f"{value:.2e}")
    magnitude = int(f"{rounded:e}".partition("e")[2])
    return f"{rounded:,.{max(0, 2 - magnitude)}f}" if rounded else "0"
