"""The card of what did not arrive: whose it is, why, at most five, and never its words."""

from dataclasses import replace

from bot.store.delivery_rows import ALERT
from scheduler.delivery import State
from scheduler.reasons import Cause, Reason
from tests.calendars import add_deliveries, delivery
from tests.conftest import MONDAY, pressed, typed

WORDS = "Rosa Bianchi of the corner shop"


def lost(key, channel="front-desk", **others):
    known = {
        "state": State.DEAD,
        "cause": Cause(Reason.CHANNEL_ARCHIVED, "is_archived"),
        "attempts": 1,
    }
    row = delivery(key, f"web:demo:{channel}", MONDAY, body={"w": WORDS}, **(known | others))
    return replace(row, tenant="demo")


async def shown(desk, **others):
    return (await desk.bot.answer(typed("care outbox", "alex", **others))).card


async def test_a_letter_is_named_by_its_reminder_and_its_channel(desk):
    reply = await desk.bot.answer(typed("reminders add daily 10:00", "dana", channel="front-desk"))
    schedule = reply.card.buttons[0].action.args["schedule"]
    await add_deliveries(desk.database, lost("a", schedule_id=schedule), lost("b", "@ana"))
    card = await shown(desk)
    assert card.body[0].rows == (
        ("1. A post", _said("somebody's own chat")),
        ("2. daily 10:00 UTC", _said("front-desk")),
    )
    assert card.body[1].text.startswith("Unarchive it")
    assert WORDS not in str(card)


async def test_at_most_five_are_shown_and_the_rest_comes_up_as_these_go(desk):
    await add_deliveries(desk.database, *(lost(f"k{number}") for number in range(7)))
    card = await shown(desk)
    assert len(card.body[0].rows) == 5
    assert "There are more" in card.body[-2].text
    for _ in range(2):
        card = (await desk.bot.answer(pressed(card, "Drop 1", "alex"))).card
    assert "There are more" not in str(card)


async def test_one_sent_again_is_due_at_once(desk):
    await add_deliveries(desk.database, lost("a"))
    card = await shown(desk)
    card = (await desk.bot.answer(pressed(card, "Send 1 again", "alex"))).card
    assert [block.text for block in card.body] == ["It is on its way again.", "Nothing is stuck."]


async def test_a_notice_that_was_lost_itself_is_not_listed(desk):
    await add_deliveries(desk.database, lost(f"{ALERT}1", "@alex"))
    assert (await shown(desk)).body[0].text == "Nothing is stuck."


async def test_nobody_but_an_admin_presses_its_buttons(desk):
    await add_deliveries(desk.database, lost("a"))
    card = await shown(desk)
    for who in ("ana", "dana"):
        reply = await desk.bot.answer(pressed(card, "Drop 1", who))
        assert reply.card.title == "Not quite"
    assert len((await shown(desk)).body[0].rows) == 1


async def test_an_id_that_no_button_of_ours_carries_is_nobodys(desk):
    card = await shown_one(desk)
    for odd in ("", "-1", "9" * 40, "١", "1; drop"):
        turn = replace(pressed(card, "Drop 1", "alex"), args={"letter": odd})
        reply = await desk.bot.answer(turn)
        assert reply.card.body[0].text == "That one is not stuck any more."


async def shown_one(desk):
    await add_deliveries(desk.database, lost("a"))
    return await shown(desk)


def _said(place):
    return f"today 09:00, for {place}: the page says the channel is archived; tried once"
