"""The bot: one turn in, one reply out, whatever door it came through."""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from time import perf_counter
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.codec import dump_post
from bot.library import Library
from bot.log import turn_id
from bot.store.database import Database
from bot.store.delivery_rows import named_key
from bot.store.engine.deliveries import enqueue
from bot.store.engine.names import renew_person
from bot.store.errors import Busy, Conflict, WriteRefused
from bot.store.people_rows import KnownPerson, note_person
from bot.store.scope import Scope
from bot.store.turn.ledger import note_turn
from bot.store.turn.profile import profile_query
from bot.store.turn.store import TurnStore
from bot.turn_budget import TakeTurn, unlimited
from handlers.cards import Card, Text, Tone
from handlers.dispatch import (
    dispatch,
    intent,
    is_known,
    is_urgent,
    keeps,
    tells_of_danger,
)
from handlers.domain.people import Person, Platform, Tenant, spoken_name
from handlers.domain.retention import KEEP_NOTES
from handlers.routes import LAST_WORDS, OCCURRENCES
from handlers.turn import Post, Reply, Services, Turn, TurnKind
from scheduler.delivery import HELD, URGENT, Delivery
from scheduler.occurrence import GRACE, Drawn, Occurrence, Skip

logger = logging.getLogger(__name__)

# These resend what they think is lost, and what they signed can be replayed by others. The page
# is on this machine, and its turns have ids of their own.
RESENDING = (Platform.SLACK, Platform.TEAMS)
PAGE_GRACE = timedelta(hours=4)  # somebody waits for it: it is tried for as long
_BY_PEOPLE = (TurnKind.COMMAND, TurnKind.ACTION, TurnKind.SUBMIT)
TRIES = 8  # of a turn that met others on the same row, or on the next number

# Said wherever a bug of ours shows; a turn adds that nothing was saved, which only it can know.
BROKEN = "Something broke on our side. Try again, and tell whoever runs this bot if it stays."

Wake = Callable[[Sequence[str]], Awaitable[None]]


class Ended(StrEnum):
    """How a turn ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    NOT_SAVED = "not_saved"
    FAILED = "failed"
    LIMITED = "limited"  # too much at once


CountTurn = Callable[[Platform, str, Ended, float], None]  # platform, intent, end, seconds


def uncounted(platform: Platform, intent: str, ended: Ended, seconds: float) -> None:
    """Count nothing."""


DueBy = Callable[[datetime], None]


def unnoticed(moment: datetime) -> None:
    """Tell nobody: the clockwork of a running server looks every few seconds."""


class Repeated(Exception):  # noqa: N818 - it is an answer
    """The turn was taken before: it is answered as if for the first time, without an effect."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class Bot:
    """Answers turns, and draws occurrences; it knows no platform."""

    def __init__(
        self,
        library: Library,
        database: Database,
        wake: Wake,
        admins: Collection[str] = (),
        count: CountTurn = uncounted,
        take: TakeTurn = unlimited,
        due_by: DueBy = unnoticed,
        keep_notes: timedelta = KEEP_NOTES,
    ) -> None:
        """Answer for a database; ``due_by`` is told of each moment that a turn makes due."""
        self._due_by = due_by
        self._keep_notes = keep_notes
        self._admins = admins
        self._count = count
        self._library = library
        self._database = database
        self._take = take
        self._wake = wake

    async def answer(self, turn: Turn) -> Reply:
        """Run one turn in one transaction; what it posts is on its way when this returns.

        Never raises: a database that doesn't let us in, and a bug of ours, are answered too. Of
        somebody who does too much at once, a turn is answered without one.
        """
        token, name, began = turn_id.set(turn.id[:40]), intent(turn), perf_counter()
        try:
            reply, ended = await self._answered(turn, name)
            self._count(turn.place.platform, name, ended, perf_counter() - began)
        finally:
            turn_id.reset(token)
        return reply

    async def post(self, turn: Turn, *posts: Post) -> None:
        """Send what could not be shown in answer to a turn by the road that all posts take.

        Busy when it could not be noted. The same posts of the same turn again are noted once.
        """
        rows = [_delivery(turn, number, post, "late") for number, post in enumerate(posts)]
        async with self._database.transaction() as connection:
            await enqueue(connection, rows)
        await self._wake([row.lane for row in rows])

    def keeps(self, turn: Turn) -> bool:
        """Tell whether anything of a turn may be kept, such as its line and its answer."""
        return keeps(turn, self._library.content.danger)

    async def renew(self, tenant: Tenant, person: Person, at: datetime) -> None:
        """Note what a platform tells of a person whom we know, without being asked; Busy."""
        await renew_person(self._database, tenant, person, at)

    def draw(self, occurrence: Occurrence) -> Drawn | Skip:
        """Return what an occurrence sends, as the outbox keeps it."""
        intent = occurrence.schedule.intent
        drawn = OCCURRENCES[intent](occurrence, self._library.content)
        cause = drawn.cause if isinstance(drawn, Skip) else None
        found = drawn if isinstance(drawn, Skip) else _drawn(*drawn)
        if not occurrence.is_last:
            return found
        return replace(found, instead=_drawn(LAST_WORDS[intent](occurrence, cause), {}))

    def _services(self, store: TurnStore) -> Services:
        library = self._library
        return Services(library.content, store, library.state, self._keep_notes)

    async def _answered(self, turn: Turn, name: str) -> tuple[Reply, Ended]:
        if not self._may_act(turn):
            logger.info("turn.limited intent=%s platform=%s", name, turn.place.platform.value)
            return _limited(), Ended.LIMITED
        try:
            reply, lanes = await self._taken(turn)
        except Repeated as repeated:
            reply, lanes = repeated.reply, ()
        except Busy as error:
            if (seen := await self._looked_up(turn)) is not None:
                logger.info("turn.looked_up intent=%s reason=%s", name, error)
                return seen, Ended.ANSWERED
            logger.warning("turn.not_saved intent=%s reason=%s", name, error)
            return _unsaved(), Ended.NOT_SAVED
        except Exception:
            logger.exception("turn.failed intent=%s", name)
            return _failed(turn), Ended.FAILED
        if lanes:
            await self._wake(lanes)
        ended = Ended.REFUSED if reply.refused else Ended.ANSWERED
        logger.info("turn.%s intent=%s platform=%s", ended, name, turn.place.platform.value)
        return reply, ended

    async def _looked_up(self, turn: Turn) -> Reply | None:
        """Answer a turn that only looks while nothing can be written; None if it would write."""
        try:
            async with self._database.read_transaction() as connection:
                store = TurnStore(connection, turn.tenant, turn.person, self._admins)
                reply = await dispatch(turn, self._services(store))
        except (Busy, Conflict, WriteRefused):
            return None
        except Exception:
            logger.exception("turn.look_up_failed intent=%s", intent(turn))
            return None
        return None if reply.posts else replace(reply, kept=False)

    def _may_act(self, turn: Turn) -> bool:
        if is_urgent(turn) or self._take(turn):
            return True
        return tells_of_danger(turn, self._library.content.danger)

    async def _taken(self, turn: Turn) -> tuple[Reply, Sequence[str]]:
        for _ in range(TRIES - 1):
            try:
                return await self._in_transaction(turn)
            except Conflict:
                logger.info("turn.again intent=%s", intent(turn))
        return await self._in_transaction(turn)

    async def _in_transaction(self, turn: Turn) -> tuple[Reply, Sequence[str]]:
        kept = self.keeps(turn)
        note = note_turn(turn) if kept and _is_noted(turn) else None
        profile = profile_query(turn.tenant, turn.person)
        opening = [profile] if note is None else [note, profile]
        async with self._database.transaction(opening=opening) as connection:
            fresh = note is not None and bool(note.rows)
            if kept:
                turn = await _noted(turn, connection, profile.rows[0])
            where = (connection, turn.tenant, turn.person)
            store = TurnStore(*where, self._admins, profile, fresh=fresh)
            reply = await dispatch(turn, self._services(store))
            reply = reply if kept else replace(reply, kept=False)
            if note is not None and not fresh:
                raise Repeated(replace(reply, posts=()))
            held = await _held(turn, reply.posts, store)
            rows = [
                _delivery(turn, number, post, until=held.get(_waits_for(post)))
                for number, post in enumerate(reply.posts)
            ]
            if rows:
                await enqueue(connection, rows)
        for moment in store.newly_due:
            self._due_by(moment)
        return reply, [row.lane for row in rows]


async def _noted(turn: Turn, connection: AsyncConnection, row: Any) -> Turn:  # noqa: ANN401 - a row of the profile
    """Return a turn whose person has the name by which we call them here; what is new is noted."""
    if turn.kind not in _BY_PEOPLE or not is_known(turn):
        return turn
    person, named = turn.person, row.person_name
    zone = row.person_zone
    known = KnownPerson.of(row, id_=person.id, name=named, zone=zone) if named is not None else None
    name = await note_person(connection, Scope(turn.tenant), person, known, turn.at)
    name = spoken_name(person.id, name)
    return turn if name == person.name else replace(turn, person=replace(person, name=name))


def _is_noted(turn: Turn) -> bool:
    return turn.place.platform in RESENDING and is_known(turn)


def _drawn(post: Post, memory: Mapping[str, Any]) -> Drawn:
    return Drawn(dump_post(post), memory, lane(post), post.not_before)


async def _held(turn: Turn, posts: Sequence[Post], store: TurnStore) -> Mapping[str, datetime]:
    """Return until when private posts wait for their readers' shifts, by who reads them.

    Whoever acts just now reads what comes of it.
    """
    acts = turn.person.id if turn.kind in _BY_PEOPLE else ""
    readers = {_waits_for(each) for each in posts} - {acts, ""}
    if not readers:
        return {}
    working = await store.shifts.of(readers)
    moments = {id_: each.held_until(turn.at) for id_, each in working.items()}
    return {id_: moment for id_, moment in moments.items() if moment is not None}


def _waits_for(post: Post) -> str:
    """Return for whose shift a post may wait; empty of others'.

    What was asked for, pages and redrawn cards never do.
    """
    if post.urgent or post.on_time or post.replaces:
        return ""
    alone = post.place.channel.removeprefix("@") if post.place.channel.startswith("@") else ""
    return post.reader or alone


def lane(post: Post) -> str:
    """Return the queue of a post: its channel's, or one beside it for what can't wait."""
    return f"{post.place}{URGENT}" if post.urgent else str(post.place)


def _delivery(
    turn: Turn, number: int, post: Post, kind: str = "post", *, until: datetime | None = None
) -> Delivery:
    """Return a post as a row; ``until`` then it waits, beside all else for the same person."""
    due = until or turn.at
    return Delivery(
        key=named_key(Tenant(post.place.platform, post.place.tenant), post.name)
        if post.name
        else f"turn:{turn.fresh_id(kind)}#{number}",
        platform=post.place.platform.value,
        tenant=post.place.tenant,
        lane=f"{post.place}{HELD}" if until else lane(post),
        body=dump_post(post),
        occurs_at=turn.at,
        due_at=due,
        expires_at=due + (PAGE_GRACE if post.urgent and post.receipt else GRACE),
        receipt=post.receipt is not None,
    )


def _limited() -> Reply:
    text = "That is a lot at once. Nothing changed: wait a moment, then press or send it again."
    return Reply(Card("One moment", (Text(text),)), saved=False)


def _unsaved() -> Reply:
    text = "Not saved: the database is busy. Nothing changed; press or send it again."
    return Reply(Card("One moment", (Text(text),)), saved=False)


def _failed(turn: Turn) -> Reply:
    number = f"Nothing was saved. Turn {turn.id[:40]}."
    card = Card("That is our fault", (Text(BROKEN), Text(number, Tone.NOTE)))
    return Reply(card, saved=False)
