"""A curious manager reads every card, digest and export, and learns nothing of one person.

They know who is on which list, and keep what they have read; they add and take away, from week to
week, from list to list, from before somebody deleted their data to after.
"""

import random
import re
import shutil
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.cli.week_rows import exported
from bot.serve.app import opened
from bot.serve.notices.follow_ups import follow_up
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.tables.cases import cases
from bot.store.tables.deliveries import deliveries
from bot.store.tables.insights import bends, weeks
from bot.store.tables.people import people, team_members
from bot.store.tables.promises import promises
from handlers.domain.insights.anonymity import TOO_FEW, stands
from handlers.domain.insights.rule import Rule, Told
from handlers.domain.people import Membership, Person, Place, Platform, Tenant
from tests.conftest import MONDAY, pressed, sent, set_clock, settings_on, typed
from tests.desk import AGENTS, MADE, TOLD_AT, Week, add_people, add_rule, fill

DEMO = Tenant(Platform.WEB, "demo")
FIRST, SECOND = date(2026, 11, 6), date(2026, 11, 13)
TUESDAY = MONDAY + timedelta(days=1)
TEAMS = {"dana": AGENTS[:6], "mira": (*AGENTS[6:], "ana")}  # who has no complaints
CAUSES = ("late", "broken", "rude", "price", "other", "")
SEEDS = range(5)


async def a_desk(app, seed):
    """Have twelve agents work for two weeks: some much, some little, some on one thing alone."""
    chance = random.Random(seed)  # noqa: S311 - the same desk each time
    async with app.database.transaction(5) as connection:
        for manager, them in TEAMS.items():
            await add_people(connection, DEMO, them, manager)
        await connection.execute(
            people.insert().values(
                platform="web", tenant="demo", id="mira", name="Mira", role="manager"
            )
        )
        told = Told(chance.randint(5, 12), 30, {"late": 4, "price": None, "rude": None})
        rule = Rule("r-14", "=The 14-day rule", MADE, "ana", told_at=TOLD_AT, told=told)
        await add_rule(connection, DEMO, rule)
        await add_rule(connection, DEMO, Rule("r-id", "An id with each parcel", MADE))
        for starts_on in (FIRST, SECOND):
            for _ in range(chance.randint(6, 18)):
                await fill(connection, DEMO, a_piece(chance, starts_on))


def a_piece(chance, starts_on):
    """Return what some of them did, of one kind."""
    some = chance.sample(AGENTS, chance.choice((1, 2, 3, 6, 12)))
    how = chance.choice((("accepted", None), ("not-accepted",), (None, "accepted", "not-accepted")))
    return Week(
        starts_on,
        some,
        causes={chance.choice(CAUSES): chance.randint(0, 9)},
        accepted=how,
        promises={chance.choice(("kept", "moved", "broken")): chance.randint(0, 6)},
        ideas=chance.randint(0, 2),
        lines=chance.choice((("",), ("", f"{chance.random()}"), (f"{chance.random()}",))),
        pages={chance.choice(("answered", "nobody")): chance.randint(0, 2)},
    )


async def everything_read(app, at=TUESDAY):
    """Return the text of every card that there is of these weeks, for admins and managers."""
    found = {}
    for who in ("alex", "dana", "mira"):
        reply = await app.bot.answer(by(who, typed("/care week", at=at)))
        assert reply.card is not None
        earlier = await app.bot.answer(by(who, pressed(reply.card, "The week before", at=at)))
        found[who] = [spoken(reply.card), spoken(earlier.card)]
    for words in ("preview", "why"):
        found[words] = [
            spoken((await app.bot.answer(typed(f"/care week {words}", "alex", at=at))).card)
        ]
    return found


def by(who, turn):
    """Return a turn of somebody whom the playground doesn't know."""
    person = Person(who, who.capitalize(), membership=Membership.MEMBER)
    return replace(turn, person=person, place=Place.personal(DEMO, who))


def spoken(card):
    """Return all that can be read on a card."""
    lines = [card.title]
    for block in card.body:
        match block.kind:
            case "text":
                lines.append(block.text)
            case "facts":
                lines += [f"{label}: {value}" for label, value in block.rows]
            case "chart":
                lines += block.lines
    return "\n".join([*lines, *(each.label for each in card.actions())])


async def truth(app):
    """Return who stands behind what of complaints and promises, by week, part and key."""
    found = defaultdict(Counter)
    async with app.database.read_transaction(5) as connection:
        for row in await connection.execute(select(cases)):
            week = week_of(row.closed_at)
            found[week, "causes", row.cause or "not_said"][row.agent_id] += 1
            found[week, "outcomes", row.accepted or "not-asked"][row.agent_id] += 1
            found[week, "again", "second" if row.second else "first"][row.agent_id] += 1
            found[week, "given", row.given or "not_said"][row.agent_id] += 1
        for row in await connection.execute(select(promises)):
            how = "broken" if row.state == "broken" else "moved" if row.moved else "kept"
            found[week_of(row.closed_at), "promises", how][row.owner_id] += 1
    return found


async def authors(app):
    """Return whose each line is that a week may show."""
    async with app.database.read_transaction(5) as connection:
        found = await connection.execute(select(cases).where(cases.c.given_shared))
        return {(week_of(row.closed_at), row.given_what, row.agent_id) for row in found}


def week_of(moment):
    return (moment - timedelta(days=1)).date().isoformat()


async def all_exports(settings):
    """Return every figure of every export by whose it is, week, part and key; None is hidden.

    And the lines on what was given, by whose it is and week.
    """
    found, lines = {}, {}
    for team in ("", *TEAMS):
        for row in await exported(settings, "web:demo", team, 2):
            figure = None if row["figure"] == TOO_FEW else row["figure"]
            if row["key"] == "line":
                lines.setdefault((team, row["from"]), []).append(row["label"])
            else:
                found[team, row["from"], row["part"], row["key"]] = figure
    return found, lines


@dataclass(frozen=True, slots=True)
class Read:
    """All that there is to read of a desk, and who really stands behind what."""

    cards: dict
    shown: dict
    lines: dict
    behind: dict
    authors: dict


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=SEEDS)
async def read(request, furnished, tmp_path_factory):
    """A desk that everybody has read, and exported."""
    path = tmp_path_factory.mktemp("desk") / "careloop.db"
    shutil.copy(furnished, path)
    settings = settings_on(path)
    await set_clock(settings, TUESDAY)
    async with opened(settings) as app:
        await a_desk(app, request.param)
        cards = await everything_read(app)
        return Read(cards, *await all_exports(settings), await truth(app), await authors(app))


async def test_no_card_names_anybody_but_the_owner_of_a_rule(read):
    cards = read.cards
    for text in (text for texts in cards.values() for text in texts):
        assert not re.search(r"agent-\d|Agent-\d", text)


async def test_what_is_shown_stands_in_the_team_and_without_it(read):
    shown, behind = read.shown, read.behind
    parts = {key[2] for key in shown} & {"causes", "outcomes", "again", "given", "promises"}
    assert parts
    for (team, week, part, key), figure in shown.items():
        if figure is None or part not in parts or key == "total":
            continue
        true = behind[week, part, key]
        mine = restricted(true, TEAMS.get(team, AGENTS))
        assert figure == sum(mine.values())
        assert stands(mine)
        if team:
            assert stands(restricted(true, set(AGENTS) - set(TEAMS[team])))


async def test_what_is_hidden_stands_when_all_that_is_shown_is_taken_away(read):
    """Of the workspace, of each team, and of what is left without it."""
    shown, behind = read.shown, read.behind
    for team, week, part, _ in {key for key in shown if key[3] == "total"}:
        keys = [key for who, when, what, key in shown if (who, when, what) == (team, week, part)]
        keys.remove("total")
        hidden = [key for key in keys if shown[team, week, part, key] is None]
        if shown[team, week, part, "total"] is None:
            assert hidden == keys
            continue
        if not hidden or (week, part, hidden[0]) not in behind:
            continue
        assert len(hidden) > 1
        for group in (TEAMS.get(team, AGENTS), set(AGENTS) - set(TEAMS.get(team, ()))):
            left = Counter()
            for key in hidden:
                left.update(restricted(behind[week, part, key], group))
            assert stands(left)


async def test_lines_are_shown_where_three_let_them_each_of_another_and_in_no_order_of_time(read):
    assert read.lines
    for (team, week), lines in read.lines.items():
        mine, rest = Counter(), Counter()
        for when, _, who in read.authors:
            if when == week:
                (mine if who in TEAMS.get(team, AGENTS) else rest)[who] += 1
        assert stands(mine)
        assert stands(rest) or not team
        assert lines == sorted(lines)
        assert len(lines) <= 3
        assert all(any(text == line for _, text, _ in read.authors) for line in lines)


async def test_no_sum_or_difference_of_lists_leaves_few_people(read):
    shown, behind = read.shown, read.behind
    for week, part, key in behind:
        seen = [TEAMS[team] for team in TEAMS if shown.get((team, week, part, key)) is not None]
        for number in range(1, len(seen) + 1):
            for some in combinations(seen, number):
                left = set(AGENTS).difference(*some)
                assert not left or stands(restricted(behind[week, part, key], left))


async def test_a_card_shows_what_the_export_shows(read):
    """And nothing beside it: each number on a card is one that the export has for that reader."""
    cards, shown = read.cards, read.shown
    for reader, team in (("alex", ""), ("dana", "dana"), ("mira", "mira")):
        known = {
            str(figure) for key, figure in shown.items() if key[0] == team and figure is not None
        }
        for text in cards[reader]:
            figures = re.search(r"^Complaints: .*?^Given", text, re.MULTILINE | re.DOTALL)
            numbers = re.findall(r"\d+", figures[0]) if figures else []
            assert set(numbers) <= known, (reader, text)


async def test_neighbouring_weeks_share_no_case(read):
    shown, behind = read.shown, read.behind
    for week in (FIRST.isoformat(), SECOND.isoformat()):
        total = shown["", week, "causes", "total"]
        true = sum(sum(who.values()) for key, who in behind.items() if key[:2] == (week, "causes"))
        assert total in (None, true)


@pytest.mark.parametrize("seed", SEEDS)
async def test_nothing_that_happens_later_changes_what_was_shown(app, seed):
    """Before and after differ by one person: their data, their place on a list, their cases."""
    await a_desk(app, seed)
    before = await everything_read(app)
    agent = AGENTS[0]
    reply = await app.bot.answer(by(agent, typed("/care mydata")))
    for label in ("Delete it", "Yes, delete it"):
        reply = await app.bot.answer(by(agent, pressed(reply.card, label)))
    assert reply.card.title == "Deleted"
    async with app.database.transaction(5) as connection:
        await connection.execute(team_members.delete().where(team_members.c.person_id == AGENTS[1]))
        late = Week(
            SECOND, [AGENTS[2]], causes={"late": 5}, promises={"kept": 5}, pages={"nobody": 5}
        )
        await fill(connection, DEMO, late)
    assert await everything_read(app) == before


async def test_bent_rules_are_in_no_figure_of_a_week_but_as_their_owner_was_told(app):
    """The owner's days overlap with the week: two figures of the same bends could be subtracted."""
    await a_desk(app, 1)
    before = await everything_read(app)
    async with app.database.transaction(5) as connection:
        await connection.execute(weeks.delete())
        for number, who in enumerate(AGENTS[:6]):
            at = TOLD_AT + timedelta(hours=number - 3)
            values = {
                "platform": "web",
                "tenant": "demo",
                "id": f"bend-{number}",
                "rule_id": "r-14",
            }
            await connection.execute(bends.insert().values(**values, agent_id=who, at=at))
    assert await everything_read(app) == before
    assert re.search(r"“=The 14-day rule” was bent \d+ times in 30 days\.", before["alex"][0])


@pytest.mark.parametrize("number", [1, 2])
async def test_nought_one_and_two_look_the_same(settings, number):
    """The whole card, to the letter: of a cause that nobody named, and of one that some did."""
    cards = []
    for agents in ((), AGENTS[:number]):
        async with opened(settings) as app:
            async with app.database.transaction(5) as connection:
                await connection.execute(cases.delete())
                await connection.execute(weeks.delete())
                many = dict.fromkeys(("late", "broken"), 24)
                await fill(connection, DEMO, Week(SECOND, AGENTS, causes={**many, "": 24}))
                hidden = {"price": 12} if not agents else {"price": 12 - len(agents)}
                await fill(connection, DEMO, Week(SECOND, AGENTS[:12], causes=hidden))
                if agents:
                    await fill(connection, DEMO, Week(SECOND, agents, causes={"rude": len(agents)}))
            reply = await app.bot.answer(typed("/care week", "alex"))
            cards.append([each for each in spoken(reply.card).splitlines() if ":" in each][:9])
    rude = [next(line for line in card if line.startswith("How we spoke")) for card in cards]
    assert rude[0] == rude[1] == "How we spoke to them: few (few)"


async def test_the_digest_of_a_channel_is_the_admins_card_without_buttons_and_owner(app):
    await a_desk(app, 1)
    here = {"channel": "leads"}
    reply = await app.bot.answer(typed("/care week", "alex", **here))
    form = (
        await app.bot.answer(pressed(reply.card, "As a channel's digest …", "alex", **here))
    ).form
    await app.bot.answer(sent(form, {"day": "0", "hour": "10:00"}, "alex", **here))
    at = MONDAY + timedelta(hours=1)
    assert await follow_up(at, FollowUps(app.database), app.bot.answer) == 1
    async with app.database.read_transaction(5) as connection:
        (row,) = (await connection.execute(select(deliveries))).all()
    told = row.body["card"]
    assert row.lane == "web:demo:leads"
    assert (told["buttons"], told["more"], told["alarm"]) == ([], [], None)
    card = (await app.bot.answer(typed("/care week", "alex", at=at))).card
    assert told["title"] == card.title
    assert told["body"][1]["rows"] == [[a, list(b)] for a, b in card.body[1].rows]
    assert told["body"][2]["rows"] == [list(each) for each in card.body[2].rows]
    assert "owner" not in told["body"][0]["text"]


def restricted(behind, group):
    return Counter({who: number for who, number in behind.items() if who in group})
