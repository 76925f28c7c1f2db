"""From an action command to a turn; whatever comes of it belongs in the person's own chat."""

from dataclasses import replace
from datetime import datetime

from bot.teams.mentions import display_name
from bot.teams.payloads import Activity
from bot.teams.shortcuts.payloads import OF_THE_HOUSE, SaidMessage, ShortcutInvoke
from bot.teams.text import seen_text
from bot.teams.turns import from_activity, person, turn_id
from handlers.domain.people import Membership, Mention, MentionKind, Place, Platform, Tenant
from handlers.shortcuts import taken_on
from handlers.turn import Turn, TurnKind


def from_shortcut(activity: Activity, invoke: ShortcutInvoke, at: datetime) -> Turn:
    """Read a command that was taken, anywhere or on a message."""
    who, message = person(activity), invoke.message_payload
    author = _author(message) if message is not None else None
    turn = Turn(
        id=turn_id(activity),
        kind=TurnKind.ACTION,
        intent=invoke.command_id,
        person=who,
        place=_own_chat(activity, who.id),
        at=at,
        mentions=(author,) if author else (),
    )
    if message is None:
        return turn
    turn = replace(turn, text=_said(message))
    return taken_on(turn, author.id if author else "")


def from_dialog(activity: Activity, invoke: ShortcutInvoke, at: datetime) -> Turn:
    """Read a form or a button of a dialog."""
    turn = from_activity(activity, invoke.press, at)
    return replace(turn, place=_own_chat(activity, turn.person.id))


def _own_chat(activity: Activity, person_id: str) -> Place:
    return Place.personal(Tenant(Platform.TEAMS, activity.tenant), person_id)


def _author(message: SaidMessage) -> Mention | None:
    """Return who wrote a message, as far as it tells; None where it doesn't."""
    sender = message.sender
    if sender is None:
        return None
    told, kind = sender.user or sender.application, MentionKind.PERSON
    if told is None or not told.id:
        return None
    if sender.user is None:
        kind = MentionKind.BOT
    outside = kind is MentionKind.PERSON and told.user_identity_type not in (None, *OF_THE_HOUSE)
    membership = Membership.GUEST if outside else None
    name = display_name(told.display_name) or told.id
    return Mention(told.id, name, kind, membership=membership)


def _said(message: SaidMessage) -> str:
    """Return what a message says, as a reader sees it."""
    body = message.body
    if body is None or body.content is None:
        return ""
    return seen_text(body.content, is_html=(body.content_type or "").lower() == "html")
