"""The page of the benchmarks is in the form that the program writes; its figures are free."""

from pathlib import Path

import pytest

from tests.bench.page import BEGIN, BENCHES, END, PAGE, rows_of, written
from tests.bench.rows import Figure, shown

ROWS = [row for name in BENCHES for row in rows_of(name)]


def form(page: str) -> list[str]:
    """Return the generated part without what is measured: names, what stands beside, aims."""
    lines = page.partition(BEGIN)[2].partition(END)[0].splitlines()
    about, *others = [line for line in lines if line]
    return [about.partition(" on ")[0], *map(_unmeasured, others)]


def _unmeasured(line: str) -> str:
    cells = line.split(" | ")
    if len(cells) == 1 or "---" in cells:
        return line
    what, _, beside, _, aim, _ = cells
    return " | ".join((what, beside.partition(", ")[2], aim))


def test_the_page_has_the_rows_that_the_program_writes():
    page = PAGE.read_text(encoding="utf-8")
    figures = [Figure(row, 1.0, 1.0 if row.beside else None, 1.0, 0.0) for row in ROWS]
    assert form(page) == form(written(page, "Measured on a day.", figures))


def test_every_bench_is_run():
    files = Path(__file__).parent.glob("bench_*.py")
    assert sorted(each.stem for each in files) == sorted(BENCHES)


def test_no_two_rows_have_the_same_name():
    assert len({row.what for row in ROWS}) == len(ROWS)


def test_what_stands_around_the_figures_stays():
    page = f"before\n{BEGIN}old{END}after\n"
    assert written(page, "A machine.", []).startswith(f"before\n{BEGIN}\nA machine.\n")
    assert written(page, "A machine.", []).endswith(f"{END}after\n")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (0.0421, "0.0421"),
        (0.999, "0.999"),
        (0.9996, "1.00"),
        (9.996, "10.0"),
        (61.24, "61.2"),
        (134_567, "135,000"),
    ],
    ids=str,
)
def test_a_figure_has_three_digits_that_count(value, words):
    assert shown(value) == words
