"""A manager's weekly card of thanks: when it comes, whom it names, and what nobody learns of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.serve.notices.follow_ups import follow_up
from bot.store.engine.clock_steps import shift_waiting
from bot.store.engine.housekeeping import forget_shoutouts
from bot.store.engine.next_due import next_due, work_due
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.tables.deliveries import deliveries
from bot.store.tables.people import people, team_members, teams
from bot.store.tables.shoutouts import noticing, shoutouts
from bot.store.tables.workspaces import workspaces
from bot.web.directory import chosen
from handlers.domain.people import Role
from handlers.turn import TurnKind
from tests.conftest import MONDAY, pressed, sent, turn, typed

SECOND, MINUTE, HOUR, DAY, WEEK = (
    timedelta(**{each: 1}) for each in ("seconds", "minutes", "hours", "days", "weeks")
)
THURSDAY = datetime(2026, 11, 26, 15, tzinfo=UTC)
HERE = {"platform": "web", "tenant": "demo"}
WORDS = "stayed late to bring the order to the door herself"
TITLE = "Whom you may want to thank"


async def lists(app, *who, manager="dana", at=MONDAY - 5 * WEEK):
    """Put people on a manager's list; they are known here from then on."""
    for each in who:
        await app.bot.answer(typed("/care help", each, at=at))
    values = {"people": ",".join(who)}
    form = (await app.bot.answer(turn(TurnKind.ACTION, "care.team-ask", manager, at=at))).form
    await app.bot.answer(sent(form, values, manager, at=at, mentions=chosen(values["people"])))


async def write(app, *statements):
    async with app.database.transaction(5) as connection:
        for each in statements:
            await connection.execute(each)


async def add_people(app, *names, joined_at=None):
    """Put people on Dana's list whom the playground hasn't got."""
    for name in names:
        row = {"id": name.lower(), "name": name, "role": Role.AGENT.value}
        member = {"manager_id": "dana", "person_id": name.lower(), "name": name}
        await write(
            app,
            insert(people).values(**HERE, **row),
            insert(team_members).values(**HERE, **member, joined_at=joined_at),
        )


async def beat(app, at):
    """Let the beat ring; return the weekly cards that it brings, each with whose it is."""
    before = {row.id for row in await rows(app, deliveries)}
    await follow_up(at, FollowUps(app.database), app.bot.answer)
    new = [row for row in await rows(app, deliveries) if row.id not in before]
    return [row for row in new if row.body["card"]["title"] == TITLE]


async def rows(app, table):
    async with app.database.read_transaction(5) as connection:
        return (await connection.execute(select(table).order_by(*table.primary_key))).all()


async def press(app, intent, who="dana", at=THURSDAY, **args):
    return await app.bot.answer(turn(TurnKind.ACTION, f"noticing.{intent}", who, args=args, at=at))


async def seen(app, at=THURSDAY, who="dana"):
    """Return the labels and the words of the card as its reader has it on asking for it."""
    return read((await press(app, "list", who, at)).card)


def read(card):
    labels = [each.label for block in card.body if block.kind == "choices" for each in block.rows]
    return labels, " ".join(block.text for block in card.body if block.kind == "text")


async def thanks(app, who, giver="dana", at=THURSDAY - WEEK, **values):
    form = (await app.bot.answer(typed("/shoutout", giver, at=at))).form
    values = {"people": who, "what": WORDS, **values}
    return await app.bot.answer(sent(form, values, giver, at=at, mentions=chosen(who)))


async def in_public(app, who, at=MONDAY - 5 * WEEK):
    """Let thanks for somebody stand in the channel for thanks."""
    await write(app, update(workspaces).values(thanks_place="web:demo:wins"))
    wish = turn(TurnKind.ACTION, "shoutout.wish", who, args={"where": "channel"}, at=at)
    await app.bot.answer(wish)


async def posted_by_alex(app, who, at=THURSDAY - WEEK, **values):
    """Let Alex, who leads nobody, thank somebody."""
    return await thanks(app, who, "alex", at, **values)


async def on(app, at=MONDAY):
    await press(app, "on", at=at)


async def test_the_first_card_asks_once(app):
    await lists(app, "ana")
    assert await next_due(app.database, MONDAY - 5 * WEEK) == THURSDAY - 5 * WEEK
    for week in range(5, 1, -1):  # newer than four weeks, she is named to nobody
        assert await beat(app, THURSDAY - week * WEEK) == []
    await write(app, update(team_members).values(joined_at=MONDAY - 4 * WEEK))
    assert await beat(app, THURSDAY - WEEK) == []
    assert not (await work_due(app.database, THURSDAY - SECOND)).follow_ups
    assert (await work_due(app.database, THURSDAY)).follow_ups
    (row,) = await beat(app, THURSDAY)
    assert row.lane == "web:demo:@dana"
    labels = [each["label"] for each in row.body["card"]["buttons"]]
    assert labels == ["Each week", "Another day or hour", "No, thank you"]
    for week in range(1, 5):
        assert await beat(app, THURSDAY + week * WEEK) == []


async def test_from_then_on_it_comes_each_week_that_has_a_name(app):
    await lists(app, "ana")
    await on(app)
    assert len(await beat(app, THURSDAY)) == 1
    assert await beat(app, THURSDAY + MINUTE) == []
    assert len(await beat(app, THURSDAY + WEEK)) == 1
    await thanks(app, "ana", at=THURSDAY + WEEK)
    for week in range(2, 5):
        assert await beat(app, THURSDAY + week * WEEK) == []
    assert len(await beat(app, THURSDAY + 5 * WEEK)) == 1


async def test_of_a_manager_without_a_team_nothing_comes(app):
    await on(app)
    assert await beat(app, THURSDAY) == []


@pytest.mark.parametrize("intent", ["show", "ask", "list", "snooze", "wake", "on", "off"])
async def test_an_agent_has_none(app, intent):
    assert (await press(app, intent, "ana")).card.title == "Not quite"
    assert await rows(app, noticing) == []


async def test_a_manager_who_is_one_no_more_is_told_nothing_and_again_once_they_are(app):
    await lists(app, "ana")
    await on(app)
    role = update(people).where(people.c.id == "dana")
    await write(app, role.values(role="agent"))
    assert await beat(app, THURSDAY) == []
    await write(app, role.values(role="manager"))
    assert len(await beat(app, THURSDAY + WEEK)) == 1


async def test_on_a_day_off_of_the_team_it_comes_on_the_next_working_day(app):
    await lists(app, "ana")
    await on(app)
    await write(app, insert(teams).values(**HERE, manager_id="dana", place="web:demo:front-desk"))
    days = {"channel": "front-desk", "country": "", "region": "", "quiet": "", "days": "26 Nov"}
    await app.bot.answer(typed("/reminders days", "dana", channel="front-desk"))
    await app.bot.answer(
        turn(TurnKind.SUBMIT, "reminders.days-save", "dana", channel="front-desk", args=days)
    )
    assert await beat(app, THURSDAY) == []
    assert len(await beat(app, THURSDAY + DAY)) == 1
    assert len(await beat(app, THURSDAY + WEEK)) == 1


async def test_by_the_managers_own_clock_and_on_their_own_days(app):
    await app.bot.answer(typed("/care help", "dana", zone="America/New_York"))
    form = (await app.bot.answer(turn(TurnKind.ACTION, "care.hours-ask", "dana"))).form
    await app.bot.answer(sent(form, {"hours": "mon-wed 09:00-17:00"}, "dana"))
    await lists(app, "ana")
    await on(app, at=THURSDAY)
    assert len(await beat(app, THURSDAY + 4 * DAY + 5 * HOUR)) == 1
    assert await beat(app, THURSDAY + WEEK) == []


async def test_it_waits_for_no_shift_of_its_reader(app):
    form = (await app.bot.answer(turn(TurnKind.ACTION, "care.hours-ask", "dana"))).form
    await app.bot.answer(sent(form, {"hours": "mon-fri 09:00-12:00"}, "dana"))
    await lists(app, "ana")
    await on(app)
    (row,) = await beat(app, THURSDAY)
    assert row.due_at == THURSDAY


async def test_a_clock_that_was_set_back_loses_no_card(app):
    await lists(app, "ana")
    await on(app, at=THURSDAY + 3 * WEEK)
    await shift_waiting(app.database, MONDAY, -4 * WEEK)
    assert await beat(app, MONDAY) == []
    assert len(await beat(app, THURSDAY)) == 1


async def test_the_hour_is_chosen_and_seen_in_ones_own_settings(app):
    await lists(app, "ana")
    form = (await press(app, "ask", at=MONDAY)).form
    assert [each.value for each in form.fields] == ["3", "15:00", "4"]
    values = {"weekday": "1", "hour": "09:30", "weeks": "12"}
    card = (await app.bot.answer(sent(form, values, "dana"))).card
    assert card.body[0].rows[0][1] == "Tuesdays at 09:30; the next: tomorrow 09:30"
    mine = (await app.bot.answer(typed("/care me", "dana"))).card
    assert ("Whom to thank", card.body[0].rows[0][1]) in mine.body[0].rows
    agents = (await app.bot.answer(typed("/care me"))).card
    assert "Whom to thank" not in dict(agents.body[0].rows)
    assert "Whom to thank" not in [each.label for each in agents.actions()]


@pytest.mark.parametrize(
    "spoilt",
    [{"weekday": "5"}, {"weekday": "x"}, {"hour": "24:00"}, {"hour": ""}, {"weeks": "1"}],
    ids=str,
)
async def test_what_is_not_in_the_list_is_asked_for_again(app, spoilt):
    form = (await press(app, "ask")).form
    again = (await app.bot.answer(sent(form, spoilt, "dana"))).form
    assert [each.name for each in again.fields if each.error] == list(spoilt)
    assert await rows(app, noticing) == []


@pytest.mark.parametrize("weeks", [2, 12])
async def test_from_two_weeks_to_twelve(app, weeks):
    await lists(app, "ana", at=MONDAY - 20 * WEEK)
    await thanks(app, "ana", at=THURSDAY - weeks * WEEK)
    form = (await press(app, "ask")).form
    await app.bot.answer(sent(form, {"weeks": str(weeks)}, "dana"))
    assert (await seen(app, THURSDAY - SECOND))[0] == []
    assert (await seen(app, THURSDAY))[0] == ["Thank Ana"]


async def test_a_snoozed_week_has_none_and_can_be_had_back(app):
    await lists(app, "ana")
    await on(app)
    (row,) = await beat(app, THURSDAY)
    assert [each["label"] for each in row.body["card"]["buttons"]] == [
        "Snooze a week",
        "Turn it off",
    ]
    card = (await press(app, "snooze")).card
    assert card.body[0].rows[0][1].endswith("one is left out; the next: Thu 10 Dec 15:00")
    assert (await press(app, "snooze")).card == card
    assert await beat(app, THURSDAY + WEEK) == []
    woken = (await app.bot.answer(pressed(card, "Don't leave it out", "dana", at=THURSDAY))).card
    assert woken.body[0].rows[0][1].endswith("at 15:00; the next: Thu 3 Dec 15:00")
    assert len(await beat(app, THURSDAY + WEEK)) == 1


async def test_turned_off_nothing_comes_and_it_can_be_had_back(app):
    await lists(app, "ana")
    await on(app)
    await press(app, "off", at=MONDAY)
    assert await beat(app, THURSDAY) == []
    mine = (await app.bot.answer(typed("/care me", "dana", at=THURSDAY))).card
    off = (await app.bot.answer(pressed(mine, "Whom to thank", "dana", at=THURSDAY))).card
    await app.bot.answer(pressed(off, "Turn it on", "dana", at=THURSDAY))
    assert len(await beat(app, THURSDAY + WEEK)) == 1


async def test_the_form_of_one_of_them_is_filled_in(app):
    await lists(app, "ana")
    card = (await press(app, "list")).card
    form = (await app.bot.answer(pressed(card, "Thank Ana", "dana"))).form
    assert form.fields[0].value == "ana"
    given = await app.bot.answer(
        sent(form, {"what": WORDS}, "dana", at=THURSDAY, mentions=chosen("ana"))
    )
    assert given.card.title == "Thanked: Ana"
    assert (await seen(app))[0] == []


async def test_who_is_not_on_the_list_any_more_is_not_thanked_from_it(app):
    await lists(app, "ana")
    card = (await press(app, "list")).card
    await app.bot.answer(turn(TurnKind.ACTION, "care.team-leave", "dana", args={"person": "ana"}))
    assert (await app.bot.answer(pressed(card, "Thank Ana", "dana"))).card.title == "Not quite"


async def test_five_names_others_without_a_number_and_nobody_who_left(app):
    await add_people(app, "Eve", "Gus", "Cleo", "Bo", "Flo", "Ida", "Al")
    await write(app, update(people).where(people.c.id == "al").values(membership="left"))
    labels, words = await seen(app)
    assert len(labels) == 5
    assert labels == sorted(labels)
    assert "Thank Al" not in labels
    assert "… and others" in words
    assert not any(sign.isdigit() for sign in words.partition("Shall I")[0])


async def test_neither_the_new_nor_oneself(app):
    await lists(app, "ana", "dana")
    await add_people(app, "Bo", joined_at=THURSDAY - 4 * WEEK + SECOND)
    assert (await seen(app))[0] == ["Thank Ana"]
    assert (await seen(app, THURSDAY + SECOND))[0] == ["Thank Ana", "Thank Bo"]


async def test_put_on_the_list_twice_is_once(app):
    await lists(app, "ana")
    await lists(app, "ana", at=MONDAY)
    (row,) = await rows(app, team_members)
    assert row.joined_at == MONDAY - 5 * WEEK
    assert len(await rows(app, noticing)) == 1


# What counts


async def test_ones_own_thanks_count_in_public_and_in_private(app):
    await lists(app, "ana", "alex")
    await in_public(app, "ana")
    await thanks(app, "ana")
    await thanks(app, "alex", private="yes")
    assert (await seen(app))[0] == []


async def test_thanks_that_were_taken_back_do_not(app):
    await lists(app, "ana")
    given = await thanks(app, "ana")
    await app.bot.answer(pressed(given.card, "Take it back", "dana"))
    assert (await seen(app))[0] == ["Thank Ana"]


@pytest.mark.parametrize("how", ["ticked", "typed", "typed, and asked for words"])
async def test_thanks_for_a_whole_team_are_nobodys_own(app, how):
    await lists(app, "ana", "alex")
    match how:
        case "ticked":
            await thanks(app, "", team="all")
        case "typed":
            await app.bot.answer(typed(f"/shoutout my team for {WORDS}", "dana"))
        case _:
            form = (await app.bot.answer(typed("/shoutout my team for it", "dana"))).form
            await app.bot.answer(sent(form, {"what": WORDS}, "dana"))
    assert len(await rows(app, shoutouts)) == 1
    assert (await seen(app))[0] == ["Thank Alex", "Thank Ana"]


async def test_a_team_of_one_is_that_one(app):
    await lists(app, "ana")
    await thanks(app, "", team="all")
    assert (await seen(app))[0] == []


async def test_of_the_thanks_of_others_those_one_could_read_make_nobody_a_quiet_hero(app):
    await lists(app, "ana")
    assert "A quiet hero: Ana." in (await seen(app))[1]
    await in_public(app, "ana")
    await posted_by_alex(app, "ana")
    labels, words = await seen(app)
    assert labels == ["Thank Ana"]
    assert "quiet hero" not in words


@pytest.mark.parametrize("whose", ["their own", "another"])
async def test_a_channel_of_a_team_counts_for_whoever_leads_it(app, whose):
    await lists(app, "ana")
    await lists(app, "ana", manager="alex")
    leader = "dana" if whose == "their own" else "alex"
    place = {"manager_id": leader, "place": "web:demo:front-desk"}
    await write(app, insert(teams).values(**HERE, **place))
    wish = turn(TurnKind.ACTION, "shoutout.wish", "ana", args={"where": "team"})
    await app.bot.answer(wish)
    await posted_by_alex(app, "ana")
    assert ("A quiet hero: Ana." in (await seen(app))[1]) is (whose == "another")


async def test_a_curious_manager_learns_of_no_private_thanks(app):
    """Whatever is said to Ana privately, and whatever becomes of it, her manager reads the same."""
    await lists(app, "ana")
    await add_people(app, "Bo")
    form = (await press(app, "ask")).form
    curious = [THURSDAY - 3 * WEEK, THURSDAY - SECOND, THURSDAY, THURSDAY + WEEK]

    async def all_there_is():
        found = []
        for weeks in (2, 3, 4, 12):
            await app.bot.answer(sent(form, {"weeks": str(weeks)}, "dana"))
            found += [await seen(app, at) for at in curious]
        return found

    before = await all_there_is()
    await in_public(app, "ana")
    given = await posted_by_alex(app, "ana", private="yes")
    assert await all_there_is() == before
    (post,) = [each for each in given.posts if each.reader == "ana"]
    form_of_answer = (await app.bot.answer(pressed(post.card, "Answer"))).form
    await app.bot.answer(sent(form_of_answer, {"line": "You would have done the same"}))
    assert await all_there_is() == before
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", "alex", at=THURSDAY))
    assert await all_there_is() == before


async def test_thanks_that_somebody_wants_private_betray_nothing_either(app):
    """Given for a channel, they stay private as Ana hasn't said where they may go."""
    await lists(app, "ana")
    await write(app, update(workspaces).values(thanks_place="web:demo:wins"))
    await posted_by_alex(app, "ana")
    assert "A quiet hero: Ana." in (await seen(app))[1]


# Drafts


async def test_two_drafts_are_ready_and_are_opened_by_a_tap(app):
    await lists(app, "ana", "alex")
    await thanks(app, "alex", giver="ana")
    card = (await press(app, "list")).card
    labels, words = read(card)
    assert labels[-1] == f"Alex · {WORDS}"
    assert "A draft is ready:" in words
    opened = (await app.bot.answer(pressed(card, labels[-1], "dana"))).card
    assert opened.title == "Ana proposes a shout-out"
    await app.bot.answer(pressed(opened, "Post it", "dana", at=THURSDAY))
    assert (await seen(app))[0] == ["Thank Alex", "Thank Ana"]  # they were Ana's thanks


async def passed_on(app, who, named=""):
    """Let Ana thank somebody after a complaint."""
    reply = await app.bot.answer(typed("/complaint", at=THURSDAY - DAY))
    way = ("They've said it all", "They feel heard", "Said it", "Refund or replace it")
    for label in (*way, "Done already", "Yes"):
        reply = await app.bot.answer(pressed(reply.card, label, at=THURSDAY - DAY))
    form = (await app.bot.answer(pressed(reply.card, "Pass something on"))).form
    values = {"people": who, "thanks": WORDS, "named": named}
    await app.bot.answer(sent(form, values, at=THURSDAY - DAY, mentions=chosen(who)))


async def test_a_draft_without_a_name_becomes_the_managers_own_thanks(app):
    await lists(app, "alex")
    await passed_on(app, "alex")
    card = (await press(app, "list")).card
    assert "Ana" not in str(card)
    (row,) = [each for each in card.actions() if each.label.startswith("Alex · ")]
    opened = (await app.bot.answer(pressed(card, row.label, "dana", at=THURSDAY))).card
    assert "Ana" not in str(opened)
    await app.bot.answer(pressed(opened, "Post it", "dana", at=THURSDAY))
    assert (await seen(app))[0] == []


async def test_a_complaint_that_closed_well_is_a_draft_too(app):
    await lists(app, "ana")
    await passed_on(app, "")
    reply = await app.bot.answer(typed("/complaint 1001", at=THURSDAY - DAY))
    await app.bot.answer(pressed(reply.card, "Done", at=THURSDAY - DAY))
    labels, _ = await seen(app)
    assert [each for each in labels if each.startswith("Ana · A complaint by phone")]


# What is deleted


async def test_thanks_that_were_deleted_with_their_givers_data_still_count(app):
    await lists(app, "ana")
    await in_public(app, "ana")
    await posted_by_alex(app, "ana")
    before = await seen(app)
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", "alex", at=THURSDAY))
    assert await rows(app, shoutouts) == []
    assert await seen(app) == before
    assert "A quiet hero: Ana." in (await seen(app, THURSDAY + 4 * WEEK))[1]


async def test_thanks_that_were_deleted_by_their_age_still_count(app):
    await lists(app, "ana", at=MONDAY - 20 * WEEK)
    await thanks(app, "ana", private="yes", at=THURSDAY - 3 * WEEK)
    assert await forget_shoutouts(app.database, THURSDAY, 2 * WEEK) == 1
    assert (await seen(app))[0] == []
    assert (await seen(app, THURSDAY + WEEK))[0] == ["Thank Ana"]


async def test_who_deletes_their_data_is_on_no_list(app):
    await lists(app, "ana")
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", "ana", at=THURSDAY))
    assert (await seen(app))[0] == []


async def test_a_manager_sees_and_deletes_what_is_kept_of_it(app):
    await on(app)
    shown = (await app.bot.answer(turn(TurnKind.ACTION, "care.mydata", "dana"))).card
    assert ("When you are told whom you may want to thank", "yes") in shown.body[0].rows
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", "dana"))
    assert await rows(app, noticing) == []


async def test_what_cannot_be_done_now_is_looked_at_again(app):
    await lists(app, "ana")
    await on(app)

    async def busy(asked):
        return replace(await app.bot.answer(typed("/care help")), saved=False)

    await follow_up(THURSDAY, FollowUps(app.database), busy)
    (row,) = await rows(app, noticing)
    assert row.next_at > THURSDAY
    assert len(await beat(app, row.next_at)) == 1
