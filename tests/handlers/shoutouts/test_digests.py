"""Who has which drafts of thanks in their digest, when it comes, and what stays of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot.serve.app import opened
from bot.serve.notices.thanks import LATER, send_digests
from bot.store.engine.clock_steps import shift_waiting
from bot.store.engine.next_due import next_due, work_due
from bot.store.engine.notices.thanks import ThanksDigests
from bot.store.tables.channels import channels
from bot.store.tables.deliveries import deliveries
from bot.store.tables.people import people, team_members, teams
from bot.store.tables.shoutouts import shoutout_recipients, shoutouts, thanks_digests
from bot.store.tables.workspaces import workspaces
from handlers.turn import TurnKind
from tests.conftest import MONDAY, pressed, sent, turn, typed

SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
HALF_PAST_FOUR = MONDAY + 7.5 * HOUR
HERE = {"platform": "web", "tenant": "demo"}
WAY_TO_THE_END = (
    *("They've said it all", "They feel heard", "Said it", "Refund or replace it"),
    *("Done already", "Yes", "Done"),
)


async def closed_well(app, who="ana", at=MONDAY, **others):
    """Walk a complaint to its end, accepted, with nothing promised: it is done already."""
    reply = await app.bot.answer(typed("/complaint", who, at=at, **others))
    for label in WAY_TO_THE_END:
        reply = await app.bot.answer(pressed(reply.card, label, who, at=at, **others))
    assert "is closed" in reply.card.title
    assert reply.posts == ()


async def beat(app, at, **others):
    return await send_digests(at, ThanksDigests(app.database), app.bot.answer, **others)


async def write(app, *statements):
    async with app.database.transaction(5) as connection:
        for each in statements:
            await connection.execute(each)


async def digests(app):
    """Return the digests on their way, oldest first: whose, and their rows."""
    async with app.database.read_transaction(5) as connection:
        rows = (await connection.execute(select(deliveries).order_by(deliveries.c.id))).all()
    return [
        (row.lane.removeprefix("web:demo:@"), _labels(row.body["card"]))
        for row in rows
        if row.body and row.body["card"]["title"] == "Closed well"
    ]


def _labels(card):
    return [
        button["label"]
        for block in card["body"]
        if block["kind"] == "choices"
        for button in block["rows"]
    ]


async def next_at(app, who="dana"):
    async with app.database.read_transaction(5) as connection:
        query = select(thanks_digests.c.next_at).where(thanks_digests.c.manager_id == who)
        return await connection.scalar(query)


async def count(app, table):
    async with app.database.read_transaction(5) as connection:
        return await connection.scalar(select(func.count()).select_from(table))


ROW = "Ana · refund or replace it"


async def test_it_comes_at_half_past_four_and_not_before(app):
    await closed_well(app)
    assert await next_due(app.database, MONDAY) == HALF_PAST_FOUR
    assert not (await work_due(app.database, HALF_PAST_FOUR - SECOND)).digests
    assert await beat(app, HALF_PAST_FOUR - SECOND) == 0
    assert (await work_due(app.database, HALF_PAST_FOUR)).digests
    assert await beat(app, HALF_PAST_FOUR) == 1
    assert await digests(app) == [("dana", [ROW])]


async def test_however_often_the_beat_rings_and_whoever_looks_it_comes_once_a_day(settings):
    async with opened(settings) as app:
        await closed_well(app)
        for number in range(3):
            await beat(app, HALF_PAST_FOUR + number * SECOND)
    async with opened(settings) as app:  # the next process finds the work done
        for number in range(3):
            await beat(app, HALF_PAST_FOUR + number * MINUTE)
        assert len(await digests(app)) == 1
        await beat(app, HALF_PAST_FOUR + DAY)
        assert len(await digests(app)) == 2


async def test_a_turn_that_the_same_moment_brings_twice_sends_it_once(app):
    await closed_well(app)
    twice = [
        turn(TurnKind.NOTICE, "thanks.digest", "dana", at=HALF_PAST_FOUR, id=each)
        for each in ("one", "two")
    ]
    posts = [len((await app.bot.answer(each)).posts) for each in twice]
    assert posts == [1, 0]


async def test_missed_for_an_hour_it_comes_on_the_next_day(app):
    await closed_well(app)
    await beat(app, HALF_PAST_FOUR + HOUR)
    assert await digests(app) == []
    assert await next_at(app) == HALF_PAST_FOUR + DAY


async def test_a_clock_that_was_ahead_and_is_put_right_brings_it_at_its_hour(app):
    await closed_well(app)
    await write(app, update(thanks_digests).values(next_at=HALF_PAST_FOUR + 30 * DAY))
    await shift_waiting(app.database, MONDAY, -30 * DAY)
    await beat(app, MONDAY)
    assert await digests(app) == []
    assert await next_at(app) == HALF_PAST_FOUR


async def test_after_a_clock_put_back_the_same_day_brings_no_second_one(app):
    await closed_well(app)
    await beat(app, HALF_PAST_FOUR)
    await shift_waiting(app.database, MONDAY, -8 * HOUR)
    for hours in range(9):
        await beat(app, MONDAY + hours * HOUR)
    assert len(await digests(app)) == 1


async def test_what_could_not_be_saved_is_tried_a_minute_later(app):
    await closed_well(app)

    async def busy(asked):
        return replace(await app.bot.answer(typed("/care help")), saved=False)

    await send_digests(HALF_PAST_FOUR, ThanksDigests(app.database), busy)
    assert await next_at(app) == HALF_PAST_FOUR + LATER
    await beat(app, HALF_PAST_FOUR + LATER)
    assert len(await digests(app)) == 1


async def test_one_of_each_workspace_comes_before_the_second_of_any(app):
    for tenant in ("demo", "other"):
        rows = [{**HERE, "tenant": tenant, "manager_id": f"m{each}"} for each in range(3)]
        kept = {"hour": "", "last_day": "", "message": "", "shows": "", "version": 1}
        await write(app, insert(thanks_digests).values([{**each, **kept} for each in rows]))
    await write(app, update(thanks_digests).values(next_at=MONDAY))
    due = await ThanksDigests(app.database).due(MONDAY, 2)
    assert {each.tenant.id for each in due} == {"demo", "other"}


async def test_by_the_managers_own_clock(app):
    await app.bot.answer(typed("/care help", "dana", zone="America/New_York"))
    await closed_well(app)
    assert await next_at(app) == MONDAY + 12.5 * HOUR
    await beat(app, MONDAY + 12.5 * HOUR)
    assert len(await digests(app)) == 1


async def test_whoever_the_platform_gives_no_zone_has_the_workspaces(app):
    await write(app, update(workspaces).values(zone="Europe/Rome"))
    await closed_well(app)
    assert await next_at(app) == HALF_PAST_FOUR - HOUR


async def test_a_zone_that_is_none_holds_up_no_complaint(app):
    await app.bot.answer(typed("/care help", "dana"))
    await write(app, update(people).where(people.c.id == "dana").values(zone="Nowhere/Land"))
    await closed_well(app)
    assert await next_at(app) == HALF_PAST_FOUR


async def test_not_on_a_day_off_of_the_managers_team(app):
    team = {"manager_id": "dana", "place": "web:demo:front-desk"}
    rest = {"channel": "front-desk", "country": "", "region": "", "quiet": ""}
    await write(app, insert(teams).values(**HERE, **team))
    await app.bot.answer(typed("/reminders days", "dana", channel="front-desk"))
    form = turn(
        TurnKind.SUBMIT,
        "reminders.days-save",
        "dana",
        channel="front-desk",
        args={**rest, "days": "23 Nov"},
    )
    await app.bot.answer(form)
    assert await with_days_off(app) == ["front-desk"]
    await closed_well(app)
    await beat(app, HALF_PAST_FOUR)
    assert await digests(app) == []
    await beat(app, HALF_PAST_FOUR + DAY)
    assert len(await digests(app)) == 1


async def with_days_off(app):
    """Return the channels that have some; others may be kept for their names alone."""
    async with app.database.read_transaction(5) as connection:
        query = select(channels.c.channel).where(channels.c.days != "")
        return (await connection.scalars(query)).all()


async def test_two_managers_of_one_agent_have_one_each(app):
    for manager in ("dana", "alex"):
        member = {"manager_id": manager, "person_id": "ana", "name": "Ana"}
        await write(app, insert(team_members).values(**HERE, **member))
    await closed_well(app)
    await beat(app, HALF_PAST_FOUR)
    assert sorted(await digests(app)) == [("alex", [ROW]), ("dana", [ROW])]


async def test_a_manager_has_none_of_their_own_complaints(app):
    await closed_well(app, "dana")
    assert await count(app, shoutouts) == 0
    assert await count(app, thanks_digests) == 0


async def test_in_a_workspace_without_a_manager_the_admins_have_it(app):
    await write(app, update(people).where(people.c.id == "dana").values(role="agent"))
    await closed_well(app)
    await beat(app, HALF_PAST_FOUR)
    assert await digests(app) == [("alex", [ROW])]


async def test_a_manager_who_is_one_no_more_has_none(app):
    await closed_well(app)
    await write(app, update(people).where(people.c.id == "dana").values(role="agent"))
    await beat(app, HALF_PAST_FOUR)
    assert await digests(app) == []
    assert await next_at(app) is None


async def test_nothing_of_an_agent_who_has_left(app):
    await closed_well(app)
    await write(app, update(people).where(people.c.id == "ana").values(membership="left"))
    await beat(app, HALF_PAST_FOUR)
    assert await digests(app) == []


async def test_a_draft_that_is_open_of_an_agent_who_has_left_is_not_posted(app):
    await closed_well(app)
    draft = await only_draft(app)
    await write(app, update(people).where(people.c.id == "ana").values(membership="left"))
    reply = await app.bot.answer(pressed(draft, "Post it", "dana"))
    assert reply.card.title == "Not quite"
    assert "they have left" in reply.card.body[0].text
    assert (await app.bot.answer(pressed(draft, "Not now", "dana"))).card.title == "Left for now"


async def only_draft(app):
    listed = await app.bot.answer(turn(TurnKind.ACTION, "thanks.list", "dana"))
    (row,) = listed.card.body[1].rows
    return (await app.bot.answer(pressed(listed.card, row.label, "dana"))).card


async def on_its_way(app):
    """Return Dana's digest as its receipt will tell of it: a turn for when it arrives."""
    await beat(app, HALF_PAST_FOUR)
    async with app.database.read_transaction(5) as connection:
        bodies = (await connection.scalars(select(deliveries.c.body))).all()
    args = next(each["receipt"]["args"] for each in bodies if each.get("receipt"))
    return turn(
        TurnKind.RECEIPT,
        "thanks.arrived",
        "dana",
        at=HALF_PAST_FOUR,
        args={**args, "outcome": "delivered", "ref": "r:1"},
    )


async def test_what_is_decided_while_it_is_on_its_way_is_taken_out_of_it(app):
    await closed_well(app)
    receipt = await on_its_way(app)
    await app.bot.answer(
        turn(TurnKind.ACTION, "shoutout.decline", "alex", args=await draft_args(app))
    )
    (post,) = (await app.bot.answer(receipt)).posts
    assert (post.replaces, post.reader) == ("r:1", "dana")
    assert post.card.body[0].text == "No draft of thanks waits for you."


async def test_what_is_opened_before_we_know_where_it_stands_is_drawn_as_it_is(app):
    await closed_well(app)
    receipt = await on_its_way(app)
    await only_draft(app)
    (post,) = (await app.bot.answer(receipt)).posts
    assert (post.replaces, post.card.title) == ("r:1", "Closed well: a complaint, accepted")


async def test_as_it_was_sent_it_is_not_drawn_again(app):
    await closed_well(app)
    receipt = await on_its_way(app)
    assert (await app.bot.answer(receipt)).posts == ()


@pytest.mark.parametrize(
    "spoilt", [{"outcome": "failed"}, {"day": "2026-11-20"}, {"ref": ""}], ids=str
)
async def test_one_that_is_not_there_is_never_redrawn(app, spoilt):
    await closed_well(app)
    receipt = await on_its_way(app)
    receipt = replace(receipt, args={**receipt.args, **spoilt})
    assert (await app.bot.answer(receipt)).posts == ()
    declined = turn(TurnKind.ACTION, "shoutout.decline", "alex", args=await draft_args(app))
    assert (await app.bot.answer(declined)).posts == ()


async def draft_args(app):
    async with app.database.read_transaction(5) as connection:
        return {"shoutout": await connection.scalar(select(shoutouts.c.id)), "rev": "1"}


@pytest.mark.parametrize(("age", "is_there"), [(7 * DAY, True), (7 * DAY + SECOND, False)])
async def test_a_draft_older_than_a_week_drops_out(app, age, is_there):
    await closed_well(app)
    await write(app, update(shoutouts).values(made_at=HALF_PAST_FOUR - age))
    await beat(app, HALF_PAST_FOUR)
    assert len(await digests(app)) == is_there


async def test_undecided_it_comes_again_on_working_days_for_a_week(app):
    await closed_well(app)
    for day in range(14):
        await beat(app, HALF_PAST_FOUR + day * DAY)
    assert len(await digests(app)) == 5
    assert await next_at(app) is None


async def test_the_hour_is_theirs_and_stays(app):
    form = (await app.bot.answer(turn(TurnKind.ACTION, "thanks.hour-ask", "dana"))).form
    reply = await app.bot.answer(sent(form, {"hour": "09:30"}, "dana"))
    assert "at 09:30" in reply.card.body[0].text
    await closed_well(app)
    assert await next_at(app) == MONDAY + HOUR / 2
    form = (await app.bot.answer(turn(TurnKind.ACTION, "thanks.hour-ask", "dana"))).form
    assert form.fields[0].value == "09:30"


@pytest.mark.parametrize("hour", ["", "soon", "24:00", "09:30:00", "9"])
async def test_an_hour_that_is_none_is_asked_for_again(app, hour):
    reply = await app.bot.answer(turn(TurnKind.SUBMIT, "thanks.hour", "dana", args={"hour": hour}))
    assert reply.form.fields[0].error
    assert reply.form.fields[0].value == "16:30"


@pytest.mark.parametrize("intent", ["thanks.list", "thanks.hour-ask", "thanks.open"])
async def test_an_agent_reads_no_drafts(app, intent):
    await closed_well(app)
    async with app.database.read_transaction(5) as connection:
        draft = await connection.scalar(select(shoutouts.c.id))
    pressing = turn(TurnKind.ACTION, intent, "ana", args={"shoutout": draft})
    assert (await app.bot.answer(pressing)).card.title == "Not quite"


async def test_deleted_with_the_agents_data(app):
    await closed_well(app)
    draft = await only_draft(app)
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", "ana"))
    assert await count(app, shoutouts) == await count(app, shoutout_recipients) == 0
    assert (await app.bot.answer(pressed(draft, "Post it", "dana"))).card.title == "Not quite"
    await beat(app, HALF_PAST_FOUR)
    assert await digests(app) == []


async def test_what_a_manager_has_posted_stays_theirs(app):
    await closed_well(app)
    await app.bot.answer(pressed(await only_draft(app), "Thank privately", "dana"))
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", "ana"))
    assert await count(app, shoutouts) == 1


async def test_a_manager_sees_and_deletes_the_hour_they_set(app):
    form = (await app.bot.answer(turn(TurnKind.ACTION, "thanks.hour-ask", "dana"))).form
    await app.bot.answer(sent(form, {"hour": "09:30"}, "dana"))
    shown = (await app.bot.answer(turn(TurnKind.ACTION, "care.mydata", "dana"))).card
    assert ("When drafts of thanks come to you", "yes") in shown.body[0].rows
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", "dana"))
    assert await count(app, thanks_digests) == 0


async def test_a_promise_typed_with_the_number_of_the_case_counts(app):
    """It is open elsewhere than in the case; once it is kept there is something to thank for."""
    reply = await app.bot.answer(typed("/complaint"))
    reply = await app.bot.answer(pressed(reply.card, "Second time this happened"))
    made = await app.bot.answer(typed("/promise ring back by 12:00 case 1001", at=MONDAY + MINUTE))
    assert made.card.title == "Promise noted"
    for label in WAY_TO_THE_END:
        reply = await app.bot.answer(pressed(reply.card, label, at=MONDAY + MINUTE))
    assert await count(app, shoutouts) == 0
    listed = (await app.bot.answer(typed("/promise"))).card
    (row,) = next(block for block in listed.body if block.kind == "choices").rows
    card = (await app.bot.answer(pressed(listed, row.label))).card
    await app.bot.answer(pressed(card, "Kept", at=MONDAY + HOUR))
    assert await count(app, shoutouts) == 1
