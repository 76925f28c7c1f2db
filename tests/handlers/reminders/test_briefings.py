"""A briefing: read aloud in the channel, and ten minutes before in the chat of who reads it."""

from datetime import timedelta
from itertools import pairwise

import pytest

from content import CORE, load
from content.models import ReminderKind
from handlers.cards import Text, Tone
from handlers.domain.briefing import what_if_beside
from handlers.domain.deck import DeckMemory, deal, deck
from tests.conftest import MONDAY, typed
from tests.handlers.answers.conftest import DAY, HALF_PAST, Channel

TEN = timedelta(minutes=10)
READ_ALOUD = 100  # words in 40 seconds, at 150 a minute


@pytest.fixture
def channel(app) -> Channel:
    return Channel(app)


def rows(card):
    """Return what stands below each of the bold lines."""
    words = [each for each in card.body if isinstance(each, Text)]
    return {each.text: below.text for each, below in pairwise(words) if each.tone is Tone.STRONG}


def said(card):
    return " ".join(each.text for each in card.body if isinstance(each, Text))


async def with_a_team(channel):
    for line in ("care team add @ana", "care team here"):
        await channel.app.bot.answer(typed(line, "dana", channel="front-desk"))


async def test_it_has_a_thought_and_a_what_if_of_another_idea(channel):
    await channel.set_up("briefing")
    card = await channel.comes()

    assert card.title == "A briefing"
    assert list(rows(card)) == ["To think of", "What if"]
    by_text = {each.text: each for each in channel.app.library.content.reminders}
    thought = by_text[rows(card)["To think of"]]
    beside = next(each for each in by_text.values() if rows(card)["What if"].startswith(each.text))
    assert (thought.kind, beside.kind) == (ReminderKind.THOUGHT, ReminderKind.WHAT_IF)
    assert thought.idea != beside.idea


async def test_whoever_reads_it_has_it_ten_minutes_before_word_for_word(channel):
    await channel.set_up("briefing")
    await channel.beat(HALF_PAST - TEN - timedelta(seconds=1))
    assert await channel.cards("@dana") == []

    await channel.beat(HALF_PAST - TEN)
    await channel.beat(HALF_PAST - TEN + timedelta(minutes=1))

    (ahead,) = await channel.cards("@dana")
    assert (ahead.title, ahead.aside) == ("To read aloud", "09:30 in #front-desk")
    assert rows(ahead) == rows(await channel.comes())
    await channel.beat(HALF_PAST + DAY - TEN)
    assert len(await channel.cards("@dana")) == 2


async def test_one_that_is_late_paused_or_of_another_deck_is_not_sent_ahead(channel):
    await channel.set_up("briefing")
    await channel.beat(HALF_PAST)
    await channel.app.bot.answer(typed("reminders pause", "dana", channel="front-desk"))
    await channel.beat(HALF_PAST + DAY - TEN)
    await channel.app.bot.answer(typed("reminders remove", "dana", channel="front-desk"))
    await channel.set_up("thought")
    await channel.beat(HALF_PAST + 2 * DAY - TEN)

    assert await channel.cards("@dana") == []


def test_every_one_is_read_aloud_in_forty_seconds():
    texts, memory, longest = load(CORE).reminders, DeckMemory(), 0
    beside = set()
    for day in range(60):
        one = deal(deck(texts, "briefing"), memory, "c", MONDAY + day * DAY, "briefing")
        memory = one.memory
        what_if = what_if_beside(texts, memory, "c")
        beside.add(what_if.id)
        words = f"{one.text.text} {what_if.text} {what_if.what_if}".split()
        longest = max(longest, len(words))
    assert longest <= READ_ALOUD - 12  # its headings and the number are read as well
    assert len(beside) > 20
