"""What the bot says by itself, and what becomes of it when Teams is not well."""

from dataclasses import replace

import pytest

from handlers.cards import Card, Text
from handlers.domain.people import Place, Platform
from handlers.turn import Post
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from tests.bot.teams.conftest import opened_site
from tests.bot.teams.fake_teams import BOT, TENANT, Fault

CHANNEL = "19:desk@thread.tacv2"
ANA = "a:demo:29:ana"


def added(teams):
    return teams.in_channel(type_="conversationUpdate", membersAdded=[{"id": BOT}])


def post(channel=CHANNEL, place=None, **others):
    card = Card("Today's thought", (Text("Say their name."),))
    return Post(place or Place(Platform.TEAMS, TENANT, channel), card, **others)


async def test_a_reminder_goes_to_a_stored_channel_as_a_post_of_its_own(site):
    thread = f"{CHANNEL};messageid=1"
    await site.deliver(site.teams.in_channel(thread, text="hi"))
    ref = await site.door.send(post(urgent=True), "key")
    (message,) = site.teams.said_in(CHANNEL)
    assert ref == f"{message.id}|{CHANNEL}"
    assert message.activity["channelData"] == {"notification": {"alert": True}}
    assert message.activity["summary"] == "Today's thought"


async def test_a_post_can_be_redrawn_in_place(site):
    await site.deliver(added(site.teams))
    ref = await site.door.send(post(), "key")
    await site.door.send(post(replaces=ref), "key2")
    assert site.teams.calls[-1].method == "PUT"
    assert len(site.teams.said_in(CHANNEL)) == 1


async def test_a_private_post_opens_a_chat_where_there_is_none_yet(site):
    await site.deliver(added(site.teams))
    await site.door.send(post(reader="bo"), "key")
    opened, posted = site.teams.calls[-2:]
    assert opened.path == "conversations"
    assert opened.body["members"] == [{"id": "bo"}]
    assert posted.path == "conversations/a:demo:29:bo/activities"
    await site.door.send(post(reader="bo"), "key2")
    assert [each.path for each in site.teams.calls].count("conversations") == 1


async def test_a_private_card_that_is_gone_is_shown_anew(site):
    await site.deliver(site.teams.activity(text="hi"))
    await site.deliver(added(site.teams))
    site.teams.faults.append(Fault(404, "ActivityNotFoundInConversation"))
    await site.door.send(post(reader="ana", replaces=f"!old|{CHANNEL}"), "key")
    assert site.teams.said_in(ANA)[-1].card["body"][0]["text"] == "Today's thought"


async def test_a_place_of_another_tenant_is_not_reached(site):
    await site.deliver(site.teams.in_channel(text="hi"))
    foreign = Post(Place(Platform.TEAMS, "other", CHANNEL), Card("x"))
    with pytest.raises(PermanentError, match="not_in_channel"):
        await site.door.send(foreign, "key")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(429, headers={"Retry-After": "7"}), TemporaryError),
        (Fault(429), TemporaryError),
        (Fault(412, "PreconditionFailed"), TemporaryError),
        (Fault(502), TemporaryError),
        (Fault(503), TemporaryError),
        (Fault(504), TemporaryError),
        (Fault(500), TemporaryError),
        (Fault(text="<html>sign in</html>"), TemporaryError),
        (Fault(502, text="<html>"), TemporaryError),
        (Fault(drop=True), UnknownError),
        (Fault(302, headers={"Location": "http://127.0.0.1:1/"}), PermanentError),
        (Fault(400, "BadSyntax"), PermanentError),
        (Fault(403, "ConversationBlockedByUser"), PermanentError),
        (Fault(403, "BotNotInConversationRoster"), PermanentError),
        (Fault(403, "BotDisabledByAdmin"), PermanentError),
        (Fault(403, "MessageWritesBlocked"), PermanentError),
        (Fault(404, "ConversationNotFound"), PermanentError),
    ],
    ids=lambda each: (
        f"{each.status} {each.code or each.text or each.drop}"
        if isinstance(each, Fault)
        else each.__name__
    ),
)
async def test_each_trouble_tells_the_outbox_what_to_make_of_it(fault, error, site):
    await site.deliver(added(site.teams))
    site.teams.faults.append(fault)
    with pytest.raises(error):
        await site.door.send(post(), "key")
    assert len([each for each in site.teams.calls if each.method == "POST"]) == 1


async def test_a_refused_token_is_renewed_once(site):
    await site.deliver(added(site.teams))
    site.teams.faults.append(Fault(401))
    await site.door.send(post(), "key")
    assert [each.authorization for each in site.teams.calls] == ["Bearer out-1", "Bearer out-2"]
    site.teams.faults.extend([Fault(401), Fault(401)])
    with pytest.raises(TemporaryError, match="credentials_refused"):
        await site.door.send(post(), "key")


async def test_an_answer_is_tried_again_when_it_cannot_have_arrived(site):
    site.teams.faults.extend([Fault(429, headers={"Retry-After": "0"}), Fault(502)])
    await site.deliver(site.teams.activity(text="hi"))
    assert len(site.teams.calls) == 3
    assert len(site.teams.said_in(ANA)) == 1


async def test_an_answer_that_may_have_arrived_is_not_sent_twice(site):
    site.teams.faults.append(Fault(drop=True))
    assert await site.deliver(site.teams.activity(text="hi")) == (200, None)
    assert len(site.teams.said_in(ANA)) == 1


ASKED = {
    "in seconds": ({"Retry-After": "30"}, 29, 30),
    "without a word": ({}, 0.5, 1),
    "for a day": ({"Retry-After": "86400"}, 3599, 3600),
}


@pytest.mark.parametrize(("headers", "least", "most"), ASKED.values(), ids=ASKED)
async def test_slower_holds_what_was_asked_for_as_long_as_teams_says(
    site, seconds, headers, least, most
):
    await site.deliver(added(site.teams))
    site.teams.faults.append(Fault(429, headers=headers))
    with pytest.raises(TemporaryError) as first:
        await site.door.send(post(), "one")
    with pytest.raises(TemporaryError, match="rate_limited") as second:
        await site.door.send(post(), "two")
    assert (first.value.throttled, second.value.throttled) == (True, False)
    assert least <= second.value.retry_after.total_seconds() <= most
    assert len(site.teams.calls) == 1
    known = await site.conversations.at(TENANT, CHANNEL)
    await site.conversations.remember(replace(known, channel="19:leads"))
    assert await site.door.send(post("19:leads"), "a page")
    seconds.now += 3600
    assert await site.door.send(post(), "two")


async def test_slower_in_one_organisation_leaves_its_buttons_and_the_others_alone(site):
    await site.deliver(added(site.teams))
    ref = await site.door.send(post(), "one")
    site.teams.faults.append(Fault(429, headers={"Retry-After": "30"}))
    with pytest.raises(TemporaryError):
        await site.door.send(post(), "two")
    await site.door.send(post(replaces=ref), "three")
    known = await site.conversations.at(TENANT, CHANNEL)
    await site.conversations.remember(replace(known, tenant="other", channel="19:other"))
    await site.door.send(post(place=Place(Platform.TEAMS, "other", "19:other")), "four")
    card = await site.press({}, "care.help")
    assert card["value"]["body"]
    assert [each.method for each in site.teams.calls] == ["POST", "POST", "PUT", "POST"]


async def test_a_proxy_of_the_environment_is_used(own_database, teams, seconds, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", teams.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    far = {"openid_url": "http://keys.test/openid", "token_url": "http://login.test/token"}
    cloud = replace(teams.cloud, **far)
    async with opened_site(own_database, teams, seconds, cloud=cloud) as site:
        status, _ = await site.deliver(teams.activity(text="help"))
    assert (status, teams.key_fetches, teams.tokens) == (200, 1, 1)
    assert len(teams.messages) == 1


async def test_a_post_that_stands_is_taken_away_by_its_name(site):
    await site.deliver(site.teams.in_channel(text="hi"))
    place = Place(Platform.TEAMS, TENANT, "19:desk@thread.tacv2")
    before = set(site.teams.messages)
    name = await site.door.send(Post(place, Card("First")), "key")
    (made,) = set(site.teams.messages) - before
    for _ in range(2):  # what is gone needs no taking away
        await site.door.send(Post(place, Card("First"), replaces=name, removes=True), "key")
        assert made not in site.teams.messages


async def test_a_post_that_may_not_be_taken_away_is_told_of(site):
    await site.deliver(site.teams.in_channel(text="hi"))
    place = Place(Platform.TEAMS, TENANT, "19:desk@thread.tacv2")
    name = await site.door.send(Post(place, Card("First")), "key")
    site.teams.faults.append(Fault(403, "MessageWritesBlocked"))
    with pytest.raises(PermanentError):
        await site.door.send(Post(place, Card("First"), replaces=name, removes=True), "key")
