"""A chart is Slack's own where the workspace draws them, and words where it doesn't yet."""

import pytest

from handlers.cards import Card, Chart, Text
from handlers.domain.people import Place, Platform
from handlers.turn import Post
from scheduler.errors import PermanentError
from tests.bot.slack.driver import channel_id
from tests.bot.slack.fake_slack import refusing

CHART = Chart("Complaints", "Cause", ("Now",), (("Late", (9,)),), "few")
CARD = Card("The week", (CHART,))
PLACE = Place(Platform.SLACK, "TDEMO", channel_id("leads"))
REFUSED = refusing("invalid_blocks")


def kinds(blocks):
    return {each["type"] for each in blocks}


async def posted(person, card=CARD, key="1"):
    return await person.door.send(Post(PLACE, card), key)


async def test_a_post_has_a_chart_of_slacks_own(person):
    await posted(person)
    (said,) = person.fake.called("chat.postMessage")
    assert kinds(said["blocks"]) == {"header", "data_visualization", "data_table"}


async def test_refused_it_goes_out_in_words_and_is_not_tried_again_that_day(person):
    person.fake.fail("chat.postMessage", REFUSED)
    await posted(person)
    await posted(person, key="2")
    drawn, *words = (kinds(each["blocks"]) for each in person.fake.called("chat.postMessage"))
    assert "data_visualization" in drawn
    assert words == [{"header", "section"}] * 2


async def test_a_card_without_a_chart_that_is_refused_is_refused(person):
    person.fake.fail("chat.postMessage", REFUSED)
    with pytest.raises(PermanentError):
        await posted(person, Card("The week", (Text("few"),)))
    assert len(person.fake.called("chat.postMessage")) == 1


async def test_where_the_words_are_refused_as_well_the_chart_is_tried_again(person):
    person.fake.fail("chat.postMessage", REFUSED, REFUSED)
    with pytest.raises(PermanentError):
        await posted(person)
    await posted(person, key="2")
    assert "data_visualization" in kinds(person.fake.called("chat.postMessage")[-1]["blocks"])


async def test_a_command_is_answered_in_words_until_slack_has_drawn_a_private_chart(person):
    person.as_("alex")
    await person.say("care week")
    (first,) = (each for each in person.fake.messages.values() if "The week" in each.text)
    assert "data_table" not in kinds(first.blocks)


async def test_once_a_private_chart_was_drawn_a_command_is_answered_with_one(person):
    person.as_("alex")
    private = Post(PLACE, CARD, reader="UALEX")
    await person.door.send(private, "1")
    assert "data_table" in kinds(person.fake.called("chat.postEphemeral")[0]["blocks"])
    person.in_("leads")
    await person.say("care week")
    newest = list(person.fake.messages.values())[-1]
    assert "data_table" in kinds(newest.blocks)
