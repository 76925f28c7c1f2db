"""The duty of coming back to what reminders asked: a turn for each that is due."""

import logging
from datetime import datetime
from hashlib import blake2b

from bot.serve.notices.promises import LATER, LIMIT, Answer
from bot.store.engine.notices.follow_ups import FollowUp, FollowUps
from handlers.domain.people import Place
from handlers.turn import Turn, TurnKind

logger = logging.getLogger(__name__)


async def follow_up(at: datetime, follow_ups: FollowUps, answer: Answer, limit: int = LIMIT) -> int:
    """Run the turns of what is due; return how many there were.

    What goes wrong is put off, so that it stands in nobody's way.
    """
    due = await follow_ups.due(at, limit)
    for each in due:
        reply = await answer(_turn(each, at))
        if not reply.saved:
            logger.warning("follow_up.put_off kind=%s tenant=%s", each.kind, each.tenant.id)
        await follow_ups.put_off(each, at, at + LATER)
    return len(due)


def _turn(due: FollowUp, at: datetime) -> Turn:
    """Return the turn; the same thing that was due at the same moment is the same turn."""
    name = blake2b(f"{due.person.id} {due.of}".encode(), digest_size=12).hexdigest()
    return Turn(
        id=f"follow-up:{due.kind}:{name}:{due.since.isoformat()}",
        kind=TurnKind.NOTICE,
        intent=due.kind.value,
        person=due.person,
        place=Place.personal(due.tenant, due.person.id),
        at=at,
        args={"of": due.of},
    )
