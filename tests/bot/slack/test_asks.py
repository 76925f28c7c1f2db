"""A page in Slack: the agent's card is redrawn while Slack lets us, then it comes anew."""

from tests.bot.slack.fake_slack import URL_USES
from tests.bot.slack.neutral import user_id


async def handed_to_and_fro(person, times):
    """Dana takes a page of Ana's and hands it on, so many times; return what Ana sees now."""
    card = await person.say("/complaint")
    for label in ("Danger or trouble", "Safety", "Page the duty lead"):
        card = await person.press(card, label)
    await person.settle()
    person.as_("dana")
    person.in_("leads")
    for _ in range(times):
        for label in ("I'm on it", "Hand it on"):
            await person.press((await person.posts("leads"))[-1], label)
            await person.settle()
    return card


async def test_a_private_card_is_redrawn_as_often_as_slack_takes_it_and_then_comes_anew(person):
    card = await handed_to_and_fro(person, 4)
    hooked = [url for url, body in person.fake.hooked if body["replace_original"]]
    assert max(map(hooked.count, hooked)) > URL_USES
    person.as_("ana")
    anew = [
        each
        for each in person.fake.messages.values()
        if each.channel == "DANA"  # the chat of the bot with Ana
        if "Dana has handed it on." in str(each.blocks)
    ]
    assert anew
    assert anew[-1].id != card.message[1]


async def test_the_notification_of_a_page_calls_the_people_on_duty(person):
    await handed_to_and_fro(person, 0)
    (posted,) = (
        each for each in person.fake.called("chat.postMessage") if each["channel"] == "CLEADS"
    )
    assert posted["text"].startswith(f"<@{user_id('dana')}> The duty lead is needed")


async def test_everybody_here_is_called_only_where_an_admin_has_set_so(person):
    person.as_("alex")
    await person.say("/care duty here")
    person.as_("ana")
    await handed_to_and_fro(person, 0)
    (posted,) = (
        each for each in person.fake.called("chat.postMessage") if each["channel"] == "CLEADS"
    )
    assert posted["text"].startswith("<!here> ")


async def test_a_group_is_called_as_one_and_each_of_it_is_asked_when_nobody_answers(person):
    person.as_("alex")
    seen = await person.say("/care duty @desk")
    assert "@desk" in seen.text
    person.as_("ana")
    await handed_to_and_fro(person, 0)
    (posted,) = (
        each for each in person.fake.called("chat.postMessage") if each["channel"] == "CLEADS"
    )
    assert posted["text"].startswith("<!subteam^SDESK> ")
    await person.clock("in 2 minutes")
    await person.settle()
    person.as_("dana")
    assert [each.title for each in await person.notices()] == ["The duty lead is needed"]


async def test_beside_a_second_card_that_cannot_be_redrawn_the_news_come_by_message(person):
    first = await person.say("/complaint")
    for label in ("Danger or trouble", "Safety", "Page the duty lead"):
        first = await person.press(first, label)
    await person.settle()
    second = await person.say("/complaint")  # in its acknowledgement: Slack names no message
    assert "Nobody has answered yet." in second.text
    await person.clock("in 2 minutes")
    await person.settle()
    assert "Nobody has answered." in (await person.now(first)).text
    (told,) = await person.notices()
    assert "Nobody has answered." in told.text
