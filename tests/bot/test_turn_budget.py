"""A budget of turns: so many at once, so many a minute, and what is answered all the same."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.bot import Bot, Ended
from bot.library import Library
from bot.serve.app import nobody
from bot.store.tables.all_tables import metadata
from bot.store.tables.cases import cases
from bot.turn_budget import Buckets, TurnBudget
from handlers.dispatch import is_urgent, tells_of_danger
from handlers.domain.people import Person, Place, Platform
from handlers.routes import NOTICES, RECEIPTS, URGENT
from handlers.turn import TurnKind
from tests.conftest import pressed, sent, turn, typed

WORDS = Library().content.danger
LIMITED = "That is a lot at once."


@given(
    size=st.integers(1, 70),
    period=st.sampled_from([1.0, 60.0]),
    waits=st.lists(st.floats(0, 40) | st.just(0.0), min_size=1, max_size=200),
)
def test_in_no_stretch_of_time_are_there_more_than_at_once_and_what_came_back(size, period, waits):
    buckets, now, taken = Buckets(size, period), 5.0, []
    for wait in waits:
        now += wait
        if buckets.has_one("ana", now):
            buckets.take("ana", now)
            taken.append(now)
    for first, start in enumerate(taken):
        for last, end in enumerate(taken[first:], first):
            assert last - first + 1 <= size + (end - start) * size / period + 0.01


@given(size=st.integers(1, 100), period=st.sampled_from([1.0, 60.0]), start=st.floats(0, 1e7))
def test_there_are_so_many_at_once_and_one_more_for_each_share_of_the_time(size, period, start):
    buckets = Buckets(size, period)
    for _ in range(size):
        assert buckets.has_one("ana", start)
        buckets.take("ana", start)
    assert not buckets.has_one("ana", start)
    assert not buckets.has_one("ana", start + 0.9 * period / size)
    assert buckets.has_one("ana", start + 1.1 * period / size)
    assert buckets.has_one("ben", start)


def test_what_has_rested_longest_is_forgotten_first():
    buckets = Buckets(1, 60.0, max_tracked=3)
    for number in range(100):
        buckets.take(f"u{number}", 0.0)
    assert len(buckets._full_at) == 3
    assert not buckets.has_one("u99", 0.0)
    assert buckets.has_one("u0", 0.0)


def said(person: str, tenant: str = "T1", platform: Platform = Platform.SLACK):
    place = Place(platform, tenant, "C1")
    return replace(typed("/care today"), person=Person(person, person), place=place)


def test_a_person_has_a_budget_in_each_workspace_of_each_platform(seconds):
    budget = TurnBudget(2, 0, seconds)
    others = [said("U2"), said("U1", "T2"), said("U1", platform=Platform.TEAMS)]
    for each in (said("U1"), *others):
        assert [budget.take(each) for _ in range(3)] == [True, True, False]
    seconds.now += 29
    assert not budget.take(said("U1"))
    seconds.now += 2
    assert budget.take(said("U1"))
    assert not budget.take(said("U1"))


def test_a_workspace_has_a_budget_that_one_person_over_theirs_takes_nothing_of(seconds):
    budget = TurnBudget(2, 5, seconds)
    assert [budget.take(said("U1")) for _ in range(50)].count(True) == 2
    assert [budget.take(said(f"U{number}")) for number in range(2, 7)] == [True] * 3 + [False] * 2
    assert budget.take(said("U9", "T2"))
    seconds.now += 0.21
    assert budget.take(said("U5"))
    seconds.now += 1
    assert budget.take(said("U6")), "what was not to be had was not counted against them"


def test_no_limit_is_no_limit(seconds):
    budget = TurnBudget(0, 0, seconds)
    assert all(budget.take(said("U1")) for _ in range(5000))
    assert not budget._people._full_at


def test_what_must_never_wait_and_what_nobody_did_is_urgent():
    assert {"care.danger", "danger.branch"} < URGENT
    assert {"complaint.alarm", "complaint.branch", "complaint.safe"} < URGENT
    assert {"asks.ask", "asks.take", "asks.hand-on", "asks.stand-down"} < URGENT
    for name in URGENT - {"complaint"}:
        assert is_urgent(turn(TurnKind.ACTION, name))
    for line in ("/complaint", "complaint", "/COMPLAINT ", "/care complaint"):
        assert is_urgent(typed(line))
    assert all(is_urgent(turn(TurnKind.RECEIPT, name)) for name in RECEIPTS)
    assert all(is_urgent(turn(TurnKind.NOTICE, name)) for name in NOTICES)


@pytest.mark.parametrize(
    "line", ["/complaint it is late", "/complaint help", "/care", "/promise", "/nonsense", ""]
)
def test_other_lines_are_not(line):
    assert not is_urgent(typed(line))


@pytest.mark.parametrize("name", ["complaint.new", "complaint.go", "promises.list", "complaint"])
def test_other_presses_are_not(name):
    assert not is_urgent(turn(TurnKind.ACTION, name))


def test_a_stranger_can_not_send_what_only_we_do():
    """The doors make commands, presses and forms; these names mean nothing there."""
    for kind in (TurnKind.COMMAND, TurnKind.ACTION, TurnKind.SUBMIT):
        assert not any(is_urgent(turn(kind, name)) for name in (*RECEIPTS, *NOTICES))


@pytest.mark.parametrize(
    "line",
    [
        "/complaint he will kill himself",
        "/complaint a man at the counter with a KNIFE",
        "/complaint gas leak and the kids are inside",
        "/complaint the dryer is on fire",
        "/complaint she can’t breathe",
        "/complaint she can't breathe",
        "complaint he talks of self-harm",
        "/promise ring the ambulance by 16:00",
        "/nonsense there is a bomb in the shop",
        "he has collapsed",
    ],
)
def test_a_line_tells_of_danger(line):
    assert tells_of_danger(typed(line), WORDS)


@pytest.mark.parametrize(
    "line",
    [
        "/complaint the parcel never came",
        "/complaint my gas bill is wrong",
        "/complaint the fireplace looks odd and the skills of the fitter were poor",
        "/complaint the gunmetal finish came scratched",
        "/complaint they charged twice and want their money back",
        "/reminders add weekdays 08:55",
        "/care today",
        "",
    ],
)
def test_a_line_without_it_does_not(line):
    assert not tells_of_danger(typed(line), WORDS)


def test_a_form_tells_of_danger_and_a_press_does_not():
    args = {"what": "come back to the man with the knife", "when": "16:00"}
    assert tells_of_danger(turn(TurnKind.SUBMIT, "promises.save", args=args), WORDS)
    assert not tells_of_danger(turn(TurnKind.ACTION, "promises.make", args=args), WORDS)


@pytest.fixture
def counted(database, seconds):
    """A bot with a limit, on a clock that stands still: nothing comes back by itself."""
    return Bot(Library(), database, nobody, take=TurnBudget(60, 50, seconds).take)


async def count_of(database, table):
    async with database.read_transaction() as connection:
        return len((await connection.execute(select(table.c.platform))).all())


async def test_a_burst_of_complaints_is_answered_in_part_and_the_rest_is_safe(database, seconds):
    counts = []
    budget = TurnBudget(60, 50, seconds)
    bot = Bot(
        Library(),
        database,
        nobody,
        count=lambda platform, intent, ended, took: counts.append((intent, ended)),
        take=budget.take,
    )
    first = (await bot.answer(typed("/complaint the very first"))).card
    replies = []
    for number in range(150):
        seconds.now += 1 / 150
        replies.append(await bot.answer(typed(f"/complaint story {number}")))
    limited = [each for each in replies if not each.saved]
    made = await count_of(database, cases)
    assert made <= 61
    assert made == 151 - len(limited)
    assert len(limited) >= 90
    for each in limited:
        (line,) = each.card.body
        assert line.text.startswith(LIMITED)
        assert each.private
        assert not each.posts
    assert counts.count(("complaint", Ended.LIMITED)) == len(limited)

    before = await everything(database)
    assert not (await bot.answer(typed("/complaint one more"))).saved
    assert await everything(database) == before, "nothing is stored"

    somebody = await bot.answer(typed("/complaint of somebody else", who="dana"))
    assert somebody.saved
    assert "of somebody else" in somebody.card.body[0].text

    red = (await bot.answer(pressed(first, "Danger or trouble"))).card
    assert red.title == "Danger or trouble"
    safety = (await bot.answer(pressed(red, "Safety"))).card
    page = {**safety.buttons[0].action.args, "kind": "page", "branch": "safety"}
    paged = (await bot.answer(turn(TurnKind.ACTION, "asks.ask", args=page))).card
    assert "There is nobody I could page." in str(paged.body), "there is no lead's channel here"
    over = (await bot.answer(pressed(paged, "Everyone is safe now"))).card
    safe = await bot.answer(pressed(over, "Back to the complaint"))
    assert safe.card.title == "Let them tell it all"

    told = await bot.answer(typed("/complaint he has a knife"))
    assert told.card.title == "Danger or trouble"
    made = await count_of(database, cases)
    picker = await bot.answer(typed("/complaint"))
    assert picker.card.title == "Which complaint?"
    assert await count_of(database, cases) == made

    step = await bot.answer(pressed(safe.card, "They've said it all"))
    assert step.card.title == "One moment", "an ordinary press is still too much"
    seconds.now += 60
    assert (await bot.answer(typed("/complaint a minute later"))).saved


async def everything(database):
    """Return how many rows there are, table by table."""
    return {table.name: await rows_in(database, table) for table in metadata.sorted_tables}


async def rows_in(database, table):
    async with database.read_transaction() as connection:
        return len((await connection.execute(select(next(iter(table.c))))).all())


async def test_a_form_over_the_budget_is_answered_and_nothing_is_kept(counted):
    form = (await counted.answer(typed("/promise ring back"))).card
    assert form.title == "By when?"
    asked = await counted.answer(pressed(form, "Another time"))
    while (await counted.answer(typed("/care today"))).saved:
        pass
    reply = await counted.answer(sent(asked.form, {"when": "tomorrow 16:00"}))
    assert reply.card.title == "One moment"
    assert not reply.saved
