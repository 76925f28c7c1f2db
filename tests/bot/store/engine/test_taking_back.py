"""On the page a post that stands is redrawn and taken away by the name that came back with it."""

from bot.bot import lane
from bot.outgoing import Outgoing
from bot.store.engine.deliveries import Deliveries
from bot.web import timeline
from bot.web.directory import PERSONAS, place
from handlers.cards import Action, Card
from handlers.domain.people import Platform
from handlers.turn import Post, Reply, TurnKind
from scheduler.sender import Sender
from tests.conftest import typed


async def seen(app, tenant="demo"):
    async with app.database.read_transaction() as connection:
        found = await timeline.history(connection, tenant, PERSONAS["ana"])
    return [each.card["title"] for each in found if each.card]


async def test_a_post_is_redrawn_and_taken_away_by_its_name(app):
    name = await app.web_door.sender.post(Post(place("demo", "wins"), Card("First")), "key")
    await app.web_door.sender.post(
        Post(place("demo", "wins"), Card("Second"), replaces=name), "key-2"
    )
    assert await seen(app) == ["Second"]
    away = Post(place("demo", "wins"), Card("Second"), replaces=name, removes=True)
    for key in ("key-3", "key-4"):
        await app.web_door.sender.post(away, key)
        assert await seen(app) == []


async def test_windows_hear_that_a_post_was_taken_away(app):
    name = await app.web_door.sender.post(Post(place("demo", "wins"), Card("First")), "key")
    async with app.database.read_transaction() as connection:
        before = await timeline.latest(connection)
    away = Post(place("demo", "wins"), Card("First"), replaces=name, removes=True)
    await app.web_door.sender.post(away, "key-2")
    async with app.database.read_transaction() as connection:
        (told,) = await timeline.news(connection, before)
    assert (told.id, told.wire()["gone"], told.card) == (name, True, None)


async def test_another_workspace_takes_nothing_away(app):
    name = await app.web_door.sender.post(Post(place("demo", "wins"), Card("First")), "key")
    away = Post(place("other", "wins"), Card("First"), replaces=name, removes=True)
    await app.web_door.sender.post(away, "key-2")
    assert await seen(app) == ["First"]


async def test_a_receipt_tells_the_name_of_the_message(app):
    told = []

    async def hear(turn):
        told.append(turn)
        return Reply()

    args = {"person": "ana", "place": str(place("demo", "@ana"))}
    post = Post(place("demo", "wins"), Card("First"), receipt=Action("x.arrived", args))
    await app.bot.post(typed("/care help", at=app.clock()), post)
    outgoing, outbox = (
        Outgoing({Platform.WEB: app.web_door.sender.post}, hear, app.clock),
        Deliveries(app.database),
    )
    sender = Sender(outbox, outgoing.send, outgoing.settled, app.clock, lambda: 0.0, gap=0.0)
    async with sender.running():
        await sender.step(lane(post))
    (receipt,) = told
    assert receipt.kind is TurnKind.RECEIPT
    assert receipt.args["outcome"] == "delivered"
    await app.web_door.sender.post(
        Post(post.place, Card("Second"), replaces=receipt.args["ref"]), "key"
    )
    assert await seen(app) == ["Second"]
