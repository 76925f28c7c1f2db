"""The docs are true to the code where that can be told: links, settings, commands, metrics."""

import re
from pathlib import Path

import pytest

from bot.cli.main import app
from bot.config.settings import PREFIX, Settings
from bot.serve.metrics import Metrics
from tests.bot.cli.careloop import ROOT

PAGES = [
    *sorted(ROOT.glob("*.md")),
    ROOT / "content" / "README.md",
    *sorted(ROOT.glob("docs/**/*.md")),
]
LINK = re.compile(r"\]\((?!https?://)([^)#]+)[^)]*\)")
COUNTED = ("_bucket", "_total", "_count", "_sum")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [each for each in links if not (page.parent / each).exists()] == []


def test_every_page_can_be_reached_from_the_readme():
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        waiting += [page.parent / each for each in LINK.findall(page.read_text(encoding="utf-8"))]
    lost = [each for each in PAGES if each not in seen and "decisions" not in each.parts]
    assert lost == []


def test_every_setting_that_is_named_is_one():
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for page in PAGES:
        named = set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]\b(?!_…)", page.read_text(encoding="utf-8")))
        assert named <= known, page


def test_every_command_line_that_is_shown_begins_with_a_command_there_is():
    groups = {each.name for each in app.registered_groups}
    known = groups | {each.callback.__name__ for each in app.registered_commands}
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        shown = set(re.findall(r"^(?:\.venv/bin/)?careloop (\w+)", text, re.MULTILINE))
        shown |= set(re.findall(r"`(?:\.venv/bin/)?careloop (\w+)", text))
        assert shown <= known, page


def test_every_metric_that_is_named_is_counted():
    text = (ROOT / "docs" / "run-it.md").read_text(encoding="utf-8")
    metrics = Metrics()
    metrics.follow({})
    known = {each.name for each in metrics.registry.collect()}
    named = {_plain(each) for each in re.findall(r"careloop_\w+", text)}
    assert named
    assert named <= known


def _plain(name: str) -> str:
    for suffix in COUNTED:
        name = name.removesuffix(suffix)
    return name
