"""All tables at once, for whoever walks through them: migrations, deletion, a reset."""

from bot.store.tables import (  # noqa: F401 - each notes its tables in the metadata
    answers,
    asks,
    cases,
    channels,
    conversations,
    deliveries,
    handovers,
    insights,
    installations,
    lessons,
    people,
    playground,
    practice,
    processes,
    promises,
    schedules,
    shifts,
    shoutouts,
    turns,
    workspaces,
)
from bot.store.tables.metadata import metadata

__all__ = ["metadata"]
