"""No dead end in danger: each card has a way on, nothing typed is lost, nothing ends unsaid."""

from datetime import timedelta

import pytest

from handlers.cards import Card, Choices, Style
from handlers.danger.first import AT_HAND_WITHIN
from handlers.turn import TurnKind
from tests.conftest import MONDAY, pressed, turn, typed

SECOND = timedelta(seconds=1)


def said(card: Card) -> str:
    return "\n".join(getattr(block, "text", "") for block in card.body)


def labels(card: Card) -> list[str]:
    return [each.label for each in card.actions()]


async def walked(app, line: str, *presses: str) -> Card:
    card = (await app.bot.answer(typed(line))).card
    for label in presses:
        card = (await app.bot.answer(pressed(card, label, message="m1"))).card
    return card


@pytest.mark.parametrize(
    ("since", "beside"), [(AT_HAND_WITHIN, True), (AT_HAND_WITHIN + SECOND, False)]
)
async def test_words_of_danger_beside_a_complaint_are_about_that_one_for_an_hour(
    since, beside, app
):
    await walked(app, "/complaint the van never came")
    red = (await app.bot.answer(typed("/complaint he has a knife", at=MONDAY + since))).card
    assert ("kept with case 1001" in said(red)) is beside
    assert ("Case 1002." in said(red)) is not beside
    knife = (await app.bot.answer(pressed(red, "Threat or abuse", at=MONDAY + since))).card
    assert said(knife).startswith("Case 1001" if beside else "Case 1002")


async def test_what_was_typed_in_danger_is_kept_behind_the_story_once(app):
    await walked(app, "/complaint the van never came")
    red = await walked(app, "he has a knife")
    for _ in range(2):
        await app.bot.answer(pressed(red, "Threat or abuse"))
    back = await walked(app, "/complaint", "I'm all right now", "Back to the complaint", "Pause")
    assert "the van never came\nhe has a knife" in said(back)


async def test_a_case_that_danger_alone_opened_has_no_step_before_somebody_begins_one(app):
    danger = await walked(app, "/care danger", "Safety", "Back")
    assert labels(danger)[:2] == ["Take it as a complaint", "Opened by mistake"]
    begun = (await app.bot.answer(pressed(danger, "Take it as a complaint"))).card
    assert begun.title == "Let them tell it all"
    again = await walked(app, "/complaint", "Danger or trouble")
    assert "Back" in labels(again), "it is a complaint like any other now"


async def test_reopened_it_is_danger_still(app):
    card = await walked(
        app, "/care danger", "Safety", "Everyone is safe now", "Close the case", "Reopen"
    )
    assert "Take it as a complaint" in labels(card)


async def test_the_red_button_is_in_the_forms_of_a_complaint_and_keeps_their_words(app):
    presses = ("They've said it all", "They feel heard", "Said it")
    card = await walked(app, "/complaint the van never came", *presses)
    shown = (await app.bot.answer(pressed(card, "Something else"))).form
    args = {**shown.alarm.action.args, "what": "bring it to them"}
    red = (await app.bot.answer(turn(TurnKind.ACTION, shown.alarm.action.intent, args=args))).card
    assert any(isinstance(block, Choices) for block in red.body)
    paused = await walked(app, "/complaint", "Back", "Pause")
    assert "the van never came\nbring it to them" in said(paused)


@pytest.mark.parametrize("form", ["Another time", "Something else"])
async def test_each_form_of_a_complaint_has_the_red_button(form, app):
    presses = ["They've said it all", "They feel heard", "Said it"]
    if form == "Another time":
        presses.append("Refund or replace it")
    card = await walked(app, "/complaint", *presses)
    alarm = (await app.bot.answer(pressed(card, form))).form.alarm
    assert (alarm.label, alarm.style) == ("Danger or trouble", Style.DANGER)


@pytest.mark.parametrize(
    "presses",
    [("Pause",), ("Danger or trouble", "Safety", "Everyone is safe now", "Close the case")],
)
async def test_danger_is_one_press_away_from_a_case_that_is_put_aside_or_closed(presses, app):
    card = await walked(app, "/complaint", *presses)
    red = (await app.bot.answer(pressed(card, "Danger or trouble"))).card
    assert "Life at risk" in labels(red)


async def test_closing_says_what_it_calls_off_and_leaves_cover_to_the_next_customer(app):
    card = await walked(
        app,
        "/complaint",
        "Danger or trouble",
        "Safety",
        "Page the duty lead",
        "Everyone is safe now",
        "Ask for cover",
        "Close the case",
    )
    assert "Your call for the lead is called off." in said(card)
    assert "I have asked Dana to cover for you." in said(card)
    reopened = (await app.bot.answer(pressed(card, "Reopen"))).card
    assert "Out at" not in said(reopened)
    red = await walked(app, "/complaint", "Danger or trouble", "Safety")
    assert "Called off with the case, 09:00." in said(red)
    assert "Page again" in labels(red)


async def test_thrown_away_says_what_it_calls_off(app):
    card = await walked(
        app, "/care danger", "Safety", "Page the duty lead", "Back", "Opened by mistake"
    )
    assert card.title == "Case 1001 is thrown away"
    assert "Your call for the lead is called off." in said(card)


async def test_who_has_taken_it_is_told_of_the_end_and_so_is_the_agent(app):
    page = (
        await app.bot.answer(
            pressed(await walked(app, "/care danger", "Safety"), "Page the duty lead")
        )
    ).posts[0]
    await app.bot.answer(
        turn(
            TurnKind.ACTION,
            "asks.take",
            "dana",
            args=page.card.buttons[0].action.args,
            channel="leads",
        )
    )
    card = await walked(app, "/complaint")
    assert "Dana is on it, 09:00." in said(card)
    assert "Not with you yet? Ring your lead, or the next one up." in said(card)
    closed = await walked(app, "/complaint", "Everyone is safe now", "Close the case")
    assert "called off: Dana reads that it is over." in said(closed)
