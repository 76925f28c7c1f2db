"""What holds for a channel."""

from typing import Protocol

from handlers.domain.people import Place
from scheduler.calendar.rest import Rest


class Channels(Protocol):
    """What holds for a channel of this tenant."""

    async def rest(self, place: Place) -> Rest:
        """Return when a channel is left in peace; nothing is set where nobody set anything."""
        ...

    async def save_rest(self, place: Place, rest: Rest) -> None:
        """Set when a channel is left in peace."""
        ...

    async def note_name(self, place: Place) -> None:
        """Note what people call a channel, if its platform has told."""
        ...

    async def named(self, place: Place) -> Place:
        """Return a place with the name that was noted last; as it is where none was."""
        ...
