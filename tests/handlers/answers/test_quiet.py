"""A channel in which nobody presses anything for three weeks: its owner is asked, once."""

from datetime import timedelta

import pytest

from handlers.cards import Action
from handlers.turn import TurnKind
from tests.conftest import MONDAY, turn, typed
from tests.handlers.answers.conftest import DAY, HALF_PAST

WEEKS = timedelta(days=21)


async def proposed(channel):
    await channel.set_up("question")
    await channel.beat(MONDAY + WEEKS)
    (card,) = await channel.cards("@dana")
    return card


async def press(channel, card, label, who="dana"):
    action: Action = next(each.action for each in card.actions() if each.label == label)
    at = MONDAY + WEEKS + timedelta(minutes=1)
    return await channel.app.bot.answer(
        turn(TurnKind.ACTION, action.intent, who, args=action.args, at=at)
    )


async def phrase(channel):
    listed = typed("reminders list", "dana", channel="front-desk", at=MONDAY + WEEKS + DAY)
    return str((await channel.app.bot.answer(listed)).card)


async def test_after_three_weeks_and_not_a_moment_before(channel):
    await channel.set_up("question")
    await channel.beat(MONDAY + WEEKS - timedelta(seconds=1))
    assert await channel.cards("@dana") == []

    await channel.beat(MONDAY + WEEKS)

    (card,) = await channel.cards("@dana")
    assert card.title == "Shall it go on like this?"
    await channel.beat(MONDAY + 4 * WEEKS)
    assert len(await channel.cards("@dana")) == 1


async def test_any_press_starts_the_weeks_anew(channel):
    await channel.set_up("question")
    card = await channel.comes()
    await channel.press(card, channel.choices(card)[0], "ana", HALF_PAST + 2 * DAY)
    await channel.beat(MONDAY + WEEKS)
    assert await channel.cards("@dana") == []

    await channel.beat(HALF_PAST + 2 * DAY + WEEKS)

    assert len(await channel.cards("@dana")) == 1


async def test_of_one_that_comes_once_a_month_three_are_waited_for(channel):
    await channel.set_up("question", "first monday of the month 09:30")
    await channel.beat(MONDAY + 3 * WEEKS)
    assert await channel.cards("@dana") == []

    await channel.beat(MONDAY + 5 * WEEKS)  # 7 Dec, 4 Jan, 1 Feb

    assert len(await channel.cards("@dana")) == 1


async def test_of_one_that_is_paused_or_gone_nothing_is_said(channel):
    await channel.set_up("question")
    await channel.app.bot.answer(typed("reminders pause", "dana", channel="front-desk"))
    await channel.beat(MONDAY + WEEKS)
    await channel.app.bot.answer(typed("reminders remove", "dana", channel="front-desk"))
    await channel.beat(MONDAY + 2 * WEEKS)

    assert await channel.cards("@dana") == []


@pytest.mark.parametrize(
    ("label", "then"),
    [
        ("An hour later", "daily 10:30 UTC: next"),
        ("Only things to try", "daily 09:30 UTC: next"),
        ("Rest for two weeks", "paused by Dana"),
        ("Leave it", "daily 09:30 UTC: next"),
    ],
)
async def test_what_is_pressed_is_done_there(channel, label, then):
    reply = await press(channel, await proposed(channel), label)

    assert not reply.refused
    assert then.split(":")[0] in await phrase(channel)


async def test_nobody_else_may_press_it(channel):
    reply = await press(channel, await proposed(channel), "An hour later", "ana")

    assert reply.refused


async def test_an_hour_later_pressed_twice_is_one_hour(channel):
    card = await proposed(channel)
    await press(channel, card, "An hour later")

    again = await press(channel, card, "An hour later")

    assert "Its hour was changed before: daily 10:30" in str(again.card)
    assert "daily 10:30" in await phrase(channel)
