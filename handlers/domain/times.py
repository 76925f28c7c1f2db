"""Moments as people say them, in their own zone; nobody is shown UTC by surprise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.flow import PromiseTime
from handlers.domain.excerpt import capitalised

SAME_WITHIN = timedelta(minutes=1)  # asked for again in this time, the same thing is a slip

_SOON = timedelta(minutes=15)


def in_words(moment: datetime, now: datetime, zone: str) -> str:
    """Return ``today 15:30``, ``tomorrow 10:00``, ``Mon 23 Nov 10:00``; other years are named."""
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    clock = f"{local:%H:%M}"
    match (local.date() - today).days:
        case 0:
            return f"today {clock}"
        case 1:
            return f"tomorrow {clock}"
        case -1:
            return f"yesterday {clock}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local:%a} {local.day} {local:%b}{year} {clock}"


def dated(moment: datetime, zone: str) -> str:
    """Return ``Mon 23 Nov 15:30``: true whenever it is read."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M}"


def dated_for(moment: datetime, zone: str, reader_zone: str) -> str:
    """Return it in somebody's zone, which is named where it isn't the reader's, or just UTC."""
    is_clear = zone == reader_zone and zone != "UTC"
    return dated(moment, zone) if is_clear else f"{dated(moment, zone)} ({zone})"


@dataclass(frozen=True, slots=True)
class Offer:
    """A time to promise, as a button: minutes from the press, or a fixed moment.

    Its label names the day as it is ``until`` midnight: then "tomorrow" is another one.
    """

    label: str
    minutes: int | None
    at: datetime | None
    until: datetime | None = None

    @property
    def args(self) -> dict[str, str]:
        """Return what its button carries, for ``due_time.pressed_time`` to read."""
        if self.at is None:
            return {"minutes": str(self.minutes)}
        until = {"until": _short(self.until)} if self.until else {}
        return {"due": _short(self.at), **until}


def _midnight(now: datetime, zone: str) -> datetime:
    """Return when the day ends in a zone, in UTC."""
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), ZoneInfo(zone)).astimezone(UTC)


def _short(moment: datetime) -> str:
    """Return a moment in UTC to the minute: an option of a menu in Slack carries little."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def offered(moment: datetime, now: datetime, zone: str) -> Offer:
    """Return a moment as an offer, in words."""
    words = in_words(moment, now, zone)
    return Offer(capitalised(words), None, moment, _midnight(now, zone))


def offers(times: Sequence[PromiseTime], now: datetime, zone: str) -> list[Offer]:
    """Return the times that are still ahead, in the order of the pack.

    A fixed time less than a quarter of an hour away is no longer one to promise.
    """
    found = []
    today = now.astimezone(ZoneInfo(zone)).date()
    midnight = _midnight(now, zone)
    for each in times:
        if each.minutes is not None:
            found.append(Offer(each.label, each.minutes, None))
            continue
        clock = time.fromisoformat(each.at or "00:00")
        day = today + timedelta(days=each.days)
        moment = datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
        if moment - now >= _SOON:
            found.append(Offer(each.label, None, moment, midnight))
    return found
