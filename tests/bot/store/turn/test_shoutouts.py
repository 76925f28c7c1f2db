"""Shout-outs where the doors differ, and what must never happen whatever the door."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update

from bot.codec import load_post
from bot.store.tables.deliveries import deliveries
from bot.store.tables.people import people
from bot.store.tables.workspaces import workspaces
from handlers.cards import Text
from handlers.domain.people import Membership, Mention, MentionKind, Person
from handlers.turn import TurnKind
from scheduler.reasons import Reason
from tests.bot.doors import in_process
from tests.conftest import pressed, sent, turn, typed

DID = "for staying late to bring the order to the door herself"
DANA, ROBOT = Mention("dana", "Dana"), Mention("robot", "Robot", MentionKind.BOT)
DESK = Mention("desk", "desk", MentionKind.GROUP, (Person("ana", "Ana"), Person("dana", "Dana")))
HIDDEN = Mention("tag", "Night shift", MentionKind.GROUP)


async def give(app, line, who="dana", *mentions, **others):
    return await app.bot.answer(typed(f"/shoutout {line}", who, mentions=mentions, **others))


async def queued(app):
    async with app.database.read_transaction() as connection:
        found = await connection.execute(select(deliveries.c.body).order_by(deliveries.c.id))
    return [load_post(row.body) for row in found]


def words(card):
    return "\n".join(each.text for each in card.body if isinstance(each, Text))


async def test_a_group_is_its_people_each_once_without_the_giver_and_without_bots(app):
    reply = await give(app, f"@desk @Ana @Robot {DID}", "dana", DESK, Mention("ana", "Ana"), ROBOT)
    assert reply.card.title == "Thanked: Ana"
    assert [post.place.channel for post in await queued(app)] == ["@ana"]


async def test_a_group_of_the_page_is_thanked(settings):
    async with in_process(settings) as door:
        door.as_("dana")
        seen = await door.say(f"/shoutout @desk {DID}")
        assert seen.title == "Thanked: Ana"


async def test_a_group_whose_people_nobody_tells_asks_for_names(app):
    reply = await give(app, f"@Night shift {DID}", "dana", HIDDEN)
    assert "I can't see who is in Night shift." in reply.form.intro
    said = next(each.value for each in reply.form.fields if each.name == "what")
    assert said == DID.removeprefix("for ")
    again = sent(reply.form, {"people": "ana"}, "dana", mentions=(Mention("ana", "Ana"),))
    assert (await app.bot.answer(again)).card.title == "Thanked: Ana"


async def test_bots_chosen_in_the_form_are_left_out(app):
    form = (await give(app, "")).form
    values = {"people": "robot", "what": DID}
    reply = await app.bot.answer(sent(form, values, "dana", mentions=(ROBOT,)))
    assert reply.form.fields[0].error == "Who is it?"


async def test_without_a_manager_nothing_typed_is_lost(app):
    async with app.database.transaction() as connection:
        await connection.execute(delete(people).where(people.c.role != "agent"))
    reply = await give(app, f"@Dana {DID}", "ana", DANA)
    assert "Ask an admin for a manager" in reply.form.intro
    assert reply.form.fields[0].value == "dana"


async def test_a_proposal_goes_to_the_managers_of_who_is_thanked(app):
    await app.bot.answer(typed("/care team @Alex", "dana", mentions=(Mention("alex", "Alex"),)))
    await app.bot.answer(
        typed("/care people @Ana manager", "alex", mentions=(Mention("ana", "Ana"),))
    )
    async with app.database.transaction() as connection:
        row = {"platform": "web", "tenant": "demo", "id": "bo", "name": "Bo", "role": "agent"}
        await connection.execute(people.insert().values(row))
    asked = typed(f"/shoutout @Alex {DID}", "ana", mentions=(Mention("alex", "Alex"),))
    reply = await app.bot.answer(
        replace(asked, person=Person("bo", "Bo", membership=Membership.MEMBER))
    )
    assert reply.card.title == "Proposed: thanks for Alex"
    assert [post.place.channel for post in reply.posts] == ["@dana"]


async def test_the_first_manager_wins_and_the_others_see_it(app):
    manager = typed("/care people @Bo manager", "alex", mentions=(Mention("bo", "Bo"),))
    await app.bot.answer(manager)
    reply = await give(app, f"@Cleo {DID}", "ana", Mention("cleo", "Cleo"))
    assert {post.place.channel for post in reply.posts} == {"@dana", "@bo"}
    card = reply.posts[0].card
    first = await app.bot.answer(pressed(card, "Post it", "dana"))
    assert first.card.title == "Dana thanked Cleo"
    late = replace(
        pressed(card, "Decline", "dana"), person=Person("bo", "Bo", membership=Membership.MEMBER)
    )
    second = await app.bot.answer(late)
    assert second.card.title == "Dana thanked Cleo"
    assert second.posts == ()


async def test_a_press_by_somebody_who_manages_nothing_decides_nothing(app):
    reply = await give(app, f"@Cleo {DID}", "ana", Mention("cleo", "Cleo"))
    card = reply.posts[0].card
    for label in ("Post it", "Decline", "Thank privately"):
        answer = await app.bot.answer(pressed(card, label, "ana"))
        assert answer.card.title == "Not quite"
    edit = await app.bot.answer(pressed(card, "Edit", "ana"))
    assert edit.form is not None  # their own words they may change


async def test_an_id_that_somebody_else_chose_opens_nothing(app):
    reply = await give(app, f"@Cleo {DID}", "dana", Mention("cleo", "Cleo"))
    known = reply.card.buttons[0].action.args["shoutout"]
    form = (await give(app, "", "alex")).form
    forged = sent(form, {"people": "ana", "what": DID}, "alex", mentions=(Mention("ana", "Ana"),))
    for id_ in (known, "x" * 300, "../etc"):
        answer = await app.bot.answer(
            replace(forged, id=id_, args={**forged.args, "shoutout": id_})
        )
        assert answer.card.title == "Not quite"


async def test_personal_words_are_never_stored_or_posted(app):
    async with app.database.transaction() as connection:
        await connection.execute(update(workspaces).values(thanks_place="web:demo:wins"))
        await connection.execute(update(people).values(thanks="channel"))
    line = (
        "@Ana for ringing ott@shop.example and 0171 2345678 <!channel> @channel until all was well"
    )
    await give(app, line, "dana", Mention("ana", "Ana"))
    told = "\n".join(words(post.card) for post in await queued(app))
    assert "[e-mail]" in told
    assert "[phone]" in told
    assert "2345678" not in told


@pytest.mark.parametrize("who", ["ana", "dana"])
async def test_nothing_is_counted_or_ranked(app, who):
    for number in ("one", "two", "three"):
        await give(app, f"@Cleo for {DID} {number}", who, Mention("cleo", "Cleo"))
    for post in await queued(app):
        shown = f"{post.card.title} {words(post.card)}".lower()
        assert not any(each in shown for each in ("3", "third", "points", "most", "rank"))


async def lose(app, post, who):
    """Let a post be given up, and hand over its receipt."""
    args = {
        **post.receipt.args,
        "outcome": "failed",
        "reason": Reason.PERSON_UNREACHABLE.value,
        "ref": "",
    }
    return await app.bot.answer(turn(TurnKind.RECEIPT, post.receipt.intent, who, args=args))


async def test_the_giver_hears_who_could_not_be_reached(app):
    reply = await give(app, f"@Cleo {DID}", "dana", Mention("cleo", "Cleo"))
    (told,) = (await lose(app, reply.posts[0], "dana")).posts
    assert told.place.channel == "@dana"
    assert "did not reach Cleo privately (the page lets me reach that person" in words(told.card)


async def test_a_proposal_that_reaches_no_manager_is_told(app):
    manager = typed("/care people @Bo manager", "alex", mentions=(Mention("bo", "Bo"),))
    await app.bot.answer(manager)
    reply = await give(app, f"@Cleo {DID}", "ana", Mention("cleo", "Cleo"))
    first, second = reply.posts
    assert (await lose(app, first, "ana")).posts == ()
    (told,) = (await lose(app, second, "ana")).posts
    assert "reached no manager" in words(told.card)


async def test_whoever_had_their_data_deleted_is_thanked_no_more(app):
    reply = await give(
        app, f"@Ana @Cleo {DID}", "dana", Mention("ana", "Ana"), Mention("cleo", "Cleo")
    )
    told = reply.posts[0]
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", "ana"))
    again = await app.bot.answer(pressed(told.card, "Keep them private", "ana"))
    assert "gone" in words(again.card)
    form = (await app.bot.answer(pressed(reply.card, "Edit", "dana"))).form
    other = {"what": "staying late to bring both of the orders to the door"}
    changed = await app.bot.answer(sent(form, other, "dana"))
    assert changed.card.title == "Thanked: Cleo"
