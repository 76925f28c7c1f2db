"""Paging the lead: what became of it is told on the card, of this page and of no other."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.codec import dump_post, load_post
from bot.serve.notices.asks import LATER, tell_askers
from bot.store.engine.notices.asks import AskNotices
from bot.store.tables.deliveries import deliveries
from bot.store.tables.people import people
from handlers.cards import Called
from handlers.domain.asks.rules import URGENT_ANSWERED_WITHIN
from handlers.domain.people import Mention, Place
from handlers.turn import PostOutcome, Reply, TurnKind
from scheduler.reasons import Reason
from tests.calendars import rows_of
from tests.conftest import MONDAY, pressed, turn, typed

SENDING = "Paging the lead now."
OUT = "Out at 09:00. Nobody has answered yet."
UNANSWERED = "Nobody has answered."
SECOND = timedelta(seconds=1)


class Walk:
    """Ana's way through a card; ``posts`` are those of her last press."""

    def __init__(self, app) -> None:
        self.bot, self.database = app.bot, app.database
        self.card, self.posts = None, ()

    async def __call__(self, *labels) -> None:
        for label in labels:
            asked = (
                typed(label) if label.startswith("/") else pressed(self.card, label, message="m1")
            )
            reply = await self.bot.answer(asked)
            self.card, self.posts = reply.card, reply.posts

    async def receipt(self, post, outcome, ref="r1"):
        args = {**post.receipt.args, "outcome": outcome, "ref": ref}
        return await self.bot.answer(turn(TurnKind.RECEIPT, post.receipt.intent, args=args))

    async def beat(self, at):
        """Return what is said to askers by now."""
        said = []

        async def answer(of_beat):
            reply = await self.bot.answer(of_beat)
            said.extend(reply.posts)
            return reply

        await tell_askers(at, AskNotices(self.database), answer)
        return said

    async def shown(self) -> str:
        reply = await self.bot.answer(typed("/complaint"))
        return texts(reply.card)


def texts(card) -> str:
    return "\n".join(getattr(block, "text", "") for block in card.body)


@pytest.fixture
async def walk(app):
    walk = Walk(app)
    await walk("/complaint my name is Rosa", "Danger or trouble", "Safety")
    return walk


async def test_a_page_names_the_agent_and_the_trouble_and_nothing_of_the_customer(walk):
    await walk("Page the duty lead")
    (post,) = walk.posts
    assert (post.place, post.urgent, post.reader) == (Place.parse("web:demo:leads"), True, "")
    words = post.card.body[0].text
    assert words == "Ana needs the duty lead now: a safety incident. Case 1001."
    assert "Rosa" not in str(dump_post(post))
    assert load_post(dump_post(post)) == post


async def test_it_calls_the_managers_by_name_where_nobody_is_on_duty(walk):
    await walk("Page the duty lead")
    (line,) = (each for each in walk.posts[0].card.body if each.called)
    assert line.called == (Called("dana", "Dana"),)
    assert line.text == "@Dana"


async def test_the_card_is_redrawn_in_place_once_the_page_was_delivered(walk):
    await walk("Page the duty lead")
    (redrawn,) = (await walk.receipt(walk.posts[0], "delivered")).posts
    assert (redrawn.replaces, redrawn.reader, redrawn.urgent) == ("m1", "ana", True)
    assert OUT in texts(redrawn.card)
    assert "Ring your lead" in texts(redrawn.card)


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


async def test_an_agent_who_has_gone_on_is_told_of_a_failure_in_their_own_chat(walk, app):
    async with app.database.transaction() as connection:
        await connection.execute(update(people).values(role="agent"))
    await walk("Page the duty lead")
    post = walk.posts[0]
    await walk("/complaint another one")
    redrawn, told = (await walk.receipt(post, "failed")).posts
    assert (redrawn.replaces, redrawn.card.title) == ("m1", "Case 1001 is paused")
    assert "Not delivered. Ring your lead" in texts(redrawn.card)
    assert told.place.channel == "@ana"
    assert (told.reader, told.replaces) == ("ana", "")
    assert "Not delivered. Ring your lead" in texts(told.card)


async def test_an_agent_who_has_gone_on_is_left_in_peace_when_it_was_delivered(walk):
    await walk("Page the duty lead")
    post = walk.posts[0]
    await walk("/complaint another one")
    posts = (await walk.receipt(post, "delivered")).posts
    assert [each.replaces for each in posts] == ["m1"], (
        "their card is redrawn, and no message comes"
    )


async def test_the_card_of_each_step_says_how_the_page_stands(walk):
    await walk("Page the duty lead")
    post = walk.posts[0]
    await walk("Everyone is safe now", "Back to the complaint")
    assert "a safety incident: on its way." in texts(walk.card)
    (redrawn,) = (await walk.receipt(post, "delivered")).posts
    assert redrawn.replaces == "m1"
    assert "out at 09:00, nobody has answered yet." in texts(redrawn.card)
    assert "Don't fix, don't explain." in texts(redrawn.card)


@pytest.mark.parametrize(
    ("message", "is_beside", "redrawn", "told"),
    [
        pytest.param("m2", False, ["m1", "m2"], 0, id="both can be drawn anew"),
        pytest.param("m2", True, ["m1"], 1, id="the second stands beside"),
        pytest.param("", False, ["m1"], 1, id="nobody knows where the second is"),
    ],
)
async def test_two_cards_of_a_page_both_follow_it(message, is_beside, redrawn, told, walk):
    await walk("Page the duty lead")
    asked = replace(typed("/complaint"), message=message, is_beside=is_beside)
    assert SENDING in texts((await walk.bot.answer(asked)).card)
    delivered = (await walk.receipt(walk.posts[0], "delivered")).posts
    assert [each.replaces for each in delivered] == redrawn
    late = await walk.beat(MONDAY + URGENT_ANSWERED_WITHIN)
    own = [each for each in late if each.reader == "ana"]
    assert [each.replaces for each in own] == [*redrawn, *[""] * told]
    assert all(UNANSWERED in texts(each.card) for each in own)


async def test_an_agent_out_of_danger_reads_there_how_the_page_stands(walk):
    await walk("Page the duty lead")
    post = walk.posts[0]
    await walk("Everyone is safe now")
    (redrawn,) = (await walk.receipt(post, "delivered")).posts
    assert redrawn.card.title == "That was close"
    assert OUT in texts(redrawn.card)
    assert "Not needed any more" in [each.label for each in redrawn.card.more]


async def test_a_receipt_is_of_use_only_to_whom_it_belongs(walk, app):
    await walk("Page the duty lead")
    args = {**walk.posts[0].receipt.args, "outcome": "delivered"}
    for stranger in ({"who": "dana"}, {"who": "ana", "tenant": "other"}):
        reply = await app.bot.answer(turn(TurnKind.RECEIPT, "asks.arrived", args=args, **stranger))
        assert reply.posts == ()
    assert SENDING in await walk.shown()


@pytest.mark.parametrize("intent", ["asks.arrived", "asks.notice"])
async def test_nobody_can_press_a_receipt_or_a_notice(intent, walk, app):
    await walk("Page the duty lead")
    args = {**walk.posts[0].receipt.args, "outcome": "delivered"}
    for kind in (TurnKind.ACTION, TurnKind.SUBMIT):
        await app.bot.answer(turn(kind, intent, args=args))
    assert SENDING in await walk.shown()


async def test_a_page_that_is_not_out_yet_says_so_and_goes_to_the_managers(walk):
    """Dana leads nobody here; she is the manager of the workspace."""
    await walk("Page the duty lead")
    asked, redrawn = (await walk.receipt(walk.posts[0], "delayed")).posts
    assert (redrawn.replaces, redrawn.reader) == ("m1", "ana")
    assert "Not out yet. Ring your lead" in texts(redrawn.card)
    assert not any(each.label == "Page again" for each in redrawn.card.buttons)
    assert (asked.place.channel, asked.reader, asked.urgent) == ("@dana", "dana", True)
    assert "I ask Dana privately, too." in texts(redrawn.card)
    assert [each.text for each in asked.card.body] == [
        "Ana needs the duty lead now: a safety incident. Case 1001.",
        "Asked for at 09:00 (UTC). The lead's channel couldn't be reached then, so I ask you.",
    ]


async def test_where_there_is_no_manager_nobody_is_said_to_be_asked(walk, app):
    async with app.database.transaction() as connection:
        await connection.execute(update(people).values(role="agent"))
    await walk("Page the duty lead")
    (redrawn,) = (await walk.receipt(walk.posts[0], "delayed")).posts
    assert "own chats" not in texts(redrawn.card)


async def test_the_managers_of_the_agents_team_come_before_those_of_the_workspace(walk, app):
    await app.bot.answer(typed("care team @Ana", "alex", mentions=(Mention("ana", "Ana"),)))
    await walk("Page the duty lead")
    asked, _ = (await walk.receipt(walk.posts[0], "delayed")).posts
    assert asked.place.channel == "@alex"


async def test_that_it_is_late_is_told_once_and_its_end_once_more(walk):
    await walk("Page the duty lead")
    post = walk.posts[0]
    await walk.receipt(post, "delayed")
    assert (await walk.receipt(post, "delayed")).posts == ()
    (redrawn,) = (await walk.receipt(post, "delivered")).posts
    assert OUT in texts(redrawn.card)
    assert (await walk.receipt(post, "delayed")).posts == ()


async def test_a_page_waits_for_four_hours_and_no_longer_than_its_case_is_open(walk, app):
    await walk("Page the duty lead")
    (row,) = await rows_of(app.database, deliveries)
    assert row.expires_at - row.occurs_at == timedelta(hours=4)
    await walk("Everyone is safe now", "Close the case")
    (row,) = await rows_of(app.database, deliveries)
    assert (row.state, row.reason) == ("skipped", Reason.SUPERSEDED)


async def test_after_a_minute_and_not_before_it_is_said_that_nobody_has_answered(walk):
    await walk("Page the duty lead")
    await walk.receipt(walk.posts[0], "delivered")
    assert await walk.beat(MONDAY + URGENT_ANSWERED_WITHIN - SECOND) == []
    again, asked, redrawn = await walk.beat(MONDAY + URGENT_ANSWERED_WITHIN)
    assert (str(again.place), again.replaces) == ("web:demo:leads", "")
    assert [each.called for each in again.card.body if each.called] == [(Called("dana", "Dana"),)]
    assert "Nobody in the lead's channel has answered, so I ask you." in texts(asked.card)
    assert f"{UNANSWERED} Ring your lead" in texts(redrawn.card)
    assert await walk.beat(MONDAY + timedelta(hours=1)) == []


async def test_a_page_that_isnt_out_after_a_minute_does_not_go_out_twice(walk):
    await walk("Page the duty lead")
    asked, redrawn = await walk.beat(MONDAY + URGENT_ANSWERED_WITHIN)
    assert (asked.reader, redrawn.replaces) == ("dana", "m1")


async def test_taken_is_told_with_the_next_beat_and_a_page_that_is_not_out_yet_goes_no_more(
    walk, app
):
    await walk("Page the duty lead")
    (post,) = walk.posts
    asked, _ = (await walk.receipt(post, "delayed")).posts
    reply = await app.bot.answer(pressed(asked.card, "I'm on it", "dana", message="m2"))
    assert reply.card.title == "It's yours"
    (redrawn,) = await walk.beat(MONDAY)
    assert "Dana is on it, 09:00." in texts(redrawn.card)
    states = {row.lane: row.state for row in await rows_of(app.database, deliveries)}
    assert states["web:demo:leads!"] == "skipped"
    assert await walk.beat(MONDAY + timedelta(hours=1)) == []


async def test_what_cannot_be_told_is_put_off(walk):
    await walk("Page the duty lead")
    due, notices = MONDAY + URGENT_ANSWERED_WITHIN, AskNotices(walk.database)

    async def unsaved(of_beat):
        return Reply(saved=False)

    assert await tell_askers(due, notices, unsaved) == 1
    assert await notices.due(due + LATER - SECOND, 10) == []
    assert len(await notices.due(due + LATER, 10)) == 1


async def test_a_case_that_is_gone_ends_what_was_asked_for_in_it(walk, app):
    await walk("Page the duty lead")
    (post,) = walk.posts
    await walk.receipt(post, "delivered")
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete"))
    assert await walk.beat(MONDAY + URGENT_ANSWERED_WITHIN) == []
    take = pressed(post.card, "I'm on it", "dana", channel="leads")
    assert "This is over" in texts((await app.bot.answer(take)).card)


async def test_beside_a_page_that_did_not_arrive_stands_who_is_asked_instead(walk):
    await walk("Page the duty lead")
    await walk.receipt(walk.posts[0], "failed")
    await walk("Back")
    assert "not delivered, so I have asked Dana." in texts(walk.card)
