"""Draw cards as Slack, Teams and our own page do: in Chromium, without leaving this machine."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bot.codec import dump_card, dump_form
from bot.slack.drawing import blocks, modals
from bot.teams.drawing import adaptive_cards
from handlers.cards import Form
from tests.clients import npm
from tests.clients.gallery import Shown, Where
from tests.clients.playground import browser, serving

LOOKS = Path(__file__).parent / "looks"
PACKAGES = {
    "@fontsource/lato": "5.3.0",
    "adaptivecards": "3.0.6",
    "esbuild": "0.28.2",
    "react": "19.3.1",
    "react-dom": "19.3.1",
    "slack-blocks-to-jsx": "1.1.1",
    "upng-js": "2.1.0",
}
NARROW, WIDE = 320, 600
TALL = 1800  # of the window: nothing on a card may need scrolling
EDGE = 10
COLOURS = 48
STAGE = "<!doctype html><html lang=en><meta charset=utf-8><body><div id=stage></div>"

# Words that are cut off, or stick out of what they stand in.
CUT = """(root) => {
    const frame = document.querySelector(root);
    const edge = frame.getBoundingClientRect().right + 1;
    return [...frame.querySelectorAll('*')].filter((each) => {
        const style = getComputedStyle(each);
        if (each.clientWidth <= 8 || style.clipPath !== 'none') return false;
        if (['INPUT', 'TEXTAREA'].includes(each.tagName)) return false;
        const hidden = style.overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1;
        return hidden || each.getBoundingClientRect().right > edge;
    }).map((each) => each.innerText.slice(0, 60));
}"""


class Look(StrEnum):
    """Whose drawing it is."""

    SLACK = "slack"
    TEAMS = "teams"
    PAGE = "page"


class Theme(StrEnum):
    """By day and by night."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, what the renderer had to say about it, and what can be read on it."""

    png: bytes
    troubles: tuple[str, ...]
    cut: tuple[str, ...]
    words: str


def has(look: Look, shown: Shown) -> bool:
    """Tell whether a card is ever seen there: the Home tab is Slack's alone."""
    return look is Look.SLACK or shown.where is not Where.HOME


def on_page(shown: Shown) -> str:
    """Return the selector of what is drawn on our own page."""
    return "dialog[open]" if shown.where is Where.FORM else ".message"


class Studio:
    """A browser with one window a look."""

    def __init__(self, chromium: Browser, address: str) -> None:
        home = npm.fetched("looks", PACKAGES)
        self._windows = {
            Look.SLACK: _window(chromium, npm.bundled(home, LOOKS / "slack.jsx")),
            Look.TEAMS: _window(chromium, npm.bundled(home, LOOKS / "teams.js")),
            Look.PAGE: _our_page(chromium, address),
        }
        self._shrinker = _window(chromium, npm.bundled(home, LOOKS / "shrink.js"))
        self._table = chromium.new_page()

    @property
    def page(self) -> Page:
        """Return the window of our own page, as it was drawn last."""
        return self._windows[Look.PAGE]

    def draw(self, look: Look, shown: Shown, theme: Theme, width: int) -> Drawn:
        page = self._windows[look]
        page.set_viewport_size({"width": width, "height": TALL})
        page.emulate_media(color_scheme=theme.value, reduced_motion="reduce")
        troubles = page.evaluate(
            "([what, theme]) => draw(what, theme)", [_told(look, shown), theme]
        )
        root = "#stage" if look is not Look.PAGE else on_page(shown)
        found = page.locator(root).first
        cut = page.evaluate(CUT, root)
        png = found.screenshot() if root == "#stage" else _around(page, root)
        return Drawn(png, tuple(troubles), tuple(cut), found.inner_text())

    def shrunk(self, png: bytes) -> bytes:
        """Return the same picture with few colours."""
        told = [base64.b64encode(png).decode(), COLOURS]
        return base64.b64decode(self._shrinker.evaluate("([png, n]) => shrink(png, n)", told))

    def sheet(self, pictures: list[tuple[str, bytes]], theme: Theme, columns: int) -> bytes:
        """Return several pictures, each with its name, on one."""
        gap, wide = 16, max(_size(png)[0] for _, png in pictures)
        towers: list[list[str]] = [[] for _ in range(columns)]
        heights = [0] * columns
        for name, png in pictures:
            shortest = heights.index(min(heights))
            heights[shortest] += _size(png)[1] + 40
            data = base64.b64encode(png).decode()
            towers[shortest].append(f"<p>{name}</p><img src='data:image/png;base64,{data}'>")
        ink, back = ("#ddd", "#0d1117") if theme is Theme.DARK else ("#333", "#ffffff")
        style = (
            f"body{{margin:0;padding:{gap}px;display:flex;gap:{gap}px;background:{back};"
            f"color:{ink};font:600 14px/20px 'Liberation Sans',sans-serif}}"
            f"div{{width:{wide}px}} p{{margin:0 0 4px}} img{{display:block;margin-bottom:{gap}px}}"
        )
        drawn = "".join(f"<div>{''.join(tower)}</div>" for tower in towers)
        width = columns * (wide + gap) + gap
        self._table.set_viewport_size({"width": width, "height": max(heights) + 2 * gap})
        self._table.set_content(f"<!doctype html><style>{style}</style><body>{drawn}")
        return self._table.screenshot()


@contextmanager
def studio(folder: Path) -> Iterator[Studio]:
    """Open the studio; npm.Missing when what it draws with can't be had."""
    npm.fetched("looks", PACKAGES)
    with browser() as chromium, serving(folder) as address:
        yield Studio(chromium, address)


def _told(look: Look, shown: Shown) -> dict[str, Any]:
    what, private = shown.what, shown.where is Where.PRIVATE
    match look:
        case Look.SLACK if isinstance(what, Form):
            view, errors = modals.modal(what, ""), modals.errors(what)
            return {"kind": "modal", "view": view, "errors": errors}
        case Look.SLACK if shown.where is Where.HOME:
            return {"kind": "home", "view": blocks.home(what)}
        case Look.SLACK:
            return {"kind": "message", "private": private, **blocks.message(what)}
        case Look.TEAMS if isinstance(what, Form):
            return {"private": True, "card": adaptive_cards.draw_form(what)}
        case Look.TEAMS:
            return {"private": private, "card": adaptive_cards.draw(what)}
        case _ if isinstance(what, Form):
            return {"form": dump_form(what)}
        case _:
            return {"private": private, "card": dump_card(what)}


def _window(chromium: Browser, script: Path) -> Page:
    page = chromium.new_page(timezone_id="Europe/Rome")
    page.route("http*://**", lambda route: route.abort())
    page.set_content(STAGE)
    styles = script.with_suffix(".css")
    if styles.exists():
        page.add_style_tag(path=str(styles))
    page.add_script_tag(path=str(script))
    page.evaluate("document.fonts.ready")
    return page


def _our_page(chromium: Browser, address: str) -> Page:
    """Open the playground without its life: its document, its styles, its way of drawing."""
    page = chromium.new_page(timezone_id="Europe/Rome")
    page.route("**/assets/page.js", lambda route: route.abort())
    page.goto(address)
    page.evaluate(f"() => {{ {(LOOKS / 'page.js').read_text(encoding='utf-8')} }}")
    return page


def _around(page: Page, selector: str) -> bytes:
    """Return a picture of an element with a little of what is around it."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None, f"{selector} isn't drawn"
    left = max(0, box["x"] - EDGE)
    right = min(page.viewport_size["width"], box["x"] + box["width"] + EDGE)
    clip = {
        "x": left,
        "y": max(0, box["y"] - EDGE),
        "width": right - left,
        "height": box["height"] + 2 * EDGE,
    }
    return page.screenshot(clip=clip)


def _size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
