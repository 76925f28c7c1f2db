"""What can't be read is refused; what is only unusual is served."""

import json
import time

import pytest

from tests.bot.teams.conftest import good
from tests.bot.teams.fake_teams import BOT

DEEP = b"[" * 100_000


WRONG = {
    "nothing": b"",
    "broken off": b'{"type": "mess',
    "not UTF-8": b'{"type": "\xff\xfe"}',
    "a list": b"[]",
    "a number that is none": b'{"type": NaN}',
    "deeply nested": DEEP,
    "deeply nested in a field": b'{"value": ' + DEEP + b"]" * 100_000 + b"}",
    "half a sign": rb'{"type": "\ud800"}',
}


@pytest.mark.parametrize("raw", WRONG.values(), ids=WRONG.keys())
async def test_what_cannot_be_read_is_refused(raw, untouched):
    assert (await untouched.deliver(raw))[0] == 400


def wrong_types():
    fields = {
        "type": [None, 1, [], {}, "", "x" * 100, "noSuchType"],
        "id": [1, [], {}, "", "a b", "a\nb", "x" * 300],
        "channelId": [None, 1, {}],
        "serviceUrl": [None, 1, [], "x" * 600],
        "timestamp": [1, []],
        "text": [1, [], {}, True],
        "from": [None, 1, "ana", [], {}, {"id": 1}, {"id": "x", "name": 1}, {"id": "\u0000"}],
        "recipient": [None, 1, [], {}, {"id": BOT, "isTargeted": "yes"}],
        "conversation": [None, "x", {}, {"id": []}, {"id": "x", "tenantId": 5}, {"id": "x" * 999}],
        "channelData": [1, "x", [], {"tenant": "x"}, {"tenant": {"id": 1}}],
        "entities": [1, {}, ["x"], [{}], [{"type": 5}], [{"type": "mention", "mentioned": "x"}]],
        "membersAdded": [1, {}, ["x"], [{"id": 1}], [{}]],
        "attachments": [1, {}, ["x"], [{"contentType": 1}]],
        "localTimezone": [1, [], "x" * 500],
        "replyToId": [1, {}],
        "name": [1, []],
        "action": [1, {}],
        "locale": [1],
    }
    return [(name, value) for name, values in fields.items() for value in values]


@pytest.mark.parametrize(("name", "value"), wrong_types(), ids=lambda each: json.dumps(each)[:30])
async def test_a_field_of_a_wrong_type_is_refused(name, value, untouched):
    activity = good(untouched.teams) | {name: value}
    assert (await untouched.deliver(activity))[0] in (400, 403)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        [],
        {},
        {"action": None},
        {"action": "x"},
        {"action": {}},
        {"action": {"type": "Action.Submit"}},
        {"action": {"type": "Action.Execute", "verb": 1}},
        {"action": {"type": "Action.Execute", "verb": "v" * 500}},
        {"action": {"type": "Action.Execute", "data": "x"}},
        {"action": {"type": "Action.Execute", "data": {str(n): 1 for n in range(99)}}},
        {"action": {"type": "Action.Execute", "data": {"a": "x" * 9000}}},
    ],
    ids=lambda each: json.dumps(each)[:60],
)
async def test_a_button_in_a_wrong_shape_is_refused(value, untouched):
    activity = untouched.teams.activity("invoke", name="adaptiveCard/action", value=value)
    assert (await untouched.deliver(activity))[0] == 400


@pytest.mark.parametrize("type_", ["message", "invoke"])
async def test_without_an_id_nothing_happens(type_, untouched):
    assert (await untouched.deliver(untouched.teams.activity(type_, id=None)))[0] == 400


@pytest.mark.parametrize("channel", ["emulator", "webchat", "MSTEAMS"])
async def test_another_channel_than_teams_is_refused(channel, untouched):
    assert (await untouched.deliver(good(untouched.teams, channelId=channel)))[0] == 403


async def test_no_tenant_is_no_entry(untouched):
    activity = good(untouched.teams, channelData={}, conversation={"id": "a:1"})
    assert (await untouched.deliver(activity))[0] == 403


@pytest.mark.parametrize("name", ["task/fetch", "composeExtension/query", "", "signin/verifyState"])
async def test_an_unknown_invoke_is_not_found(name, site):
    activity = site.teams.activity("invoke", name=name, value={"x": 1})
    assert (await site.deliver(activity))[0] == 404
    assert site.teams.calls == []


ODD = {
    "a text that holds JSON": {"text": '{"payload": 1}'},
    "no text": {"text": None},
    "an empty text": {"text": ""},
    "unknown fields": {"somethingNew": {"a": [1, {"b": None}]}},
    "no name": {"from": {"id": "29:ana"}},
    "an empty directory id": {"from": {"id": "29:ana", "aadObjectId": ""}},
    "a very long user id": {"from": {"id": f"29:{'x' * 200}", "name": "Ana"}},
    "empty lists": {"entities": [], "attachments": [], "membersAdded": []},
    "nulls": {"entities": None, "value": None, "replyToId": None, "locale": None},
    "an attachment": {"attachments": [{"contentType": "text/html", "content": "<p>hi</p>"}]},
    "a value that is no button": {"value": {"x": [1, 2]}, "text": "hi"},
    "a value with too much": {"value": {"~verb": "x", "a": "y" * 9000}, "text": "hi"},
    "a value with a long name": {"value": {"~verb": "care.help", "x" * 101: "y"}, "text": "hi"},
    "an empty reply id": {"replyToId": ""},
    "an empty organization in the channel data": {"channelData": {"tenant": {"id": ""}}},
    "an empty team": {"channelData": {"team": {"id": ""}, "channel": {"id": ""}}},
    "an empty organization of the recipient": {"recipient": {"id": BOT, "tenantId": ""}},
    "a mention of nobody": {
        "text": "<at>x</at> hi",
        "entities": [{"type": "mention", "text": "<at>x</at>", "mentioned": {"id": ""}}],
    },
    "another entity with a shape of its own": {"entities": [{"type": "x/y", "mentioned": [1]}]},
    "a new entity": {"entities": [{"type": "https://schema.org/Message", "citation": [{}]}]},
    "a strange zone": {"localTimezone": "../../etc/passwd"},
    "an own mention without a name": {
        "text": "<at>C</at> hi",
        "entities": [{"type": "mention", "text": "<at>C</at>", "mentioned": {"id": BOT}}],
    },
    "a mention that is a pattern": {
        "text": "(a+)+$ hi",
        "entities": [{"type": "mention", "text": "(a+)+$", "mentioned": {"id": BOT}}],
    },
    "a zero byte in the text": {"text": "complaint a\u0000b"},
    "100 kB of text": {"text": "complaint " + "ab[(*_`" * 14_000},
}


@pytest.mark.parametrize("fields", ODD.values(), ids=ODD.keys())
async def test_a_valid_request_in_odd_clothes_is_served(fields, site):
    status, _ = await site.deliver(site.teams.activity(**{"text": "hi"} | fields))
    activity = site.teams.activity() | {"text": "hi"} | fields
    assert status == 200
    assert (await site.deliver(activity))[0] == 200
    assert site.teams.messages


LARGE = {
    "empty things": [{}] * 33_000,
    "mentions": [{"type": "mention", "text": "a", "mentioned": {"name": "b" * 2000}}] * 45,
    "too many mentions": [{"type": "mention", "text": "x"}] * 3300,
}


@pytest.mark.parametrize("entities", LARGE.values(), ids=LARGE.keys())
async def test_a_hundred_kilobytes_of_anything_take_a_moment(entities, site):
    await site.deliver(site.teams.activity("typing"))
    activity = site.teams.activity(text="a" * 20_000, entities=entities)
    start = time.process_time()
    await site.deliver(activity)
    assert time.process_time() - start < 2
