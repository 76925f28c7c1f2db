"""Every card of the gallery, drawn as each platform does: nothing is refused, nothing is lost."""

import asyncio
import sys
from collections.abc import Iterator

import pytest

from handlers.cards import Card, Chart, Check, Choices, Facts, FieldKind, Form, Text
from handlers.marked import Marked
from tests.clients import npm
from tests.clients.gallery import Shown, gallery
from tests.clients.studio import NARROW, PACKAGES, WIDE, Look, Studio, Theme, has, on_page, studio
from tests.clients.windows import findings

pytestmark = pytest.mark.clients


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> tuple[Shown, ...]:
    return asyncio.run(gallery(tmp_path_factory.mktemp("gallery")))


@pytest.fixture(scope="module")
def drawing(tmp_path_factory) -> Iterator[Studio]:
    try:
        npm.fetched("looks", PACKAGES)
    except npm.Missing as reason:
        sys.stderr.write(f"skipped: {reason}\n")
        pytest.skip(str(reason))
    with studio(tmp_path_factory.mktemp("studio")) as opened:
        yield opened


@pytest.mark.parametrize("look", Look)
def test_every_card_is_drawn_without_a_complaint_and_with_all_its_words(look, shown, drawing):
    for each in shown:
        if not has(look, each):
            continue
        for theme, width in ((Theme.LIGHT, NARROW), (Theme.DARK, WIDE)):
            drawn = drawing.draw(look, each, theme, width)
            assert set(drawn.troubles) <= _said_of_teams(look, each.what), each.name
            seen = _flat(drawn.words)
            lost = [words for words in _words(each.what, look) if _flat(words) not in seen]
            assert not lost, f"{each.name}: {lost}"


def test_axe_finds_nothing_serious_on_any_card_of_the_page(shown, drawing):
    found = []
    for each in shown:
        if has(Look.PAGE, each):
            drawing.draw(Look.PAGE, each, Theme.LIGHT, NARROW)
            found += findings(drawing.page, each.name, on_page(each))
    assert found == []


def test_names_are_their_own(shown):
    slugs = [each.slug for each in shown]
    assert len(set(slugs)) == len(slugs)


def _said_of_teams(look: Look, what: Card | Form) -> set[str]:
    """Return what the renderer says of what Teams alone knows: people to pick, charts and tables.

    Its fallbacks are looked at like everything else.
    """
    if look is not Look.TEAMS:
        return set()
    if isinstance(what, Form):
        picks = any(field.kind is FieldKind.PEOPLE for field in what.fields)
        return {"An Input.ChoiceSet must have at least one choice defined."} if picks else set()
    has_chart = any(isinstance(block, Chart) for block in what.body)
    unknown = ("Chart.VerticalBar.Grouped", "Table") if has_chart else ()
    return {f'Unknown element type "{each}". Fallback will be used if present.' for each in unknown}


def _words(what: Card | Form, look: Look) -> Iterator[str]:
    """Yield what must be readable; what is behind a menu must not."""
    yield what.title
    if isinstance(what, Form):
        yield what.submit
        for field in what.fields:
            yield from (field.label, *field.error.splitlines())
        return
    for block in what.body:
        match block:
            case Text(called=called) if called and look is Look.TEAMS:
                yield from (each.name for each in called)  # the client draws the rest
            case Text(text):
                yield from text.splitlines()
            case Facts(rows):
                yield from (line for row in rows for cell in row for line in cell.splitlines())
            case Choices(rows):
                yield from (row.label for row in rows)
            case Check(button):
                yield button.label
            case Chart(title):
                yield title
                yield from (label for label, _ in block.rows)
            case Marked():
                yield from (line for words, _ in block.pieces for line in words.splitlines())
    yield from (button.label for button in what.buttons)
    if what.alarm is not None:
        yield what.alarm.label


def _flat(text: str) -> str:
    return " ".join(text.split())
