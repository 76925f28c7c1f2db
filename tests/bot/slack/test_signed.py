"""What Slack has signed: nonsense is turned away, odd clothes are served, and nothing hangs."""

import asyncio
import json
from urllib.parse import urlencode

import pytest

from bot.slack import bolt
from tests.bot.slack import wire
from tests.bot.slack.fake_slack import dawdling
from tests.bot.slack.quiet import LINE, good, no_words_in_the_log, quiet, stored

__all__ = ["no_words_in_the_log"]


def _command(**others) -> bytes:
    return wire.form_body(wire.command(LINE, **others))


NESTED = "[" * 50_000 + "]" * 50_000
HUMAN = {
    "no trigger": lambda: _command(trigger_id=""),
    "a team that is none": lambda: _command(team_id="T 1"),
    "a user that is none": lambda: _command(user_id="<@U1>"),
    "no channel": lambda: _command(channel_id=""),
    "a command without its slash": lambda: _command(command="complaint"),
    "a response URL of somebody else": lambda: _command(response_url="https://evil.example/x"),
    "a response URL inside": lambda: _command(response_url="http://169.254.169.254/latest"),
    "a response URL without TLS": lambda: _command(response_url="http://hooks.slack.com/x"),
    "a response URL in disguise": lambda: _command(
        response_url="https://hooks.slack.com@evil.example/x"
    ),
}


@pytest.mark.parametrize("body", HUMAN.values(), ids=HUMAN)
async def test_a_command_that_makes_no_sense_gets_a_kind_private_answer(person, body):
    status, text = await person.raw(body())
    answer = json.loads(text)
    assert status == 200
    assert answer["response_type"] == "ephemeral"
    assert "/care help" in answer["text"]
    assert await quiet(person)


def _press(**others) -> bytes:
    return wire.payload_body(wire.press({"action_id": "complaint.new#m0", "value": "{}"}, **others))


def _submit(**view) -> bytes:
    return wire.payload_body(wire.submission({"callback_id": "reminders.save"}, {}) | view)


def _payload(text: str) -> bytes:
    return urlencode({"payload": text}).encode()


def _event(**others) -> bytes:
    return json.dumps(wire.event({"type": "app_home_opened", "user": "UANA"}) | others).encode()


SENSELESS = {
    "nothing": lambda: b"",
    "no field we know": lambda: b"a=b",
    "a field twice": lambda: good() + b"&user_id=UDANA",
    "a thousand fields": lambda: good() + b"&a=b" * 1000,
    "not UTF-8": lambda: good() + b"&x=%ff",
    "raw bytes that are not UTF-8": lambda: b"\xff\xfe\x00",
    "broken JSON": lambda: _payload('{"type": "block_actions"'),
    "JSON that is a list": lambda: _payload("[]"),
    "deep JSON": lambda: _payload('{"type":"block_actions","actions":' + NESTED + "}"),
    "deep JSON as a body": lambda: b'{"type":' + NESTED.encode() + b"}",
    "half a surrogate": lambda: _payload('{"type":"block_actions","trigger_id":"\\ud800"}'),
    "a press of nothing": lambda: _press(actions=[]),
    "a press of a number": lambda: _press(actions=[7]),
    "actions that are none": lambda: _press(actions={"0": 1}),
    "a user that is a list": lambda: _press(user=[]),
    "a user without an id": lambda: _press(user={"name": "ana"}),
    "a team that is a number": lambda: _press(team=7),
    "a channel that is text": lambda: _press(channel="CFRONTDESK"),
    "a container that is null": lambda: _press(container=None),
    "ephemeral in words": lambda: _press(container={"is_ephemeral": "yes"}),
    "a view that is a list": lambda: _press(view=[]),
    "a trigger that is null": lambda: _press(trigger_id=None),
    "a value that is a number": lambda: wire.payload_body(
        wire.press({"action_id": "complaint.new#m0", "value": 7})
    ),
    "an option that is text": lambda: wire.payload_body(
        wire.press({"type": "overflow", "action_id": "more", "selected_option": "x"})
    ),
    "a press with a hostile response URL": lambda: _press(response_url="https://evil.example/x"),
    "a response URL on another port": lambda: _press(response_url="https://hooks.slack.com:8443/x"),
    "a response URL that is a number": lambda: _press(response_url=7),
    "a form without a view": lambda: _submit(view=None),
    "a form whose state is text": lambda: _submit(view={"id": "V1", "state": "x"}),
    "a form whose value is a list": lambda: _submit(
        view={"id": "V1", "state": {"values": {"phrase": {"value": {"value": []}}}}}
    ),
    "an event without an id": lambda: _event(event_id=""),
    "an event that is text": lambda: _event(event="app_home_opened"),
    "an event whose user is an object": lambda: _event(
        event={"type": "app_home_opened", "user": {"id": "UANA"}}
    ),
    "a challenge that is a list": lambda: b'{"type":"url_verification","challenge":[]}',
}


@pytest.mark.parametrize("body", SENSELESS.values(), ids=SENSELESS)
async def test_signed_nonsense_is_turned_away_at_once(person, body):
    made = body()
    async with asyncio.timeout(15):
        status, text = await person.raw(made)
    assert (status, text) == (400, "")
    assert await quiet(person)


def _odd(**others) -> bytes:
    return wire.form_body(wire.command("care help") | others)


SERVED = {
    "text that says payload": lambda: wire.form_body(wire.command("care find payload")),
    "text that says command": lambda: wire.form_body(wire.command("care find command=/x")),
    "no text at all": lambda: _odd(text=""),
    "empty names": lambda: _odd(user_name="", channel_name="", response_url=""),
    "fields from the future": lambda: _odd(new_field="x", enterprise_name="Ünïcode"),
    "a command in capitals": lambda: _odd(command="/CARE"),
    "a command nobody knows": lambda: _odd(command="/nonsense"),
    "signs that reorder": lambda: _odd(text="find \u202e evil \x00"),
}


@pytest.mark.parametrize("body", SERVED.values(), ids=SERVED)
async def test_a_valid_command_in_odd_clothes_is_served(person, body):
    status, text = await person.raw(body())
    answer = json.loads(text)
    assert status == 200
    assert answer["response_type"] == "ephemeral"
    assert answer["blocks"][0]["type"] == "header"


UNHEARD = {
    "an event nobody knows": lambda: _event(event={"type": "brand_new", "user": {"id": "U1"}}),
    "an event of another shape": lambda: _event(event={"type": "message", "channel": ["x"]}),
    "an interaction nobody knows": lambda: _payload('{"type":"brand_new","team":[]}'),
    "a closed view": lambda: _payload('{"type":"view_closed","view":{"id":"V1"}}'),
    "a body with a charset": lambda: _event(event={"type": "brand_new"}),
    "a check of our certificate": lambda: b"ssl_check=1&token=old",
}


@pytest.mark.parametrize("body", UNHEARD.values(), ids=UNHEARD)
async def test_what_is_valid_and_of_no_use_is_taken_and_left(person, body):
    status, _ = await person.raw(body())
    assert status == 200
    assert not person.fake.hooked


async def test_slack_may_ask_whether_we_are_here(person):
    body = b'{"type":"url_verification","token":"old","challenge":"3eZbrw1a"}'
    headers = wire.signed(body, person.now_s, content_type="application/json; charset=utf-8")
    status, text = await person.raw(body, headers)
    assert status == 200
    assert json.loads(text) == {"challenge": "3eZbrw1a"}
    assert not person.fake.calls


async def test_a_replayed_command_has_one_effect(person):
    body = good()
    headers = wire.signed(body, person.now_s)
    answers = [await person.raw(body, headers) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert await stored(person) == 1


STRANGE = {
    "command": (lambda: _command(team_id="TEVIL"), 200, "not connected"),
    "press": (
        lambda: _press(team={"id": "TEVIL"}, user={"id": "UANA", "team_id": "TEVIL"}),
        403,
        "",
    ),
    "form": (lambda: _submit(team={"id": "TEVIL"}, user={"id": "U1"}), 403, ""),
    "event": (lambda: _event(team_id="TEVIL", authorizations=[]), 200, ""),
}


@pytest.mark.parametrize(("body", "status", "words"), STRANGE.values(), ids=STRANGE)
async def test_another_workspace_gets_nothing_from_us(person, body, status, words):
    found, text = await person.raw(body())
    assert found == status
    assert words in text
    assert {call.method for call in person.fake.calls} == {"auth.test"}
    assert not await stored(person)


ACTION = {"action_id": "complaint.new#m0", "value": "{}"}
SLOW = {
    "command": (good, 200, "took too long"),
    "press": (lambda: wire.payload_body(wire.press(ACTION)), 503, ""),
    "form": (
        lambda: wire.payload_body(
            wire.submission({"callback_id": "a.b"}, {"what": {"what": {"value": "x"}}})
        ),
        200,
        "took too long",
    ),
    "event": (lambda: _event(event_id="EvSlow"), 503, ""),
}


@pytest.mark.parametrize(("body", "status", "words"), SLOW.values(), ids=SLOW)
async def test_what_takes_too_long_is_given_up_and_answered(
    person, monkeypatch, body, status, words
):
    monkeypatch.setattr(bolt, "HANDLER_TIMEOUT", 0.1)
    person.fake.fail("users.info", dawdling(0.5))
    found, text = await person.raw(body())
    assert found == status
    assert words in text
    assert not await stored(person)


BROKEN = {
    "command": (good, 200, "broke on our side"),
    "press": (lambda: wire.payload_body(wire.press(ACTION)), 500, ""),
}


@pytest.mark.parametrize(("body", "status", "words"), BROKEN.values(), ids=BROKEN)
async def test_a_mistake_of_ours_is_answered_kindly(person, monkeypatch, body, status, words):
    monkeypatch.setattr("bot.slack.directory._zone", lambda told: 1 / 0)
    found, text = await person.raw(body())
    assert found == status
    assert words in text
