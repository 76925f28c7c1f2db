"""The week, told to a channel by the beat: at its hour, on a working day, once."""

from handlers.domain.insights.digest import WeekDigest, held_by, put_off, settled, told
from handlers.domain.insights.scopes import WORKSPACE
from handlers.insights.week.cards import digest_card
from handlers.insights.week.counting import last_week, report
from handlers.turn import Post, Reply, Services, Turn


async def digest(turn: Turn, services: Services) -> Reply:
    """Tell a channel of the last week, if its hour is here; on a day off, the day after."""
    weeks = services.store.weeks
    found = await weeks.digest()
    if found.place is None or found.next_at is None:
        return Reply()
    if found.next_at > turn.at:
        return Reply()
    why = held_by(found, await services.store.channels.rest(found.place), turn.at)
    if why is not None:
        await weeks.save_digest(put_off(found, why, turn.at))
        return Reply()
    return await _told(found, turn, services)


async def _told(found: WeekDigest, turn: Turn, services: Services) -> Reply:
    starts_on = await last_week(turn.at, services)
    week = await report(WORKSPACE, starts_on, turn.at, services)
    if week is None or found.place is None or found.last_on == starts_on:
        await services.store.weeks.save_digest(settled(found, turn.at))
        return Reply()
    await services.store.weeks.save_digest(told(found, starts_on, turn.at))
    card = digest_card(week, services.content.flow)
    name = f"week:{found.place}:{starts_on}"
    return Reply(posts=(Post(found.place, card, zone=found.zone, name=name),))
