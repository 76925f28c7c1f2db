"""Whether the bot can post where a reminder is set up: said at once, in the words of Slack."""

import asyncio

import pytest

from tests.bot.slack.fake_slack import answering, dropping, refusing
from tests.databases import eventually

ADD = "reminders add weekdays 08:55"


async def test_where_it_can_post_it_says_so_to_its_setter_alone(person):
    person.in_("front-desk")
    assert (await person.say(ADD)).title.startswith("Set up")
    (told,) = person.fake.called("chat.postEphemeral")
    assert (told["text"], told["user"]) == ("I can post here.", "UANA")
    assert not await person.posts("front-desk")


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found"])
async def test_where_it_is_no_member_the_card_says_how_to_let_it_in(person, error):
    person.in_("front-desk")
    person.fake.fail("chat.postEphemeral", refusing(error))
    seen = await person.say(ADD)
    assert "type /invite @Careloop here" in seen.texts[0]
    assert seen.title.startswith("Set up")


async def test_the_form_says_it_too(person):
    person.in_("front-desk")
    form = await person.say("reminders add")
    person.fake.fail("chat.postEphemeral", refusing("not_in_channel"))
    seen = await person.fill(form, {"phrase": "weekdays 08:55"})
    assert "type /invite @Careloop here" in seen.texts[0]


@pytest.mark.parametrize(
    ("error", "words"),
    [("is_archived", "archived"), ("restricted_action", "does not let me post there")],
)
async def test_another_reason_is_said_in_its_own_words(person, error, words):
    person.in_("front-desk")
    person.fake.fail("chat.postEphemeral", refusing(error))
    assert words in (await person.say(ADD)).texts[0]


@pytest.mark.parametrize("fault", [answering(503), dropping(), answering(429)])
async def test_what_slack_does_not_tell_is_not_said(person, fault):
    person.in_("front-desk")
    person.fake.fail("chat.postEphemeral", fault)
    assert "I can" not in (await person.say(ADD)).text


async def test_a_slow_slack_says_it_later_where_the_card_is(person, monkeypatch):
    monkeypatch.setattr("bot.slack.door.SHOW_TIMEOUT", 0.05)
    gate = asyncio.Event()
    person.in_("front-desk")

    async def late(request):
        await gate.wait()
        return await refusing("not_in_channel")(request)

    person.fake.fail("chat.postEphemeral", late)
    seen = await person.say(ADD)
    assert "/invite" not in seen.text
    gate.set()
    await eventually(lambda: person.fake.hooked)
    ((_, told),) = person.fake.hooked
    assert "type /invite @Careloop here" in told["text"] + str(told["blocks"])
    assert told["replace_original"] is False


async def test_an_owner_reads_the_name_of_the_channel_that_is_gone(person):
    person.in_("front-desk")
    await person.say(ADD)
    person.fake.fail("chat.postMessage", refusing("channel_not_found"))
    await person.clock("tomorrow 08:55")
    await person.settle()
    (notice,) = await person.notices()
    assert "I can't post to #front-desk any more" in notice.text
    assert "CFRONTDESK" not in notice.text
    assert "/invite @Careloop" in notice.text


async def test_a_channel_without_a_name_is_told_by_what_it_was_for(person):
    person.in_("front-desk")
    await person.say(ADD, channel_name="privategroup")
    person.fake.fail("chat.postMessage", refusing("not_in_channel"))
    await person.clock("tomorrow 08:55")
    await person.settle()
    (notice,) = await person.notices()
    assert "I can't post to the channel where you set it up any more" in notice.text
