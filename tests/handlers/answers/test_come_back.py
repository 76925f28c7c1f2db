"""A question that somebody wants to be asked again: on their days, in their own chat."""

from datetime import timedelta

from bot.store.tables.answers import reviews
from tests.calendars import rows_of
from tests.conftest import typed
from tests.handlers.answers.conftest import DAY, HALF_PAST

SECOND = timedelta(seconds=1)


async def wanted(channel, card, who="ana", at=HALF_PAST):
    reply = await channel.press(card, channel.choices(card)[0], who, at)
    return await channel.press(reply.card, "Ask me again", who, at)


async def test_it_comes_back_three_times_each_in_another_scene(channel):
    await channel.set_up("question")
    card = await channel.comes()
    text = channel.text(card)
    reply = await wanted(channel, card)
    assert "Wed 25 Nov" in reply.card.heading

    for days in (2, 9, 16):
        await channel.beat(HALF_PAST + days * DAY - SECOND)
        before = len(await channel.cards("@ana"))
        await channel.beat(HALF_PAST + days * DAY)
        assert len(await channel.cards("@ana")) == before + 1
    await channel.beat(HALF_PAST + 60 * DAY)

    came = await channel.cards("@ana")
    assert [channel.text(each).id for each in came] == [text.id] * 3
    shown = [each.body[0].text for each in (card, *came)]
    assert shown == [text.scenes[number % 3].scene for number in range(4)]
    assert all(each.aside == "you wanted it again" for each in came)


async def test_the_same_tap_ends_it(channel):
    await channel.set_up("question")
    card = await channel.comes()
    await wanted(channel, card)
    reply = await channel.press(card, channel.choices(card)[0], "ana", HALF_PAST)

    await channel.press(reply.card, "Don't ask again", "ana", HALF_PAST)

    assert await rows_of(channel.app.database, reviews) == []
    await channel.beat(HALF_PAST + 2 * DAY)
    assert await channel.cards("@ana") == []


async def test_it_waits_while_a_complaint_is_open(channel):
    await channel.set_up("question")
    await wanted(channel, await channel.comes())
    due = HALF_PAST + 2 * DAY
    await channel.app.bot.answer(typed("complaint a torn coat", "ana", at=due - timedelta(hours=1)))

    await channel.beat(due)

    assert await channel.cards("@ana") == []
    (row,) = await rows_of(channel.app.database, reviews)
    assert row.next_at == due + timedelta(hours=1)


async def test_of_two_on_one_day_the_second_waits_for_the_next(channel):
    await channel.set_up("question", "daily 09:30 and 11:30")
    first = await channel.comes()
    second = await channel.comes(HALF_PAST + timedelta(hours=2))
    await wanted(channel, first)
    await wanted(channel, second, at=HALF_PAST + timedelta(hours=2))

    await channel.beat(HALF_PAST + 2 * DAY)
    await channel.beat(HALF_PAST + 2 * DAY + timedelta(hours=8))
    assert len(await channel.cards("@ana")) == 1
    await channel.beat(HALF_PAST + 3 * DAY)

    assert len(await channel.cards("@ana")) == 2


async def test_what_is_answered_there_counts_for_no_channel(channel):
    await channel.set_up("question")
    await wanted(channel, await channel.comes())
    await channel.beat(HALF_PAST + 2 * DAY)
    (back,) = await channel.cards("@ana")

    reply = await channel.press(back, channel.choices(back)[0], "ana", HALF_PAST, channel="@ana")

    assert reply.card.title == "Here is why"
