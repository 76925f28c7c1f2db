"""The duty of saying in time what was promised: a turn for each person who is owed a notice."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.store.engine.notices.promises import Notices, Owed
from handlers.domain.people import Place
from handlers.turn import Reply, Turn, TurnKind

LIMIT = 100  # people in one round
LATER = timedelta(minutes=1)  # until what could not be said is tried again
INTENT = "promises.notice"

logger = logging.getLogger(__name__)

Answer = Callable[[Turn], Awaitable[Reply]]


async def notify_all(at: datetime, notices: Notices, answer: Answer, limit: int = LIMIT) -> int:
    """Run the turns of those who are owed something; return how many there were.

    What goes wrong for one is put off, so that it stands in nobody's way.
    """
    owed = await notices.due(at, limit)
    for each in owed:
        reply = await answer(_turn(each, at))
        if not reply.posts:  # not saved, unreadable, or done by another process
            if not reply.saved:
                logger.warning("notice.put_off tenant=%s", each.tenant.id)
            await notices.put_off(each, at, at + LATER)
    return len(owed)


def _turn(owed: Owed, at: datetime) -> Turn:
    """Return the turn; the same notices of the same person are the same turn."""
    return Turn(
        id=f"notice:{owed.person.id}:{owed.since.isoformat()}",
        kind=TurnKind.NOTICE,
        intent=INTENT,
        person=owed.person,
        place=Place.personal(owed.tenant, owed.person.id),
        at=at,
    )
