"""The card of what did not arrive: whose it is, why, at most five, and never its words."""

from dataclasses import replace

from bot.store.delivery_rows import ALERT
from scheduler.delivery import DeliveryState
from scheduler.reasons import Cause, Reason
from tests.calendars import add_deliveries, delivery
from tests.conftest import MONDAY, pressed, typed

WORDS = "Rosa Bianchi of the corner shop"


def lost(key, channel="front-desk", **others):
    known = {
        "state": DeliveryState.DEAD,
        "cause": Cause(Reason.CHANNEL_ARCHIVED, "is_archived"),
        "attempts": 1,
    }
    row = delivery(key, f"web:demo:{channel}", MONDAY, body={"w": WORDS}, **(known | others))
    return replace(row, tenant="demo")


async def shown(app, **others):
    return (await app.bot.answer(typed("care outbox", "alex", **others))).card


async def test_a_letter_is_named_by_its_reminder_and_its_channel(app):
    reply = await app.bot.answer(typed("reminders add daily 10:00", "dana", channel="front-desk"))
    schedule = reply.card.buttons[0].action.args["schedule"]
    await add_deliveries(app.database, lost("a", schedule_id=schedule), lost("b", "@ana"))
    card = await shown(app)
    assert card.body[0].rows == (
        ("1. A post", _said("somebody's own chat")),
        ("2. daily 10:00 UTC", _said("#front-desk")),
    )
    assert card.body[1].text.startswith("Unarchive it")
    assert WORDS not in str(card)


async def test_at_most_five_are_shown_and_the_rest_comes_up_as_these_go(app):
    await add_deliveries(app.database, *(lost(f"k{number}") for number in range(7)))
    card = await shown(app)
    assert len(card.body[0].rows) == 5
    assert "There are more" in card.body[-2].text
    for _ in range(2):
        card = (await app.bot.answer(pressed(card, "Drop 1", "alex"))).card
    assert "There are more" not in str(card)


async def test_one_sent_again_is_due_at_once(app):
    await add_deliveries(app.database, lost("a"))
    card = await shown(app)
    card = (await app.bot.answer(pressed(card, "Send 1 again", "alex"))).card
    assert [block.text for block in card.body] == ["It is on its way again.", "Nothing is stuck."]


async def test_a_notice_that_was_lost_itself_is_not_listed(app):
    await add_deliveries(app.database, lost(f"{ALERT}1", "@alex"))
    assert (await shown(app)).body[0].text == "Nothing is stuck."


async def test_nobody_but_an_admin_presses_its_buttons(app):
    await add_deliveries(app.database, lost("a"))
    card = await shown(app)
    for who in ("ana", "dana"):
        reply = await app.bot.answer(pressed(card, "Drop 1", who))
        assert reply.card.title == "Not quite"
    assert len((await shown(app)).body[0].rows) == 1


async def test_an_id_that_no_button_of_ours_carries_is_nobodys(app):
    card = await shown_one(app)
    for odd in ("", "-1", "9" * 40, "١", "1; drop"):
        turn = replace(pressed(card, "Drop 1", "alex"), args={"letter": odd})
        reply = await app.bot.answer(turn)
        assert reply.card.body[0].text == "That one is not stuck any more."


async def shown_one(app):
    await add_deliveries(app.database, lost("a"))
    return await shown(app)


def _said(place):
    return f"today 09:00, for {place}: the page says the channel is archived; tried once"
