"""Paging the lead: what became of it is told on the card, of this page and of no other."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.codec import dump_post, load_post
from bot.store.tables.deliveries import deliveries
from bot.store.tables.people import people
from handlers.domain.people import Mention, Place
from handlers.turn import PostOutcome, TurnKind
from scheduler.reasons import Reason
from tests.calendars import rows_of
from tests.conftest import pressed, turn, typed

SENDING = "Paging the lead now."
DELIVERED = "Delivered: the lead's channel has it."


class Walk:
    """Ana's way through a card; ``posts`` are those of her last press."""

    def __init__(self, bot) -> None:
        self.bot, self.card, self.posts = bot, None, ()

    async def __call__(self, *labels) -> None:
        for label in labels:
            asked = (
                typed(label) if label.startswith("/") else pressed(self.card, label, message="m1")
            )
            reply = await self.bot.answer(asked)
            self.card, self.posts = reply.card, reply.posts

    async def receipt(self, post, outcome):
        args = {**post.receipt.args, "outcome": outcome}
        return await self.bot.answer(
            turn(TurnKind.RECEIPT, post.receipt.intent, args=args, message=args["message"])
        )

    async def shown(self) -> str:
        reply = await self.bot.answer(typed("/complaint"))
        return "\n".join(getattr(block, "text", "") for block in reply.card.body)


@pytest.fixture
async def walk(app):
    walk = Walk(app.bot)
    await walk("/complaint my name is Rosa", "Danger or trouble", "Safety")
    return walk


async def test_a_page_names_the_agent_and_the_trouble_and_nothing_of_the_customer(walk):
    await walk("Page the duty lead")
    (post,) = walk.posts
    assert (post.place, post.urgent, post.reader) == (Place.parse("web:demo:leads"), True, "")
    words = post.card.body[0].text
    assert words == "Ana needs the duty lead now: a safety incident. Case 1001."
    assert load_post(dump_post(post)) == post


async def test_the_card_is_redrawn_in_place_once_the_page_was_delivered(walk):
    await walk("Page the duty lead")
    (redrawn,) = (await walk.receipt(walk.posts[0], "delivered")).posts
    assert (redrawn.replaces, redrawn.reader, redrawn.urgent) == ("m1", "ana", True)
    assert any(getattr(each, "text", "") == DELIVERED for each in redrawn.card.body)


@pytest.mark.parametrize("outcome", list(PostOutcome))
async def test_a_receipt_told_twice_has_one_effect(outcome, walk):
    await walk("Page the duty lead")
    post = walk.posts[0]
    await walk.receipt(post, outcome)
    assert (await walk.receipt(post, outcome)).posts == ()


async def test_a_receipt_of_an_earlier_page_says_nothing_of_the_present_one(walk):
    await walk("Page the duty lead")
    earlier = walk.posts[0]
    await walk("Back", "Life at risk", "Page the duty lead")
    await walk.receipt(earlier, "delivered")
    assert SENDING in await walk.shown()
    await walk.receipt(walk.posts[0], "failed")
    assert "Not delivered." in await walk.shown()


async def test_an_agent_who_has_gone_on_is_told_of_a_failure_in_their_own_chat(walk):
    await walk("Page the duty lead")
    post = walk.posts[0]
    await walk("Everyone is safe now")
    (told,) = (await walk.receipt(post, "failed")).posts
    assert told.place.channel == "@ana"
    assert (told.reader, told.replaces) == ("ana", "")
    assert "was not delivered. Ring your lead" in told.card.body[0].text
    assert "Note two facts." in await walk.shown()


async def test_an_agent_who_has_gone_on_is_left_in_peace_when_it_was_delivered(walk):
    await walk("Page the duty lead")
    post = walk.posts[0]
    await walk("Everyone is safe now")
    assert (await walk.receipt(post, "delivered")).posts == ()


async def test_a_case_set_aside_meanwhile_shows_the_outcome_when_it_is_taken_up(walk):
    await walk("Page the duty lead")
    post = walk.posts[0]
    await walk("/complaint another one")
    (told,) = (await walk.receipt(post, "failed")).posts
    assert told.card.title == "Not delivered"


async def test_a_receipt_is_of_use_only_to_whom_it_belongs(walk, app):
    await walk("Page the duty lead")
    args = {**walk.posts[0].receipt.args, "outcome": "delivered"}
    for stranger in ({"who": "dana"}, {"who": "ana", "tenant": "other"}):
        reply = await app.bot.answer(
            turn(TurnKind.RECEIPT, "complaint.paged", args=args, **stranger)
        )
        assert reply.posts == ()
    assert SENDING in await walk.shown()


async def test_nobody_can_press_a_receipt(walk, app):
    await walk("Page the duty lead")
    args = {**walk.posts[0].receipt.args, "outcome": "delivered"}
    for kind in (TurnKind.ACTION, TurnKind.SUBMIT):
        await app.bot.answer(replace(turn(kind, "complaint.paged", args=args)))
    assert SENDING in await walk.shown()


NOT_OUT = "Not out yet."


async def test_a_page_that_is_not_out_yet_says_so_and_goes_to_the_managers(walk, app):
    """Dana leads nobody here; she is the manager of the workspace."""
    await walk("Page the duty lead")
    redrawn, *asked = (await walk.receipt(walk.posts[0], "delayed")).posts
    assert (redrawn.replaces, redrawn.reader) == ("m1", "ana")
    texts = [getattr(each, "text", "") for each in redrawn.card.body]
    assert any(each.startswith(NOT_OUT) for each in texts)
    assert not any(each.label == "Page again" for each in redrawn.card.buttons)
    assert [(each.place.channel, each.reader, each.urgent) for each in asked] == [
        ("@dana", "dana", True)
    ]
    assert texts[-1] == "I ask them in their own chats, too: Dana."
    assert [each.text for each in asked[0].card.body] == [
        "Ana needs somebody now: a safety incident. Case 1001.",
        "Asked for at 09:00 (UTC). The lead's channel couldn't be reached then, so I ask you.",
    ]


async def test_where_there_is_no_manager_nobody_is_said_to_be_asked(walk, app):
    async with app.database.transaction() as connection:
        await connection.execute(update(people).values(role="agent"))
    await walk("Page the duty lead")
    (redrawn,) = (await walk.receipt(walk.posts[0], "delayed")).posts
    assert "own chats" not in str(redrawn.card)


async def test_the_managers_of_the_agents_team_come_before_those_of_the_workspace(walk, app):
    await app.bot.answer(typed("care team @Ana", "alex", mentions=(Mention("ana", "Ana"),)))
    await walk("Page the duty lead")
    _, *asked = (await walk.receipt(walk.posts[0], "delayed")).posts
    assert [each.place.channel for each in asked] == ["@alex"]


async def test_that_it_is_late_is_told_once_and_its_end_once_more(walk):
    await walk("Page the duty lead")
    post = walk.posts[0]
    await walk.receipt(post, "delayed")
    assert (await walk.receipt(post, "delayed")).posts == ()
    (redrawn,) = (await walk.receipt(post, "delivered")).posts
    assert any(getattr(each, "text", "") == DELIVERED for each in redrawn.card.body)
    assert (await walk.receipt(post, "delayed")).posts == ()


async def test_an_agent_who_has_gone_on_is_asked_for_all_the_same(walk):
    await walk("Page the duty lead")
    post = walk.posts[0]
    await walk("Everyone is safe now")
    assert [each.reader for each in (await walk.receipt(post, "delayed")).posts] == ["dana"]
    (told,) = (await walk.receipt(post, "failed")).posts
    assert told.card.title == "Not delivered"


async def test_a_page_waits_for_four_hours_and_no_longer_than_its_case_is_open(walk, app):
    await walk("Page the duty lead")
    (row,) = await rows_of(app.database, deliveries)
    assert row.expires_at - row.occurs_at == timedelta(hours=4)
    await walk("Everyone is safe now")
    known = next(iter(walk.card.actions())).action.args
    end = {"case": known["case"], "rev": known["rev"], "to": "end"}
    await app.bot.answer(turn(TurnKind.ACTION, "complaint.go", args=end))
    (row,) = await rows_of(app.database, deliveries)
    assert (row.state, row.reason) == ("skipped", Reason.SUPERSEDED)
