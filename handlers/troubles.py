"""Why something did not arrive, in plain words, and what to do about it.

The doors say why in words of their own, often with the platform's code; people read these.
"""

import re
from dataclasses import dataclass

from handlers.domain.people import Platform

PLATFORMS = {Platform.SLACK: "Slack", Platform.TEAMS: "Teams", Platform.WEB: "the page"}
BY_HAND = "dropped by hand"  # as the outbox notes it


@dataclass(frozen=True, slots=True)
class Failure:
    """One kind of trouble: words by which to know it, what to say, and what to do."""

    known_by: tuple[str, ...]
    says: str
    do: str


_ADMIN = "Whoever runs me can mend it"
_FAILURES = (
    Failure(
        ("archived",),
        "{platform} says the channel is archived",
        "Unarchive it and type /reminders resume there, or remove the reminder.",
    ),
    Failure(
        ("not in this channel", "not in that conversation", "has not met that person"),
        "I am not in that channel or chat any more",
        "Add me again (in Slack, type /invite and my name), then /reminders resume.",
    ),
    Failure(
        ("not there any more", "conversation is gone", "channel_not_found"),
        "{platform} says the channel is gone, or I may not see it",
        "If it is still there, add me to it again, then /reminders resume.",
    ),
    Failure(
        ("person can't be reached", "blocked the bot", "not in that channel"),
        "{platform} lets me reach that person no more",
        "They may have left, or blocked me. Ask them.",
    ),
    Failure(
        ("token", "app id or secret", "not installed in that workspace"),
        "{platform} does not accept my keys any more",
        f"{_ADMIN}: install me again, or renew the keys. Then send it again.",
    ),
    Failure(
        ("does not let the bot post", "lacks a permission", "switched the bot off"),
        "{platform} does not let me post there",
        "Ask whoever looks after the channel or the workspace to allow it.",
    ),
    Failure(
        ("messages tab", "App Home is switched off"),
        "my chat is switched off in Slack",
        f"{_ADMIN}: switch on the messages tab in App Home.",
    ),
    Failure(
        ("what we drew", "a bug:", "no such method", "while drawing", "while reading"),
        "I drew it in a way that {platform} does not take. That is our fault",
        "Tell whoever runs me; the log has the details.",
    ),
    Failure(
        ("is not connected",),
        "I am not connected to {platform} at the moment",
        f"{_ADMIN}; then send it again.",
    ),
    Failure(
        ("sent twice",),
        "it went out twice and the answer was lost both times",
        "Look in the channel: it may well be there.",
    ),
    Failure(
        ("gave up after", "we stopped while"),
        "I was stopped again and again while sending it",
        f"Send it again. If that fails, tell whoever runs me: {_ADMIN.lower()}.",
    ),
    Failure(
        ("asked to wait",),
        "{platform} asked me to go slower, for too long",
        "Send it again later. An admin can lower the pace in /care settings.",
    ),
    Failure(
        ("that message is gone", "response URL"),
        "the message it belonged to is gone",
        "Nothing; type the command again if you still need the card.",
    ),
    Failure(
        ("that message is not ours", "that message is too old"),
        "{platform} does not let me change or take away what I posted",
        "Somebody who looks after the channel can delete it there.",
    ),
    Failure(
        ("no answer", "dropped", "slow", "can't be reached", "does not answer", "not an answer"),
        "{platform} could not be reached",
        "Send it again when {platform} is well.",
    ),
    Failure(
        ("answered", "opened no chat", "something odd", "not well", "not one of Teams"),
        "{platform} answered with an error of its own",
        "Send it again later. If it stays, whoever runs me finds its code in the log.",
    ),
)
_OTHER = Failure((), "", "An admin can try again with /care outbox.")
_CODE = re.compile(r" \([\w.]+\)$")


def in_plain_words(reason: str, platform: Platform) -> str:
    """Return why something did not arrive, without a code."""
    says = failure(reason).says or _CODE.sub("", reason) or "nobody said why"
    return says.format(platform=PLATFORMS[platform]) if failure(reason).says else says


def what_to_do(reason: str, platform: Platform) -> str:
    """Return what somebody can do about it."""
    return failure(reason).do.format(platform=PLATFORMS[platform])


def failure(reason: str) -> Failure:
    """Return the kind of trouble that a door's reason tells of."""
    for each in _FAILURES:
        if any(words in reason for words in each.known_by):
            return each
    return _OTHER
