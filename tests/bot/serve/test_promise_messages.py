"""What tells of a promise follows it: by the same road, at once, whoever dies or is late."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.bot import Bot
from bot.codec import load_post
from bot.library import Library
from bot.serve.app import nobody
from bot.serve.notices.promises import notify_all
from bot.store.engine.notices.promises import Notices
from bot.store.tables.deliveries import deliveries
from bot.store.tables.workspaces import workspaces
from handlers.turn import TurnKind
from tests.conftest import MONDAY, pressed, turn, typed

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TEN, LATE = MONDAY + HOUR, MONDAY + 2 * HOUR


class Shop:
    """A workspace with a lead's channel, in which what is sent arrives when we say so."""

    def __init__(self, database) -> None:
        self.due_by = []
        self.database = database
        self.bot = Bot(Library(), database, nobody, due_by=self.due_by.append)

    async def open(self, zone: str = "Europe/Berlin") -> None:
        row = {"platform": "web", "tenant": "demo", "zone": zone, "lead_place": "web:demo:leads"}
        async with self.database.transaction(5) as connection:
            await connection.execute(insert(workspaces).values(row))

    async def promise(self, line: str = "/promise find the key by 11:00", **others):
        return (await self.bot.answer(typed(line, **others))).card

    async def take(self, who: str = "dana", at=LATE):
        (lead,) = await self.sent("leads")
        action = lead.card.buttons[0].action
        here = {"args": action.args, "channel": "leads", "at": at}
        return (await self.bot.answer(turn(TurnKind.ACTION, action.intent, who, **here))).card

    async def beat(self, at) -> None:
        await notify_all(at, Notices(self.database), self.bot.answer)

    async def leave(self) -> None:
        """Let what waits be on its way, so that it can't be taken back."""
        async with self.database.transaction(5) as connection:
            await connection.execute(update(deliveries).values(started_at=MONDAY))

    async def arrive(self, at, outcome: str = "delivered") -> None:
        """Let everything arrive that was sent and not heard of."""
        async with self.database.transaction(5) as connection:
            query = select(deliveries).where(deliveries.c.receipt, deliveries.c.state == "pending")
            rows = (await connection.execute(query.order_by(deliveries.c.id))).all()
            await connection.execute(update(deliveries).values(state="sent", receipt=False))
        for row in rows:
            receipt = load_post(row.body).receipt
            args = {**receipt.args, "outcome": outcome, "ref": f"ref-{row.id}"}
            known = {"who": args["person"], "args": args, "at": at}
            await self.bot.answer(turn(TurnKind.RECEIPT, receipt.intent, **known))

    async def sent(self, channel: str):
        async with self.database.read_transaction(5) as connection:
            bodies = await connection.scalars(select(deliveries.c.body).order_by(deliveries.c.id))
            posts = [load_post(each) for each in bodies if each]
        return [each for each in posts if each.place.channel == channel]

    async def be_late(self) -> None:
        for at in (TEN, LATE):
            await self.beat(at)
            await self.arrive(at)


@pytest.fixture
async def shop(database):
    shop = Shop(database)
    await shop.open()
    return shop


async def test_the_clockwork_is_told_at_once_of_what_has_to_follow(shop):
    card = await shop.promise()
    await shop.be_late()
    shop.due_by.clear()
    await shop.bot.answer(pressed(card, "Kept", at=LATE + MINUTE))
    assert shop.due_by == [LATE + MINUTE]
    shop.due_by.clear()
    await shop.beat(LATE + MINUTE)
    assert shop.due_by == []
    _, redrawn = await shop.sent("leads")
    assert redrawn.card.title == "Ana's promise is kept"
    assert redrawn.replaces.startswith("ref-")


async def test_a_take_is_followed_in_the_channel_and_told_to_its_owner(shop):
    await shop.promise()
    await shop.be_late()
    await shop.beat(LATE)  # its owner hears that the lead knows
    shop.due_by.clear()
    answer = await shop.take(at=LATE + MINUTE)
    assert answer.body[0].text == "Thank you. Ana is told that you look after it with them."
    assert set(shop.due_by) == {LATE + MINUTE}
    await shop.beat(LATE + MINUTE)
    _, redrawn = await shop.sent("leads")
    assert redrawn.card.title == "Dana looks after Ana's promise"
    assert redrawn.card.buttons == ()
    assert (await shop.sent("@ana"))[-1].card.title == "Dana looks after it with you"


@pytest.mark.parametrize("outcome", ["delivered", "failed"])
async def test_what_happens_while_the_message_is_on_its_way_follows_its_receipt(outcome, shop):
    card = await shop.promise()
    await shop.beat(TEN)
    await shop.beat(LATE)
    await shop.leave()
    await shop.bot.answer(pressed(card, "Kept", at=LATE + MINUTE))
    await shop.beat(LATE + MINUTE)
    assert len(await shop.sent("leads")) == 1
    await shop.arrive(LATE + 2 * MINUTE, outcome)
    await shop.beat(LATE + 2 * MINUTE)
    titles = [each.card.title for each in (await shop.sent("leads"))[1:]]
    assert titles == (["Ana's promise is kept"] if outcome == "delivered" else [])
    lines = [each.card.title for each in await shop.sent("@ana") if each.replaces]
    assert lines == ([""] if outcome == "delivered" else [])


async def test_what_was_taken_back_in_time_is_not_waited_for(shop):
    card = await shop.promise()
    await shop.beat(TEN)
    await shop.beat(LATE)
    await shop.bot.answer(pressed(card, "Kept", at=LATE + MINUTE))
    await shop.beat(LATE + MINUTE)
    assert [each.replaces for each in await shop.sent("leads")] == [""]


async def test_another_process_redraws_what_this_one_left(shop, database):
    card = await shop.promise()
    await shop.be_late()
    await shop.bot.answer(pressed(card, "Couldn't keep it", at=LATE + MINUTE))
    other = Shop(database)
    for _ in range(2):
        await other.beat(LATE + HOUR)
    _, redrawn = await other.sent("leads")
    assert redrawn.card.title == "Ana couldn't keep a promise"


async def test_a_zone_that_is_not_the_readers_is_named(shop):
    card = await shop.promise("/promise find the key by 05:00", zone="America/New_York")
    await shop.be_late()
    (told,) = await shop.sent("leads")
    assert ("It was for", "Mon 23 Nov 05:00 (America/New_York)") in told.card.body[0].rows
    await shop.bot.answer(pressed(card, "Kept", at=LATE + MINUTE, zone="America/New_York"))
    await shop.beat(LATE + MINUTE)
    _, redrawn = await shop.sent("leads")
    assert redrawn.card.body[-1].text == "Kept Mon 23 Nov 06:01 (America/New_York)."


async def test_its_owner_reads_it_in_the_zone_where_they_are_by_now(shop):
    await shop.promise("/promise find the key by 16:00", zone="Europe/Berlin")
    listed = (await shop.bot.answer(typed("/promise", zone="America/New_York"))).card
    assert listed.body[0].rows[0].label == "find the key · today 10:00"
    listed = (await shop.bot.answer(typed("/promise"))).card  # nobody tells where they are
    assert listed.body[0].rows[0].label == "find the key · today 16:00"


async def test_nobody_takes_what_has_a_new_time_by_now(shop):
    card = await shop.promise()
    await shop.be_late()
    moving = (await shop.bot.answer(pressed(card, "Move it", at=LATE))).card
    await shop.bot.answer(pressed(moving, "Tomorrow 10:00", at=LATE))
    answer = await shop.take(at=LATE + MINUTE)
    assert answer.body[0].text == "Moved to Tue 24 Nov 10:00."
    await shop.beat(LATE + MINUTE)
    _, redrawn = await shop.sent("leads")
    assert redrawn.card.title == "Ana's promise was moved"
    assert redrawn.card.buttons == ()


async def test_a_promise_that_is_deleted_leaves_no_words_with_the_lead(shop):
    await shop.promise()
    await shop.be_late()
    await shop.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", at=LATE))
    *_, redrawn = await shop.sent("leads")
    assert redrawn.replaces.startswith("ref-")
    assert redrawn.card.buttons == ()
    (line,) = redrawn.card.body
    assert line.text == "A late promise stood here. Nothing of it is stored any more."
