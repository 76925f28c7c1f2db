"""Practice with the real bot: forms that come late, words that can't be said, and who sees it."""

from dataclasses import replace

import pytest

from content.scenarios import AgentLine
from handlers.domain.practice.run import Run, say
from handlers.learning.practice.cards import MAX_SAID
from handlers.learning.practice.hearing import said_line
from tests.conftest import MONDAY, pressed, sent, typed
from tests.handlers.domain.practice.talks import CORE

SORRY = "I'm so sorry we sent you two left boots. That's on us."


def words(reply) -> str:
    return "\n".join(getattr(each, "text", "") for each in reply.card.body)


@pytest.fixture
async def card(app):
    return (await app.bot.answer(typed("/practice two left boots"))).card


async def form_of(app, card):
    return (await app.bot.answer(pressed(card, "Answer"))).form


async def test_what_is_sent_from_an_old_form_is_asked_about_again_and_not_lost(app, card):
    old = await form_of(app, card)
    good = await app.bot.answer(pressed(card, "Show me a good answer"))
    await app.bot.answer(pressed(good.card, "Say this"))

    asked = (await app.bot.answer(sent(old, {"answer": SORRY}))).form
    (field,) = asked.fields
    assert field.value == SORRY
    assert "They have heard something else meanwhile." in field.error
    reply = await app.bot.answer(sent(asked, {"answer": SORRY}))
    assert "turn 3 of 7" in words(reply)


async def test_the_same_form_sent_twice_is_said_once(app, card):
    form = await form_of(app, card)
    for _ in range(2):
        reply = await app.bot.answer(sent(form, {"answer": SORRY}))
    assert "turn 2 of 7" in words(reply)


@pytest.mark.parametrize(
    ("typed_in", "problem"),
    [
        pytest.param(" ", "Write what you would say", id="nothing"),
        pytest.param("🙏🙏", "I can make nothing of that: I read English.", id="no words"),
        pytest.param("x" * (MAX_SAID + 1), f"{MAX_SAID + 1} characters;", id="too much"),
    ],
)
async def test_what_can_not_be_said_is_asked_for_again(app, card, typed_in, problem):
    form = await form_of(app, card)
    reply = await app.bot.answer(sent(form, {"answer": typed_in}))
    assert problem in reply.form.fields[0].error


async def test_what_one_knows_of_them_stands_in_the_form(app, card):
    form = await form_of(app, card)
    assert "the store in town has a pair" in form.intro


async def test_nobody_else_can_reach_it(app, card):
    for button in card.actions():
        reply = await app.bot.answer(pressed(card, button.label, "dana"))
        assert words(reply).startswith("That practice is over")


async def test_whoever_leads_is_shown_that_there_is_one_for_leaders(app):
    reply = await app.bot.answer(typed("/practice leaders", "dana"))
    assert reply.card.title == "The rota, changed at ten at night"


async def test_words_that_are_no_number_of_a_line_change_nothing(app, card):
    pick = (await app.bot.answer(pressed(card, "Pick a line"))).card
    label = next(each.label for each in pick.actions() if each.label != "Back")
    forged = pressed(pick, label)
    for line in ("99", "-1", "one", "²"):
        asked = replace(forged, id=f"forged {line}", args={**forged.args, "line": line})
        reply = await app.bot.answer(asked)
        assert "turn 1 of 7" in words(reply)


def test_the_words_of_a_line_are_found_where_they_can_be():
    scenario = CORE.scenario("two-left-boots")
    line = AgentLine(findings=("apology", "invite"), text=f"{SORRY} Well.")
    said = said_line(line, scenario, CORE.replies)
    assert said.findings == {"apology", "invite"}
    assert said.quoted("apology") != line.text
    assert said.quoted("invite") == line.text  # it isn't there, so all of it is


def test_a_run_counts_its_changes():
    run = say(Run("r", "two-left-boots", MONDAY), said_line_of("Go on."), MONDAY)
    assert (run.rev, len(run.said)) == (2, 1)


def said_line_of(text: str):
    scenario = CORE.scenario("two-left-boots")
    return said_line(AgentLine(findings=("invite",), text=text), scenario, CORE.replies)
