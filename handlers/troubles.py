"""Why something did not arrive, in plain words, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from handlers.cards import Card, Text, Tone
from handlers.domain.people import Place, Platform
from handlers.turn import Turn
from scheduler.reasons import Reason

PLATFORMS = {Platform.SLACK: "Slack", Platform.TEAMS: "Teams", Platform.WEB: "the page"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What people read of one reason; ``{platform}`` stands for its name.

    ``do_on`` is what to do on a platform that has a way of its own.
    """

    says: str
    do: str
    do_on: Mapping[Platform, str] = field(default_factory=dict)


INVITE = "/invite @Careloop"  # Slack's own command
_RESUME = "/reminders resume"
_ADMIN = "Whoever runs me can mend it"
_TROUBLES: Mapping[Reason, Trouble] = {
    Reason.CHANNEL_ARCHIVED: Trouble(
        "{platform} says the channel is archived",
        f"Unarchive it and type {_RESUME} there, or remove the reminder.",
    ),
    Reason.NOT_IN_CHANNEL: Trouble(
        "I am not in that channel or chat any more",
        f"Add me there again, then {_RESUME}.",
        {Platform.SLACK: f"Type {INVITE} in it, then {_RESUME}."},
    ),
    Reason.CHANNEL_GONE: Trouble(
        "{platform} says the channel is gone, or I may not see it",
        f"If it is still there, add me to it again, then {_RESUME}.",
        {Platform.SLACK: f"If it is still there, type {INVITE} in it, then {_RESUME}."},
    ),
    Reason.PERSON_UNREACHABLE: Trouble(
        "{platform} lets me reach that person no more",
        "They may have left, or blocked me. Ask them.",
    ),
    Reason.CREDENTIALS_REFUSED: Trouble(
        "{platform} does not accept my keys any more",
        f"{_ADMIN}: install me again, or renew the keys. Then send it again.",
    ),
    Reason.NOT_ALLOWED: Trouble(
        "{platform} does not let me post there",
        "Ask whoever looks after the channel or the workspace to allow it.",
    ),
    Reason.CHAT_SWITCHED_OFF: Trouble(
        "my chat is switched off in {platform}",
        f"{_ADMIN}: switch it on.",
        {Platform.SLACK: f"{_ADMIN}: switch on the messages tab in App Home."},
    ),
    Reason.BADLY_DRAWN: Trouble(
        "I drew it in a way that {platform} does not take. That is our fault",
        "Tell whoever runs me; the log has the details.",
    ),
    Reason.NOT_CONNECTED: Trouble(
        "I am not connected to {platform} at the moment",
        f"{_ADMIN}; then send it again.",
    ),
    Reason.EXPIRED: Trouble(
        "I was away until its time had passed",
        "Ask whoever waited for it whether they still need it.",
    ),
    Reason.ANSWER_LOST: Trouble(
        "it went out and the answer was lost each time",
        "Look in the channel: it may well be there.",
    ),
    Reason.INTERRUPTED: Trouble(
        "I was stopped again and again while sending it",
        f"Send it again. If that fails, tell whoever runs me: {_ADMIN.lower()}.",
    ),
    Reason.RATE_LIMITED: Trouble(
        "{platform} asked me to go slower, for too long",
        "Send it again later. An admin can lower the pace in /care settings.",
    ),
    Reason.MESSAGE_GONE: Trouble(
        "the message it belonged to is gone",
        "Nothing; type the command again if you still need the card.",
    ),
    Reason.MESSAGE_FIXED: Trouble(
        "{platform} does not let me change or take away what I posted",
        "Somebody who looks after the channel can delete it there.",
    ),
    Reason.UNREACHABLE: Trouble(
        "{platform} could not be reached",
        "Send it again when {platform} is well.",
    ),
    Reason.PLATFORM_ERROR: Trouble(
        "{platform} answered with an error of its own",
        "Send it again later. If it stays, whoever runs me finds its code in the log.",
    ),
}
_UNSAID = Trouble("nobody said why", "An admin can try again with /care outbox.")


def reason_words(reason: Reason | None, platform: Platform) -> str:
    """Return why something did not arrive."""
    return _trouble(reason).says.format(platform=PLATFORMS[platform])


def what_to_do(reason: Reason | None, platform: Platform) -> str:
    """Return what somebody can do about it."""
    trouble = _trouble(reason)
    return trouble.do_on.get(platform, trouble.do).format(platform=PLATFORMS[platform])


def reach_words(place: Place, reason: Reason | None) -> str:
    """Return whether we can post where something was set up just now; no reason: we can."""
    platform = place.platform
    match reason:
        case None:
            return "I can post here."
        case Reason.NOT_IN_CHANNEL | Reason.CHANNEL_GONE if place.direct:
            return "I can't post here: I am not in this chat. Set it up in a channel that I am in."
        case Reason.NOT_IN_CHANNEL | Reason.CHANNEL_GONE:
            do = f"type {INVITE} here" if platform is Platform.SLACK else "add me to it"
            return f"I can't post here yet: I am not in this channel. Please {do}; then it comes."
    return f"I can't post here: {reason_words(reason, platform)}. {what_to_do(reason, platform)}"


def with_reach(card: Card, place: Place, reason: Reason | None) -> Card:
    """Return a card that says first whether we can post there."""
    line = Text(reach_words(place, reason), Tone.URGENT if reason else Tone.NOTE)
    return replace(card, body=(line, *card.body))


def reason_in(turn: Turn) -> Reason | None:
    """Return why a receipt says that something did not arrive."""
    code = turn.args.get("reason", "")
    return Reason(code) if code else None


def _trouble(reason: Reason | None) -> Trouble:
    return _TROUBLES.get(reason, _UNSAID) if reason is not None else _UNSAID
