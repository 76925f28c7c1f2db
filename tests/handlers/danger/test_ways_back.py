"""No dead end in danger: each card has a way on, nothing typed is lost, nothing ends unsaid."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.store.tables.people import people
from bot.store.tables.workspaces import workspaces
from handlers.cards import Card, Choices, Style
from handlers.complaint.current import AT_HAND_WITHIN
from handlers.complaint.forms import CASE_FORMS
from handlers.turn import TurnKind
from tests.conftest import MONDAY, pressed, sent, turn, typed

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
    assert ("Case 1002 · he has a knife" in said(red)) is not beside
    knife = (await app.bot.answer(pressed(red, "Threat or abuse", at=MONDAY + since))).card
    assert said(knife).startswith("Case 1001" if beside else "Case 1002")


async def test_what_was_typed_in_danger_is_kept_behind_the_story_once(app):
    await walked(app, "/complaint the van never came")
    red = await walked(app, "he has a knife")
    for _ in range(2):
        await app.bot.answer(pressed(red, "Threat or abuse"))
    back = await walked(app, "/complaint", "It is over for now", "Back to the complaint", "Pause")
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


@pytest.mark.parametrize("form", CASE_FORMS)
async def test_each_form_of_a_complaint_has_the_red_button(form, app):
    card = await walked(app, "/complaint")
    case = next(each.action.args for each in card.actions() if "case" in each.action.args)
    asked = turn(TurnKind.ACTION, "complaint.ask", args={**case, "form": form})
    alarm = (await app.bot.answer(asked)).form.alarm
    assert (alarm.label, alarm.style) == ("Danger or trouble", Style.DANGER)


@pytest.mark.parametrize(
    "presses",
    [("Pause",), ("Danger or trouble", "Safety", "Everyone is safe now", "Close the case")],
    ids=["put aside", "closed"],
)
async def test_danger_is_one_press_away_from_a_case_that_is_put_aside_or_closed(presses, app):
    card = await walked(app, "/complaint", *presses)
    red = (await app.bot.answer(pressed(card, "Danger or trouble"))).card
    assert "Life at risk" in labels(red)


@pytest.mark.parametrize(
    ("presses", "title"),
    [
        (("Danger or trouble",), "Danger or trouble"),
        (("Danger or trouble", "Life at risk"), "Stay with them"),
    ],
    ids=["in the list", "in a branch"],
)
async def test_danger_takes_up_a_case_that_was_put_aside_in_the_middle_of_it(presses, title, app):
    card = await walked(app, "/complaint", *presses)
    await walked(app, "/complaint another one")
    pick = {"case": next(card.actions()).action.args["case"], "view": "step", "rev": "1"}
    paused = (await app.bot.answer(turn(TurnKind.ACTION, "complaint.view", args=pick))).card
    assert paused.title == "Case 1001 is paused"
    red = (await app.bot.answer(pressed(paused, "Danger or trouble"))).card
    assert red.title == title


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
    assert "Your call for the lead, a safety incident, is called off." in said(card)
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
    assert "Your call for the lead, a safety incident, is called off." in said(card)


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


async def test_a_page_from_another_branch_stays_in_sight_and_can_be_called_off(app):
    card = await walked(
        app, "/complaint", "Danger or trouble", "Safety", "Page the duty lead", "Back"
    )
    card = (await app.bot.answer(pressed(card, "Life at risk"))).card
    assert "Your call for the lead, a safety incident:" in said(card)
    assert {"Page the duty lead", "Not needed any more"} <= set(labels(card))
    after = (await app.bot.answer(pressed(card, "They are safe for now"))).card
    assert "Your call for the lead, a safety incident:" in said(after)
    off = (await app.bot.answer(pressed(after, "Not needed any more"))).card
    assert "Your call for the lead, a safety incident: called off, 09:00." in said(off)
    back = pressed(off, "Back to the complaint", at=MONDAY + SECOND)
    assert "a safety incident" not in said((await app.bot.answer(back)).card)


async def test_a_page_stands_on_a_case_that_is_put_aside(app):
    await walked(app, "/complaint", "Danger or trouble", "Safety", "Page the duty lead", "Back")
    await walked(app, "/complaint another one")
    paused = await walked(app, "/complaint 1001", "Back", "Pause")
    assert "Your call for the lead, a safety incident: on its way." in said(paused)
    assert "Not needed any more" in labels(paused)


async def test_page_on_an_old_card_pages_from_its_branch(app):
    branch = await walked(app, "/complaint", "Danger or trouble", "Threat or abuse")
    for label in ("It is over for now", "Back to the complaint"):
        await walked(app, "/complaint", label)
    reply = await app.bot.answer(pressed(branch, "Page the duty lead"))
    assert [each.place.channel for each in reply.posts] == ["leads"]
    assert reply.card.title == branch.title
    again = await app.bot.answer(pressed(branch, "Page the duty lead"))
    assert again.posts == (), "pressed twice it is one"


async def test_page_on_the_old_card_of_a_closed_case_says_that_nobody_is_paged(app):
    branch = await walked(app, "/complaint", "Danger or trouble", "Safety")
    await walked(app, "/complaint", "Everyone is safe now", "Close the case")
    reply = await app.bot.answer(pressed(branch, "Page the duty lead"))
    assert reply.posts == ()
    assert "Nobody is paged: this complaint is closed." in said(reply.card)
    assert "Danger or trouble" in labels(reply.card)


async def test_safe_on_the_card_of_a_case_put_aside_takes_it_up(app):
    branch = await walked(app, "/complaint", "Danger or trouble", "Life at risk")
    await walked(app, "/complaint another one")
    safe = (await app.bot.answer(pressed(branch, "They are safe for now"))).card
    assert safe.title == "That was heavy"


async def test_words_of_danger_are_nothing_to_promise(app):
    presses = ("They've said it all", "They feel heard", "Said it")
    card = await walked(app, "/complaint", *presses)
    form = (await app.bot.answer(pressed(card, "Something else"))).form
    red = (await app.bot.answer(sent(form, {"what": "he is going to stab me"}))).card
    await app.bot.answer(pressed(red, "Threat or abuse"))
    back = await walked(app, "/complaint", "It is over for now", "Back to the complaint")
    assert back.title == "One step you can keep"
    assert "stab" not in said(back)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/complaint he has a knife and he is at the counter", "leave now"),
        ("/complaint counter: he has a knife", "leave now"),
        ("/care danger knife at the till", "leave now"),
        ("/complaint he writes that he has a knife", "keep the chat open"),
        ("/complaint the caller says he has a knife", "stay on the line"),
        ("he has a knife at the counter", "leave now"),
    ],
)
@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside a complaint"])
async def test_words_that_tell_where_they_are_bring_what_to_do_there(beside, line, words, app):
    if beside:
        await walked(app, "/complaint by chat the van never came")
    card = await walked(app, line, "Threat or abuse")
    assert words in said(card)


async def test_on_the_card_about_oneself_the_words_are_in_its_buttons_and_go_on(app):
    own = await walked(app, "/promise I can't go on any more by 16:00")
    assert own.title == "I'm glad you said it"
    promised = (await app.bot.answer(pressed(own, "It isn't that"))).card
    assert promised.title == "Promise noted"
    red = (await app.bot.answer(pressed(own, "It's about a customer"))).card
    await app.bot.answer(pressed(red, "Life at risk"))
    begun = await walked(app, "/complaint", "Back", "Take it as a complaint")
    assert "I can't go on any more" in said(begun)


async def test_with_a_page_out_in_every_branch_the_way_back_stays(app):
    card = await walked(app, "/complaint", "Danger or trouble")
    for label in [each.label for each in card.body[-1].rows]:
        card = await walked(app, "/complaint", label, "Page the duty lead", "Back")
    assert card.more[0].label == "Back"
    for label in [each.label for each in card.body[-1].rows]:
        branch = await walked(app, "/complaint", label)
        assert {"Back", "By phone, chat or counter"} <= set(labels(branch))
        await walked(app, "/complaint", "Back")


async def test_thrown_away_alone_leads_to_no_case_that_is_gone(app):
    gone = await walked(app, "/complaint", "More …", "Opened by mistake")
    assert labels(gone) == ["Danger or trouble"]


async def test_thrown_away_there_is_a_way_on(app):
    await walked(app, "/complaint the van never came", "Pause")
    gone = await walked(app, "/care danger", "Safety", "Back", "Opened by mistake")
    assert {"Back to the complaint", "Danger or trouble"} <= set(labels(gone))


async def test_handed_on_by_the_only_one_who_was_asked_it_can_be_called_again_at_once(app):
    async with app.database.transaction() as connection:
        await connection.execute(update(workspaces).values(lead_place=None))
    card = await walked(app, "/complaint", "Danger or trouble", "Safety")
    (asked,) = (await app.bot.answer(pressed(card, "Page the duty lead"))).posts
    taken = (await app.bot.answer(pressed(asked.card, "I'm on it", "dana"))).card
    await app.bot.answer(pressed(taken, "Hand it on", "dana"))
    card = await walked(app, "/complaint")
    assert "Dana has handed it on. Nobody has answered." in said(card)
    again = (await app.bot.answer(pressed(card, "Page again"))).posts
    assert [each.reader for each in again] == ["dana"], "there is nobody else"


async def test_page_on_the_card_of_a_complaint_that_is_gone_says_that_nobody_is_paged(app):
    branch = await walked(app, "/care danger", "Safety")
    await walked(app, "/complaint", "Back", "Opened by mistake")
    reply = await app.bot.answer(pressed(branch, "Page the duty lead"))
    assert reply.posts == ()
    assert "Nobody is paged: this complaint is gone" in said(reply.card)
    assert "Danger or trouble" in labels(reply.card)


async def test_after_a_complaint_somebody_can_be_asked_to_cover_and_the_card_says_who(app):
    presses = ("They've said it all", "They feel heard", "Said it", "Refund or replace it")
    card = await walked(app, "/complaint", *presses, "Done already", "Yes", "More …")
    asked = (await app.bot.answer(pressed(card, "Ask for cover"))).card
    assert "I have asked Dana to cover for you." in said(asked)
    more = (await app.bot.answer(pressed(asked, "More …"))).card
    assert "Ask for cover" not in labels(more)
    off = (await app.bot.answer(pressed(more, "No cover needed"))).card
    assert "Called off" in said(off)


async def test_while_the_customer_is_there_nobody_asks_for_cover(app):
    assert "Ask for cover" not in labels(await walked(app, "/complaint", "More …"))


async def test_where_nobody_could_be_asked_the_card_about_oneself_offers_none(app):
    async with app.database.transaction() as connection:
        await connection.execute(update(people).values(role="agent"))
    own = await walked(app, "I want to die")
    assert own.title == "I'm glad you said it"
    assert "I can ask somebody" not in said(own)
    assert "Ask somebody to come" not in labels(own)
    assert "A colleague I choose" in labels(own)


async def news_to(app, person: str = "ana"):
    """Let the beat bring somebody their news, and return what it posts."""
    return (await app.bot.answer(turn(TurnKind.NOTICE, "asks.notice", person))).posts


LATER = ("Everyone is safe now", "Back to the complaint")


@pytest.mark.parametrize("presses", [LATER, (*LATER, "More …"), ("Life at risk",)])
async def test_whoever_covers_is_named_wherever_the_agent_is_by_now(presses, app):
    card = await walked(app, "/complaint", "Danger or trouble", "Safety", "Everyone is safe now")
    reply = await app.bot.answer(pressed(card, "Ask for cover"))
    (asked,) = reply.posts
    await app.bot.answer(pressed(asked.card, "I'll cover", "dana"))
    if presses == ("Life at risk",):
        presses = ("Back to the complaint", "Danger or trouble", *presses)
    else:
        presses = presses[1:]
    card = await walked(app, "/complaint", *presses)
    assert "Your call for cover: Dana covers for you, 09:00." in said(card)


async def test_a_lead_who_joins_is_named_in_danger_too_and_may_be_called_off(app):
    card = await walked(app, "/complaint", "They've said it all", "They're still upset")
    join = next(each for each in card.actions() if each.label == "Ask a lead to join")
    (asked,) = (await app.bot.answer(pressed(card, join.label))).posts
    await app.bot.answer(pressed(asked.card, "I'm on it", "dana"))
    card = await walked(app, "/complaint", "Danger or trouble", "Safety")
    assert "Your call for a lead: Dana joins you, 09:00." in said(card)
    more = await walked(app, "/complaint", "Back", "Back", "More …")
    assert "No lead needed any more" in labels(more)


async def test_asked_again_a_colleague_who_was_chosen_is_asked_and_nobody_else(app):
    chosen = {"people": "alex"}
    asked = turn(TurnKind.SUBMIT, "asks.choose-send", args=chosen)
    card = (await app.bot.answer(asked)).card
    off = (await app.bot.answer(pressed(card, "Not needed any more"))).card
    again = await app.bot.answer(pressed(off, "Ask again"))
    assert [each.reader for each in again.posts] == ["alex"]


@pytest.mark.parametrize("branch", ["Threat or abuse", "Safety"])
async def test_the_way_of_contact_can_be_changed_in_danger_at_the_last_step_too(branch, app):
    presses = ("They've said it all", "They feel heard", "Said it", "Refund or replace it")
    card = await walked(
        app, "/complaint", *presses, "Done already", "Yes", "Danger or trouble", branch
    )
    assert "By phone, chat or counter" in labels(card)


async def test_an_old_row_of_a_closed_complaint_leads_to_its_branch_at_once(app):
    red = await walked(app, "/complaint", "Danger or trouble")
    await walked(app, "/complaint", "Safety", "Everyone is safe now", "Close the case")
    for _ in range(2):
        branch = (await app.bot.answer(pressed(red, "Threat or abuse"))).card
        assert said(branch).startswith("Case 1002 · by phone")


async def test_the_red_button_of_a_complaint_that_is_gone_shows_what_to_do(app):
    red = await walked(app, "/care danger", "Safety", "Back")
    await app.bot.answer(pressed(red, "Opened by mistake"))
    again = (await app.bot.answer(pressed(red, "Threat or abuse"))).card
    assert (again.title, again.body[-1].rows[0].label) == ("Danger or trouble", "Threat or abuse")
    assert "Danger or trouble" in labels((await app.bot.answer(pressed(red, "Safety"))).card) or (
        again.title == "Danger or trouble"
    )


async def test_where_nobody_could_be_asked_no_button_asks(app):
    async with app.database.transaction() as connection:
        await connection.execute(update(people).values(role="agent"))
        await connection.execute(update(workspaces).values(lead_place=None))
    branch = await walked(app, "/care danger", "Safety")
    assert "There is nobody I could page." in said(branch)
    assert "Page the duty lead" not in labels(branch)
    after = (await app.bot.answer(pressed(branch, "Everyone is safe now"))).card
    assert "Ask for cover" not in labels(after)
    assert "Shall I ask somebody" not in said(after)


async def test_a_harmless_line_in_a_form_puts_no_branch_first(app):
    presses = ("They've said it all", "They feel heard", "Said it")
    card = await walked(app, "/complaint", *presses)
    form = (await app.bot.answer(pressed(card, "Something else"))).form
    args = {**form.alarm.action.args, "what": "bring it to them"}
    red = (await app.bot.answer(turn(TurnKind.ACTION, form.alarm.action.intent, args=args))).card
    assert all(each.style is Style.PLAIN for each in red.body[-1].rows)


@pytest.mark.parametrize("line", ["/care nonsense he has a knife", "he has a knife"])
async def test_it_isnt_that_leaves_a_way_on(line, app):
    answer = await walked(app, line, "It isn't that")
    assert {"Everything", "Danger or trouble"} <= set(labels(answer))


async def test_a_page_that_is_called_off_says_so_wherever_it_was_pressed(app):
    card = await walked(app, "/complaint", "Danger or trouble", "Safety", "Page the duty lead")
    listed = (await app.bot.answer(pressed(card, "Back"))).card
    off = (await app.bot.answer(pressed(listed, "Not needed any more"))).card
    assert "Your call for the lead, a safety incident: called off, 09:00." in said(off)


async def test_asked_again_from_an_older_card_it_is_whoever_was_asked_on_that_one(app):
    first = turn(TurnKind.SUBMIT, "asks.choose-send", args={"people": "alex"})
    card = (await app.bot.answer(first)).card
    off = (await app.bot.answer(pressed(card, "Not needed any more"))).card
    later = turn(TurnKind.SUBMIT, "asks.choose-send", args={"people": "dana"}, at=MONDAY + SECOND)
    newer = (await app.bot.answer(later)).card
    await app.bot.answer(pressed(newer, "Not needed any more"))
    again = await app.bot.answer(pressed(off, "Ask again"))
    assert [each.reader for each in again.posts] == ["alex"]


async def test_where_nobody_can_be_paged_any_more_a_page_from_another_branch_stays_in_sight(app):
    await walked(app, "/complaint", "Danger or trouble", "Safety", "Page the duty lead")
    async with app.database.transaction() as connection:
        await connection.execute(update(people).values(role="agent"))
        await connection.execute(update(workspaces).values(lead_place=None))
    card = await walked(app, "/complaint", "Back", "Life at risk")
    assert "There is nobody I could page." in said(card)
    assert "Your call for the lead, a safety incident:" in said(card)


async def test_the_list_after_a_complaint_says_how_cover_stands(app):
    presses = ("They've said it all", "They feel heard", "Said it", "Refund or replace it")
    card = await walked(app, "/complaint", *presses, "Done already", "Yes", "More …")
    await app.bot.answer(pressed(card, "Ask for cover"))
    more = await walked(app, "/complaint", "More …")
    assert "Your call for cover: I have asked Dana. Nobody has answered yet." in said(more)
