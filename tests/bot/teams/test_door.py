"""What a person does in Teams, and what they and others see of it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.store.engine.conversations import conversations
from bot.teams.drawing.adaptive_cards import MORE, ONLY, PLACE, VERB
from bot.turn_budget import TurnBudget
from handlers.reminders.values import NAMES
from tests.bot.teams.conftest import opened_site
from tests.bot.teams.fake_teams import BOT, TENANT, Fault

CHANNEL = "19:desk@thread.tacv2"
ANA = "a:demo:29:ana"
MENTION = {
    "type": "mention",
    "text": "<at>Careloop</at>",
    "mentioned": {"id": BOT, "name": "Careloop"},
}


def button(card, title):
    for each in card.get("actions", ()):
        if each["title"] == title:
            return each
        if found := "card" in each and button(each["card"], title):
            return found
    return None


def words(card):
    found = []
    for each in card["body"]:
        found += [run["text"] for run in each.get("inlines", ())]
        found += words({"body": each["items"]}) if "items" in each else []
        found += [each["text"]] if "text" in each else []
    return " ".join(found)


def added(teams):
    return teams.in_channel(type_="conversationUpdate", membersAdded=[{"id": BOT}])


@pytest.mark.parametrize("line", ["Hi", "Hello", "Help", "", "help  "])
async def test_a_greeting_is_answered_with_what_can_be_done(line, site):
    assert await site.deliver(site.teams.activity(text=line)) == (200, None)
    (message,) = site.teams.said_in(ANA)
    assert message.card["body"][0]["text"] == "What I can do"
    assert message.activity["summary"] == "What I can do"


async def test_a_complaint_in_the_personal_chat_is_answered_there(site):
    await site.deliver(site.teams.activity(text="complaint late parcel"))
    (message,) = site.teams.said_in(ANA)
    assert "late parcel" in words(message.card)
    assert [each["title"] for each in message.card["actions"]][-2:] == [MORE, "Danger or trouble"]
    assert site.teams.calls[-1].authorization == "Bearer out-1"


async def test_a_press_is_answered_in_place_by_the_invoke_response(site):
    await site.deliver(site.teams.activity(text="complaint"))
    (message,) = site.teams.said_in(ANA)
    first = message.card["actions"][0]
    calls = len(site.teams.calls)
    body = await site.press(first["data"], first["verb"], replyToId=message.id)
    assert body["type"] == "application/vnd.microsoft.card.adaptive"
    assert body["statusCode"] == 200
    assert words(body["value"]) != words(message.card)
    assert len(site.teams.calls) == calls


async def test_a_form_stands_in_place_and_says_what_is_wrong_at_its_field(site):
    body = await site.press({}, "reminders.ask")
    send, back = body["value"]["actions"]
    assert back["title"] == "Cancel"
    names = [each["id"] for each in body["value"]["body"] if "id" in each]
    assert names == [*NAMES[:5], "deck", *NAMES[5:8], "on_days_off", "around", "sign_off"]
    wrong = await site.press({**send["data"], "phrase": "whenever"}, send["verb"])
    fields = wrong["value"]["body"]
    at = next(number for number, each in enumerate(fields) if each.get("id") == "phrase")
    assert fields[at]["value"] == "whenever"
    assert "For example:" in fields[at + 1]["inlines"][0]["text"]


async def test_an_empty_field_is_absent_and_taken_as_empty(site):
    body = await site.press({}, "reminders.ask")
    send, back = body["value"]["actions"]
    assert back["title"] == "Cancel"
    done = await site.press({**send["data"], "phrase": "weekdays 08:55"}, send["verb"])
    assert "Set up" in words(done["value"])


async def test_a_mention_in_a_channel_is_answered_in_private_and_says_so_without_content(site):
    text = "<at>Careloop</at> complaint late parcel"
    await site.deliver(site.teams.in_channel(text=text, entities=[MENTION]))
    (line,) = site.teams.said_in(CHANNEL)
    assert line.card is None
    assert line.activity["text"] == "I answered you in our own chat, so that it stays between us."
    (private,) = site.teams.said_in(ANA)
    assert "late parcel" in words(private.card)


async def test_a_reply_in_a_thread_stays_in_the_thread(site):
    thread = f"{CHANNEL};messageid=1700"
    activity = site.teams.in_channel(thread, text="<at>Careloop</at> hi", entities=[MENTION])
    await site.deliver(activity)
    assert site.teams.said_in(thread)
    async with site.database.read_transaction() as connection:
        stored = (await connection.execute(select(conversations.c.channel))).scalars().all()
    assert CHANNEL in stored


async def test_who_cannot_be_written_to_in_private_is_told_how_in_the_channel(site):
    site.teams.faults.append(Fault(403, "BotNotInConversationRoster"))
    await site.deliver(site.teams.in_channel(text="complaint secret words"))
    (line,) = site.teams.said_in(CHANNEL)
    assert "Open a chat with me" in line.activity["text"]
    assert "secret" not in str(line.activity)


async def test_a_slash_command_is_answered_to_its_person_alone_where_it_was_typed(site):
    slash = {"id": BOT, "name": "Careloop", "isTargeted": True}
    await site.deliver(site.teams.in_channel(text="/complaint late", recipient=slash))
    (message,) = site.teams.said_in(CHANNEL)
    assert message.reader == "29:ana"
    assert site.teams.calls[-1].query == {"isTargetedActivity": "true"}
    first = message.card["actions"][0]
    assert first["data"][ONLY] == "1"


async def test_where_targeted_messages_are_unknown_the_personal_chat_takes_over(site):
    site.teams.faults.append(Fault(400, "BadArgument"))
    slash = {"id": BOT, "isTargeted": True}
    await site.deliver(site.teams.in_channel(text="complaint late", recipient=slash))
    assert not site.teams.said_in(CHANNEL)
    (message,) = site.teams.said_in(ANA)
    assert "late" in words(message.card)


async def test_a_card_that_moved_to_the_private_chat_still_means_its_channel(site):
    await site.deliver(site.teams.in_channel(text="reminders add every blue moon"))
    (card,) = [each.card for each in site.teams.said_in(ANA)]
    ask = button(card, "Use a form")
    form = await site.press(ask["data"], ask["verb"])
    send, _ = form["value"]["actions"]
    await site.press({**send["data"], "phrase": "weekdays 08:55"}, send["verb"])
    await site.deliver(site.teams.in_channel(text="reminders list"))
    assert "weekdays 08:55" in words(site.teams.said_in(ANA)[-1].card)


async def test_at_set_up_of_a_reminder_the_bot_says_whether_it_can_post_there(site):
    await site.deliver(added(site.teams))
    await site.deliver(site.teams.in_channel(text="reminders add weekdays 08:55"))
    card = site.teams.said_in(ANA)[-1].card
    assert "I can post here." in words(card)
    ask = button(card, "Add another")
    form = await site.press(ask["data"], ask["verb"])
    gone = [{"id": BOT}]
    await site.deliver(site.teams.in_channel(type_="conversationUpdate", membersRemoved=gone))
    send, _ = form["value"]["actions"]
    done = await site.press({**send["data"], "phrase": "daily 14:00"}, send["verb"])
    assert "I am not in this channel. Please add me to it" in str(done["value"])
    assert "/invite" not in str(done["value"])


@pytest.mark.parametrize("who", ["ana", "eve"])
async def test_nobody_can_make_a_card_mean_another_channel(who, site):
    await site.deliver(site.teams.in_channel(text="reminders add every blue moon"))
    ask = button(site.teams.said_in(ANA)[-1].card, "Use a form")
    sealed = ask["data"][PLACE]
    forged = sealed if who == "eve" else f"{sealed}x"
    sender = {"id": f"29:{who}", "name": who, "aadObjectId": who}
    body = await site.press({**ask["data"], PLACE: forged}, ask["verb"], **{"from": sender})
    assert "another day" in words(body["value"])


async def test_a_client_that_knows_no_execute_sends_the_button_as_a_message(site):
    await site.deliver(site.teams.activity(text="complaint"))
    (message,) = site.teams.said_in(ANA)
    data = message.card["actions"][0]["fallback"]["data"]
    assert VERB in data
    before = words(message.card)
    await site.deliver(site.teams.activity(text=None, value=data, replyToId=message.id))
    (redrawn,) = site.teams.said_in(ANA)
    assert redrawn.id == message.id
    assert words(redrawn.card) != before


async def test_a_press_that_was_not_saved_leaves_the_card_as_it_is(site):
    async with site.database.transaction():
        body = await site.press({}, "complaint.new")
    assert body["type"] == "application/vnd.microsoft.activity.message"
    assert "Not saved" in body["value"]


async def test_too_much_at_once_leaves_card_and_form_as_they_are(own_database, teams, seconds):
    budget = TurnBudget(1, 0, seconds)
    async with opened_site(own_database, teams, seconds, budget.take) as site:
        await site.deliver(site.teams.activity(text="complaint"))  # bare, it is not counted
        (case,) = site.teams.said_in(ANA)
        await site.press({}, "care.today")
        for intent in ("complaint.new", "reminders.ask", "promises.save"):
            body = await site.press({}, intent)
            assert body["type"] == "application/vnd.microsoft.activity.message"
            assert "That is a lot at once" in body["value"]
        await site.deliver(site.teams.activity(text="complaint a late parcel"))
        assert site.teams.said_in(ANA)[0].card == case.card
        assert "That is a lot at once" in words(site.teams.said_in(ANA)[-1].card)
        await site.deliver(site.teams.activity(text="complaint he has a knife"))
        assert words(site.teams.said_in(ANA)[-1].card).startswith("Danger or trouble")


async def test_an_unknown_button_gets_a_kind_answer(site):
    body = await site.press({"a": 1, "b": None, "c": {"d": []}}, "no.such")
    assert "from an older day" in words(body["value"])


async def test_the_same_message_twice_has_one_effect_and_one_answer(site):
    activity = site.teams.activity(text="complaint late parcel")
    await site.deliver(activity)
    await site.deliver(activity)
    (message,) = site.teams.said_in(ANA)
    assert "1001" in words(message.card)
    await site.deliver(site.teams.activity(text="complaint another one"))
    assert "1002" in words(site.teams.said_in(ANA)[-1].card)


async def test_an_installation_is_greeted_and_remembered_and_its_end_forgotten(site):
    conversation = {"id": ANA, "conversationType": "personal", "tenantId": TENANT}
    event = {"conversation": conversation, "action": "add"}
    await site.deliver(site.teams.activity("installationUpdate", **event))
    (hello,) = site.teams.said_in(ANA)
    assert hello.card["body"][0]["text"] == "What I can do"
    known = await site.conversations.of_person(TENANT, "ana")
    assert (known.kind, known.user_id, known.bot_id) == ("personal", "29:ana", BOT)
    await site.deliver(site.teams.activity("installationUpdate", **event | {"action": "remove"}))
    assert await site.conversations.of_person(TENANT, "ana") is None


@pytest.mark.parametrize(
    "event",
    [
        {"membersRemoved": [{"id": BOT}]},
        {"membersRemoved": [{"id": "29:x"}, {"id": BOT}]},
        {
            "channelData": {
                "tenant": {"id": TENANT},
                "team": {"id": "19:team@thread.tacv2"},
                "channel": {"id": CHANNEL},
                "eventType": "channelDeleted",
            }
        },
    ],
    ids=["removed from the team", "removed with another", "channel deleted"],
)
async def test_a_team_that_removes_the_bot_is_forgotten(event, site):
    await site.deliver(added(site.teams))
    assert await site.conversations.at(TENANT, CHANNEL) is not None
    await site.deliver(site.teams.in_channel(type_="conversationUpdate", **event))
    assert await site.conversations.at(TENANT, CHANNEL) is None


async def test_added_again_after_another_process_forgot_it_a_channel_is_known_again(site):
    await site.deliver(added(site.teams))
    await site.conversations.forget(TENANT, "", channel=CHANNEL)
    await site.deliver(added(site.teams))
    assert await site.conversations.at(TENANT, CHANNEL) is not None


@pytest.mark.parametrize("type_", ["typing", "messageReaction", "event", "messageUpdate", "trace"])
async def test_other_activities_are_taken_and_nothing_comes_of_them(type_, site):
    assert await site.deliver(site.teams.activity(type_)) == (200, None)
    assert site.teams.calls == []


async def test_the_zone_of_the_client_is_the_persons(site):
    at = datetime.now(UTC)
    await site.deliver(
        site.teams.activity(text="reminders add weekdays 08:55", localTimezone="Asia/Tokyo")
    )
    assert "Tokyo" in words(site.teams.said_in(ANA)[-1].card), at


async def test_a_slash_command_that_can_be_answered_nowhere_in_private_says_how(site):
    refused = Fault(403, "BotNotInConversationRoster")
    site.teams.faults.extend([refused, refused])
    slash = {"id": BOT, "name": "Careloop", "isTargeted": True}
    await site.deliver(site.teams.in_channel(text="/complaint secret words", recipient=slash))
    (line,) = site.teams.said_in(CHANNEL)
    assert "Open a chat with me" in line.activity["text"]
    assert "secret" not in str(line.activity)


async def test_the_pages_that_the_app_package_names_are_there(site):
    for name, words_in_it in (("about", "complaint"), ("privacy", "mydata"), ("terms", "as it is")):
        async with site.http.get(site.url.replace("/api/messages", f"/{name}")) as page:
            assert page.status == 200
            assert words_in_it in await page.text()
