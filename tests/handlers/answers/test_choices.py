"""A question is answered by a press: privately, the reason at once, the first one stands."""

from datetime import timedelta

import pytest

from bot.store.tables.answers import answers, asked
from handlers.cards import Text
from handlers.domain.answers.answer import TAKEN_FOR
from tests.calendars import rows_of
from tests.handlers.answers.conftest import DAY, HALF_PAST

MINUTE = timedelta(minutes=1)


def words(card):
    return [each.text for each in card.body if isinstance(each, Text)]


async def test_the_reason_comes_at_once_and_to_whoever_pressed_alone(channel):
    await channel.set_up("question")
    card = await channel.comes()
    text, (better, other) = channel.text(card), channel.choices(card)

    reply = await channel.press(card, other, "ana", HALF_PAST)

    assert reply.private
    assert reply.posts == ()
    assert words(reply.card)[:3] == [f"You chose: {other}", better, text.because]
    assert [each.label for each in reply.card.buttons] == ["The idea behind it", "Ask me again"]
    idea = await channel.press(reply.card, "The idea behind it", "ana", HALF_PAST)
    assert idea.card.title


async def test_nobody_is_told_that_they_were_wrong_or_right(channel):
    await channel.set_up("question")
    card = await channel.comes()
    better, _ = channel.choices(card)

    reply = await channel.press(card, better, "ana", HALF_PAST)

    assert words(reply.card) == [better, channel.text(card).because, "Only you see this."]


async def test_the_first_press_stands_and_twice_is_once(channel):
    await channel.set_up("question")
    card = await channel.comes()
    better, other = channel.choices(card)
    await channel.press(card, other, "ana", HALF_PAST)

    again = await channel.press(card, better, "ana", HALF_PAST + MINUTE)

    assert words(again.card)[0] == f"You chose: {other}"
    (row,) = await rows_of(channel.app.database, answers)
    assert (row.person_id, row.kind) == ("ana", "other")


async def test_a_press_on_an_old_card_says_why_and_counts_for_nobody(channel):
    await channel.set_up("question")
    card = await channel.comes()
    better, _ = channel.choices(card)

    reply = await channel.press(card, better, "ana", HALF_PAST + 9 * DAY)

    assert words(reply.card)[0] == better
    assert await rows_of(channel.app.database, answers) == []
    assert await rows_of(channel.app.database, asked) == []


@pytest.mark.parametrize(
    "on", ["", "s1", "s1@never[UTC]", "s1@2026-11-23T09:30[Nowhere]", "@", "x" * 300]
)
async def test_a_name_that_is_no_post_of_ours_counts_for_nobody(channel, on):
    await channel.set_up("question")
    card = await channel.comes()
    better, _ = channel.choices(card)

    reply = await channel.press(card, better, "ana", HALF_PAST, more={"on": on})

    assert words(reply.card)[0] == better
    assert await rows_of(channel.app.database, answers) == []


async def test_in_another_channel_or_workspace_it_counts_for_nobody(channel):
    await channel.set_up("question")
    card = await channel.comes()
    better, _ = channel.choices(card)

    await channel.press(card, better, "ana", HALF_PAST, channel="wins")
    await channel.press(card, better, "ana", HALF_PAST, tenant="other")

    assert await rows_of(channel.app.database, answers) == []


@pytest.mark.parametrize("scene", ["3", "-1", "x", ""])
async def test_a_scene_that_is_not_there_is_refused(channel, scene):
    await channel.set_up("question")
    card = await channel.comes()
    better, _ = channel.choices(card)

    reply = await channel.press(card, better, "ana", HALF_PAST, more={"scene": scene})

    assert reply.refused


async def test_a_tick_is_noted_once_and_an_untick_forgets_it(channel):
    await channel.set_up("try")
    card = await channel.comes()
    for ticked in ("yes", "yes"):
        await channel.press(card, "Tried it", "ana", HALF_PAST, more={"ticked": ticked})
    assert [row.kind for row in await rows_of(channel.app.database, answers)] == ["tried"]

    await channel.press(card, "Tried it", "ana", HALF_PAST, more={"ticked": ""})

    assert await rows_of(channel.app.database, answers) == []


async def test_a_tick_on_an_old_post_says_that_nothing_is_kept(channel):
    await channel.set_up("try")
    card = await channel.comes()

    reply = await channel.press(card, "Tried it", "ana", HALF_PAST + TAKEN_FOR)

    assert "Nothing is kept" in str(reply.card)
    assert await rows_of(channel.app.database, answers) == []
