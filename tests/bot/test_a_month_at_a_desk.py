"""Four weeks at a desk, on a moved clock and by seeded chance. ``make month`` tells the story."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Table, select

from bot.config.settings import Settings
from bot.store.database import Database
from bot.store.tables.asks import asks
from bot.store.tables.handovers import handovers
from bot.store.tables.insights import ideas, rules
from bot.store.tables.playground import web_messages
from bot.store.tables.promises import promises
from bot.web.directory import PERSONAS
from handlers.domain.handover import HANDED
from handlers.routes import ROUTES
from tests.bot.desk import (
    AGENTS,
    CAUSES,
    DESK,
    EARLY,
    HEAD,
    IDEAS,
    LATE,
    MORE_PEOPLE,
    NAMES,
    RULE,
    Desk,
)
from tests.bot.doors import Seen, in_process
from tests.conftest import MONDAY

DAYS, FRIDAY = 28, 4
REMINDERS = 2 * 20  # from noon of the first day until the morning of the last
# What is promised until an hour, and when it is looked after.
WHENS = {13: ("13:30", "15:30"), 17: ("18:00", "tomorrow 10:00"), 20: ("tomorrow 10:00",)}
ROUNDS = (9, 11, 13, 15, 18)
ANSWERS = ("I'll take", "I'll take", "I can't", None)
# What somebody reads who is off: the end of their shift, what became of what they offered, and
# drafts of thanks, at the hour that they chose.
ASKED_FOR = ("Your shift is over", "still yours", "Offered to", "Handed over to", "has taken some")
ASKED_FOR += ("Closed well",)
SIGNED = "with my name"  # stands in a what-if whose agent has ticked it
GOES_UP = ("What-ifs", "A rule of yours is bent often", "A what-if")
Deed = tuple[time, Callable[[], Awaitable[None]]]


# It takes a minute, so it runs beside the tests with real clients.
pytestmark = pytest.mark.clients


@pytest.fixture
async def desk(settings, monkeypatch) -> AsyncIterator[Desk]:
    for id_, each in MORE_PEOPLE.items():
        monkeypatch.setitem(PERSONAS, id_, each)
    async with in_process(settings) as door:
        yield Desk(door, Random(14))  # noqa: S311 - chance, no secret


async def test_a_month_goes_by_and_nothing_is_lost_doubled_or_told(desk, settings):
    await desk.set_up()
    weeks = []
    for number in range(DAYS):
        day = MONDAY + timedelta(days=number)
        for at, deed in planned(desk, day) if day.weekday() < 5 else ():
            await desk.until(datetime.combine(day.date(), at, UTC))
            await deed()
        if day.weekday() == FRIDAY:
            weeks.append(await weekly_cards(desk))
            await each_promise_has_one_owner(desk, settings)
    await desk.until(MONDAY + timedelta(days=DAYS))
    no_promise_is_lost(await rows(settings, promises, handovers), desk)
    (shown,) = await rows(settings, web_messages)
    reminders_are_never_the_same(shown)
    nothing_private_comes_out_of_hours(shown, desk)
    tell_who_read_what(shown, desk)
    pages_were_answered_and_not(*await rows(settings, asks))
    nobody_is_named_in_what_goes_up(desk, weeks, await rows(settings, ideas, rules))


def planned(desk: Desk, day: datetime) -> list[Deed]:
    """Return what a working day brings, in its order."""
    chance, deeds = desk.random, []

    def comes(at: time, act: Callable[..., Awaitable[None]], *args: Any, **others: Any) -> None:
        if day.date() > MONDAY.date() or at > time(9, 5):  # on the first day it is set up
            deeds.append((at, lambda: act(*args, **others)))

    for hour in (8, 9, 10, 11, 12, 14, 15, 16, 18):
        who = chance.choice([w for w in desk.at_work(day.replace(hour=hour)) if w in AGENTS])
        if hour % 3:
            comes(time(hour, 10), complaint, desk, who)
        else:
            whens = next(each for until, each in WHENS.items() if hour < until)
            comes(time(hour, 10), desk.promise, who, chance.choice(whens))
    for hour in ROUNDS:
        for each in desk.at_work(day.replace(hour=hour, minute=50)):
            comes(time(hour, 50), desk.look_after, each)
    early, late = chance.choice(EARLY), chance.choice(LATE)
    comes(time(8, 56), desk.read_the_channel)
    comes(time(13, 6), desk.read_the_channel)
    comes(time(9, 20), desk.decide_rule)
    comes(time(9, 30), desk.take_what_nobody_has)
    comes(time(11, 30), desk.promise, early, "14:45")
    comes(time(13, 40), desk.hand_over, early, late, chance.choice(ANSWERS))
    comes(time(14, 25), desk.take_what_nobody_has)
    if chance.random() < 1 / 3:
        comes(time(15, 20), desk.page, late, answered=chance.random() < 2 / 3)
    if chance.random() < 1 / 2:
        comes(time(13, 15), desk.thanks, late, early)
    match day.weekday():
        case 1:
            comes(time(9, 5), desk.see_it_differently, early)
        case 2:
            comes(time(11, 20), desk.decide_what_if)
    return sorted(deeds, key=lambda each: each[0])


async def complaint(desk: Desk, who: str) -> None:
    """Close a complaint, of which something is passed on; once in four times a rule was bent."""
    chance = desk.random
    passed = {"cause": chance.choice(CAUSES)}
    if chance.random() < 1 / 3:
        passed["new_rule"] = RULE
    if chance.random() < 1 / 8:
        passed["idea"] = f"{chance.choice(IDEAS)}, {desk.numbers}"
        if chance.random() < 1 / 2:
            passed |= {"idea": f"{passed['idea']}, {SIGNED}", "named": "named"}
    ends = chance.choice(("Done already", "Done already", "In 1 hour"))
    await desk.complaint(who, passed, ends, chance.choice(("Yes", "Yes", "Didn't ask", "No")))


async def weekly_cards(desk: Desk) -> Seen | None:
    """Show what ``/care week`` answers to the head of service on a Friday, if there is one."""
    if not any(each.words == "care week" for each in ROUTES):
        return None
    desk.sits(HEAD)
    seen = await desk.say("/care week")
    desk.tell(f"Alex looks at the week: {seen.title}")
    for line in seen.texts:
        desk.tell(f"    {line}")
    return seen


async def each_promise_has_one_owner(desk: Desk, settings: Settings) -> None:
    """Ask everybody for each open promise by its number: one person has it."""
    (found,) = await rows(settings, promises)
    waiting = [each for each in found if each.state == "open"]
    for each in waiting:
        holders = []
        for who in NAMES:
            desk.sits(who)
            seen = await desk.say(f"/promise {each.number}")
            holders += [who] if seen.title != "Not quite" else []
        assert holders == [each.owner_id], each
    desk.tell(f"{len(waiting)} promises are open this evening; each has one owner.")


def no_promise_is_lost(found: list[list[Any]], desk: Desk) -> None:
    """Each promise that was made is there, with the owner to whom its way leads."""
    made, handed = found
    assert len(made) == max(each.number for each in made)
    owners = {each.id: each.owner_id for each in made}
    ways = sorted((e for e in handed if e.state in HANDED), key=lambda each: each.changed_at)
    last = {each.promise_id: each.to_id for each in ways}
    assert {id_: owners[id_] for id_ in last} == last
    assert not [each for each in handed if each.state == "open"]
    assert any(each.moved for each in made)
    kinds = {each.state for each in made} | {each.state for each in handed}
    assert kinds >= {"kept", "broken", "accepted", "declined", "unanswered", "taken"}, kinds
    desk.tell(f"{len(made)} promises were made, {len(ways)} changed hands, and none is lost.")


def reminders_are_never_the_same(shown: list[Any]) -> None:
    """Two a day came into the channel, and no text twice."""
    texts = [str(each.body["card"]["body"]) for each in shown if _is_reminder(each)]
    assert len(texts) == len(set(texts)) == REMINDERS


def nothing_private_comes_out_of_hours(shown: list[Any], desk: Desk) -> None:
    """What the bot wrote by itself to somebody who was off was asked for."""
    for who, at, title in _written(shown):
        asked_for = any(words in title for words in ASKED_FOR)
        assert desk.works(who, at) or asked_for, (who, at, title)


def tell_who_read_what(shown: list[Any], desk: Desk) -> None:
    """Tell of each person which cards came by themselves, and how often."""
    desk.tell("What came to each by itself, in their own chat:")
    for who, name in NAMES.items():
        found = Counter(title or "a line" for reader, _, title in _written(shown) if reader == who)
        desk.tell(f"    {name}: {', '.join(f'{title} ({n})' for title, n in found.most_common())}")


def pages_were_answered_and_not(paged: list[Any]) -> None:
    """Some had somebody within the minute, some had not; in the end each was taken."""
    assert {each.unanswered for each in paged} == {True, False}
    assert {each.state for each in paged} == {"taken"}


def nobody_is_named_in_what_goes_up(
    desk: Desk, weeks: list[Seen | None], found: list[list[Any]]
) -> None:
    """Whoever reads rules, what-ifs and weeks reads no agent's name."""
    passed, bent = found
    assert passed
    assert bent[0].told_at is not None, "the rule's owner was never told"
    read = [each for who, _, each in desk.seen if who == HEAD and each.title in GOES_UP]
    assert {each.title for each in read} >= {GOES_UP[0], GOES_UP[1]}
    for each in (*read, *filter(None, weeks)):
        words = f"{each.text} {each.labels}"
        is_named = any(NAMES[who] in words for who in AGENTS)
        assert not is_named or SIGNED in words, words


async def rows(settings: Settings, *tables: Table) -> list[list[Any]]:
    """Return all rows of these tables."""
    database = Database(settings.database_url, settings.sqlite_sync)
    async with database.read_transaction(5) as connection:
        found = [list((await connection.execute(select(each))).all()) for each in tables]
    await database.dispose()
    return found


def _written(shown: list[Any]) -> Iterator[tuple[str, datetime, str]]:
    """Yield what the bot wrote by itself to whom and when; what it took away again is gone."""
    for each in shown:
        if each.channel.startswith("@") and each.id.startswith("post:") and each.body.get("card"):
            yield each.channel.removeprefix("@"), each.at, each.body["card"]["title"]


def _is_reminder(message: Any) -> bool:
    return message.channel == DESK and not message.reader and "by Dana" in str(message.body)
