"""The plan of the house in the docs has every room, and every module beside them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
PLAN = PAGE.partition("## The plan of the house")[2].partition("```text\n")[2].partition("```")[0]


@pytest.mark.parametrize("folder", ["bot", "handlers"])
def test_every_module_and_folder_is_in_the_plan(folder):
    part = re.search(rf"^{folder}/\n((?: .*\n)*)", PLAN, re.MULTILINE)[1]
    there = {
        f"{each.name}/" if each.is_dir() else each.name
        for each in (ROOT / folder).iterdir()
        if not each.name.startswith("__")
    }
    assert there - set(part.split()) == set()
