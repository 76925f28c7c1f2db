"""Action commands: a dialog in the same request, and its answer in the person's own chat."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.store.tables.all_tables import metadata
from bot.store.tables.cases import cases
from bot.store.tables.conversations import conversations
from bot.teams.text import seen_text
from tests.bot.teams.conftest import SECRET_WORDS, opened_site
from tests.bot.teams.driver import DIALOG, driven
from tests.bot.teams.fake_teams import TENANT, Fault
from tests.bot.teams.sound import assert_is_sound

FETCH, SUBMIT = "composeExtension/fetchTask", "composeExtension/submitAction"
COMPLAINT, THANK, PROMISE = "complaint.shortcut", "shoutout.from-message", "promises.from-message"
ELSEWHERE = "19:not-ours@thread.v2"  # a chat that the bot isn't in


@pytest.fixture
async def person(site):
    async with driven(site) as driver:
        yield driver


def invoke(teams, name=FETCH, where=None, **value):
    told = {"commandId": COMPLAINT, "commandContext": "compose", **value}
    where = where or {}
    return teams.activity("invoke", name=name, value=told, **where)


def elsewhere():
    where = {"id": ELSEWHERE, "conversationType": "groupChat", "isGroup": True}
    return {"conversation": {**where, "tenantId": TENANT}}


def on_message(user=None, content="<p>hi</p>", kind="html", **sender):
    told = {"device": None, "conversation": None, "application": None, "user": user, **sender}
    return {
        "commandContext": "message",
        "messagePayload": {
            "id": "1563465236142",
            "replyToId": None,
            "createdDateTime": "2019-07-18T15:53:56.142Z",
            "importance": "normal",
            "from": told,
            "body": {"contentType": kind, "content": content},
            "reactions": [],
            "mentions": [{"id": 0, "mentionText": "x", "mentioned": {"user": {}}}],
            "attachments": [],
        },
        "context": {"theme": "default"},
    }


def user(id_, name, kind="aadUser"):
    return {"userIdentityType": kind, "id": id_, "displayName": name}


def card_of(body):
    assert body["task"]["type"] == "continue", body
    return body["task"]["value"]["card"]["content"]


def field(card, name):
    (found,) = (each for each in card["body"] if each.get("id") == name)
    return found


async def rows(site, table):
    async with site.database.read_transaction(20) as connection:
        return await connection.scalar(select(func.count()).select_from(table))


async def test_a_dialog_is_sound_and_knows_submit_alone(site):
    _, body = await site.deliver(invoke(site.teams))
    value = body["task"]["value"]
    assert value["card"]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert "Action.Execute" not in json.dumps(body)
    assert value["card"]["content"]["body"][1]["actions"][0]["style"] == "destructive"
    assert_is_sound(value["card"]["content"])


async def test_a_complaint_from_a_foreign_chat_comes_in_ones_own(site):
    async with driven(site):
        opened = invoke(site.teams, where=elsewhere())
        card = card_of((await site.deliver(opened))[1])
        data = {**card["actions"][-1]["data"], "story": "a torn coat", "variant": "chat"}
        body = (await site.deliver(invoke(site.teams, SUBMIT, elsewhere(), data=data)))[1]
        assert body["task"]["type"] == "message"
        assert "our own chat" in body["task"]["value"]
        (message,) = site.teams.said_in("a:demo:29:ana")
        assert "a torn coat" in json.dumps(message.card)
        assert not site.teams.said_in(ELSEWHERE)
        assert await site.conversations.at(TENANT, ELSEWHERE) is None


async def test_to_take_a_command_is_not_to_install_the_bot(site):
    await site.deliver(invoke(site.teams, where=elsewhere()))
    async with site.database.read_transaction(20) as connection:
        kinds = (await connection.execute(select(conversations.c.kind))).scalars().all()
    assert kinds == ["person"]


async def test_where_there_is_no_chat_the_card_stands_in_the_dialog(site):
    card = card_of((await site.deliver(invoke(site.teams)))[1])
    data = card["actions"][-1]["data"] | {"story": "a torn coat"}
    sent = invoke(site.teams, SUBMIT, data=data)
    for _ in range(2):  # sent again it is no truer
        site.teams.faults.append(Fault(403, "ConversationBlockedByUser"))
        shown = card_of((await site.deliver(sent))[1])
        assert shown["body"][0]["text"] == "Let them tell it all"
        assert "I can't write to you in private yet" in json.dumps(shown)
    assert await rows(site, cases) == 1  # the case stands


async def test_the_same_form_again_shows_one_card_and_makes_one_case(site):
    card = card_of((await site.deliver(invoke(site.teams)))[1])
    data = card["actions"][-1]["data"] | {"story": "a torn coat"}
    sent = invoke(site.teams, SUBMIT, data=data)
    answers = [await site.deliver(sent) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert len(site.teams.said_in("a:demo:29:ana")) == 1
    await site.deliver(invoke(site.teams, SUBMIT, data=data))  # pressed twice
    assert await rows(site, cases) == 1


async def test_danger_goes_on_in_the_dialog(person):
    form = await person.shortcut(COMPLAINT)
    form = replace(form, values={**form.values, "story": "smoke in the shop"})
    branches = await person.press(form, "Danger or trouble")
    safety = await person.press(branches, "Safety")
    assert branches.message == safety.message == DIALOG
    assert "smoke" in branches.text
    await person.press(safety, "Page the duty lead")
    await person.settle()
    assert len(await person.posts("leads")) == 1


async def test_what_was_not_saved_can_be_sent_again_with_all_that_was_typed(
    own_database, teams, seconds
):
    left = [True, False, True, True]  # the second one finds no room
    async with (
        opened_site(own_database, teams, seconds, lambda turn: left.pop(0)) as site,
        driven(site) as person,
    ):
        form = await person.shortcut(PROMISE, "dana", "ring back")
        busy = await person.fill(form, {"when": "today 16:00"})
        assert (busy.title, busy.labels["buttons"]) == ("One moment", ("Send it again",))
        noted = await person.press(busy, "Send it again")
        assert noted.title == "Promise noted"
        assert "Ring back, by today 16:00" in noted.text


AUTHORS = {
    "a colleague": ({"user": user("dana", "Dana")}, "dana", ""),
    "oneself": ({"user": user("ana", "Ana")}, "", "That is you."),
    "an app": ({"application": {"id": "b1", "displayName": "Robot"}}, "", "An app wrote that."),
    "nobody": ({}, "", "I can't see who wrote that."),
    "nobody with a name": ({"user": user("", "Zed")}, "", "I can't see who wrote that."),
    "no sender at all": (None, "", "I can't see who wrote that."),
    "another organization's": (
        {"user": user("x1", "Oz", "federatedUser")},
        "",
        "A guest wrote that.",
    ),
    "anonymous": ({"user": user("x2", "Q", "anonymousGuest")}, "", "A guest wrote that."),
    "a guest of ours": ({"user": user("alex", "Alex")}, "", "A guest wrote that."),
    "somebody Teams doesn't tell of": ({"user": user("zoe", "Zoe")}, "zoe", ""),
}


@pytest.mark.parametrize(("sender", "people", "words"), AUTHORS.values(), ids=AUTHORS)
async def test_whoever_wrote_it_is_thanked_and_else_somebody_is_asked_for(
    site, sender, people, words
):
    site.teams.roles["alex"] = "guest"
    value = on_message(**(sender or {}), content=f"<p>{SECRET_WORDS}</p>")
    if sender is None:
        value["messagePayload"]["from"] = None
    async with driven(site):
        asked = invoke(site.teams, where=elsewhere(), commandId=THANK, **value)
        card = card_of((await site.deliver(asked))[1])
    assert field(card, "people").get("value", "") == people
    assert "value" not in field(card, "what")
    assert words in json.dumps(card, ensure_ascii=False)
    assert SECRET_WORDS not in json.dumps(card)


BODIES = {
    "paragraphs": ("<p>ring back &amp; soon</p><p>then lunch</p>", "ring back & soon"),
    "a mention": ('<div><at id="0">Dana</at>&nbsp;rings back</div>', "Dana rings back"),
    "an image first": ('<p><img src="x" itemid="1"></p><p>send <b>it</b></p>', "send it"),
    "a quote": (
        '<blockquote itemscope itemtype="http://schema.skype.com/Reply"><p>no</p></blockquote>'
        "<p>yes</p>",
        "yes",
    ),
    "angle brackets": ("<p>a &lt;b&gt; c</p>", "a <b> c"),
    "a script": ("<script>x</script>", "<script>x</script>"),
    "a number": ("<p>call 0170 1234567</p>", "call [phone]"),
    "nothing": ("", ""),
    "a card": ("<attachment id='1'></attachment>", ""),
}


@pytest.mark.parametrize(("content", "what"), BODIES.values(), ids=BODIES)
async def test_a_promise_begins_with_the_first_line_of_a_message(site, content, what):
    value = on_message(user("dana", "Dana"), content)
    card = card_of((await site.deliver(invoke(site.teams, commandId=PROMISE, **value)))[1])
    assert field(card, "what").get("value", "") == what


def test_a_message_that_is_no_html_keeps_its_signs():
    assert seen_text("a <b> &amp; c", is_html=False) == "a <b> &amp; c"


async def test_a_guest_gets_help_only(site):
    site.teams.roles["ana"] = "guest"
    card = card_of((await site.deliver(invoke(site.teams)))[1])
    assert card["body"][0]["text"] == "You are a guest here"


async def test_who_works_here_is_known_also_in_a_chat_that_the_bot_is_not_in(site):
    async with driven(site):
        value = on_message(user("dana", "Dana"))
        where = elsewhere()
        site.teams.member_faults.append(Fault(403, "BotNotInConversationRoster"))
        asked = invoke(site.teams, where=where, commandId=THANK, **value)
        card = card_of((await site.deliver(asked))[1])
    assert card["body"][0]["text"] == "Thank somebody"


async def test_a_command_nobody_knows_is_answered_kindly(site):
    card = card_of((await site.deliver(invoke(site.teams, commandId="of.tomorrow")))[1])
    assert card["body"][0]["text"] == "Not quite"


def wrong():
    message = on_message()["messagePayload"]
    return [
        None,
        "x",
        [],
        {},
        {"commandId": 7},
        {"commandId": "x" * 500},
        {"commandId": COMPLAINT, "data": "x"},
        {"commandId": COMPLAINT, "data": {str(n): 1 for n in range(99)}},
        {"commandId": COMPLAINT, "data": {"story": "x" * 9000}},
        {"commandId": COMPLAINT, "messagePayload": "x"},
        {"commandId": COMPLAINT, "messagePayload": message | {"from": "ana"}},
        {"commandId": COMPLAINT, "messagePayload": message | {"from": {"user": [1]}}},
        {"commandId": COMPLAINT, "messagePayload": message | {"from": {"user": {"id": "a b"}}}},
        {"commandId": COMPLAINT, "messagePayload": message | {"body": {"content": 7}}},
        {"commandId": COMPLAINT, "messagePayload": message | {"body": {"content": "x" * 100_001}}},
    ]


@pytest.mark.parametrize("name", [FETCH, SUBMIT])
@pytest.mark.parametrize("value", wrong(), ids=lambda each: json.dumps(each)[:50])
async def test_a_command_in_a_wrong_shape_is_refused(value, name, untouched):
    activity = untouched.teams.activity("invoke", name=name, value=value)
    assert (await untouched.deliver(activity))[0] == 400


@pytest.mark.parametrize("name", [FETCH, SUBMIT])
async def test_without_a_token_there_is_no_dialog(name, untouched):
    assert (await untouched.deliver(invoke(untouched.teams, name), ""))[0] == 401


async def test_nothing_of_a_message_is_stored_before_a_form_is_sent(site):
    value = on_message(user("dana", "Dana"), f"<p>{SECRET_WORDS}</p>")
    await site.deliver(invoke(site.teams, commandId=PROMISE, **value))
    async with site.database.read_transaction(20) as connection:
        for table in metadata.sorted_tables:
            stored = (await connection.execute(select(table))).all()
            assert SECRET_WORDS not in repr(stored), table.name
