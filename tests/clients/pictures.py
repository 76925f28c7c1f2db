"""Take the pictures of the docs from the real page: ``make pictures``."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.clients.playground import browser, serving

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
DRAFT = "I'm sorry if the delay upset you but it's company policy. Please calm down."
# To a customer of practice: a fix at once, then as it should be.
TALK = (
    "I'll send you a new pair tomorrow.",
    "You're right, I jumped ahead. Two left boots must be so frustrating. Please tell me what "
    "happened.",
    "I'm sorry we sent you two left boots. We got this wrong.",
    "I've booked a courier with a matching pair, and it will be with you by 8 this evening.",
)
VIEW = {"width": 1120, "height": 720}


def main() -> None:
    """Write every picture anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        browser() as chromium,
        serving(Path(folder), CARELOOP_ZONE="Europe/Rome") as address,
    ):
        _complaint(chromium, address)
        _reminder(chromium, address)
        _check(chromium, address)
        _debrief(chromium, address)


def _complaint(chromium: Browser, address: str) -> None:
    page = _open(chromium, f"{address}?as=ana&in=front-desk")
    _say(page, "/complaint the parcel never came")
    page.get_by_role("heading", name="Let them tell it all").wait_for()
    page.screenshot(path=FOLDER / "complaint.png")
    page.close()


def _reminder(chromium: Browser, address: str) -> None:
    page = _open(chromium, f"{address}?as=dana&in=front-desk")
    _say(page, "/reminders add every day 08:55 Europe/Rome")
    page.get_by_role("heading", name="Set up:").wait_for()
    page.get_by_role("button", name="Clock").click()
    page.get_by_role("button", name="Tomorrow 08:55").click()
    page.get_by_text("Set up by Dana").nth(1).wait_for()
    page.screenshot(path=FOLDER / "reminder.png")
    page.close()


def _check(chromium: Browser, address: str) -> None:
    page = _open(chromium, f"{address}?as=ana&in=front-desk")
    page.set_viewport_size({**VIEW, "height": 840})
    _say(page, f"/check {DRAFT}")
    page.get_by_role("heading", name="This will sting").wait_for()
    page.screenshot(path=FOLDER / "check.png")
    page.close()


def _debrief(chromium: Browser, address: str) -> None:
    page = _open(chromium, f"{address}?as=ana&in=front-desk")
    page.set_viewport_size({**VIEW, "height": 840})
    _say(page, "/practice two left boots")
    for said in TALK:
        page.get_by_role("button", name="Answer").last.click()
        page.get_by_label("What do you say?").last.fill(said)
        page.get_by_role("button", name="Say it").last.click()
        page.get_by_label("What do you say?").last.wait_for(state="hidden")
    page.get_by_role("button", name="Try that turn again").last.wait_for()
    page.screenshot(path=FOLDER / "debrief.png")
    page.close()


def _open(chromium: Browser, address: str) -> Page:
    page = chromium.new_page(viewport=VIEW, color_scheme="light", timezone_id="Europe/Rome")
    page.goto(address)
    page.get_by_role("combobox").wait_for()
    return page


def _say(page: Page, text: str) -> None:
    page.get_by_role("combobox").click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


if __name__ == "__main__":
    main()
