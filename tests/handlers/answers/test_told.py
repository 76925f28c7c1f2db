"""What a channel reads of its answers: with the next card, from five people on, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.tables.answers import asked
from handlers.cards import Text
from handlers.domain.people import Person
from tests.calendars import rows_of
from tests.conftest import typed
from tests.handlers.answers.conftest import DAY, HALF_PAST

PEOPLE = ["ana", "ben", "carla", "dev", "eli", "fay"]
CLOSED = HALF_PAST + timedelta(hours=20)
TOMORROW = HALF_PAST + DAY


async def answered(channel, card, better, of):
    for place, who in enumerate(PEOPLE[:of]):
        label = channel.choices(card)[0 if place < better else 1]
        await channel.press(card, label, who, HALF_PAST)


def told(card):
    return [each.text for each in card.body if isinstance(each, Text) and "Last time" in each.text]


@pytest.mark.parametrize(
    ("better", "of", "said"),
    [(5, 5, "most of you"), (0, 6, "few of you"), (3, 6, "about half of you"), (4, 4, None)],
)
async def test_the_next_card_says_what_most_chose(channel, better, of, said):
    await channel.set_up("question")
    card = await channel.comes()
    await answered(channel, card, better, of)
    await channel.beat(CLOSED)

    following = await channel.comes(TOMORROW)

    label = channel.choices(card)[0]
    assert told(following) == ([f"Last time: {said} chose “{label}”"] if said else [])


async def test_it_is_said_once_and_not_before_it_is_closed(channel):
    await channel.set_up("question")
    card = await channel.comes()
    await answered(channel, card, 5, 5)
    await channel.beat(CLOSED - timedelta(seconds=1))
    (row,) = await rows_of(channel.app.database, asked)
    assert (row.share, row.closes_at) == (None, CLOSED)
    await channel.beat(CLOSED)
    assert told(await channel.comes(TOMORROW))

    assert not told(await channel.comes(TOMORROW + DAY))


async def test_who_answers_later_changes_nothing_that_is_told(channel):
    await channel.set_up("question")
    card = await channel.comes()
    await answered(channel, card, 3, 5)
    await channel.beat(CLOSED)
    for who in ("gil", "hana", "ivo", "jan"):
        await channel.press(card, channel.choices(card)[1], who, CLOSED + timedelta(hours=1))
    await channel.beat(CLOSED + timedelta(hours=2))

    (row,) = await rows_of(channel.app.database, asked)

    assert row.share == "most"


async def test_where_the_next_comes_sooner_it_closes_five_minutes_before(channel):
    await channel.set_up("question", "daily 09:30 and 15:00")
    card = await channel.comes()
    await answered(channel, card, 5, 5)

    (row,) = await rows_of(channel.app.database, asked)

    assert f"{row.closes_at:%H:%M}" == "14:55"


async def test_managers_read_which_ideas_few_chose_and_of_nobody_by_name(channel):
    await channel.set_up("question")
    card = await channel.comes()
    await answered(channel, card, 0, 6)
    await channel.beat(CLOSED)
    missed = typed("reminders missed", "dana", channel="front-desk", at=TOMORROW)

    shown = (await channel.app.bot.answer(missed)).card

    idea = channel.text(card).idea
    name = next(each.name for each in channel.app.library.content.principles if each.id == idea)
    assert [each.label for each in shown.actions()] == [name]
    assert not any(who.title() in str(shown) for who in PEOPLE)
    other = replace(missed, id="another", person=Person("ana", "Ana", ""))
    assert (await channel.app.bot.answer(other)).refused


async def test_of_four_people_managers_read_nothing(channel):
    await channel.set_up("question")
    await answered(channel, await channel.comes(), 0, 4)
    await channel.beat(CLOSED)

    missed = typed("reminders missed", "dana", channel="front-desk", at=TOMORROW)
    shown = (await channel.app.bot.answer(missed)).card

    assert list(shown.actions()) == []
    assert "No question had enough answers yet." in str(shown)
