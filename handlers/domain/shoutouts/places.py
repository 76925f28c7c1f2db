"""Where thanks may go: as each who is thanked has said, unless something keeps them private."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from content.danger_words import DangerWords
from handlers.domain.danger import signs_in
from handlers.domain.people import Place, Tenant


class ThanksPlace(StrEnum):
    """Where thanks for a person may go, as that person has said."""

    CHANNEL = "channel"  # the workspace's channel for thanks
    TEAM = "team"
    PRIVATE = "private"


class PrivateReason(StrEnum):
    """Why it went to somebody privately, other than as they wish."""

    UNSET = "unset"  # they haven't said yet
    NO_CHANNEL = "no-channel"
    NO_TEAM = "no-team"
    GRAVE = "grave"  # its words are of harm or threat
    CHOSEN = "chosen"  # whoever posted it wanted it so
    LOST = "lost"  # the channel couldn't be reached


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is thanked; ``place`` is the public one it went to, or empty.

    ``note`` is a PrivateReason, or empty.
    """

    id: str
    name: str
    went: ThanksPlace = ThanksPlace.PRIVATE
    place: str = ""
    note: str = ""

    def privately(self, note: str) -> "Recipient":
        """Return them thanked privately: for this reason, or for none, as they wish."""
        return replace(self, went=ThanksPlace.PRIVATE, place="", note=str(note))


@dataclass(frozen=True, slots=True)
class Destinations:
    """What decides where thanks go: what people have said, and which channels there are.

    Who hasn't said is not in ``wishes``; whose team has no channel is not in ``teams``. ``grave``
    has the words of harm or threat, which stay out of channels.
    """

    tenant: Tenant
    wishes: Mapping[str, ThanksPlace]
    channel: Place | None
    teams: Mapping[str, Place]
    grave: DangerWords

    def keep_private(self, text: str) -> bool:
        """Tell whether a text holds words of harm or threat."""
        return signs_in(text, self.grave).private


def placed(
    recipients: Iterable[Recipient],
    text: str,
    destinations: Destinations,
    only: PrivateReason | None = None,
) -> tuple[Recipient, ...]:
    """Return who is thanked, each with where these words go for them.

    ``only`` keeps them private for all, and says why; so do words of harm or threat.
    """
    if destinations.keep_private(text):
        only = PrivateReason.GRAVE
    if only is not None:
        return tuple(each.privately(only) for each in recipients)
    return tuple(_as_wished(each, destinations) for each in recipients)


def _as_wished(recipient: Recipient, destinations: Destinations) -> Recipient:
    wish = destinations.wishes.get(recipient.id)
    match wish:
        case None:
            return recipient.privately(PrivateReason.UNSET)
        case ThanksPlace.PRIVATE:
            return recipient.privately("")
        case ThanksPlace.CHANNEL:
            place, missing = destinations.channel, PrivateReason.NO_CHANNEL
        case ThanksPlace.TEAM:
            place, missing = destinations.teams.get(recipient.id), PrivateReason.NO_TEAM
    if place is None:
        return recipient.privately(missing)
    return replace(recipient, went=wish, place=str(place), note="")
