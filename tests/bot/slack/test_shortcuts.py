"""Shortcuts: a form in the same request, and its answer where the person will see it."""

from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from bot.store.tables.schedules import schedules
from tests.bot.slack import wire
from tests.bot.slack.fake_slack import answering, refusing
from tests.bot.slack.limits import problems
from tests.bot.slack.opening import slack
from tests.bot.slack.quiet import no_words_in_the_log, quiet, stored

__all__ = ["no_words_in_the_log"]

COMPLAINT, THANK, PROMISE = "complaint.shortcut", "shoutout.from-message", "promises.from-message"


def methods(person):
    """Return what was asked of Slack, but for who somebody is."""
    return [each.method for each in person.fake.calls if each.method[:4] in ("view", "chat")]


def typed(form, **values):
    return replace(form, values={**form.values, **values})


async def test_a_complaint_from_anywhere_comes_in_the_bots_own_chat(person):
    form = await person.shortcut(COMPLAINT)
    assert form.title == "A complaint"
    card = await person.fill(form, {"story": "the van never came", "variant": "chat"})
    assert card.title == "Let them tell it all"
    assert "the van never came" in card.text
    assert methods(person) == ["views.open", "chat.postMessage"]
    assert person.fake.messages[card.message[1]].channel == "UANA"
    assert (await person.shortcut(COMPLAINT)).values["variant"] == "chat"


async def test_danger_stands_first_in_the_form_and_slack_takes_it(person):
    await person.shortcut(COMPLAINT)
    (view,) = person.fake.modals.values()
    assert view["blocks"][0]["elements"][0]["style"] == "danger"
    actions, *others = view["blocks"]
    assert problems(others, most=99) == []
    assert problems([actions]) == []


async def test_danger_takes_the_place_of_the_form_and_goes_on_there(person):
    form = typed(await person.shortcut(COMPLAINT), story="there is smoke in the shop")
    branches = await person.press(form, "Danger or trouble")
    safety = await person.press(branches, "Safety")
    paged = await person.press(safety, "Page the duty lead")
    assert form.message == branches.message == safety.message == paged.message
    assert not branches.is_form
    before = paged.texts
    await person.settle()
    assert len(await person.posts("leads")) == 1
    assert (await person.now(paged)).texts != before  # the lead's channel has it


async def test_what_happens_after_the_form_was_closed_is_told_in_the_chat(person):
    form = await person.shortcut(COMPLAINT)
    card = await person.press(await person.press(form, "Danger or trouble"), "Safety")
    await person.press(card, "Page the duty lead")
    person.fake.modals.clear()
    await person.settle()
    newest = [each for each in person.fake.messages.values() if each.channel == "UANA"][-1]
    assert "Case 1001" in str(newest.blocks)


@pytest.mark.parametrize(
    "fault", [refusing("messages_tab_disabled"), answering(503)], ids=["switched off", "away"]
)
async def test_a_card_that_can_not_stand_in_the_chat_stands_in_the_modal(person, fault):
    form = await person.shortcut(COMPLAINT)
    person.fake.fail("chat.postMessage", fault)
    card = await person.fill(form, {"story": "a torn coat"})
    assert (card.message, card.title) == (form.message, "Let them tell it all")
    assert (await person.press(card, "They've said it all")).message == form.message


async def test_a_form_that_is_asked_for_in_the_place_of_a_form_stands_on_top_of_it(person):
    form = await person.shortcut(COMPLAINT)
    card = await person.press(await person.press(form, "Danger or trouble"), "Safety")
    card = await person.press(card, "Everyone is safe now")
    card = await person.press(card, "Back to the complaint")
    for label in ("They've said it all", "They feel heard", "Said it"):
        card = await person.press(card, label)
    top = await person.press(card, "Something else")
    assert top.is_form
    assert top.message != form.message
    assert methods(person)[-1] == "views.push"
    done = await person.fill(top, {"what": "ring back", "when": "today 16:30"})
    assert done.message == form.message
    assert "ring back" in done.text


async def test_a_busy_database_leaves_what_was_typed_in_the_form(person):
    form = typed(await person.shortcut(COMPLAINT), story="there is smoke in the shop")
    async with person.database.transaction(5) as connection:
        await connection.execute(insert(schedules).from_select(["id"], select(schedules.c.id)))
        busy = await person.press(form, "Danger or trouble")
    assert busy.title == "One moment"
    assert busy.message != form.message
    assert (await person.now(form)).is_form
    assert "smoke" in (await person.press(form, "Danger or trouble")).text


async def test_danger_is_answered_however_much_was_done_before(settings):
    async with slack(settings.model_copy(update={"turns_person": 1})) as person:
        await person.say("care today")
        form = await person.shortcut(COMPLAINT)
        refused = await person.fill(form, {"story": "a late parcel"})
        assert "That is a lot at once" in refused.errors["story"]
        assert (await person.press(form, "Danger or trouble")).title == "Danger or trouble"


@pytest.mark.parametrize(
    "fault",
    [refusing("expired_trigger_id"), answering(500), answering(429, Retry_After="30")],
    ids=["expired", "broken", "slower"],
)
async def test_a_form_that_can_not_open_leaves_a_fresh_button_in_the_chat(person, fault):
    person.fake.fail("views.open", fault)
    late = await person.shortcut(COMPLAINT)
    assert late.labels["buttons"] == ("Open the form",)
    assert person.fake.messages[late.message[1]].channel == "UANA"
    await person.clock("in 31 minutes")
    form = await person.press(late, "Open the form")
    assert (await person.fill(form, {"story": "a torn coat"})).title == "Let them tell it all"


async def test_the_button_of_a_late_form_still_knows_the_message(person):
    person.as_("dana")
    person.in_("front-desk")
    person.fake.fail("views.open", refusing("expired_trigger_id"))
    late = await person.shortcut(THANK, "ana", "done <&>" * 500)
    assert late.private
    form = await person.press(late, "Open the form")
    assert (form.title, form.values["people"]) == ("Thank somebody", "ana")


AUTHORS = {
    "a colleague": ({"user": "UDANA"}, "dana", ""),
    "oneself": ({"user": "UANA"}, "", "That is you."),
    "an app": ({"user": "UROBOT", "bot_id": "B1"}, "", "An app wrote that."),
    "an app without a person": ({"bot_id": "B1", "subtype": "bot_message"}, "", "An app wrote"),
    "nobody": ({}, "", "I can't see who wrote that."),
    "a guest": ({"user": "UGUEST"}, "", "A guest wrote that."),
    "another firm": ({"user": "UOUTSIDE"}, "", "A guest wrote that."),
    "who has left": ({"user": "ULEFT"}, "", "Lee has left; I can't thank them here."),
    "somebody Slack doesn't tell of": ({"user": "UNOBODY"}, "UNOBODY", ""),
}


@pytest.mark.parametrize(("author", "people", "words"), AUTHORS.values(), ids=AUTHORS)
async def test_whoever_wrote_it_is_thanked_and_else_somebody_is_asked_for(
    person, author, people, words
):
    for workspace in person.fake.workspaces.values():
        workspace.people["ULEFT"] = {"id": "ULEFT", "real_name": "Lee", "deleted": True}
    message = {"text": "Mrs Pomegranate shouted", **author}
    form = await person.shortcut(THANK, message=message)
    assert form.title == "Thank somebody"
    assert (form.values["people"], form.values["what"]) == (people, "")
    view = str(person.fake.modals[form.message[1]])
    assert words in view
    assert "Pomegranate" not in view


async def test_no_id_is_read_in_a_promise_that_begins_with_a_message(person):
    said = "ring <@UDANA> and <@UNOBODY> back in <#CFRONTDESK|front-desk> &amp; soon\nthen lunch"
    form = await person.shortcut(PROMISE, message={"user": "UDANA", "text": said})
    assert form.values["what"] == "ring @Dana and @somebody back in #front-desk & soon"


async def test_of_a_number_in_a_message_nothing_is_kept(person):
    said = "refund 4111 1111 1111 1111 today" + " and so on" * 100
    form = await person.shortcut(PROMISE, message={"user": "UDANA", "text": said})
    assert "4111" not in str(person.fake.modals[form.message[1]])
    assert len(form.values["what"]) <= 150


async def test_a_card_of_a_message_comes_beside_it(person):
    person.in_("front-desk")
    form = await person.shortcut(PROMISE, "dana", "ring back")
    noted = await person.fill(form, {"when": "today 16:00"})
    assert noted.title == "Promise noted"
    assert person.fake.messages[noted.message[1]].channel == "CFRONTDESK"
    assert noted.private


@pytest.mark.parametrize("intent", [COMPLAINT, THANK, PROMISE])
async def test_a_guest_gets_help_only(person, intent):
    person.as_("UGUEST")
    seen = await person.shortcut(intent, *([] if intent == COMPLAINT else ["ana", "hi"]))
    assert seen.title == "You are a guest here"
    assert not await stored(person)


async def test_who_was_never_placed_is_served_alone(person):
    person.fake.fail("users.info", *[answering(503)] * 20)
    refused = await person.shortcut(THANK, "dana", "hi")
    assert "Slack can't tell me just now whether you belong" in refused.text
    assert (await person.shortcut(PROMISE, "dana", "hi")).title == "A promise"
    form = await person.shortcut(COMPLAINT)
    assert (await person.press(form, "Danger or trouble")).title == "Danger or trouble"


async def test_with_a_prefix_the_words_of_a_message_stay_what_they_were(settings):
    async with slack(settings, prefix="acme-") as person:
        form = await person.shortcut(PROMISE, "dana", "look at /care today")
        assert form.values["what"] == "look at /care today"


async def test_a_shortcut_nobody_knows_is_answered_kindly(person):
    assert (await person.shortcut("complaint.of-tomorrow")).title == "Not quite"


def _shortcut(**others):
    return wire.payload_body(wire.shortcut(COMPLAINT, **others))


def _on_message(message=(), **others):
    told = {"user": "UDANA", "text": "pomegranate", **dict(message)}
    return wire.payload_body(wire.message_shortcut(THANK, told, **others))


SENSELESS = {
    "no trigger": lambda: _shortcut(trigger_id=None),
    "an empty trigger": lambda: _shortcut(trigger_id=""),
    "a callback that is a list": lambda: _shortcut(callback_id=[]),
    "a callback of a thousand letters": lambda: _shortcut(callback_id="x" * 1000),
    "a user that is text": lambda: _shortcut(user="UANA"),
    "no user": lambda: _shortcut(user=None),
    "a team that is a number": lambda: _shortcut(team=7),
    "no channel": lambda: _on_message(channel=None),
    "no message": lambda: wire.payload_body(wire.message_shortcut(THANK, {}) | {"message": None}),
    "a message that is text": lambda: wire.payload_body(
        wire.message_shortcut(THANK, {}) | {"message": "x"}
    ),
    "an author that is an object": lambda: _on_message({"user": {"id": "UDANA"}}),
    "an author that is none": lambda: _on_message({"user": "<@UDANA>"}),
    "an app that is a list": lambda: _on_message({"bot_id": []}),
    "a text that is a number": lambda: _on_message({"text": 7}),
    "a hostile response URL": lambda: _on_message(response_url="https://evil.example/x"),
    "a channel that is text": lambda: _on_message(channel="CFRONTDESK"),
}


@pytest.mark.parametrize("body", SENSELESS.values(), ids=SENSELESS)
async def test_signed_nonsense_is_turned_away(person, body):
    assert await person.raw(body()) == (400, "")
    assert await quiet(person)


SERVED = {
    "fields from the future": lambda: _shortcut(new={"a": [1]}, is_enterprise_install=True),
    "no workspace but the person's": lambda: _shortcut(team=None),
    "a message without words": lambda: _on_message({"text": None}),
    "a thread": lambda: _on_message({"thread_ts": "1.2", "subtype": "thread_broadcast"}),
    "a long message": lambda: _on_message({"text": "<@UDANA> " * 20_000}),
}


@pytest.mark.parametrize("body", SERVED.values(), ids=SERVED)
async def test_a_shortcut_in_odd_clothes_is_served(person, body):
    assert (await person.raw(body()))[0] == 200
    assert person.fake.modals


async def test_another_workspace_gets_nothing_from_us(person):
    body = _shortcut(team={"id": "TEVIL"}, user={"id": "UANA", "team_id": "TEVIL"})
    assert (await person.raw(body))[0] == 403
    assert not person.fake.modals


async def test_a_shortcut_that_comes_again_says_nothing(person):
    body = _shortcut()
    person.fake.fail("views.open", answering(200, {"ok": True, "view": {"id": "V1"}}))
    assert (await person.raw(body))[0] == 200
    person.fake.fail("views.open", refusing("exchanged_trigger_id"))
    assert (await person.raw(body))[0] == 200
    assert methods(person) == ["views.open"]


async def test_a_form_that_is_sent_again_makes_one_case(person):
    form = await person.shortcut(COMPLAINT)
    await person.fill(form, {"story": "a torn coat"})
    await person.repeat()
    await person.repeat()
    assert await stored(person) == 1


async def test_danger_pressed_again_in_an_old_request_makes_one_case(person):
    form = typed(await person.shortcut(COMPLAINT), story="smoke")
    await person.press(form, "Danger or trouble")
    await person.repeat()
    assert await stored(person) == 1


async def test_help_says_where_the_shortcuts_of_a_message_are(person):
    told = (await person.press(await person.say("care help"), "Everything")).text
    assert "⋯ on a message: Thank for this, Promise this, or Check my words" in told
