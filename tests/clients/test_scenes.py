"""Moments of a day, lived through on the page: what is read, pressed, and told aloud.

The numbers are printed; run with -s to see them.
"""

import sys
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.clients.windows import (
    Windows,
    expect_title,
    findings,
    move_clock,
    posts,
    press_button,
    private,
    say,
)

pytestmark = pytest.mark.clients

PHONE_WORDS, PHONE_PRESSES = 230, 8
READ = """card => [...card.querySelectorAll(".card-title, .card-body .text, .card-body .facts")]
    .map(part => [...part.childNodes].filter(each => !each.classList?.contains("hidden"))
    .map(each => each.textContent).join(" ")).join(" ")"""
HEARD = """() => { window.heard = []; new MutationObserver(changes => changes.forEach(
    change => change.addedNodes.forEach(each => window.heard.push(each.textContent))
    )).observe(document.getElementById("announcer"), { childList: true }); }"""


@dataclass
class Reader:
    """Somebody who reads each card that they come to, and presses."""

    page: Page
    words: int = 0
    presses: int = 0

    def start(self, line: str, title: str) -> None:
        say(self.page, line)
        self.presses += 1
        self.read(title)

    def press(self, label: str, title: str) -> None:
        press_button(self.page, label)
        self.presses += 1
        self.read(title)

    def read(self, title: str) -> None:
        expect_title(self.page, title)
        said = private(self.page).locator(".card").evaluate(READ)
        self.words += sum(any(sign.isalnum() for sign in word) for word in said.split())

    def told(self, scene: str) -> None:
        sys.stdout.write(f"\n{scene}: {self.words} words, {self.presses} presses\n")


def test_a_complaint_on_the_phone_from_the_command_to_the_end(windows: Windows):
    page = windows.open()
    move_clock(page, "tomorrow 10:12")
    ana = Reader(page)
    ana.start("/complaint", "Let them tell it all")
    ana.press("They've said it all", "Play it back")
    ana.press("They feel heard", "Own it")
    ana.press("Said it", "One step you can keep")
    ana.press("Find out and ring back", "By when?")
    ana.press("Today 17:00", "A little more")
    ana.press("Yes", "Need a minute?")
    assert ana.words <= PHONE_WORDS
    ana.press("Done", "Case 1001 is closed")
    assert ana.presses == PHONE_PRESSES
    ana.told("on the phone")
    assert findings(page, "closed") == []


def test_it_gets_dark_and_somebody_comes(windows: Windows):
    ana, dana = windows.open("ana"), windows.open("dana", "leads")
    move_clock(ana, "tomorrow 11:30")
    reader = Reader(ana)
    reader.start("/complaint he says he will jump off the bridge", "Danger or trouble")
    assert findings(ana, "words of danger") == []
    reader.press("Life at risk", "Stay with them")
    assert findings(ana, "a branch") == []
    reader.press("Page the duty lead", "Stay with them")
    expect(private(ana)).to_contain_text("Out at 11:3")
    assert findings(ana, "a page that is out") == []
    reader.told("it gets dark")

    dana.bring_to_front()
    call = posts(dana).filter(has_text="needs the duty lead now: life at risk")
    expect(call).to_contain_text("@Dana")
    assert "bridge" not in call.inner_text()
    assert findings(dana, "a call in the channel") == []
    ana.evaluate(HEARD)
    press_button(dana, "I'm on it")
    expect(call).to_contain_text("Dana is on it")
    expect(private(ana)).to_contain_text("Dana is on it, 11:3")
    ana.wait_for_function("window.heard.some(each => each.includes('Dana is on it'))")
    assert findings(ana, "taken") == []

    reader.press("They are safe for now", "That was heavy")
    expect(private(ana).get_by_role("button", name="Ask for cover")).to_be_visible()
    assert findings(ana, "out of danger") == []


def test_nobody_answers_and_the_card_says_so_aloud(windows: Windows):
    ana = windows.open("ana")
    move_clock(ana, "tomorrow 11:30")
    reader = Reader(ana)
    reader.start("/complaint the oven is on fire", "Danger or trouble")
    reader.press("Safety", "Are they safe now?")
    reader.press("Page the duty lead", "Are they safe now?")
    expect(private(ana)).to_contain_text("Out at 11:3")
    ana.evaluate(HEARD)
    move_clock(ana, "tomorrow 11:33")
    expect(private(ana)).to_contain_text("Nobody has answered.")
    ana.wait_for_function("window.heard.some(each => each.includes('Nobody has answered.'))")
    assert findings(ana, "nobody has answered") == []
    leads = windows.open("dana", "leads")
    calls = posts(leads).filter(has_text="needs the duty lead now: a safety incident")
    expect(calls).to_have_count(2)
