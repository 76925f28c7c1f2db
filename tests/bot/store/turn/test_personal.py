"""What is kept of a person can be seen and deleted, wherever it lies; nobody else's is touched."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.serve.notices.promises import notify_all
from bot.store.engine.notices.promises import Notices
from bot.store.scope import Scope
from bot.store.tables.all_tables import metadata
from bot.store.tables.cases import cases
from bot.store.tables.promises import promises
from bot.store.turn.personal import OF_NOBODY, Personal
from handlers.personal.data import MESSAGE_LENGTH
from handlers.turn import TurnKind
from tests.conftest import MONDAY, turn, typed

HOUR = timedelta(hours=1)
CANARY = "zebra-crate-4711"


async def everything(app, who="ana"):
    here = typed("", who)
    async with app.database.read_transaction() as connection:
        return await Personal(connection, Scope(here.tenant), here.person).everything()


async def pressed(app, intent, who="ana"):
    return await app.bot.answer(turn(TurnKind.ACTION, intent, who))


async def words(app):
    """Return every row of every table, as text."""
    async with app.database.read_transaction() as connection:
        found = []
        for table in metadata.sorted_tables:
            rows = (await connection.execute(select(table))).all()
            found.append(f"{table.name}: {rows}")
    return "\n".join(found)


def test_no_table_is_forgotten():
    here = typed("")
    personal = Personal(None, Scope(here.tenant), here.person)
    named = {table.name for table, _ in personal._kept().values()}
    assert named | {table.name for table in OF_NOBODY} == set(metadata.tables)


async def test_it_is_all_there_to_see(app):
    await app.bot.answer(typed(f"/complaint {CANARY}"))
    await app.bot.answer(typed("/reminders add weekdays 08:55", channel="front-desk"))
    found = await everything(app)
    assert [each["note"] for each in found["complaints"]] == [CANARY]
    assert found["reminders"][0]["args"]["setter"] == "Ana"
    assert json.dumps(found)


async def test_somebody_else_sees_nothing_of_it(app):
    await app.bot.answer(typed(f"/complaint {CANARY}"))
    assert CANARY not in json.dumps(await everything(app, "dana"))


async def test_it_is_sent_in_pieces_to_the_persons_own_chat(app):
    for number in range(8):
        await app.bot.answer(typed(f"/complaint {CANARY} {number} {'x' * 400}"))
    reply = await pressed(app, "care.mydata-send")
    texts = [post.card.body[0].text for post in reply.posts]
    assert {(str(post.place), post.reader) for post in reply.posts} == {("web:demo:@ana", "ana")}
    assert len(texts) > 1
    assert max(map(len, texts)) <= MESSAGE_LENGTH
    assert sum(text.count(CANARY) for text in texts) == 8


async def test_deleted_is_gone_from_every_table(app):
    await app.bot.answer(typed(f"/complaint {CANARY}"))
    await app.bot.answer(typed(f"/complaint {CANARY} of Dana", "dana"))
    assert CANARY in await words(app)
    await pressed(app, "care.mydata-delete")
    left = await words(app)
    async with app.database.read_transaction() as connection:
        owners = (await connection.execute(select(cases.c.agent_id))).scalars().all()
    assert owners == ["dana"]
    assert f"'{CANARY}'" not in left


async def test_promises_are_seen_and_deleted_and_nothing_more_is_said_of_them(app):
    await app.bot.answer(typed(f"/promise {CANARY} by 10:00"))
    assert [each["what"] for each in (await everything(app))["promises"]] == [CANARY]
    await pressed(app, "care.mydata-delete")
    assert "promises" not in await everything(app) or not (await everything(app))["promises"]
    assert f"'{CANARY}'" not in await words(app)
    assert await notify_all(MONDAY + HOUR, Notices(app.database), app.bot.answer) == 0


async def test_whoever_took_a_colleagues_promise_loses_their_name_there(app):
    await app.bot.answer(typed("/promise ring back by 10:00"))
    notices = Notices(app.database)
    for hours in (1, 2):
        await notify_all(MONDAY + hours * HOUR, notices, app.bot.answer)
    async with app.database.read_transaction() as connection:
        promise_id = await connection.scalar(select(promises.c.id))
    take = turn(TurnKind.ACTION, "promises.take", "dana", args={"promise": promise_id})
    await app.bot.answer(take)
    assert "'Dana'" in await promise_rows(app)
    await pressed(app, "care.mydata-delete", "dana")
    assert "'Dana'" not in await promise_rows(app)


async def promise_rows(app):
    async with app.database.read_transaction() as connection:
        return str((await connection.execute(select(promises))).all())


async def test_a_role_of_the_workspace_stays_without_the_name(app):
    await pressed(app, "care.mydata-delete", "dana")
    found = await everything(app, "dana")
    assert [(each["role"], each["name"]) for each in found["you"]] == [("manager", "dana")]


@pytest.mark.parametrize("times", [1, 2])
async def test_twice_is_once(app, times):
    for _ in range(times):
        reply = await pressed(app, "care.mydata-delete")
    assert reply.card.title == "Deleted"
