"""Windows of a real browser on a real server, and what a person does and sees in them."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

ROOT = Path(__file__).parents[2]
DESK = {"width": 1000, "height": 640}
AXE = Axe()
COLOURS = ["color-contrast", "link-in-text-block"]  # all that the night can change

expect.set_options(timeout=15_000)


class Server:
    """``careloop serve`` on one port, in one folder, as often as it is started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        if self._process is not None:
            return
        with (self._folder / "serve.log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"],
                cwd=self._folder,
                env={
                    **os.environ,
                    "PYTHONPATH": str(ROOT),
                    "CARELOOP_PORT": str(self.port),
                    "CARELOOP_ZONE": "Europe/Rome",
                    "CARELOOP_TURNS_PERSON": "0",  # a browser is quick
                },
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert self.address.rstrip("/") in line, (self._folder / "serve.log").read_text()

    def stop(self) -> None:
        """End it as Ctrl-C or a supervisor would."""
        if self._process is not None:
            self._process.terminate()
            self._gone()

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._gone()

    def _gone(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        self._process.wait(timeout=15)
        self._process.stdout.close()
        self._process = None


@dataclass
class Windows:
    """The windows of one browser profile; nothing may go wrong in any of them unnoticed."""

    context: BrowserContext
    server: Server
    trouble: list[str] = field(default_factory=list)
    forgiven: tuple[str, ...] = ()

    def open(
        self, person: str = "ana", channel: str = "front-desk", *, tenant: str = "demo"
    ) -> Page:
        page = self.context.new_page()
        self.listen(page)
        page.goto(f"{self.server.address}?at={tenant}&as={person}&in={channel}")
        expect(page.locator("#people [aria-current=true]")).to_have_count(1)
        return page

    def listen(self, page: Page) -> None:
        """Note what goes wrong in a page."""
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on(
            "console",
            lambda line: self.trouble.append(line.text) if line.type == "error" else None,
        )

    def forgive(self, *words: str) -> None:
        """Let pass what a test brings about on purpose."""
        self.forgiven = (*self.forgiven, *words)

    def unforgiven(self) -> list[str]:
        return [each for each in self.trouble if not any(word in each for word in self.forgiven)]


@contextmanager
def profile(chromium: Browser, server: Server, **settings: Any) -> Iterator[Windows]:
    server.start()
    context = chromium.new_context(
        **{
            "viewport": DESK,
            "color_scheme": "light",
            "reduced_motion": "reduce",
            "timezone_id": "Europe/Rome",
            **settings,
        }
    )
    try:
        begin_anew(context, server)
        windows = Windows(context, server)
        yield windows
        assert windows.unforgiven() == []
    finally:
        context.close()


def begin_anew(context: BrowserContext, server: Server) -> None:
    html = context.request.get(server.address).text()
    token = re.search(r'careloop-token" content="([^"]+)"', html)
    assert token
    headers = {"X-Careloop-Token": token.group(1)}
    assert context.request.post(f"{server.address}api/reset", headers=headers, data={}).ok


# ---- what a person does and sees -----------------------------------------------------------------


def say(page: Page, text: str) -> None:
    page.bring_to_front()  # a window behind another draws seldom, and pressing waits for that
    message_box(page).fill(text)
    page.keyboard.press("Enter")
    expect(message_box(page)).to_have_value("")


def message_box(page: Page) -> Locator:
    return page.get_by_role("combobox")


def press_button(page: Page, label: str) -> None:
    page.bring_to_front()
    page.get_by_role("button", name=label, exact=True).click()


def choose(page: Page, label: str) -> None:
    page.bring_to_front()
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name=label, exact=True).click()


def private(page: Page) -> Locator:
    return page.locator("article.message.private")


def posts(page: Page) -> Locator:
    return page.locator("article.message:not(.private)")


def expect_title(page: Page, words: str) -> None:
    """Wait until the one private card is at this step, and see that it is still the one."""
    expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()
    expect(private(page)).to_have_count(1)


def move_clock(page: Page, to: str) -> None:
    page.bring_to_front()
    page.get_by_role("button", name="Clock").click()
    page.get_by_label("Another moment").fill(to)
    page.keyboard.press("Enter")
    expect(page.locator("#clock-panel")).to_be_hidden()


def focused(page: Page) -> str:
    """Return the words of what has the focus: its label, its value or its text."""
    return page.evaluate(
        """() => { const node = document.activeElement;
        if (node === document.body || !node) return "nothing";
        const label = node.labels?.[0]?.textContent || node.getAttribute("aria-label");
        return (label || node.textContent).trim(); }"""
    )


def findings(page: Page, state: str, within: str = "html") -> list[str]:
    """Return what axe finds that is serious or worse, by day and by night."""
    found = []
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    for scheme, rules in (("light", None), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
        for each in page.evaluate(
            "([within, options]) => axe.run(within, options)", [within, options]
        )["violations"]:
            if each["impact"] in ("serious", "critical"):
                where = [node["target"] for node in each["nodes"]]
                found.append(f"{state}, {scheme}: {each['id']} at {where}")
    return found
