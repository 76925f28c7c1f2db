"""What is said of a promise without being asked: to its owner, once to the lead, and afterwards."""

from datetime import datetime

from handlers.domain.case import CaseState
from handlers.domain.people import Place
from handlers.domain.promise import LeadNotice, Promise
from handlers.domain.promise_notices import (
    QUIET_AFTER_COMPLAINT,
    Notice,
    followed,
    lead_heard,
    say,
    with_arrived,
    with_message,
)
from handlers.ports.member import Member
from handlers.promises.handover.cards import handed_card
from handlers.promises.messages import notice_place, notice_post, redrawn_post
from handlers.turn import Post, PostOutcome, Reply, Services, Turn


async def notify(turn: Turn, services: Services) -> Reply:
    """Say to one person what is due by now, in the order of their promises' times.

    Earlier messages that are no longer so are redrawn with it.
    """
    member = await services.store.member()
    busy, words = await _is_busy(turn, services), services.content.danger
    until = await _off_until(turn, services)
    quiet = busy or until is not None
    posts: list[Post] = []
    for promise in await services.store.promises.under_way():
        after, notices = _said(promise, turn, member, quiet=quiet, until=None if busy else until)
        for each in notices:
            after = with_message(after, each, str(notice_place(each, turn, member)))
        after, outdated = followed(after)
        if after == promise:
            continue
        await services.store.promises.save(after)
        posts += [notice_post(after, each, turn, member, words) for each in notices]
        posts += [redrawn_post(each, after, turn, member, words) for each in outdated]
    return Reply(posts=tuple(posts))


async def lead_told(turn: Turn, services: Services) -> Reply:
    """Note what became of telling the lead; the owner hears of it with the next beat."""
    mine = await services.store.promises.get(turn.arg("promise"))
    promise = mine or await services.store.promises.reported(turn.arg("promise"))
    if promise is None:
        return Reply()
    heard = lead_heard(promise, LeadNotice(turn.arg("outcome")), turn.at)
    after = _with_arrived(heard, turn)
    if mine is not None:
        await _noted(mine, after, services)
    elif after != promise:  # a colleague has it since
        await services.store.promises.save_reported(after)
    return Reply()


async def arrived(turn: Turn, services: Services) -> Reply:
    """Note where a notice stands; what happened meanwhile follows with the next beat."""
    promise = await services.store.promises.get(turn.arg("promise"))
    if promise is not None:
        await _noted(promise, _with_arrived(promise, turn), services)
        return Reply()
    away, ref = await services.store.handovers.handed(turn.arg("promise")), turn.args.get("ref", "")
    if away is None or not ref or turn.arg("outcome") != PostOutcome.DELIVERED:
        return Reply()
    here, me = Place.personal(turn.tenant, turn.person.id), turn.person.id
    return Reply(posts=(Post(here, handed_card(away), reader=me, replaces=ref, zone=away.zone),))


def _with_arrived(promise: Promise, turn: Turn) -> Promise:
    is_there = turn.arg("outcome") == PostOutcome.DELIVERED
    ref = turn.args.get("ref", "") if is_there else ""
    return with_arrived(promise, turn.args.get("message", ""), ref, turn.at)


async def _noted(promise: Promise, after: Promise, services: Services) -> None:
    if after != promise:
        await services.store.promises.save(after)


def _said(
    promise: Promise, turn: Turn, member: Member, *, quiet: bool, until: datetime | None
) -> tuple[Promise, tuple[Notice, ...]]:
    """Return what is to be said by now; without a channel of the lead's, its owner hears so."""
    after, notices = say(promise, turn.at, quiet=quiet, until=until)
    if Notice.LEAD not in notices or member.lead_place is not None:
        return after, notices
    after = lead_heard(after, LeadNotice.NOBODY, turn.at)
    own = tuple(each for each in notices if each is not Notice.LEAD)
    after, more = say(after, turn.at, quiet=quiet, until=until)
    return after, own or more


async def _off_until(turn: Turn, services: Services) -> datetime | None:
    """Return when this person's next shift begins, if none is on; None without hours."""
    me = turn.person.id
    working = (await services.store.shifts.of([me])).get(me)
    return working.held_until(turn.at) if working else None


async def _is_busy(turn: Turn, services: Services) -> bool:
    """Tell whether this person has a complaint in hand at this very time."""
    return any(
        case.state is CaseState.OPEN and turn.at - case.changed_at < QUIET_AFTER_COMPLAINT
        for case in await services.store.cases()
    )
