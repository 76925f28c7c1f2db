"""docs/edit-content.md, done as it is written: its files, its commands, what they print."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from content import CORE, load
from tests.bot.cli.careloop import PATIENCE, ROOT, careloop, environment

pytestmark = pytest.mark.clients  # it starts many processes

PAGE = (ROOT / "docs" / "edit-content.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```yaml\n(# (\S+)\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
STEPS = [
    (PAGE[: found.start()], *found.groups())
    for found in re.finditer(
        r"^```sh\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
]


@pytest.fixture
def folder(tmp_path) -> Path:
    """The folder of the reader, with every file of the page in it."""
    return written(tmp_path, PAGE)


def written(folder: Path, page: str) -> Path:
    """Write the files of a page, each piece below what its file has already."""
    (folder / "our-words" / "replies").mkdir(parents=True)
    for text, name in FILES:
        if text in page:
            with (folder / name).open("a", encoding="utf-8") as file:
                file.write(text)
    return folder


def test_every_command_prints_what_the_page_says(tmp_path):
    assert len(STEPS) == 6
    for number, (above, command, shown) in enumerate(STEPS):
        folder = written(tmp_path / str(number), above)
        ours = command.replace(".venv/bin/careloop", f"{sys.executable} -m bot")
        done = subprocess.run(
            ["sh", "-c", ours],
            cwd=folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert _pattern(shown).fullmatch(done.stdout.strip()), done.stdout + done.stderr


def test_the_mistake_of_the_page_is_told_as_the_page_says(folder):
    file = folder / "our-words" / "reminders.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("kind: try", "kind: tip"))
    done = careloop(folder, "content", "check", "our-words")
    (told,) = re.findall(r"^our-words/reminders.*$", PAGE, re.MULTILINE)
    assert done.stderr.splitlines()[0] == told


@pytest.mark.parametrize(
    ("old", "new"),
    [("## Softens", "## Soften"), ("  - [action, timeframe, invite]\n", "  - [action]\n")],
    ids=["a heading", "a plan"],
)
def test_the_mistakes_of_a_scenario_are_told_as_the_page_says(folder, old, new):
    ours = (CORE / "scenarios" / "two-left-boots.md").read_text(encoding="utf-8")
    ours = ours.replace("id: two-left-boots", "id: the-flooded-cellar")
    file = folder / "our-words" / "scenarios" / "the-flooded-cellar.md"
    file.parent.mkdir()
    file.write_text(ours.replace(old, new), encoding="utf-8")
    done = careloop(folder, "content", "check", "our-words")
    assert done.stderr.strip() in PAGE
    assert done.stderr.strip()


def test_the_variant_of_the_page_is_taken(folder):
    refer = next(each for each in load(CORE, folder / "our-words").flow.steps if each.id == "refer")
    assert refer.title == "An honest way on"


def test_a_whole_copy_of_the_words_is_a_pack(tmp_path):
    for file in CORE.glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("Carry on", "Weiter")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    assert load(CORE, tmp_path).flow.words.go_on == "Weiter"


def _pattern(text: str) -> re.Pattern[str]:
    """Return a pattern in which a line ``…`` is any lines."""
    lines = (
        ".*"
        if line == "…"
        else re.escape(line).replace("…", ".*")
        if ": …;" in line
        else re.escape(line)
        for line in text.strip().split("\n")
    )
    return re.compile("\n".join(lines), re.DOTALL)
