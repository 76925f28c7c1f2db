"""What a person sees in Slack: cards in their place, forms with their errors, the App Home."""

import asyncio
import json
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from bot.slack.bolt import REMOVALS
from bot.slack.client import RESPONSE_TIMEOUT
from bot.slack.service import SlackConfig, slack_service
from bot.store.tables.cases import cases
from handlers.cards import Card
from handlers.domain.people import Place, Platform, Tenant
from handlers.turn import Post
from scheduler.errors import PermanentError
from tests.bot.slack import wire
from tests.bot.slack.driver import channel_id
from tests.bot.slack.fake_slack import (
    FakeSlack,
    answering,
    dawdling,
    dropping,
    holding,
    refusing,
)
from tests.bot.slack.opening import slack
from tests.databases import eventually


async def count(person, table) -> int:
    async with person.database.read_transaction() as connection:
        return await connection.scalar(select(func.count()).select_from(table))


async def test_a_private_card_comes_in_the_acknowledgement_itself(person):
    seen = await person.say("complaint the van never came")
    assert seen.private
    assert not person.fake.hooked
    assert {call.method for call in person.fake.calls} == {"auth.test", "users.info"}


async def test_a_press_replaces_the_card_that_was_pressed(person):
    seen = await person.say("complaint")
    again = await person.press(seen, "They've said it all")
    assert again.message == seen.message
    (_, body) = person.fake.hooked[0]
    assert body["replace_original"] is True


async def test_a_press_on_a_public_post_is_answered_beside_it_privately(person):
    person.as_("dana")
    person.in_("front-desk")
    await person.say("reminders add weekdays 08:55")
    await person.clock("tomorrow 08:55")
    await person.settle()
    (post,) = await person.posts("front-desk")
    person.as_("ana")
    beside = await person.press(post, "Another one")
    assert beside.private
    assert beside.message != post.message
    assert (await person.posts("front-desk"))[0].title == post.title


@pytest.mark.parametrize("line", ["care complaint", "COMPLAINT", "/care  complaint  "])
async def test_a_command_can_be_typed_in_other_ways(person, line):
    assert (await person.say(line)).title == "Let them tell it all"


async def test_references_in_what_is_typed_are_read_by_their_names(person):
    typed = "complaint <@U77|bob> in <#C9|wins>: 3 &lt; 4 &amp; <https://a.example/b|a.example>"
    seen = await person.say(typed)
    assert "@bob in #wins: 3 < 4 & a.example" in seen.text


@pytest.mark.parametrize(
    "fault",
    [
        answering(404, {"ok": False, "error": "used_url"}),
        answering(200, {"ok": False, "error": "no"}),
        answering(429),
    ],
    ids=["used up", "refused", "slower"],
)
async def test_a_card_that_can_not_be_replaced_comes_anew(person, fault):
    person.in_("front-desk")
    seen = await person.say("complaint")
    person.fake.fail("response_url", fault)
    again = await person.press(seen, "They've said it all")
    assert again.title == "Play it back"
    assert again.private
    assert len(person.fake.called("chat.postEphemeral")) == 1


@pytest.mark.parametrize(
    "fault", [dropping(), answering(200), answering(500)], ids=["dropped", "HTML", "broken"]
)
async def test_a_card_that_may_stand_there_already_does_not_come_twice(person, fault):
    person.in_("front-desk")
    seen = await person.say("complaint")
    person.fake.fail("response_url", fault)
    action = wire.press(
        seen.handles["They've said it all"],
        response_url=person.fake.response_url("CFRONTDESK", "UANA", seen.message[1]),
    )
    assert (await person.raw(wire.payload_body(action)))[0] == 200
    assert len(person.fake.hooked) == 1
    assert not person.fake.called("chat.postEphemeral")


async def test_a_slow_slack_does_not_hold_the_answer(person, monkeypatch):
    drawn = asyncio.Event()
    monkeypatch.setattr("bot.slack.door.SHOW_TIMEOUT", 0.05)
    seen = await person.say("complaint")
    person.fake.fail("response_url", holding(drawn))
    body = wire.payload_body(
        wire.press(
            seen.handles["They've said it all"],
            response_url=person.fake.response_url("DANA", "UANA", seen.message[1]),
        )
    )
    async with asyncio.timeout(RESPONSE_TIMEOUT - 2):  # the call itself would be given up then
        assert (await person.raw(body))[0] == 200
    assert (await person.now(seen)).title == seen.title
    drawn.set()
    message = person.fake.messages[seen.message[1]]
    await eventually(lambda: message.blocks[0]["text"]["text"] == "Play it back")


@pytest.mark.parametrize("event", REMOVALS)
async def test_after_a_token_is_over_slack_is_asked_again_who_we_are(person, event):
    await person.say("care help")
    assert (await person.raw(json.dumps(wire.event({"type": event})).encode()))[0] == 200
    await person.say("care help")
    assert len(person.fake.called("auth.test")) == 2


async def test_the_bot_is_told_when_it_is_removed(app):
    gone = []

    async def removed(tenant: Tenant, event_id: str, at: datetime) -> None:
        gone.append((tenant, event_id, at.tzinfo))

    fake = FakeSlack()
    async with fake.serving():
        config = SlackConfig("xoxb-1", wire.SECRET, api_url=f"{fake.origin}/api/")
        async with slack_service(config, app.bot, app.clock, removed) as door:
            assert door.connected
            told = wire.event({"type": "app_uninstalled"}, event_id="Ev0")
            served = await _posted(door, app, told)
    assert served == 200
    assert gone == [(Tenant(Platform.SLACK, "TDEMO"), "Ev0", UTC)]


async def test_the_bot_is_told_of_its_removal_when_its_token_is_over_already(app):
    gone = []

    async def removed(tenant: Tenant, event_id: str, at: datetime) -> None:
        gone.append(tenant)

    fake = FakeSlack()
    async with fake.serving():
        config = SlackConfig("xoxb-over", wire.SECRET, api_url=f"{fake.origin}/api/")
        async with slack_service(config, app.bot, app.clock, removed) as door:
            served = await _posted(door, app, wire.event({"type": "app_uninstalled"}))
    assert served == 200
    assert gone == [Tenant(Platform.SLACK, "TDEMO")]


async def _posted(door, app, told) -> int:
    from aiohttp import ClientSession, web
    from aiohttp.test_utils import TestServer

    web_app = web.Application()
    door.open(web_app)
    body = json.dumps(told).encode()
    headers = wire.signed(body, app.clock().timestamp(), content_type="application/json")
    async with (
        TestServer(web_app) as server,
        ClientSession() as http,
        http.post(server.make_url("/slack/events"), data=body, headers=headers) as response,
    ):
        return response.status


async def test_our_commands_may_have_a_prefix(settings):
    async with slack(settings, prefix="acme-") as person:
        assert (await person.say("/acme-complaint")).title == "Let them tell it all"
        assert (await person.say("/acme-care complaint")).title == "Let them tell it all"
        assert (await person.say("/care help")).title == "What I can do"


async def test_with_a_prefix_every_word_of_ours_names_the_commands_by_it(settings):
    async with slack(settings, prefix="acme-") as person:
        person.in_("front-desk")
        help_card = await person.say("/acme-care help")
        refusal = await person.say("/acme-reminders remove")
        _, unread = await person.raw(wire.form_body(wire.command("acme-care", user_id="")))
    for text in (help_card.text, refusal.text, unread):
        assert "/acme-" in text
        assert not re.search("/(care|complaint|reminders)", text)


async def test_with_a_prefix_what_a_person_typed_stays_as_it_was(settings):
    async with slack(settings, prefix="acme-") as person:
        seen = await person.say("/acme-complaint they wrote /care and /complaint on the box")
        assert "they wrote /care and /complaint on the box" in seen.text
        for label in ("More …", "Skip this step") * 3:
            seen = await person.press(seen, label)
        seen = await person.press(seen, "Something else")
        wrong = await person.fill(seen, {"what": "read /care again", "when": "never"})
        assert wrong.values["what"] == "read /care again"
        seen = await person.fill(wrong, {"what": "read /care again", "when": "today 17:00"})
        assert "read /care again" in seen.text


async def test_the_name_and_the_zone_of_a_person_are_slacks(person):
    workspace = person.fake.workspaces["xoxb-TDEMO"]
    profile = {"display_name": "Ana\u202e  Lima", "real_name": "A. L."}
    workspace.people["UANA"] |= {"tz": "Europe/Rome", "profile": profile}
    person.in_("front-desk")
    seen = await person.say("reminders add weekdays 08:55")
    assert seen.title == "Set up: weekdays 08:55 Europe/Rome"
    assert "set up by Ana Lima" in seen.text
    await person.say("reminders list")
    assert len(person.fake.called("users.info")) == 1


@pytest.mark.parametrize(
    "fault",
    [refusing("missing_scope"), answering(500), answering(200), dawdling(3)],
    ids=["no scope", "broken", "HTML", "slow"],
)
async def test_without_an_answer_about_a_person_we_do_without(person, fault, monkeypatch):
    monkeypatch.setattr("bot.slack.directory.RESPONSE_TIMEOUT", 0.2)
    person.fake.fail("users.info", fault)
    seen = await person.say("complaint")
    assert seen.title == "Let them tell it all"


async def test_while_slack_is_away_a_command_gets_a_kind_answer(person):
    person.fake.fail("auth.test", answering(500))
    status, text = await person.raw(wire.form_body(wire.command("complaint")))
    assert status == 200
    assert "doesn't answer me just now" in json.loads(text)["text"]
    assert not await count(person, cases)
    assert (await person.say("complaint")).title == "Let them tell it all"


async def test_an_old_button_that_carries_something_else_is_answered_kindly(person):
    fields = wire.press({"action_id": "complaint.go#m0", "value": "[1]"})
    fields["response_url"] = person.fake.response_url("CFRONTDESK", "UANA")
    assert (await person.raw(wire.payload_body(fields)))[0] == 200
    (message,) = person.fake.messages.values()
    assert "older day" in message.text


async def test_the_card_is_redrawn_when_the_lead_has_been_paged_after_half_an_hour(person):
    person.in_("front-desk")
    seen = await person.say("complaint")
    for label in ("Danger or trouble", "Life at risk", "Page the duty lead"):
        seen = await person.press(seen, label)
    await person.clock("in 35 minutes")
    await person.settle()
    shown = [json.dumps(each["blocks"]) for each in person.fake.called("chat.postEphemeral")]
    assert "Nobody has answered." in shown[0]
    assert "Out at" in shown[-1]


async def test_a_post_that_stands_is_redrawn_and_taken_away_by_its_name(person):
    for channel in (channel_id("wins"), "@UANA"):
        place = Place(Platform.SLACK, "TDEMO", channel)
        first, second = Card("First"), Card("Second")
        name = await person.door.send(Post(place, first, reader="UANA" * (channel[0] == "@")), "k")
        (shown,) = person.fake.messages.values()
        await person.door.send(Post(place, second, replaces=name), "k2")
        assert shown.blocks[0]["text"]["text"] == "Second"
        for key in ("k3", "k4"):  # what is gone needs no taking away
            await person.door.send(Post(place, second, replaces=name, removes=True), key)
            assert not person.fake.messages


async def test_a_post_that_may_not_be_taken_away_is_told_of(person):
    person.fake.fail("chat.delete", refusing("cant_delete_message"))
    place = Place(Platform.SLACK, "TDEMO", channel_id("wins"))
    with pytest.raises(PermanentError, match="message_fixed"):
        await person.door.send(Post(place, Card("x"), replaces="C1:1.2", removes=True), "key")
