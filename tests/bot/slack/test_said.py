"""Words to the bot, in its own chat and behind its name: answered, once, and to nobody else."""

import json

import pytest
from sqlalchemy import func, select

from bot.store.tables.cases import cases
from tests.bot.slack import wire
from tests.bot.slack.opening import slack

BOT = "UBOT"


async def said(person, text, *, event_id="", **fields):
    """Say something in the own chat, unless said otherwise; return what came of it."""
    happening = {
        "type": "message",
        "channel_type": "im",
        "channel": "DANA",
        "user": "UANA",
        "text": text,
        "ts": "1764320000.000100",
    } | fields
    others = {"event_id": event_id} if event_id else {}
    happening = {name: value for name, value in happening.items() if value is not None}
    body = json.dumps(wire.event(happening, **others)).encode()
    before = len(person.fake.shown)
    headers = wire.signed(body, person.now_s, content_type="application/json")
    assert (await person.raw(body, headers))[0] == 200
    return [person._seen(each) for each in person.fake.shown[before:]]


async def mentioned(person, text, **fields):
    told = {"type": "app_mention", "channel_type": None, "channel": "CFRONTDESK"} | fields
    return await said(person, text, **told)


async def count(person) -> int:
    async with person.database.read_transaction() as connection:
        return await connection.scalar(select(func.count()).select_from(cases))


@pytest.mark.parametrize(
    "text", ["help", "Hi!", ":wave:", "what is the weather?", "", f"<@{BOT}> help", "/care help"]
)
async def test_what_is_no_command_is_answered_with_help(person, text):
    (seen,) = await said(person, text)
    assert seen.title == "What I can do"
    assert person.fake.called("chat.postMessage")[0]["channel"] == "DANA"


async def test_a_word_is_a_command_without_its_stroke_and_goes_on_in_its_place(person):
    (seen,) = await said(person, "complaint A &amp; B are late, says <@UDANA>")
    assert "A & B are late, says @Dana" in seen.text
    again = await person.press(seen, "They've said it all")
    assert again.title == "Play it back"
    assert again.message == seen.message
    assert (await person.say("complaint")).title == "Play it back"


@pytest.mark.parametrize(
    "text", ["“complaint late”", "Complaint: late", "/complaint late", "care complaint late"]
)
async def test_it_may_be_typed_in_other_ways(person, text):
    (seen,) = await said(person, text)
    assert seen.title == "Let them tell it all"
    assert await count(person) == 1


async def test_a_mention_in_a_channel_is_answered_to_its_person_alone(person):
    (seen,) = await mentioned(person, f"<@{BOT}|careloop> complaint late parcel")
    assert "late parcel" in seen.text
    (told,) = person.fake.called("chat.postEphemeral")
    assert (told["channel"], told["user"]) == ("CFRONTDESK", "UANA")
    assert not person.fake.called("chat.postMessage")


async def test_a_mention_behind_the_words_counts_as_well(person):
    (seen,) = await mentioned(person, f"complaint late parcel <@{BOT}>")
    assert seen.title == "Let them tell it all"


NOT_TO_US = {
    "our own": {"user": BOT},
    "another bot's": {"bot_id": "B1"},
    "Slackbot's": {"user": "USLACKBOT"},
    "nobody's": {"user": None},
    "changed": {"subtype": "message_changed", "user": None, "message": {"text": "help"}},
    "deleted": {"subtype": "message_deleted", "user": None},
    "edited": {"edited": {"user": "UANA", "ts": "1"}},
    "a bot's, by its kind": {"subtype": "bot_message"},
    "somebody joined": {"subtype": "channel_join"},
    "in a channel": {"channel_type": "channel", "channel": "CFRONTDESK"},
    "in a group": {"channel_type": "mpim", "channel": "G1"},
    "a mention in the own chat, which comes as a message, too": {"type": "app_mention"},
}


@pytest.mark.parametrize("fields", NOT_TO_US.values(), ids=NOT_TO_US)
async def test_what_is_not_said_to_the_bot_by_a_person_is_let_be(person, fields):
    assert await said(person, "complaint late", **fields) == []
    assert await count(person) == 0


async def test_the_same_event_again_is_one_case_and_one_answer(person):
    (first,) = await said(person, "complaint late", event_id="Ev-again")
    assert await said(person, "complaint late", event_id="Ev-again") == []
    assert first.title == "Let them tell it all"
    assert await count(person) == 1


async def test_words_with_a_picture_are_words(person):
    (seen,) = await said(person, "complaint late", subtype="file_share")
    assert seen.title == "Let them tell it all"


async def test_what_takes_a_form_gives_the_words_back_to_be_typed_as_a_command(person):
    (seen,) = await said(person, "reminders add")
    assert "/reminders add" in seen.text
    assert "stroke" in seen.text


async def test_a_command_has_its_prefix_or_none(settings):
    async with slack(settings, prefix="acme-") as person:
        for text in ("complaint late", "/acme-complaint late"):
            (seen,) = await said(person, text)
            assert seen.title == "Let them tell it all"


async def test_the_home_tab_says_what_to_type(person):
    assert "/care help" in (await person.look_home()).text


@pytest.mark.parametrize(
    "fields",
    [{"channel": None}, {"channel": 1}, {"text": 1}, {"user": []}, {"subtype": {}}],
    ids=str,
)
async def test_a_message_of_another_shape_is_taken_and_left(person, fields):
    happening = {"type": "message", "channel_type": "im", "channel": "DANA", "user": "UANA"}
    happening = {name: value for name, value in (happening | fields).items() if value is not None}
    body = json.dumps(wire.event(happening)).encode()
    headers = wire.signed(body, person.now_s, content_type="application/json")
    assert (await person.raw(body, headers))[0] == 200
    assert not person.fake.shown
