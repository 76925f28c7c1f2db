"""Who is on duty: the people whom a page calls by name, and where it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from handlers.domain.people import Place


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty, of a workspace or of one kind of trouble; empty where nobody has said.

    ``people`` are ids; those of a ``group`` are among them. ``here`` calls everybody who is in the
    channel just now, where the platform can.
    """

    people: tuple[str, ...] = ()
    group: str = ""
    group_name: str = ""
    here: bool = False
    place: Place | None = None

    @property
    def is_set(self) -> bool:
        """Tell whether somebody has said who is on duty."""
        return bool(self.people or self.group or self.here)

    def stored(self) -> Mapping[str, Any]:
        """Return it as plain JSON values."""
        return {
            "people": list(self.people),
            "group": self.group,
            "group_name": self.group_name,
            "here": self.here,
            "place": str(self.place) if self.place else "",
        }

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> Self:
        """Read back what ``stored`` wrote."""
        place = stored.get("place")
        return cls(
            tuple(stored.get("people", ())),
            stored.get("group", ""),
            stored.get("group_name", ""),
            bool(stored.get("here", False)),
            Place.parse(place) if place else None,
        )


def load_duties(stored: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Duty]:
    """Read back the duties of each kind of trouble."""
    return {branch: Duty.load(each) for branch, each in stored.items()}
