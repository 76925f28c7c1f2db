"""Why something did not arrive, in plain words, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.domain.people import Platform
from handlers.turn import Turn
from scheduler.reasons import Reason

PLATFORMS = {Platform.SLACK: "Slack", Platform.TEAMS: "Teams", Platform.WEB: "the page"}


_ADD = {
    Platform.SLACK: "type /invite and my name there",
    Platform.TEAMS: "Apps, then my name, then Add to a team or chat",
    Platform.WEB: "the page's own channels are always open to me",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What people read of one reason; ``{platform}`` stands for its name, ``{add}`` for how one
    adds the bot to a channel there.
    """

    says: str
    do: str


_ADMIN = "Whoever runs me can mend it"
_TROUBLES: Mapping[Reason, Trouble] = {
    Reason.CHANNEL_ARCHIVED: Trouble(
        "{platform} says the channel is archived",
        "Unarchive it and type /reminders resume there, or remove the reminder.",
    ),
    Reason.NOT_IN_CHANNEL: Trouble(
        "I am not in that channel or chat any more",
        "Add me again ({add}), then /reminders resume.",
    ),
    Reason.CHANNEL_GONE: Trouble(
        "{platform} says the channel is gone, or I may not see it",
        "If it is still there, add me to it again ({add}), then /reminders resume.",
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
        "my own chat is switched off in {platform}",
        f"{_ADMIN}: switch on the messages tab in App Home.",
    ),
    Reason.BADLY_DRAWN: Trouble(
        "I drew it in a way that {platform} does not take. That is our fault",
        "Tell whoever runs me; the log has the details.",
    ),
    Reason.NOT_CONNECTED: Trouble(
        "I am not connected to {platform} at the moment",
        f"{_ADMIN}; then send it again.",
    ),
    Reason.ANSWER_LOST_TWICE: Trouble(
        "it went out twice and the answer was lost both times",
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
    return _trouble(reason).do.format(platform=PLATFORMS[platform], add=_ADD[platform])


def reason_in(turn: Turn) -> Reason | None:
    """Return why a receipt says that something did not arrive."""
    code = turn.args.get("reason", "")
    return Reason(code) if code else None


def _trouble(reason: Reason | None) -> Trouble:
    return _TROUBLES.get(reason, _UNSAID) if reason is not None else _UNSAID
