"""The duty of telling whoever asked: who has come, and that nobody has answered."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.store.engine.notices.asks import AskNotices, Waiting
from handlers.domain.people import Person, Place
from handlers.turn import Reply, Turn, TurnKind

LIMIT = 100  # asks in one round
LATER = timedelta(seconds=10)  # until what could not be said is tried again: somebody waits
INTENT = "asks.notice"

logger = logging.getLogger(__name__)

Answer = Callable[[Turn], Awaitable[Reply]]


async def tell_askers(at: datetime, notices: AskNotices, answer: Answer, limit: int = LIMIT) -> int:
    """Run the turns of those who have news; return how many there were.

    What goes wrong for one is put off, so that it stands in nobody's way.
    """
    due = await notices.due(at, limit)
    for each in due:
        reply = await answer(_turn(each, at))
        if not reply.saved:
            logger.warning("ask.put_off tenant=%s", each.tenant.id)
            await notices.put_off(each, at + LATER)
    return len(due)


def _turn(waiting: Waiting, at: datetime) -> Turn:
    """Return the turn; the same news of the same ask are the same turn."""
    return Turn(
        id=f"ask:{waiting.ask_id}:{waiting.version}:{waiting.since.isoformat()}",
        kind=TurnKind.NOTICE,
        intent=INTENT,
        person=Person(waiting.asker_id, ""),
        place=Place.personal(waiting.tenant, waiting.asker_id),
        at=at,
        args={"ask": waiting.ask_id},
    )
