"""Whatever docs/security.md says that a test holds, one does."""

import ast
import re
from functools import cache

import pytest

from tests.bot.cli.careloop import ROOT

PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
REQUIREMENT = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| threat")
]


@cache
def named_in(path: str) -> frozenset[str]:
    """Return the names of the tests of a file; one that is skipped or a soak is none."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    left_out = ("mark.clients", "mark.cluster", "mark.soak", "mark.bench", "mark.skip(")
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, functions)
        and not any(each in ast.unparse(d) for d in node.decorator_list for each in left_out)
    )


def test_there_are_rows():
    assert len(ROWS) > 40
    assert {len(row) for row in ROWS} == {4}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_names_a_control_and_a_test_that_there_is(row):
    threat, control, test, requirements = row
    assert threat
    assert control
    named = TEST.fullmatch(test)
    assert named, f"name a test: {test}"
    assert named[2] in named_in(named[1])
    assert all(REQUIREMENT.fullmatch(each) for each in requirements.split(", ") if each)


def test_every_test_named_anywhere_on_the_page_is_in_a_row():
    assert len(TEST.findall(PAGE)) == len(ROWS)


def test_what_is_missing_is_said():
    _, _, missing = PAGE.partition("## What is missing")
    assert missing.count("\n- **") > 5
