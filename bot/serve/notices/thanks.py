"""The duty of bringing managers their drafts of thanks: a turn for each who is due."""

import logging
from datetime import datetime

from bot.serve.notices.promises import LATER, LIMIT, Answer
from bot.store.engine.notices.promises import Owed
from bot.store.engine.notices.thanks import ThanksDigests
from handlers.domain.people import Place
from handlers.turn import Turn, TurnKind

INTENT = "thanks.digest"

logger = logging.getLogger(__name__)


async def send_digests(
    at: datetime, digests: ThanksDigests, answer: Answer, limit: int = LIMIT
) -> int:
    """Run the turns of those who are due; return how many there were.

    What goes wrong for one is put off, so that it stands in nobody's way.
    """
    due = await digests.due(at, limit)
    for each in due:
        reply = await answer(_turn(each, at))
        if not reply.posts:  # not saved, done by another process, or there is nothing to say
            if not reply.saved:
                logger.warning("digest.put_off tenant=%s", each.tenant.id)
            await digests.put_off(each, at, at + LATER)
    return len(due)


def _turn(due: Owed, at: datetime) -> Turn:
    """Return the turn; the same digest of the same manager is the same turn."""
    return Turn(
        id=f"digest:{due.person.id}:{due.since.isoformat()}",
        kind=TurnKind.NOTICE,
        intent=INTENT,
        person=due.person,
        place=Place.personal(due.tenant, due.person.id),
        at=at,
    )
