"""The weekly card, brought by the beat: at its hour, on a working day, if there is a name on it."""

from datetime import datetime

from handlers.domain.people import Place
from handlers.domain.shoutouts import noticing as rules
from handlers.domain.shoutouts.noticing import Noticing, Whom
from handlers.shoutouts.current import is_day_off, is_manager
from handlers.shoutouts.noticing.cards import whom_card
from handlers.shoutouts.noticing.current import known, whom
from handlers.turn import Post, Reply, Services, Turn


async def weekly(turn: Turn, services: Services) -> Reply:
    """Bring a manager their card, if its hour is here; without a name on it there is none."""
    noticing, kept, me = await known(turn, services), services.store.noticing, turn.person.id
    if noticing.next_at is None or noticing.next_at > turn.at:
        return Reply()
    moment = rules.due_for(noticing, turn.at)
    if moment is None or await is_day_off(moment, noticing.zone, me, services):
        await kept.save(rules.put_off(noticing, turn.at))
        return Reply()
    found = await whom(noticing, turn, services) if await is_manager(services) else None
    if found is None or not found.people:
        await kept.save(rules.passed_over(noticing, moment))
        return Reply()
    after = rules.sent(noticing, moment)
    await kept.save(after)
    return Reply(posts=(_post(found, after, moment, turn),))


def _post(found: Whom, noticing: Noticing, moment: datetime, turn: Turn) -> Post:
    """Return the card of a moment on its way; of each week there is one at most."""
    return Post(
        Place.personal(turn.tenant, turn.person.id),
        whom_card(found, noticing, moment),
        reader=turn.person.id,
        zone=noticing.zone,
        name=f"noticing:{turn.person.id}:{noticing.last_week}",
        on_time=True,
    )
