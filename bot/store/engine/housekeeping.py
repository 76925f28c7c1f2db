"""Forget what was promised to be forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import (
    String,
    and_,
    cast,
    delete,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.scope import Scope
from bot.store.tables.all_tables import metadata
from bot.store.tables.answers import answers, asked, disagreement_cards, disagreements
from bot.store.tables.asks import asks
from bot.store.tables.cases import cases
from bot.store.tables.deliveries import deliveries, is_open
from bot.store.tables.handovers import handovers
from bot.store.tables.insights import bends, ideas, rules, weeks
from bot.store.tables.lessons import lesson_questions
from bot.store.tables.playground import web_messages
from bot.store.tables.practice import practice_runs
from bot.store.tables.promises import promises
from bot.store.tables.shoutouts import shoutout_recipients, shoutouts
from bot.store.tables.turns import audit_log, turns
from bot.store.thanks_rows import keep_dates
from handlers.domain.asks.ask import AskKind
from handlers.domain.people import Tenant
from handlers.domain.promise import PromiseState
from handlers.domain.retention import (
    KEEP_ANSWERS,
    KEEP_AUDIT,
    KEEP_CALLS_TO_COME,
    KEEP_PRACTICE,
    KEEP_QUESTIONS,
    KEEP_TURN_IDS,
)
from handlers.domain.shoutouts.noticing import WEEKS


async def wipe_tenant(connection: AsyncConnection, tenant: Tenant) -> None:
    """Delete everything of a workspace but the ids of its requests, which go by themselves."""
    for table in metadata.sorted_tables:
        if table is not turns and "platform" in table.c and "tenant" in table.c:
            await connection.execute(Scope(tenant).delete(table))


async def is_first(
    connection: AsyncConnection, tenant: Tenant, event_id: str, at: datetime
) -> bool:
    """Note an event of a workspace; tell whether it is for the first time."""
    noted = await connection.execute(
        Scope(tenant)
        .insert(connection, turns, id=event_id[:128], at=at)
        .on_conflict_do_nothing(index_elements=["platform", "tenant", "id"])
    )
    return noted.rowcount > 0


async def forget_turns(database: Database, at: datetime) -> None:
    """Delete the ids of requests that nobody sends again."""
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        await connection.execute(delete(turns).where(turns.c.at < at - KEEP_TURN_IDS))


async def forget_audit(database: Database, at: datetime) -> int:
    """Delete what is long on record; return how many lines there were."""
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        old = delete(audit_log).where(audit_log.c.at < at - KEEP_AUDIT)
        return (await connection.execute(old)).rowcount


async def forget_answers(database: Database, at: datetime) -> int:
    """Delete old answers, and what was told of old posts; return how many rows there were."""
    before = at - KEEP_ANSWERS
    old = disagreements.c.changed_at < before
    key = ("platform", "tenant", "on_post")
    posts = select(*(disagreements.c[each] for each in key)).where(old)
    cards = tuple_(*(disagreement_cards.c[each] for each in key)).in_(posts)
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        pressed = await connection.execute(delete(answers).where(answers.c.at < before))
        told = await connection.execute(
            delete(asked).where(asked.c.closes_at < before, asked.c.next_at.is_(None))
        )
        await connection.execute(delete(disagreement_cards).where(cards))
        differing = await connection.execute(delete(disagreements).where(old))
    return pressed.rowcount + told.rowcount + differing.rowcount


async def forget_practice(database: Database, at: datetime) -> int:
    """Delete what was practised a day ago, and its cards on the page; return how many runs."""
    before = at - KEEP_PRACTICE
    shown = cast(web_messages.c.body, String).contains('"practice.', autoescape=True)
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        old = delete(practice_runs).where(practice_runs.c.changed_at < before)
        done = await connection.execute(old)
        await connection.execute(delete(web_messages).where(web_messages.c.at < before, shown))
    return done.rowcount


async def forget_cases(database: Database, at: datetime, keep: timedelta) -> int:
    """Delete complaints that nobody touched for so long; return how many there were.

    Promises go with them: closed ones, and those whose time is as long ago, or was never given;
    and by whom they were offered to whom.
    """
    before, due = at - keep, promises.c.due_at
    over = or_(promises.c.state != PromiseState.OPEN.value, due < before, due.is_(None))
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        done = await connection.execute(delete(cases).where(cases.c.changed_at < before))
        await connection.execute(delete(promises).where(promises.c.changed_at < before, over))
        await connection.execute(
            delete(handovers).where(handovers.c.changed_at < before, handovers.c.next_at.is_(None))
        )
        # The playground's cards show what the cases held.
        await connection.execute(delete(web_messages).where(web_messages.c.at < before))
    return done.rowcount


async def forget_passed_on(database: Database, at: datetime, keep: timedelta) -> int:
    """Delete bends and what-ifs that nobody touched for so long; return how many there were.

    A rule that nobody looks after, and of which nothing is left, goes as well.
    """
    before = at - keep
    used = exists().where(
        bends.c.platform == rules.c.platform,
        bends.c.tenant == rules.c.tenant,
        bends.c.rule_id == rules.c.id,
    )
    idle = delete(rules).where(rules.c.owner_id.is_(None), rules.c.made_at < before, ~used)
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        bent = await connection.execute(delete(bends).where(bends.c.at < before))
        old = await connection.execute(delete(ideas).where(ideas.c.changed_at < before))
        await connection.execute(idle)
    return bent.rowcount + old.rowcount


async def forget_questions(database: Database, at: datetime) -> int:
    """Delete what was asked of lessons so long ago; return how many questions there were.

    Whoever asked has been told by then; this is for what could not be said.
    """
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        old = lesson_questions.c.asked_at < at - KEEP_QUESTIONS
        return (await connection.execute(delete(lesson_questions).where(old))).rowcount


async def forget_weeks(database: Database, at: datetime, keep: timedelta) -> int:
    """Delete weeks in figures that were counted so long ago; return how many there were."""
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        old = delete(weeks).where(weeks.c.made_at < at - keep)
        return (await connection.execute(old)).rowcount


async def forget_asks(database: Database, at: datetime, keep: timedelta) -> int:
    """Delete asks that nobody touched for so long, and within a day who was asked to come.

    Return how many there were. The words of those go as well, from the record of what was sent.
    """
    old = asks.c.changed_at < at - keep
    come = and_(asks.c.kind == AskKind.COME.value, asks.c.made_at < at - KEEP_CALLS_TO_COME)
    of_come = literal("post:") + asks.c.platform + literal(":") + asks.c.tenant
    prefix = of_come + literal(":ask:") + asks.c.id + literal(":")
    mine = exists().where(come, func.substr(deliveries.c.key, 1, func.length(prefix)) == prefix)
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        await connection.execute(update(deliveries).where(mine, ~is_open).values(body=None))
        done = await connection.execute(delete(asks).where(or_(old, come)))
    return done.rowcount


async def forget_shoutouts(database: Database, at: datetime, keep: timedelta) -> int:
    """Delete thanks that nobody touched for so long; return how many there were.

    What stands in a channel is kept for as long as it stands, so that it can be taken back. Where
    that is sooner than a manager asks about, when somebody was thanked stays on their list.
    """
    asked_about = shoutouts.c.changed_at > at - WEEKS[-1] * timedelta(days=7)
    old = and_(shoutouts.c.changed_at < at - keep, shoutouts.c.public.is_(false()))
    ids = select(shoutouts.c.platform, shoutouts.c.tenant, shoutouts.c.id).where(old)
    thanked = shoutout_recipients.c
    whose = tuple_(thanked.platform, thanked.tenant, thanked.shoutout_id)
    async with database.transaction(ENGINE_TIMEOUT) as connection:
        await keep_dates(connection, old, asked_about)
        await connection.execute(delete(shoutout_recipients).where(whose.in_(ids)))
        done = await connection.execute(delete(shoutouts).where(old))
    return done.rowcount
