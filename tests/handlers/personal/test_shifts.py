"""A person's own shifts: what they hear at a start and at an end, and what waits for the next."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.serve.notices.follow_ups import follow_up
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.tables.deliveries import deliveries
from bot.store.tables.shifts import shifts
from handlers.turn import TurnKind
from tests.conftest import MONDAY, pressed, sent, turn, typed

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SECOND = timedelta(seconds=1)
FIVE, TOMORROW = MONDAY + 8 * HOUR, MONDAY + 24 * HOUR


async def works(app, who="ana", deck="deck", at=MONDAY):
    form = (await app.bot.answer(turn(TurnKind.ACTION, "care.hours-ask", who, at=at))).form
    values = {"hours": "mon-fri 09:00-17:00", "deck": deck}
    await app.bot.answer(sent(form, values, who, at=at))
    await beat(app, at)


async def beat(app, at):
    before = len(await rows(app))
    await follow_up(at, FollowUps(app.database), app.bot.answer)
    return (await rows(app))[before:]


async def rows(app, table=deliveries):
    async with app.database.read_transaction() as connection:
        return (await connection.execute(select(table))).all()


def titles(found):
    return [row.body["card"]["title"] or row.body["card"]["aside"] for row in found]


@pytest.mark.parametrize(
    ("late", "said"),
    [
        pytest.param(timedelta(), 1, id="as it starts"),
        pytest.param(HOUR - SECOND, 1, id="a second less than an hour later"),
        pytest.param(HOUR, 0, id="an hour later"),
    ],
)
async def test_the_thought_comes_as_a_shift_starts_or_not_at_all(late, said, app):
    await works(app)
    await beat(app, FIVE)
    assert len(await beat(app, TOMORROW + late)) == said
    assert await beat(app, TOMORROW + late) == []


async def test_who_doesn_t_want_it_hears_nothing_at_a_start(app):
    await works(app, deck="")
    await beat(app, FIVE)
    assert await beat(app, TOMORROW) == []


async def test_the_thought_is_switched_off_on_its_card(app):
    await works(app)
    await beat(app, FIVE)
    (row,) = await beat(app, TOMORROW)
    labels = [each["label"] for each in row.body["card"]["more"]]
    assert "Not before my shifts" in labels
    off = turn(TurnKind.ACTION, "care.deck-off", at=TOMORROW)
    card = (await app.bot.answer(off)).card
    assert card.title == "As you like"
    assert await beat(app, TOMORROW + 24 * HOUR) == []


async def test_a_shift_without_anything_due_ends_in_silence(app):
    await works(app)
    await app.bot.answer(typed("/promise ring back tomorrow 10:00"))
    assert await beat(app, FIVE) == []


async def test_what_is_due_before_the_next_shift_is_said_at_the_end(app):
    await works(app)
    await app.bot.answer(typed("/promise ring back by tomorrow 08:59"))
    assert titles(await beat(app, FIVE)) == ["Your shift is over"]


async def test_thanks_wait_for_the_next_start_and_beside_what_does_not(app):
    await works(app)
    thanks = "/shoutout @Ana for staying late to bring the order to the door herself"
    form = (await app.bot.answer(typed("/shoutout", "dana", at=FIVE))).form
    values = {"people": "ana", "what": thanks.partition(" for ")[2]}
    await app.bot.answer(sent(form, values, "dana", at=FIVE))
    (row,) = [each for each in await rows(app) if each.body["reader"] == "ana"]
    assert (row.due_at, row.lane) == (TOMORROW, "web:demo:@ana~")
    assert row.expires_at > TOMORROW


async def test_within_a_shift_and_without_hours_nothing_waits(app):
    await works(app)
    for who, at in (("ana", FIVE - MINUTE), ("alex", FIVE)):
        form = (await app.bot.answer(typed("/shoutout", "dana", at=at))).form
        values = {"people": who, "what": "stayed late to bring the order to the door herself"}
        await app.bot.answer(sent(form, values, "dana", at=at))
        (row,) = [each for each in await rows(app) if each.body["reader"] == who]
        assert (row.due_at, row.lane) == (at, f"web:demo:@{who}")


async def test_what_somebody_does_outside_a_shift_is_answered_at_once(app):
    await works(app)
    send = turn(TurnKind.ACTION, "care.mydata-send", at=FIVE)
    await app.bot.answer(send)
    found = [each for each in await rows(app) if each.body["reader"] == "ana"]
    assert {each.due_at for each in found} == {FIVE}


async def test_who_deletes_their_data_has_no_hours_any_more(app):
    await works(app)
    card = (await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-ask"))).card
    await app.bot.answer(pressed(card, "Yes, delete it"))
    assert await rows(app, shifts) == []
