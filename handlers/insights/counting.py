"""When a rule is counted again after it was bent; whoever keeps a bend asks here."""

from datetime import datetime

from handlers.domain.insights.rule import counted_next
from handlers.turn import Services, Turn


async def counted_from(turn: Turn, services: Services) -> datetime | None:
    """Return the next morning of a working day: the moment of a tap would tell whose it was."""
    zone = (await services.store.member()).workspace_zone
    return counted_next(turn.at, zone)
