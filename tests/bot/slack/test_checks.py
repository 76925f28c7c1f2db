"""A draft in Slack: answered to its person alone, and carried by nothing."""

import json

import pytest
from sqlalchemy import func, select

from bot.store.tables.deliveries import deliveries
from tests.bot.slack.fake_slack import answering, refusing
from tests.bot.slack.quiet import no_words_in_the_log
from tests.bot.slack.test_said import BOT, mentioned, said

__all__ = ["no_words_in_the_log"]

FROM_MESSAGE = "check.from-message"
DRAFT = "As I told you before, the pomegranate is coming. Please calm down."


async def test_a_draft_behind_the_bots_name_is_not_checked_before_others(person):
    (seen,) = await mentioned(person, f"<@{BOT}> check {DRAFT}")
    assert seen.title == "Not in front of others"
    assert "pomegranate" not in str(person.fake.messages)
    (told,) = person.fake.called("chat.postEphemeral")
    assert told["user"] == "UANA"
    assert (await person.press(seen, "Check it in a form")).is_form


async def test_a_draft_in_the_own_chat_is_checked(person):
    (seen,) = await said(person, f"check {DRAFT}")
    assert seen.title == "This will sting"
    assert "Please calm down¹" in seen.text


async def test_where_it_cannot_be_shown_nothing_is_put_anywhere_to_be_shown_later(person):
    person.fake.fail("chat.postMessage", answering(503))
    await said(person, f"check {DRAFT}")
    async with person.database.read_transaction() as connection:
        assert await connection.scalar(select(func.count()).select_from(deliveries)) == 0


async def test_the_button_of_a_late_form_carries_nothing_of_the_message(person):
    person.in_("front-desk")
    person.fake.fail("views.open", refusing("expired_trigger_id"))
    late = await person.shortcut(FROM_MESSAGE, "dana", DRAFT)
    assert late.labels["buttons"] == ("Open the form",)
    assert "pomegranate" not in json.dumps(late.handles)
    assert (await person.press(late, "Open the form")).is_form


@pytest.mark.parametrize(
    "words", [DRAFT, f"{DRAFT}\n{'It is late. ' * 200}"], ids=["short", "long"]
)
async def test_all_of_ones_own_message_is_checked(words, person):
    seen = await person.shortcut(FROM_MESSAGE, "ana", words)
    assert seen.title == "This will sting"
    assert "“Please calm down”" in seen.text
