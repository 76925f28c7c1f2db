"""The playground as people use it: the real server, and a real Chromium."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Route as BrowserRoute

from handlers.domain.people import Role
from handlers.routes import ROUTES
from handlers.routing import Route
from tests.clients.windows import (
    AXE,
    Server,
    Windows,
    choose,
    expect_title,
    findings,
    focused,
    message_box,
    move_clock,
    posts,
    press_button,
    private,
    profile,
    say,
)

pytestmark = pytest.mark.clients

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}
HOSTILE = "<img src=x onerror=document.title='hit'> <!channel> **bold** [go](javascript:hit())"
STING = "I'm sorry if that upset you, but it's company policy. Please calm down."
REVERSED = "abc \u202edef"  # a right-to-left override turns what follows around


def _remind(page: Page) -> None:
    """Set up a reminder that is next due once, tomorrow at 08:55, whatever the hour is now."""
    move_clock(page, "tomorrow 12:00")
    say(page, "/reminders add every day 08:55 Europe/Rome")
    expect(page.get_by_role("heading", name="Set up:")).to_be_visible()


def _tomorrow_morning(page: Page) -> None:
    page.bring_to_front()
    page.get_by_role("button", name="Clock").click()
    page.get_by_role("button", name="Tomorrow 08:55").click()


# ---- by keyboard alone ---------------------------------------------------------------------------


@dataclass
class Hands:
    """Somebody without a mouse. The focus is never lost, whatever they do."""

    page: Page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.held()

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.held()

    def held(self) -> None:
        assert focused(self.page) != "nothing"

    def on(self, words: str) -> None:
        """Arrive on what has these words: a menu opens a moment after its key."""
        for _ in range(100):
            if focused(self.page).startswith(words):
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"the focus is on {focused(self.page)}, not on {words}")

    def open_menu(self, first: str) -> None:
        """Open the menu behind the opener, and arrive on its first entry."""
        self.press("ArrowDown")
        self.on(first)

    def tab_to(self, words: str) -> None:
        for _ in range(20):
            if focused(self.page).startswith(words):
                return
            self.press("Tab")
        raise AssertionError(f"{words} can't be reached by Tab; now on {focused(self.page)}")

    def take(self, words: str, title: str, key: str = "Enter") -> None:
        """Press what has these words, and arrive at the next step with the focus in it."""
        self.tab_to(words)
        self.press(key)
        self.arrive(title)

    def arrive(self, title: str) -> None:
        expect_title(self.page, title)
        self.held()
        assert self.page.evaluate(
            "() => Boolean(document.activeElement.closest('article.private'))"
        ), f"at {title} the focus is on {focused(self.page)}"


def test_a_whole_complaint_goes_by_keyboard_alone_from_an_empty_page_to_closed(windows: Windows):
    page = windows.open()
    hands = Hands(page)
    hands.press("Tab")
    hands.on("Skip to the message box")
    hands.press("Enter")
    expect(message_box(page)).to_be_focused()

    hands.type("/complaint the parcel never came")
    hands.press("Enter")
    expect_title(page, "Let them tell it all")
    expect(message_box(page)).to_be_focused()
    hands.press("Escape")
    hands.take("They've said it all", "Play it back")
    hands.take("They feel heard", "Own it", key="Space")

    # The overflow menu, by arrows; End and a letter go there as well.
    hands.tab_to("More")
    hands.press("ArrowDown")
    hands.on("Other words")
    hands.press("End")
    hands.on("More …")
    hands.press("ArrowDown")
    hands.on("Other words")
    hands.press("p")
    hands.on("Pause")
    hands.press("b")
    hands.take("By phone, chat or counter", "By phone, chat or counter")
    hands.take("Chat or e-mail", "Own it")
    expect(private(page)).to_contain_text("Give the sorry a line of its own")

    # The red button, its choices, and back out of it.
    hands.take("Danger or trouble", "Danger or trouble")
    hands.take("Threat or abuse", "Safety first")
    hands.take("It is over for now", "That was heavy")
    hands.tab_to("More")
    hands.open_menu("Back to the complaint")
    hands.take("Back to the complaint", "Own it")

    # A form: wrong first, then right.
    hands.take("Said it", "One step you can keep")
    hands.tab_to("Something else")
    hands.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    hands.on("You will …")
    hands.type("bring it to them")
    hands.press("Tab")
    hands.type("sometime")
    hands.press("Enter")
    expect(page.get_by_role("dialog").get_by_text("I don't know the word")).to_be_visible()
    hands.on("By when?")
    hands.press("Control+a")
    hands.type("in 2 hours")
    hands.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    hands.arrive("A little more")
    expect(private(page)).to_contain_text("bring it to them")

    hands.take("Yes", "Need a minute?")
    hands.take("Take a minute", "One minute, for you")
    hands.take("Back to it", "Need a minute?")
    hands.tab_to("Pass something on")
    hands.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    hands.tab_to("What if …?")
    hands.type("Ring the depot first")
    hands.tab_to("Pass it on")
    hands.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    hands.arrive("Need a minute?")
    expect(private(page)).to_contain_text("Ring the depot first")
    hands.take("Done", "Case 1001 is closed")
    hands.on("Reopen")
    hands.press("Escape")
    expect(message_box(page)).to_be_focused()


def test_escape_closes_what_is_open_and_gives_the_focus_back(windows: Windows):
    page = windows.open()
    say(page, "/complaint")
    expect_title(page, "Let them tell it all")

    page.get_by_role("button", name="More", exact=True).click()
    expect(page.get_by_role("menu")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Other words")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_be_hidden()
    expect(page.get_by_role("button", name="More", exact=True)).to_be_focused()

    page.get_by_role("button", name="Clock").click()
    page.get_by_label("Another moment").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#clock-panel")).to_be_hidden()
    expect(page.get_by_role("button", name="Clock")).to_be_focused()

    page.get_by_role("button", name="Clock").click()
    press_button(page, "Reset the demo…")
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Clock")).to_be_focused()
    expect_title(page, "Let them tell it all")  # and nothing was wiped

    _to_something_else(page)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Something else")).to_be_focused()

    message_box(page).press_sequentially("/care")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(message_box(page)).to_be_focused()
    expect(message_box(page)).to_have_value("/care")


def _ana_may(route: Route) -> bool:
    return Role.AGENT.may(route.role)


def test_commands_are_completed_by_arrows_and_tab(windows: Windows):
    page = windows.open()
    box, options = message_box(page), page.get_by_role("option")
    box.press_sequentially("/ca")
    expect(box).to_have_attribute("aria-expanded", "true")
    told = [each.usage for each in ROUTES if each.words.startswith("ca") and _ana_may(each)]
    expect(options).to_contain_text(told)
    last = len(told) - 1
    down = [("ArrowDown", number) for number in (*range(1, len(told)), 0)]
    for key, marked in (*down, ("ArrowUp", last)):
        page.keyboard.press(key)
        expect(box).to_have_attribute("aria-activedescendant", f"option-{marked}")
        expect(options.nth(marked)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(box).to_have_value("/care help ")
    expect(box).to_be_focused()
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(private(page)).to_contain_text("/complaint [what happened]")
    expect(box).to_have_value("")  # the card may be there before the box is free again
    page.keyboard.press("ArrowUp")
    expect(box).to_have_value("/care help")  # what was sent can be had again


def test_a_command_whose_words_are_all_there_is_sent_by_enter(windows: Windows):
    page = windows.open("dana")
    box = message_box(page)
    box.press_sequentially("/reminders")
    expect(page.get_by_role("option").first).to_contain_text("/reminders add")
    page.keyboard.press("Enter")
    expect(private(page)).to_contain_text("No reminders here yet")
    box.press_sequentially("/remind")
    page.keyboard.press("Enter")  # it isn't all there: it is completed
    expect(box).to_have_value("/reminders add ")


# ---- one card ------------------------------------------------------------------------------------


def test_every_press_redraws_the_one_private_card_in_place(windows: Windows):
    page = windows.open()
    say(page, "/complaint the parcel never came")
    expect_title(page, "Let them tell it all")
    card = private(page).element_handle()
    expect(private(page).locator(".private-mark")).to_have_text("Only visible to you")
    for way, label, title in (
        (press_button, "They go round in circles", "Build a bridge"),
        (press_button, "Ask a lead to join", "Bring in a lead"),
        (press_button, "They feel heard now", "Own it"),
        (choose, "Back", "Play it back"),
        (press_button, "They're still upset", "Stay with it"),
        (press_button, "Ask a lead to join", "Bring in a lead"),
        (press_button, "Offer a call back", "One step you can keep"),
        (press_button, "Find out and ring back", "By when?"),
        (choose, "No time yet", "A little more"),
        (press_button, "No", "They said no"),
        (press_button, "Nothing will fix it", "An honest way on"),
        (choose, "Pause", "Case 1001 is paused"),
        (press_button, "Carry on", "An honest way on"),
        (press_button, "They have a contact", "Need a minute?"),
        (press_button, "Done", "Case 1001 is closed"),
    ):
        way(page, label)
        expect_title(page, title)
        assert card.evaluate("node => node.isConnected"), f"{title} is another card"


@pytest.mark.parametrize("how", ["by mouse", "by a held key"])
def test_three_quick_presses_count_as_one_even_when_the_answer_is_faster(
    windows: Windows, how: str
):
    page = windows.open()
    say(page, "/complaint")
    expect_title(page, "Let them tell it all")
    turns: list[str] = []
    page.on("request", lambda asked: turns.append(asked.url) if "/api/turn" in asked.url else None)
    button = page.locator(".actions > .primary")  # of whichever card stands there by then
    button.focus()
    for count in (1, 2, 3):
        if how == "by mouse":
            at = button.bounding_box()
            assert at
            page.mouse.move(at["x"] + 9, at["y"] + 9)
            page.mouse.down(click_count=count)
            page.mouse.up(click_count=count)
        else:
            page.keyboard.down("Enter")  # the second and third are the key repeating itself
        expect_title(page, "Play it back")
    page.keyboard.up("Enter")
    assert len(turns) == 1
    press_button(page, "They feel heard")  # a press of its own counts
    expect_title(page, "Own it")
    assert len(turns) == 2


def test_a_refused_command_keeps_nothing_broken(windows: Windows):
    page = windows.open()
    say(page, "/complaint")
    expect_title(page, "Let them tell it all")
    for wrong, words in (
        ("/complian the parcel", "/complaint"),
        ("/reminders add never", "/reminders add"),
        ("no command at all", "/care help"),
    ):
        say(page, wrong)
        expect(page.get_by_role("article").last).to_contain_text(words)
        expect(message_box(page)).to_be_focused()
    assert page.get_by_role("heading", name="Not quite").count() == 3
    press_button(page, "They've said it all")
    expect(page.get_by_role("heading", name="Play it back")).to_be_visible()
    expect(private(page)).to_have_count(4)  # the case, and three kind refusals


# ---- two windows ---------------------------------------------------------------------------------


def test_two_windows_are_two_people_and_only_posts_are_for_both(windows: Windows):
    ana, dana = windows.open("ana"), windows.open("dana")
    elsewhere = windows.open("ana", "leads", tenant="other")
    say(ana, "/complaint the parcel never came")
    expect_title(ana, "Let them tell it all")
    press_button(ana, "Danger or trouble")
    expect_title(ana, "Danger or trouble")
    press_button(ana, "Safety")
    expect_title(ana, "Are they safe now?")
    press_button(ana, "Page the duty lead")
    expect(private(ana)).to_contain_text("Nobody has answered yet.")

    # What came first in time would be here by now: the page arrived after it, on the same line.
    leads = dana.locator("#channels a", has_text="leads")
    expect(leads).to_have_text("leads, 1 unread")
    expect(leads).to_have_class(re.compile("unread"))
    expect(dana).to_have_title(re.compile(r"^\(1\) #front-desk"))
    expect(dana.get_by_role("article")).to_have_count(0)
    leads.click()
    expect(posts(dana)).to_have_count(1)
    expect(posts(dana)).to_contain_text("Ana needs the duty lead now")
    expect(leads).to_have_text("leads")
    expect(dana).to_have_title(re.compile(r"^#leads"))
    expect(private(dana)).to_have_count(0)
    assert "parcel" not in dana.content()

    say(elsewhere, "/care today")  # a fence: the other workspace has been told what there is
    expect(private(elsewhere)).to_have_count(1)
    expect(posts(elsewhere)).to_have_count(0)
    assert "parcel" not in elsewhere.content()


def test_a_reminder_arrives_live_in_both_windows_when_the_clock_is_moved(windows: Windows):
    dana, ana = windows.open("dana"), windows.open("ana")
    away = windows.open("alex", "wins")
    _remind(dana)
    _tomorrow_morning(dana)
    for page in (dana, ana):
        expect(posts(page)).to_have_count(1)
        expect(posts(page)).to_contain_text("set up by Dana")
        expect(page.locator(".clock-minute")).to_have_text("08:55")
        expect(page.locator(".clock-ahead")).to_contain_text("ahead of real time")
    expect(away.locator("#channels a", has_text="front-desk")).to_have_text("front-desk, 1 unread")
    text = posts(dana).inner_text()
    ana.reload()
    expect(posts(ana)).to_have_text(re.compile(re.escape(text.splitlines()[-1])))
    expect(posts(ana)).to_have_count(1)


# ---- what stays and what goes --------------------------------------------------------------------


def test_the_moved_clock_stays_after_a_reload_and_after_a_restart(windows: Windows):
    windows.forgive("net::ERR_")
    page = windows.open()
    move_clock(page, "in 5 hours")
    ahead = page.locator(".clock-ahead")
    expect(ahead).to_contain_text("+5 h")
    page.reload()
    expect(ahead).to_contain_text("+5 h")
    windows.server.stop()
    windows.server.start()
    page.reload()
    expect(ahead).to_contain_text("+5 h")


def test_the_clock_goes_to_the_next_reminder(windows: Windows):
    windows.forgive("400 (Bad Request)")
    page = windows.open("dana")
    page.get_by_role("button", name="Clock").click()
    press_button(page, "To the next reminder")
    expect(page.locator("#clock-error")).to_contain_text("No reminder is to come")
    page.keyboard.press("Escape")
    say(page, "/reminders add daily 08:55")
    expect(private(page)).to_contain_text("Set up: daily 08:55")
    page.get_by_role("button", name="Clock").click()
    press_button(page, "To the next reminder")
    expect(posts(page)).to_have_count(1)
    expect(page.locator(".clock-minute")).to_have_text("08:55")


def test_days_and_times_are_picked_in_a_form(windows: Windows):
    page = windows.open("dana")
    message_box(page).fill("/reminders add")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    for day in ("Tuesday", "Thursday", "Friday"):
        dialog.get_by_label(day).uncheck()
    dialog.get_by_label("At what time?").fill("14:30")
    dialog.get_by_label("And at", exact=True).fill("16:00")
    dialog.get_by_label("In which time zone?").select_option("Asia/Tokyo")
    dialog.get_by_label("Until").fill("2020-01-01")
    dialog.get_by_role("button", name="Set it up").click()
    expect(dialog.get_by_text("Nothing comes until 2020-01-01")).to_be_visible()
    expect(dialog.get_by_label("Tuesday")).not_to_be_checked()
    expect(dialog.get_by_label("Monday")).to_be_checked()
    dialog.get_by_label("Until").fill("")
    assert AXE.run(page).response["violations"] == []
    dialog.get_by_role("button", name="Set it up").click()
    expect(private(page)).to_contain_text("Set up: Mon and Wed 14:30 and 16:00 Asia/Tokyo")


def test_a_moment_that_cannot_be_is_said_in_the_clock_panel(windows: Windows):
    windows.forgive("400 (Bad Request)")
    page = windows.open()
    page.get_by_role("button", name="Clock").click()
    page.get_by_label("Another moment").fill("yesterday 09:00")
    page.keyboard.press("Enter")
    expect(page.locator("#clock-error")).to_contain_text("For example: ")
    expect(page.get_by_label("Another moment")).to_be_focused()
    expect(page.get_by_label("Another moment")).to_have_value("yesterday 09:00")


def test_a_reset_wipes_everything_in_every_window(windows: Windows):
    dana, ana = windows.open("dana"), windows.open("ana")
    say(ana, "/complaint the parcel never came")
    expect_title(ana, "Let them tell it all")
    _remind(dana)
    _tomorrow_morning(dana)
    expect(posts(ana)).to_have_count(1)

    dana.get_by_role("button", name="Clock").click()
    press_button(dana, "Reset the demo…")
    expect(dana.get_by_role("dialog")).to_be_visible()
    press_button(dana, "Wipe the demo data")
    for page in (dana, ana):
        expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
        expect(page.get_by_role("article")).to_have_count(0)
        expect(page.locator(".clock-ahead")).to_be_empty()
    expect(dana.get_by_role("dialog")).to_be_hidden()
    say(dana, "/reminders list")
    expect(private(dana)).to_contain_text("No reminders here yet.")
    say(ana, "/complaint")
    expect(private(ana)).to_contain_text("case 1001")


def test_after_kill_9_in_mid_complaint_the_page_comes_back_by_itself_and_the_card_goes_on(
    windows: Windows,
):
    windows.forgive("net::ERR_")
    page = windows.open()
    say(page, "/complaint the parcel never came")
    expect_title(page, "Let them tell it all")
    press_button(page, "They've said it all")
    expect_title(page, "Play it back")

    windows.server.kill()
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    press_button(page, "They feel heard")
    expect(page.locator(".card-error")).to_contain_text("Careloop can't be reached.")
    expect_title(page, "Play it back")
    message_box(page).fill("half a thought")

    windows.server.start()
    expect(page.locator("#banner")).to_be_empty()
    expect(message_box(page)).to_have_value("half a thought")
    expect_title(page, "Play it back")
    press_button(page, "They feel heard")
    expect_title(page, "Own it")
    expect(private(page)).to_contain_text("3 of 5")


# ---- forms ---------------------------------------------------------------------------------------


def test_a_form_error_is_at_its_field_and_nothing_typed_is_lost(windows: Windows):
    page = windows.open()
    _form_with_an_error(page)
    dialog = page.get_by_role("dialog")
    what, when = dialog.get_by_label("You will …"), dialog.get_by_label("By when?")
    expect(when).to_be_focused()
    expect(when).to_have_attribute("aria-invalid", "true")
    expect(when).to_have_accessible_description(re.compile("today 16:30, .*For example: "))
    expect(when).to_have_value("sometime")
    expect(what).to_have_value("bring it to them")
    assert what.get_attribute("aria-invalid") is None
    near = dialog.locator(".field.wrong")
    expect(near).to_have_count(1)
    expect(near).to_contain_text("For example: ")

    what.fill("")
    dialog.get_by_role("button", name="Promise it").click()
    expect(what).to_be_focused()
    expect(what).to_have_attribute("aria-invalid", "true")
    expect(what).to_have_accessible_description(re.compile("Fill this in"))
    expect(when).to_have_value("sometime")

    what.fill("bring it to them")
    when.fill("in 2 hours")
    dialog.get_by_role("button", name="Promise it").click()
    expect(dialog).to_be_hidden()
    expect_title(page, "A little more")
    expect(page.get_by_role("button", name="Yes")).to_be_focused()


def _to_something_else(page: Page) -> None:
    for label, title in (
        ("They've said it all", "Play it back"),
        ("They feel heard", "Own it"),
        ("Said it", "One step you can keep"),
    ):
        press_button(page, label)
        expect_title(page, title)
    press_button(page, "Something else")


def _form_with_an_error(page: Page) -> None:
    say(page, "/complaint")
    expect_title(page, "Let them tell it all")
    _to_something_else(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("You will …").fill("bring it to them")
    dialog.get_by_label("By when?").fill("sometime")
    dialog.get_by_role("button", name="Promise it").click()
    expect(dialog.locator(".field.wrong").get_by_text("For example:")).to_be_visible()


def test_the_alarm_of_a_form_stands_first_and_takes_along_what_was_typed(windows: Windows):
    """No command opens such a form; the page asks for it as a platform's own menu would."""
    page = windows.open()

    def taken(route: BrowserRoute) -> None:
        asked = route.request.post_data_json
        if asked["text"] == "/care today":
            asked |= {"kind": "action", "text": "", "intent": "complaint.shortcut"}
        route.continue_(post_data=asked)

    page.route("**/api/turn", taken)
    message_box(page).fill("/care today")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    story = dialog.get_by_label("What happened?")
    expect(story).to_be_focused()
    expect(dialog.get_by_label("Phone, chat or counter")).to_have_value("voice")
    page.keyboard.press("Shift+Tab")
    alarm = dialog.get_by_role("button", name="Danger or trouble")
    expect(alarm).to_be_focused()
    assert AXE.run(page).response["violations"] == []
    story.fill("smoke in the shop")
    alarm.click()
    expect(dialog).to_be_hidden()
    expect_title(page, "Danger or trouble")
    expect(page.get_by_text("smoke in the shop")).to_be_visible()


def test_people_are_ticked_in_a_form_and_stay_ticked_after_an_error(windows: Windows):
    page = windows.open("dana")
    message_box(page).fill("/shoutout")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What did they do").fill("good")
    dialog.get_by_label("Ana", exact=True).check()
    dialog.get_by_role("button", name="Send it").click()
    expect(dialog.get_by_label("What did they do")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Ana", exact=True)).to_be_checked()
    expect(dialog.get_by_label("Alex", exact=True)).not_to_be_checked()
    dialog.get_by_label("What did they do").fill("stayed late to bring the order to the door")
    dialog.get_by_role("button", name="Send it").click()
    expect(dialog).to_be_hidden()
    expect_title(page, "Thanked: Ana")


def test_names_are_completed_after_an_at_sign(windows: Windows):
    page = windows.open()
    box, options = message_box(page), page.get_by_role("option")
    box.press_sequentially("/shoutout @d")
    expect(options).to_contain_text(["@Dana", "@desk"])
    page.keyboard.press("Tab")
    expect(box).to_have_value("/shoutout @Dana ")
    expect(page.get_by_role("listbox")).to_be_hidden()


# ---- how it looks --------------------------------------------------------------------------------


def test_a_narrow_window_never_scrolls_sideways(chromium: Browser, server: Server):
    with profile(chromium, server, viewport=NARROW) as windows:
        page = windows.open()
        _fits(page)
        say(page, f"/complaint {'unbreakable' * 12}")
        expect_title(page, "Let them tell it all")
        _fits(page)
        page.get_by_role("button", name="More", exact=True).click()
        expect(page.get_by_role("menu")).to_be_visible()
        _fits(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Clock").click()
        expect(page.locator("#clock-panel")).to_be_visible()
        _fits(page)
        page.keyboard.press("Escape")
        press_button(page, "Danger or trouble")
        expect_title(page, "Danger or trouble")
        _fits(page)
        page.get_by_role("button", name="Channels and people").click()
        expect(page.get_by_role("navigation")).to_be_visible()
        _fits(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Channels and people")).to_be_focused()
        message_box(page).press_sequentially("/")
        expect(page.get_by_role("listbox")).to_be_visible()
        _fits(page)


def _fits(page: Page) -> None:
    """See that nothing visible reaches out of the window, scrolled or cut off."""
    outside = page.evaluate(
        """() => [...document.querySelectorAll("html, body *")].filter((node) => {
          if (!node.checkVisibility({ visibilityProperty: true })) return false;
          if (node.closest(".hidden, .skip")) return false;
          const at = node.getBoundingClientRect();
          const over = at.width && (at.right > innerWidth + 1 || at.left < -1) && at.right > 0;
          const scrolls = node.scrollWidth > node.clientWidth + 1
            && ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
          return over || scrolls;
        }).map((node) => `${node.tagName}.${node.className} ${node.textContent.slice(0, 30)}`)"""
    )
    assert outside == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROW["width"]


def test_the_page_follows_the_system_by_night_and_keeps_what_was_chosen(windows: Windows):
    page = windows.open()
    light = _paper(page)
    page.emulate_media(color_scheme="dark")
    dark = _paper(page)
    assert sum(dark) < 200 < 600 < sum(light)
    page.get_by_role("button", name="Switch between light and dark").click()
    assert _paper(page) == light
    page.reload()
    assert _paper(page) == light
    page.get_by_role("button", name="Switch between light and dark").click()
    assert _paper(page) == dark


def _paper(page: Page) -> list[int]:
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return [int(part) for part in re.findall(r"\d+", colour)[:3]]


@pytest.mark.parametrize("view", [NARROW, WIDE], ids=["narrow", "wide"])
def test_axe_finds_nothing_serious_in_any_state_by_day_and_night(
    chromium: Browser, server: Server, view: dict[str, int]
):
    with profile(chromium, server, viewport=view) as windows:
        page = windows.open()
        found = findings(page, "empty")
        say(page, "/complaint the parcel never came")
        expect_title(page, "Let them tell it all")
        found += findings(page, "card")
        page.get_by_role("button", name="More", exact=True).click()
        expect(page.get_by_role("menu")).to_be_visible()
        found += findings(page, "menu open")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Clock").click()
        expect(page.locator("#clock-panel")).to_be_visible()
        found += findings(page, "clock panel")
        page.keyboard.press("Escape")
        press_button(page, "Danger or trouble")
        expect_title(page, "Danger or trouble")
        found += findings(page, "choices")
        say(page, f"/check {STING}")
        expect(page.get_by_role("heading", name="This will sting")).to_be_visible()
        found += findings(page, "marked words")
        say(page, "/reminders list")
        press_button(page, "Use a form")
        page.get_by_label("Or in your own words").fill("sometime")
        press_button(page, "Set it up")
        expect(page.get_by_label("Or in your own words")).to_have_attribute("aria-invalid", "true")
        found += findings(page, "dialog with an error")
        assert found == []


# ---- a draft -------------------------------------------------------------------------------------


def test_a_check_marks_the_words_that_its_lines_are_about(windows: Windows):
    page = windows.open()
    say(page, f"/check 🙏🏽 {STING}")
    expect_title(page, "This will sting")
    card = page.locator(".card").last
    marks = [re.compile("sorry if"), re.compile("company policy"), "Please calm down"]
    expect(card.locator("mark")).to_have_text(marks)
    expect(card.locator("sup")).to_have_text([" (see 3)", " (see 2)", " (see 1)"])
    expect(card.get_by_text("1. “Please calm down”:")).to_be_visible()
    assert card.locator(".marked").inner_text().startswith("🙏🏽 I'm sorry if")


def test_what_is_pasted_is_never_cut_but_said_to_be_too_long(windows: Windows):
    page = windows.open()
    paste = "words => document.execCommand('insertText', false, words)"
    long, said = (
        "Please calm down. " * 400,
        re.compile(r"That is 7,\d+ characters; 4,000 is the most"),
    )
    message_box(page).click()
    page.evaluate(paste, f"/check {long}")
    message_box(page).press("Enter")
    expect(page.locator("#composer-error")).to_have_text(said)
    expect(message_box(page)).to_have_value(f"/check {long}")
    message_box(page).fill("/check")
    message_box(page).press("Enter")
    draft = page.get_by_label("What you mean to say")
    draft.click()
    page.evaluate(paste, long)
    press_button(page, "Check it")
    expect(draft).to_have_accessible_description(re.compile(r"That is 7,\d+ characters, and I"))
    expect(draft).to_have_value(long)
    draft.fill("🙏🏽" * 1000 + STING)
    press_button(page, "Check it")
    expect_title(page, "This will sting")


def test_a_long_card_leaves_the_page_where_it_is(windows: Windows):
    page = windows.open()
    say(page, f"/check {'x' * 1500} {STING}")
    expect_title(page, "This will sting")
    heights = page.evaluate("[document.scrollingElement.scrollHeight, innerHeight]")
    assert heights[0] == heights[1]
    assert page.evaluate("document.scrollingElement.scrollTop") == 0


def test_a_draft_is_nowhere_once_the_page_is_loaded_anew(windows: Windows):
    page = windows.open()
    message_box(page).fill(f"/check {STING}")
    kept = "JSON.stringify([sessionStorage, localStorage])"
    assert "calm down" not in page.evaluate(kept)
    message_box(page).press("Enter")
    expect_title(page, "This will sting")
    press_button(page, "Check another wording")
    page.get_by_label("What you mean to say").fill(f"{STING} Really.")
    press_button(page, "Check it")
    expect(page.locator(".marked").last).to_contain_text("Really.")
    assert "calm down" not in page.evaluate(kept)
    page.reload()
    expect(page.get_by_role("heading", name="This will sting")).to_have_count(0)
    expect(page.get_by_text("calm down")).to_have_count(0)
    message_box(page).press("ArrowUp")
    expect(message_box(page)).to_have_value("")


# ---- safe ----------------------------------------------------------------------------------------


def test_the_policy_is_strict_and_the_page_never_offends_it(windows: Windows):
    page = windows.open()
    answer = page.reload()
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    expect(page.locator("#people [aria-current=true]")).to_have_count(1)
    assert windows.trouble == []

    windows.forgive("Content Security Policy")
    page.evaluate(
        """() => { const script = document.createElement("script");
        script.textContent = "document.title = 'hit'"; document.body.append(script);
        const image = document.createElement("img");
        image.setAttribute("onerror", "document.title = 'hit'");
        image.src = "/nothing-here"; document.body.append(image);
        return new Promise((done) => image.addEventListener("error", done)); }"""
    )
    windows.forgive("404")
    assert "hit" not in page.title()
    assert any("Content Security Policy" in each for each in windows.trouble)


def test_a_page_of_another_origin_is_refused(windows: Windows):
    with _other_origin() as other:
        say(windows.open(), "/care today")
        html = windows.context.request.get(windows.server.address).text()
        token = re.search(r'careloop-token" content="([^"]+)"', html)
        assert token
        page = windows.context.new_page()
        page.goto(other)
        outcome = page.evaluate(
            """async ([address, token]) => {
              const turn = { tenant: "demo", as: "ana", channel: "front-desk", kind: "command" };
              const body = JSON.stringify({ ...turn, text: "/complaint" });
              const headers = { "X-Careloop-Token": token };
              const seen = async (path, options) => {
                try { const answer = await fetch(address + path, options); return answer.type; }
                catch { return "refused"; }
              };
              return [
                await seen("", {}),
                await seen(`api/state?tenant=demo&as=ana&token=${token}`, {}),
                await seen(`api/state?tenant=demo&as=ana&token=${token}`, { mode: "no-cors" }),
                await seen(`api/turn?token=${token}`, { method: "POST", mode: "no-cors", body }),
                await seen("api/turn", { method: "POST", headers, body }),
                await seen(`api/reset?token=${token}`, { method: "POST", mode: "no-cors" }),
              ];
            }""",
            [windows.server.address, token.group(1)],
        )
        assert outcome == ["refused"] * 6

        # A form needs no leave of the browser: here it is the server that refuses.
        with page.expect_navigation() as sent:
            page.evaluate(
                """(to) => { const form = document.createElement("form");
                form.method = "post"; form.action = to; document.body.append(form);
                form.submit(); }""",
                f"{windows.server.address}api/reset?token={token.group(1)}",
            )
        assert sent.value.status == 403
        expect(page.locator("body")).to_contain_text("This came from another page.")
    expect(windows.open().get_by_role("article")).to_have_count(1)  # and nothing was wiped


@contextmanager
def _other_origin() -> Iterator[str]:
    class Blank(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Elsewhere</title>")

        def log_message(self, *_: object) -> None:
            pass

    elsewhere = ThreadingHTTPServer(("127.0.0.1", 0), Blank)
    thread = threading.Thread(target=elsewhere.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{elsewhere.server_address[1]}/"
    finally:
        elsewhere.shutdown()
        elsewhere.server_close()
        thread.join()


def test_what_people_type_is_shown_as_text_and_never_as_markup(windows: Windows):
    dana, ana = windows.open("dana"), windows.open("ana")
    move_clock(dana, "tomorrow 12:00")
    say(ana, f"/complaint {HOSTILE} {REVERSED}")
    expect_title(ana, "Let them tell it all")
    choose(ana, "Pause")  # this card has all of it
    expect_title(ana, "Case 1001 is paused")
    for shown in (ana.locator(".typed"), private(ana)):
        expect(shown).to_contain_text(HOSTILE)

    say(dana, "/reminders list")
    press_button(dana, "Use a form")
    dialog = dana.get_by_role("dialog")
    dialog.get_by_label("Or in your own words").fill("every day 08:55 Europe/Rome")
    dialog.get_by_label("sign-off").fill(f"{HOSTILE} {REVERSED}")
    press_button(dana, "Set it up")
    expect(dialog).to_be_hidden()
    _tomorrow_morning(dana)
    for page in (dana, ana):
        expect(posts(page)).to_contain_text(HOSTILE)
    for page in (dana, ana):
        assert page.locator("img, strong, b, em, #log a, #log script").count() == 0
        assert "hit" not in page.title()
        assert _runs_left_to_right(page)


def _runs_left_to_right(page: Page) -> bool:
    """Tell whether every word in the log is written the way it is read, whatever precedes it."""
    return page.evaluate(
        """() => {
          const log = document.getElementById("log");
          const walker = document.createTreeWalker(log, NodeFilter.SHOW_TEXT);
          const left = (node, at) => {
            const range = document.createRange();
            range.setStart(node, at); range.setEnd(node, at + 1);
            return range.getBoundingClientRect();
          };
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            for (const word of node.data.matchAll(/[\\w:]{3,}/g)) {
              const first = left(node, word.index);
              const last = left(node, word.index + word[0].length - 1);
              if (first.width && first.top === last.top && first.left >= last.left) return false;
            }
          }
          return true;
        }"""
    )
