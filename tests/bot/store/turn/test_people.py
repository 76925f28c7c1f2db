"""Each is called by one name here, which nobody else has: never an old one, and never an id."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.store.database import Database
from bot.store.people_rows import COPIES, KnownPerson, known_people, note_person
from bot.store.scope import Scope
from bot.store.tables.all_tables import metadata
from bot.store.tables.asks import asks
from bot.store.tables.channels import channels
from bot.store.tables.deliveries import deliveries
from bot.store.tables.insights import rules
from bot.store.tables.people import people
from bot.store.tables.schedules import schedules
from handlers.domain.people import Membership, Mention, Person, Platform, Tenant
from handlers.turn import TurnKind
from tests.conftest import MONDAY, pressed, turn, typed

HERE = Scope(Tenant(Platform.SLACK, "T1"))
SAM = Person("US1", "Sam", membership=Membership.MEMBER, handle="sam.reed")
OTHER_SAM = replace(SAM, id="US2", handle="sam.klein")
BO = replace(SAM, id="UBO", name="Bo", handle="bo")


async def met(database, *told, at=MONDAY, scope=HERE):
    """Note people, one turn each; return everybody's name by id."""
    for person in told:
        async with database.transaction(20) as connection:
            known = await known_people(connection, scope, [person.id])
            await note_person(connection, scope, person, known.get(person.id), at)
    async with database.read_transaction(20) as connection:
        rows = await connection.execute(scope.select(people, people.c.id, people.c.name))
        return {row.id: row.name for row in rows}


async def test_the_first_of_a_name_is_called_so(database):
    assert await met(database, SAM, BO) == {"US1": "Sam", "UBO": "Bo"}


async def test_two_of_one_name_are_told_apart_by_what_the_platform_shows(database):
    names = await met(database, SAM, OTHER_SAM)
    assert names == {"US1": "Sam (sam.reed)", "US2": "Sam (sam.klein)"}


@pytest.mark.parametrize("handle", ["", "Sam", "sam"])
async def test_where_it_shows_nothing_more_a_small_number_does(handle, database):
    told = [replace(each, handle=handle) for each in (SAM, OTHER_SAM)]
    assert await met(database, *told) == {"US1": "Sam (1)", "US2": "Sam (2)"}


async def test_who_has_a_small_number_keeps_it_when_another_of_the_name_comes(database):
    """A card of yesterday says "Sam (2)": today that mustn't be somebody else."""
    first, second, third = (replace(SAM, id=each, handle="") for each in ("US5", "US3", "US1"))
    assert await met(database, first, second) == {"US5": "Sam (1)", "US3": "Sam (2)"}
    names = await met(database, third)
    assert names == {"US5": "Sam (1)", "US3": "Sam (2)", "US1": "Sam (3)"}


async def test_a_name_in_capitals_is_the_same_name(database):
    names = await met(database, SAM, replace(OTHER_SAM, name="SAM"))
    assert names == {"US1": "Sam (sam.reed)", "US2": "SAM (sam.klein)"}


@pytest.mark.parametrize("name", ["Ömer", "ÉLODIE", "Ольга", "İpek", "小明", "O'Neill", "100%_\\"])
async def test_names_are_of_any_letters(name, database):
    """SQLite knows capitals of the letters from A to Z alone."""
    assert await met(database, replace(SAM, name=name)) == {"US1": name}
    names = await met(database, replace(OTHER_SAM, name=name))
    assert names == {"US1": f"{name} (sam.reed)", "US2": f"{name} (sam.klein)"}


async def test_who_is_alone_with_a_name_again_is_called_by_it(database):
    names = await met(database, SAM, OTHER_SAM, replace(OTHER_SAM, name="Samuel"))
    assert names == {"US1": "Sam", "US2": "Samuel"}


async def test_a_name_as_long_as_can_be_is_still_told_apart(database):
    long = [replace(each, name="S" * 300) for each in (SAM, OTHER_SAM)]
    first, second = (await met(database, *long)).values()
    assert first != second
    assert len(first) == len(second) == 150


@pytest.mark.parametrize("told", [150, 151], ids=["all of it", "cut"])
async def test_a_name_and_a_handle_are_kept_up_to_150_characters(told, app):
    await met(app.database, replace(SAM, name="S" * told, handle="s" * told))
    async with app.database.read_transaction(20) as connection:
        (known,) = (await known_people(connection, HERE, ["US1"])).values()
    assert (known.name, known.handle) == ("S" * 150, "s" * 150)


async def test_another_workspace_has_its_own_sams(database):
    await met(database, SAM)
    elsewhere = Scope(Tenant(Platform.SLACK, "T2"))
    assert await met(database, OTHER_SAM, scope=elsewhere) == {"US2": "Sam"}
    assert await met(database) == {"US1": "Sam"}


async def test_whom_the_platform_can_not_place_keeps_name_and_membership(database):
    guest = replace(SAM, membership=Membership.GUEST)
    names = await met(database, guest, replace(SAM, name="sam.r", membership=None))
    assert names == {"US1": "Sam"}
    async with database.read_transaction(20) as connection:
        (known,) = (await known_people(connection, HERE, ["US1"])).values()
    assert known.membership is Membership.GUEST


async def test_the_zone_is_kept_as_told_last_also_by_what_tells_none(database):
    """Somebody else's turn, and the beat, know whose clock it is."""
    rome, tokyo = "Europe/Rome", "Asia/Tokyo"
    for zone, kept in ((rome, rome), ("", rome), (tokyo, tokyo)):
        await met(database, replace(SAM, zone=zone))
        async with database.read_transaction(20) as connection:
            (known,) = (await known_people(connection, HERE, ["US1"])).values()
        assert known.zone == kept
        assert known.tells_nothing_new(replace(SAM, zone=zone), MONDAY)


async def test_a_name_that_came_along_is_kept_while_there_is_no_better_one(database):
    unsure = replace(SAM, name="sam.r", handle="", membership=None)
    assert await met(database, unsure) == {"US1": "sam.r"}
    assert await met(database, SAM) == {"US1": "Sam"}


async def test_an_id_is_no_name(database):
    assert await met(database, Person("U9", "U9")) == {}
    assert await met(database, Person("U9", "U9", membership=Membership.MEMBER)) == {"U9": "U9"}


@pytest.mark.parametrize(
    ("after", "news"),
    [(timedelta(hours=12, seconds=-1), False), (timedelta(hours=12), True)],
    ids=["before", "from then on"],
)
def test_what_has_not_changed_is_noted_twice_a_day(after, news):
    known = KnownPerson("US1", "Sam", "Sam", "sam.reed", Membership.MEMBER, MONDAY)
    assert known.tells_nothing_new(SAM, MONDAY + after) is not news


@pytest.mark.parametrize(
    "told",
    [
        replace(SAM, name="Samuel"),
        replace(SAM, handle="sam.r"),
        replace(SAM, membership=Membership.GUEST),
        replace(SAM, membership=Membership.LEFT),
    ],
    ids=["a name", "a handle", "a guest", "a closed account"],
)
def test_what_has_changed_is_noted_at_once(told):
    known = KnownPerson("US1", "Sam", "Sam", "sam.reed", Membership.MEMBER, MONDAY)
    assert not known.tells_nothing_new(told, MONDAY)


def test_no_place_where_a_name_is_kept_is_forgotten():
    """Of a reminder its arguments hold some as well, and of a delivery the detail."""
    names = {
        column
        for table in metadata.sorted_tables
        for column in table.c
        if table not in (people, channels) and column.name.endswith(("name", "owner", "taken_by"))
    } - {asks.c.taken_by, rules.c.name}  # an id, and what a rule is called
    assert {name for _, name in COPIES} == names


async def kept_names(app):
    """Return what stands in the tables that keep names, as text."""
    tables = [people, *dict.fromkeys(name.table for _, name in COPIES), schedules]
    async with app.database.read_transaction() as connection:
        rows = [(await connection.execute(select(each))).all() for each in tables]
        rows.append((await connection.execute(select(deliveries.c.detail))).all())
    return str(rows)


def of(asked, name, who="dana"):
    """Return a turn of somebody who is called so by now."""
    return replace(asked, person=replace(asked.person, id=who, name=name, handle=who))


async def test_nobody_reads_the_name_before_once_there_is_a_new_one(app):
    """Whatever she did under it: set up, paused, left out, removed, promised, thanked, led."""
    ana = Mention("ana", "Ana", membership=Membership.MEMBER, handle="ana")
    for line in (
        "/reminders add weekdays 08:55",
        "/reminders pause",
        "/reminders add daily 12:00",
        "/reminders skip 2",
        "/promise ring back by 10:00",
        "/care team @Ana",
        "/shoutout @Ana for staying with an upset guest until they smiled",
        "/care thanks",
    ):
        asked = replace(of(typed(line, "dana", channel="front-desk"), "Old"), mentions=(ana,))
        reply = await app.bot.answer(asked)
        assert reply.card.title != "Not quite", reply
    assert "Old" in await kept_names(app)
    await app.bot.answer(of(typed("/care help", "dana"), "New"))
    kept = await kept_names(app)
    assert "'Old'" not in kept
    assert "New" in kept
    listed = await app.bot.answer(of(typed("/reminders list", channel="front-desk"), "New"))
    assert "paused by New" in str(listed.card)
    assert "Old" not in str(listed.card)


async def test_who_is_called_by_no_name_is_somebody(app):
    asked = typed("/reminders add weekdays 08:55", channel="front-desk")
    await app.bot.answer(of(asked, "U123", "U123"))
    listed = await app.bot.answer(typed("/reminders list", channel="front-desk"))
    assert "set up by Somebody" in str(listed.card)
    await app.bot.answer(of(typed("/care help"), "Sam", "U123"))
    listed = await app.bot.answer(typed("/reminders list", channel="front-desk"))
    assert "set up by Sam" in str(listed.card)


async def test_a_deleted_name_stays_deleted(app):
    await app.bot.answer(of(typed("/care help"), "Dana"))
    assert "'demo', 'dana', 'Dana'" in await kept_names(app)
    await app.bot.answer(of(turn(TurnKind.ACTION, "care.mydata-delete"), "Dana"))
    assert "'demo', 'dana', 'Dana'" not in await kept_names(app)
    shown = await app.bot.answer(typed("/care people", "alex"))
    assert dict(shown.card.body[0].rows) == {"Alex": "admin", "Somebody": "manager"}


@pytest.mark.usefixtures("at_once")
async def test_turns_of_two_sams_at_once_tell_them_apart_by_the_next(database, database_url):
    other = Database(database_url, "NORMAL")
    await asyncio.gather(met(database, SAM), met(other, OTHER_SAM))
    await other.dispose()
    names = await met(database, replace(SAM, membership=Membership.ADMIN))
    assert names == {"US1": "Sam (sam.reed)", "US2": "Sam (sam.klein)"}


SAMS = (
    Mention("us1", "Sam", membership=Membership.MEMBER, handle="sam.reed", written="Sam (1)"),
    Mention("us2", "Sam", membership=Membership.MEMBER, handle="sam.klein", written="Sam (2)"),
)


async def test_two_sams_are_both_thanked(app):
    line = "/shoutout @Sam (1) and @Sam (2) for staying with an upset guest until they smiled"
    reply = await app.bot.answer(replace(typed(line, "dana"), mentions=SAMS))
    assert reply.card.title == "Thanked: Sam (sam.reed) and Sam (sam.klein)"
    assert {each.reader for each in reply.posts} == {"us1", "us2"}


async def test_of_two_sams_the_one_is_thanked_and_the_other_is_named(app):
    line = "/shoutout @Sam (2) for covering the late shift of @Sam (1) on that busy Friday"
    reply = await app.bot.answer(replace(typed(line, "dana"), mentions=SAMS))
    assert reply.card.title == "Thanked: Sam (sam.klein)"
    assert "the late shift of Sam (sam.reed) on" in reply.card.body[0].text


async def test_two_sams_have_a_role_each(app):
    line = replace(typed("/care people @Sam (1) manager", "alex"), mentions=SAMS[:1])
    await app.bot.answer(line)
    line = replace(typed("/care people @Sam (2) admin", "alex"), mentions=SAMS[1:])
    rows = (await app.bot.answer(line)).card.body[0].rows
    assert ("Sam (sam.reed)", "manager") in rows
    assert ("Sam (sam.klein)", "admin") in rows


async def test_two_sams_are_on_a_list_and_one_of_them_is_taken_off(app):
    line = replace(typed("/care team @Sam (1) @Sam (2)", "dana"), mentions=SAMS)
    card = (await app.bot.answer(line)).card
    card = (await app.bot.answer(pressed(card, "Take Sam (sam.klein) off your list", "dana"))).card
    off = [each.label for each in card.actions() if each.label.startswith("Take")]
    assert off == ["Take Sam (sam.reed) off your list"]


GONE = Mention("lee", "Lee", membership=Membership.LEFT)
ANA = Mention("ana", "Ana", membership=Membership.MEMBER, handle="ana")


@pytest.mark.parametrize(
    ("line", "who", "said"),
    [
        (
            "/shoutout @Lee for staying with an upset guest until they smiled",
            "dana",
            "Lee has left; I can't thank them here.",
        ),
        (
            "/shoutout @Ana and @Lee for staying with an upset guest until they smiled",
            "dana",
            "Lee has left; I can't thank them here.",
        ),
        ("/care people @Lee manager", "alex", "Lee has left; I can't give them a role."),
        ("/care team @Lee @Ana", "dana", "Lee has left; I can't put them on your list."),
    ],
    ids=["thanks", "thanks beside others", "a role", "a list"],
)
@pytest.mark.parametrize("told", [True, False], ids=["told now", "told before"])
async def test_a_closed_account_gets_nothing_new(line, who, said, told, app):
    if not told:
        first = replace(typed("/care team @Lee", "dana"), mentions=(GONE,))
        await app.bot.answer(first)
    gone = GONE if told else replace(GONE, membership=None)
    reply = await app.bot.answer(replace(typed(line, who), mentions=(ANA, gone)))
    assert said in str(reply.form or reply.card)
    assert not reply.posts
    if reply.form and "@Ana" in line:
        assert reply.form.fields[0].value == "ana"


async def test_a_role_is_taken_back_from_a_closed_account(app):
    told = replace(GONE, membership=Membership.MEMBER)
    await app.bot.answer(replace(typed("/care people @Lee manager", "alex"), mentions=(told,)))
    await app.bot.answer(replace(typed("/care team @Lee", "dana"), mentions=(GONE,)))
    listed = await app.bot.answer(typed("/care people", "alex"))
    assert ("Lee", "manager, has left") in listed.card.body[0].rows
    taken = replace(typed("/care people @Lee agent", "alex"), mentions=(GONE,))
    assert "Lee" not in str((await app.bot.answer(taken)).card)


async def leaves(app, who, name):
    gone = Mention(who, name, membership=Membership.LEFT)
    line = replace(typed(f"/care team @{name}", "alex"), mentions=(gone,))
    assert "has left" in str((await app.bot.answer(line)).card)


async def test_a_manager_who_has_left_is_not_asked_to_post(app):
    await leaves(app, "dana", "Dana")
    line = "/shoutout @Ana for staying with an upset guest until they smiled"
    asked = replace(typed(line), person=replace(typed("").person, id="bo", name="Bo"))
    reply = await app.bot.answer(replace(asked, mentions=(ANA,)))
    assert {each.reader for each in reply.posts} == {"alex"}  # an admin, where no manager is left
    await leaves(app, "alex", "Alex")
    again = replace(asked, id="again", text=asked.text.replace("upset", "angry"), mentions=(ANA,))
    reply = await app.bot.answer(again)
    assert "Ask an admin for a manager" in str(reply.form)


@pytest.mark.parametrize(
    ("gone", "told", "words"),
    [
        ((), ["ana"], "I can't post to #front-desk any more"),
        (("ana",), ["dana"], "Ana, who has left, set it up."),
        (("ana", "dana"), ["alex"], "Ana, who has left, set it up."),
    ],
    ids=["its owner", "a manager", "an admin"],
)
async def test_a_stopped_reminder_is_told_to_somebody_who_is_still_here(gone, told, words, app):
    await app.bot.answer(typed("/reminders add weekdays 08:55", channel="front-desk"))
    for who in gone:
        await leaves(app, who, who.capitalize())
    async with app.database.read_transaction() as connection:
        schedule = await connection.scalar(select(schedules.c.id))
    args = {"schedule": schedule, "reason": "channel_gone"}
    stopped = turn(TurnKind.RECEIPT, "reminders.unreachable", args=args, channel="front-desk")
    posts = (await app.bot.answer(replace(stopped, person=Person("", "Careloop")))).posts
    assert [each.place.channel.removeprefix("@") for each in posts] == told
    assert words in posts[0].card.body[0].text
