"""The messages that tell of a promise: where each stands, and what it shows."""

from collections.abc import Collection
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class PromiseMessage:
    """One message: the lead's, or a notice in its owner's own chat.

    ``key`` names the notice and the time that it was of; ``shows`` is what of the promise stands
    in it; ``ref`` the platform's name for it, empty while it is on its way.
    """

    key: str
    place: str
    shows: str
    ref: str = ""


Messages = tuple[PromiseMessage, ...]


def sent(messages: Messages, news: PromiseMessage) -> Messages:
    """Return them with one that is on its way now."""
    return (*(each for each in messages if each.key != news.key), news)


def arrived(messages: Messages, key: str, ref: str) -> Messages:
    """Return them with the platform's name for one; without a name it was lost."""
    if not ref:
        return without(messages, {key})
    return tuple(replace(each, ref=ref) if each.key == key else each for each in messages)


def without(messages: Messages, keys: Collection[str]) -> Messages:
    """Return them without those that need not follow any more."""
    return tuple(each for each in messages if each.key not in keys)
