"""A draft in Teams: a channel reads what is typed to the bot, so it is checked elsewhere."""

import json

from sqlalchemy import func, select

from bot.store.tables.deliveries import deliveries
from tests.bot.teams.fake_teams import BOT, Fault
from tests.bot.teams.test_door import ANA, CHANNEL, button, words

DRAFT = "As I told you before, the marmalade is coming. Please calm down."


async def count(site) -> int:
    async with site.database.read_transaction() as connection:
        return await connection.scalar(select(func.count()).select_from(deliveries))


async def test_a_draft_in_a_channel_is_not_checked_there_and_a_form_takes_it(site):
    await site.deliver(site.teams.in_channel(text=f"check {DRAFT}"))
    (message,) = site.teams.said_in(ANA)
    assert message.card["body"][0]["text"] == "Not in front of others"
    assert "marmalade" not in json.dumps([each.card for each in site.teams.messages.values()])
    (ask,) = message.card["actions"]
    form = await site.press(ask["data"], ask["verb"])
    (send,) = form["value"]["actions"]
    done = await site.press({**send["data"], "draft": DRAFT, "channel": "chat"}, send["verb"])
    assert done["value"]["body"][0]["text"] == "This will sting"
    assert "“Please calm down”" in words(done["value"])


async def test_a_slash_command_is_seen_by_its_person_alone_so_its_draft_is_checked(site):
    slash = {"id": BOT, "name": "Careloop", "isTargeted": True}
    await site.deliver(site.teams.in_channel(text=f"/check {DRAFT}", recipient=slash))
    (message,) = site.teams.said_in(CHANNEL)
    assert message.reader == "29:ana"
    assert message.card["body"][0]["text"] == "This will sting"


async def test_where_it_cannot_be_shown_nothing_is_put_anywhere_to_be_shown_later(site):
    site.teams.faults += [Fault(503)] * 20
    await site.deliver(site.teams.activity(text=f"check {DRAFT}"))
    assert not site.teams.said_in(ANA)
    assert await count(site) == 0


async def test_no_button_of_a_check_carries_a_word_of_it(site):
    await site.deliver(site.teams.activity(text=f"check {DRAFT}"))
    (message,) = site.teams.said_in(ANA)
    again = button(message.card, "Check another wording")
    assert "marmalade" not in json.dumps(again)
