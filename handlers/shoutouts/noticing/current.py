"""What everything about a weekly card shares: when it comes, and whom it names just now."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import Card
from handlers.domain.people import Role
from handlers.domain.shoutouts import noticing as rules
from handlers.domain.shoutouts.noticing import Noticing, Whom
from handlers.permissions import check_role
from handlers.ports.store import Store
from handlers.shoutouts.noticing.cards import nobody_card, whom_card
from handlers.turn import Services, Turn
from scheduler.calendar.day_rules import WEEKDAYS

DRAFTS_WITHIN = timedelta(days=28)  # an older proposal is stale


async def begin(store: Store, turn: Turn) -> None:
    """See to it that a manager who has a list from now on is asked one day; twice is once."""
    noticing = await _known(store, turn)
    if not noticing.version:
        await store.noticing.save(rules.begun(noticing, turn.at))


async def own(turn: Turn, services: Services) -> Noticing:
    """Return when it comes to the manager whose turn it is; a refusal for others."""
    await check_role(Role.MANAGER, services)
    return await known(turn, services)


async def known(turn: Turn, services: Services) -> Noticing:
    """Return when it comes to the person whose turn it is."""
    return await _known(services.store, turn)


async def whom(noticing: Noticing, turn: Turn, services: Services) -> Whom:
    """Return whom they may want to thank, with the drafts that wait for them."""
    kept, me = services.store.noticing, turn.person.id
    waiting = await kept.drafts(turn.at - DRAFTS_WITHIN)
    drafts = [each for each in waiting if each.recipient(me) is None and each.giver_id != me]
    return rules.unthanked(await kept.team(), noticing.weeks, turn.at, drafts)


async def card_now(noticing: Noticing, turn: Turn, services: Services) -> Card:
    """Return the card as of now, for whoever asks for it."""
    found = await whom(noticing, turn, services)
    if not found.people:
        return nobody_card(noticing)
    return whom_card(found, noticing, turn.at)


async def _known(store: Store, turn: Turn) -> Noticing:
    noticing, me = await store.noticing.own(), turn.person.id
    working = (await store.shifts.of([me])).get(me)
    return replace(noticing, days=frozenset(working.hours.days) if working else WEEKDAYS)
