"""A connector that is slow or full: Teams is answered in time, and a person gets one answer."""

import asyncio

import pytest
from sqlalchemy import select

from bot.codec import load_post
from bot.store.tables.deliveries import deliveries
from bot.teams.client import RESPONSE_TIMEOUT
from bot.teams.door import SHOW_TIMEOUT
from bot.teams.edge import HANDLER_TIMEOUT
from bot.teams.sender import POST_TIMEOUT
from handlers.cards import Card
from handlers.domain.people import Place, Platform
from handlers.turn import Post
from scheduler.delivery import SEND_TIMEOUT
from scheduler.errors import TemporaryError, UnknownError
from tests.bot.teams.fake_teams import BOT, TENANT, Fault

ANA = "a:demo:29:ana"
CHANNEL = "19:desk@thread.tacv2"
BOT_ROW = {"id": BOT}
SLASH = {"id": BOT, "name": "Careloop", "isTargeted": True}


async def waiting(site):
    async with site.database.read_transaction() as connection:
        rows = (await connection.execute(select(deliveries.c.body))).scalars().all()
    return [load_post(each) for each in rows]


async def test_teams_does_not_wait_for_a_slow_connector(site, monkeypatch):
    shown = asyncio.Event()
    monkeypatch.setattr("bot.teams.door.SHOW_TIMEOUT", 0.05)
    site.teams.faults.append(Fault(until=shown))
    async with asyncio.timeout(RESPONSE_TIMEOUT - 2):  # the call itself would be given up then
        status, _ = await site.deliver(site.teams.activity(text="hi"), settle=False)
    assert (status, site.teams.said_in(ANA)) == (200, [])
    shown.set()
    await site.door.background.drain(30.0)
    assert len(site.teams.said_in(ANA)) == 1


async def test_the_same_again_while_the_answer_is_on_its_way_or_done_brings_no_second(
    site, at_once, monkeypatch
):
    shown = asyncio.Event()
    monkeypatch.setattr("bot.teams.door.SHOW_TIMEOUT", 0.05)
    site.teams.faults.append(Fault(until=shown))
    activity = site.teams.activity(text="complaint late parcel")
    await asyncio.gather(*(site.deliver(activity, settle=False) for _ in range(3)))
    shown.set()
    await site.deliver(activity)
    assert len(site.teams.said_in(ANA)) == 1
    assert len([each for each in site.teams.calls if each.method == "POST"]) == 1


async def test_what_was_not_saved_is_answered_when_it_comes_again(site):
    activity = site.teams.activity(text="complaint late parcel")
    async with site.database.transaction():
        await site.deliver(activity)
    await site.deliver(activity)
    titles = [each.card["body"][0]["text"] for each in site.teams.said_in(ANA)]
    assert titles[0] == "One moment"
    assert len(titles) == 2


async def test_the_answers_on_their_way_are_known_for_a_while_and_not_for_ever(site, monkeypatch):
    monkeypatch.setattr("bot.teams.door._MAX_SHOWN", 2)
    first = site.teams.activity(text="hi")
    for activity in (first, *(site.teams.activity(text="hi") for _ in range(2)), first):
        await site.deliver(activity)
    assert len(site.teams.said_in(ANA)) == 4


async def test_an_answer_that_teams_is_too_busy_for_takes_the_road_of_the_posts(site, seconds):
    site.teams.faults.append(Fault(429, headers={"Retry-After": "60"}))
    activity = site.teams.activity(text="complaint late parcel")
    await site.deliver(activity)
    await site.deliver(activity)
    (post,) = await waiting(site)
    assert (post.reader, post.place.channel) == ("ana", ANA)
    seconds.now += 61
    await site.door.send(post, "key")
    (message,) = site.teams.said_in(ANA)
    assert "late parcel" in str(message.card)


async def test_an_answer_for_one_member_of_a_channel_comes_late_but_in_private(site):
    site.teams.faults.append(Fault(503, headers={"Retry-After": "60"}))
    await site.deliver(site.teams.in_channel(text="/complaint late", recipient=SLASH))
    (post,) = await waiting(site)
    await site.door.send(post, "key")
    assert site.teams.said_in(CHANNEL) == []
    assert len(site.teams.said_in(ANA)) == 1


async def test_a_form_that_teams_is_too_busy_for_is_asked_for_again(site):
    await site.deliver(site.teams.in_channel(text="reminders add every blue moon"))
    card = site.teams.said_in(ANA)[-1].card
    ask = next(each for each in card["actions"] if each["title"] == "Use a form")
    site.teams.faults.append(Fault(503, headers={"Retry-After": "60"}))
    await site.deliver(site.teams.activity(text=None, value=ask["fallback"]["data"]))
    (post,) = await waiting(site)
    assert "Type the command again" in str(post.card)


async def test_an_answer_that_may_have_arrived_is_not_posted_again(site):
    site.teams.faults.append(Fault(drop=True))
    await site.deliver(site.teams.activity(text="hi"))
    assert await waiting(site) == []


async def test_an_answer_that_arrived_is_not_repeated_for_the_line_that_points_to_it(site):
    busy = Fault(429, headers={"Retry-After": "60"})
    site.teams.faults.extend([Fault(), Fault(), busy])
    await site.deliver(site.teams.in_channel(text="complaint late"))
    assert len(site.teams.said_in(ANA)) == 1
    assert site.teams.said_in(CHANNEL) == []
    assert await waiting(site) == []


async def test_a_whole_send_is_over_before_the_outbox_gives_up(site, monkeypatch):
    assert POST_TIMEOUT < SEND_TIMEOUT
    await site.deliver(site.teams.in_channel(type_="conversationUpdate", membersAdded=[BOT_ROW]))
    monkeypatch.setattr("bot.teams.sender.POST_TIMEOUT", 3.0)
    never = asyncio.Event()
    post = Post(Place(Platform.TEAMS, TENANT, CHANNEL), Card("A thought"), reader="bo")
    site.teams.token_faults.append(Fault(delay=0.3))
    site.teams.faults.extend([Fault(delay=0.1), Fault(until=never)])
    async with asyncio.timeout(RESPONSE_TIMEOUT - 1):  # which a call alone might take
        with pytest.raises(UnknownError):  # the post was out
            await site.door.send(post, "key")
    never.set()


@pytest.mark.parametrize("slow", ["token_faults", "faults"], ids=["token", "opening the chat"])
async def test_a_send_that_is_late_before_its_post_was_not_sent(slow, site, monkeypatch):
    await site.deliver(site.teams.in_channel(type_="conversationUpdate", membersAdded=[BOT_ROW]))
    monkeypatch.setattr("bot.teams.sender.POST_TIMEOUT", 0.2)
    getattr(site.teams, slow).append(Fault(delay=0.5))
    post = Post(Place(Platform.TEAMS, TENANT, CHANNEL), Card("A thought"), reader="bo")
    with pytest.raises(TemporaryError):
        await site.door.send(post, "key")
    assert not [each for each in site.teams.calls if each.path.endswith("activities")]


def test_a_turn_is_over_before_a_client_gives_up():
    assert SHOW_TIMEOUT < HANDLER_TIMEOUT < 3
