"""Take the pictures of docs/cards.md anew, and write that page: part of ``make pictures``."""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from tests.clients import npm
from tests.clients.gallery import Shown, gallery
from tests.clients.studio import NARROW, WIDE, Look, Studio, Theme, has, studio

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = DOCS / "pictures" / "cards"
TITLES = {Look.SLACK: "Slack", Look.TEAMS: "Teams", Look.PAGE: "Our page"}
COLUMNS = 2  # of a sheet
HEAD = """# The cards

<!-- Made by `make pictures` from the product's own cards; edit tests/clients/gallery.py. -->

Every card that people see, drawn from the same words for Slack, for Teams and for our own page, as wide as a phone (320 points). The pictures follow the day or night of this page; how they look on a wide screen, by day and by night, is on the sheets of each chapter.

What is real here, and what isn't: the words and buttons come from the handlers, and what each platform is sent from the same code as in use. Our page draws itself. For Slack stands the npm package `slack-blocks-to-jsx`, for Teams Microsoft's own renderer `adaptivecards` with the sizes and colours of Teams; fonts and frames are near, not the same. In Teams on a phone a row of buttons may scroll sideways instead of going on in the next line, and what is behind “⋯ More” opens below.
"""  # noqa: E501 - paragraphs


def main() -> int:
    """Write every picture and the page; return the exit code."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            shown = asyncio.run(gallery(Path(folder)))
            with studio(Path(folder)) as drawing:
                shutil.rmtree(PICTURES, ignore_errors=True)
                PICTURES.mkdir(parents=True)
                for look in Look:
                    _draw(drawing, look, [each for each in shown if has(look, each)])
    except npm.Missing as reason:
        sys.stderr.write(f"no pictures of the platforms: {reason}\n")
        return 1
    (DOCS / "cards.md").write_text(page(shown), encoding="utf-8")
    return 0


def page(shown: Iterable[Shown]) -> str:
    """Return docs/cards.md."""
    return "\n".join([HEAD, *_lines(shown)])


def _lines(shown: Iterable[Shown]) -> Iterator[str]:
    for chapter, cards in groupby(shown, lambda each: each.chapter):
        yield f"## {chapter}\n"
        wide = (
            f"{TITLES[look]} by [day]({_sheet(look, Theme.LIGHT, chapter)}) and by "
            f"[night]({_sheet(look, Theme.DARK, chapter)})"
            for look in Look
        )
        yield f"Wide: {' · '.join(wide)}.\n"
        for each in cards:
            yield f"### {each.name}\n\n{each.when}\n"
            looks = [look for look in Look if has(look, each)]
            yield "<table>"
            yield f"<tr>{''.join(f'<th>{TITLES[look]}</th>' for look in looks)}</tr>"
            yield '<tr valign="top">'
            for look in looks:
                light, dark = (_single(look, theme, each) for theme in Theme)
                yield (
                    f'<td><picture><source media="(prefers-color-scheme: dark)" srcset="{dark}">'
                    f'<img width="{NARROW}" src="{light}" alt="{each.name}, {TITLES[look]}">'
                    "</picture></td>"
                )
            yield "</tr>\n</table>\n"


def _draw(drawing: Studio, look: Look, shown: list[Shown]) -> None:
    for theme in Theme:
        for each in shown:
            drawn = drawing.draw(look, each, theme, NARROW)
            for words in drawn.troubles + drawn.cut if theme is Theme.LIGHT else ():
                sys.stderr.write(f"{look}, {each.name}: {words!r}\n")
            (DOCS / _single(look, theme, each)).write_bytes(drawing.shrunk(drawn.png))
        for chapter, cards in groupby(shown, lambda each: each.chapter):
            wide = [(each.name, drawing.draw(look, each, theme, WIDE).png) for each in cards]
            sheet = drawing.shrunk(drawing.sheet(wide, theme, COLUMNS))
            (DOCS / _sheet(look, theme, chapter)).write_bytes(sheet)


def _single(look: Look, theme: Theme, shown: Shown) -> str:
    return f"pictures/cards/{look}-{theme}-{shown.slug}.png"


def _sheet(look: Look, theme: Theme, chapter: str) -> str:
    return f"pictures/cards/wide-{look}-{theme}-{chapter.rsplit(maxsplit=1)[-1].lower()}.png"


if __name__ == "__main__":
    sys.exit(main())
