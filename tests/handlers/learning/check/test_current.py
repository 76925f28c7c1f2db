"""What a draft is read for: the complaint that is on, what was typed before it, or nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from content.flow import Variant
from handlers.complaint.current import AT_HAND_WITHIN
from handlers.domain.case import CHOOSING, REFER, STEPS, Case
from handlers.domain.people import Platform
from handlers.domain.replies import ReplyChannel, Stage
from handlers.learning.check.current import MAX_DRAFT_LENGTH, basis_of, problem_in
from handlers.turn import TurnKind
from tests.conftest import MONDAY, pressed, sent, turn, typed

CASE = Case("c1", "ana", Variant.CHAT, MONDAY, MONDAY)
SORRY = "I'm sorry we were late."


def read_as(reply):
    return reply.card.body[0].text


@pytest.mark.parametrize(
    ("step", "stage"),
    [
        ("vent", Stage.VENT),
        ("listen", Stage.LISTEN),
        ("own", Stage.LISTEN),
        ("act", Stage.ACT),
        ("close", Stage.CLOSE),
        (REFER, Stage.CLOSE),
        ("after", None),
    ],
)
def test_each_step_of_a_complaint_is_a_stage_but_the_last(step, stage):
    assert {*STEPS, REFER} >= {step}
    assert basis_of(replace(CASE, step=step)).stage is stage
    assert basis_of(replace(CASE, step=step, branch=CHOOSING)).stage is None


def test_each_way_of_contact_is_a_channel():
    found = {each: basis_of(replace(CASE, variant=each)).channel for each in Variant}
    assert found == {
        Variant.VOICE: ReplyChannel.PHONE,
        Variant.CHAT: ReplyChannel.CHAT,
        Variant.COUNTER: ReplyChannel.COUNTER,
    }
    assert basis_of(None).channel is ReplyChannel.EMAIL


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", "Type what", id="nothing"),
        pytest.param(" \n", "Type what", id="blank"),
        pytest.param("🙏 … 12", "no words", id="no letter"),
        pytest.param("a" * (MAX_DRAFT_LENGTH + 1), "That is 4,001 characters", id="too long"),
        pytest.param("a" * MAX_DRAFT_LENGTH, "", id="as long as may be"),
        pytest.param("ok", "", id="a word"),
        pytest.param("добрый день", "", id="another script"),
    ],
)
def test_what_cannot_be_checked_says_why(text, problem):
    assert problem in problem_in(text)
    assert bool(problem) == bool(problem_in(text))


@pytest.mark.parametrize(
    ("line", "channel"),
    [
        ("phone: ", "On the phone"),
        ("E-mail:", "By e-mail"),
        ("email: ", "By e-mail"),
        ("CHAT : ", "In a chat"),
        ("counter: ", "At the counter"),
        ("at the counter: ", "At the counter"),
        ("", "By e-mail"),
        ("By phone or chat: ", "By e-mail"),
    ],
)
async def test_how_it_reaches_them_may_stand_before_a_draft(line, channel, app):
    reply = await app.bot.answer(typed(f"/check {line}{SORRY}"))
    assert read_as(reply).startswith(channel)


async def test_with_no_words_behind_it_the_form_opens_for_that_way(app):
    form = (await app.bot.answer(typed("/check phone:"))).form
    assert {each.name: each.value for each in form.fields}["channel"] == "phone"


@pytest.mark.parametrize(
    ("since", "is_of_it"), [(AT_HAND_WITHIN, True), (AT_HAND_WITHIN + timedelta(seconds=1), False)]
)
async def test_it_is_read_for_the_complaint_that_is_on_just_now(since, is_of_it, app):
    await app.bot.answer(typed("/complaint by chat the lid was cracked"))
    reply = await app.bot.answer(typed(f"/check {SORRY}", at=MONDAY + since))
    assert read_as(reply).startswith("In a chat" if is_of_it else "By e-mail")
    assert ("case 1001" in read_as(reply)) == is_of_it
    assert (reply.card.alarm is not None) == is_of_it


async def test_what_is_chosen_in_the_form_goes_before_what_the_complaint_says(app):
    await app.bot.answer(typed("/complaint by chat the lid was cracked"))
    form = (await app.bot.answer(typed("/check"))).form
    values = {"draft": SORRY, "channel": "counter", "stage": "close"}
    reply = await app.bot.answer(sent(form, values))
    assert read_as(reply) == "At the counter · it's done, and you close · case 1001"
    again = (await app.bot.answer(pressed(reply.card, "Check another wording"))).form
    chosen = {each.name: each.value for each in again.fields}
    assert chosen == {"draft": "", "channel": "counter", "stage": "close"}


async def test_a_complaint_that_is_closed_meanwhile_is_no_way_back(app):
    await app.bot.answer(typed("/complaint by chat the lid was cracked"))
    checked = await app.bot.answer(typed(f"/check {SORRY}"))
    reply = await app.bot.answer(typed("/complaint"))
    for label in ("More …", "Opened by mistake"):
        reply = await app.bot.answer(pressed(reply.card, label))
    form = (await app.bot.answer(pressed(checked.card, "Check another wording"))).form
    assert (form.alarm, form.cancel) == (None, None)
    reply = await app.bot.answer(sent(form, {"draft": SORRY}))
    assert "case 1001" not in read_as(reply)
    assert [each.label for each in reply.card.buttons] == ["Check another wording"]


async def test_a_complaint_of_somebody_else_is_no_way_back(app):
    card = (await app.bot.answer(typed("/complaint the lid was cracked", "dana"))).card
    case = next(each.action.args["case"] for each in card.actions())
    args = {"draft": SORRY, "channel": "chat", "stage": "unsure", "case": case}
    reply = await app.bot.answer(turn(TurnKind.SUBMIT, "check.send", args=args))
    assert [each.label for each in reply.card.buttons] == ["Check another wording"]


async def test_a_forged_choice_is_none(app):
    args = {"draft": SORRY, "channel": "fax", "stage": "own"}
    reply = await app.bot.answer(turn(TurnKind.SUBMIT, "check.send", args=args))
    assert read_as(reply).startswith("By e-mail")


async def test_typed_in_sight_of_others_it_is_not_checked(app):
    reply = await app.bot.answer(typed(f"/check {SORRY}", in_public=True))
    assert reply.card.title == "Not in front of others"
    assert SORRY not in str(reply)
    assert (await app.bot.answer(typed("/check", in_public=True))).form is not None


async def test_whoever_is_not_placed_yet_may_check_a_draft(app):
    outside = typed(f"/check {SORRY}")
    person = replace(outside.person, id="somebody", name="Somebody", membership=None)
    place = replace(outside.place, platform=Platform.SLACK)
    reply = await app.bot.answer(replace(outside, person=person, place=place))
    assert "rule of thumb" in reply.card.body[-1].text
