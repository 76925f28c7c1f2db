"""From an activity to a turn; nothing is decided here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Self
from zoneinfo import ZoneInfo

from bot.store.engine.conversations import ConversationReference
from bot.teams.auth.signed_context import SignedContext
from bot.teams.drawing.adaptive_cards import FIELDS, ONLY, PEOPLE, PLACE, SUBMIT, VERB
from bot.teams.mentions import display_name
from bot.teams.payloads import Activity, Press
from bot.teams.shortcuts.payloads import INVOKES
from bot.teams.text import typed_line
from handlers.domain.people import Mention, Person, Place, Platform
from handlers.turn import Turn, TurnKind

MAX_PERSON_ID = 64
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Where one of our cards is shown: what ``turn.message`` means at this door."""

    channel: str
    activity: str
    targeted: bool = False

    def __str__(self) -> str:
        return f"{'!' if self.targeted else ''}{self.activity}|{self.channel}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read back what ``str`` wrote."""
        activity, _, channel = text.partition("|")
        return cls(channel, activity.removeprefix("!"), activity.startswith("!"))


def from_activity(activity: Activity, press: Press | None, at: datetime) -> Turn:
    """Return the turn of a press or a form if there is one, else of the typed line."""
    if press is None:
        return _from_line(activity, at)
    return _from_press(activity, press, at)


def from_installation(activity: Activity, at: datetime) -> Turn:
    """Return the turn in which the bot, new in a conversation, says what it can do."""
    who, where = person(activity), place(activity)
    return Turn(turn_id(activity), TurnKind.COMMAND, "help", who, where, at)


def place_spoken_for(
    activity: Activity, press: Press | None, signed_context: SignedContext
) -> Place | None:
    """Return the place that a turn is about: where it is done, or what its card was about.

    None when the card is about a channel that this person wasn't given.
    """
    if press is None or PLACE not in press.data:
        return place(activity)
    tenant = activity.tenant
    channel = signed_context.verify(tenant, person(activity).id, press.data[PLACE])
    return None if channel is None else Place(Platform.TEAMS, tenant, channel)


def press_in_message(activity: Activity) -> Press | None:
    """Return the button of a client that doesn't know Execute, or None: it is a message."""
    if not isinstance(activity.value, Mapping) or VERB not in activity.value:
        return None
    try:
        return Press.model_validate({"type": "Action.Execute", "data": dict(activity.value)})
    except ValueError:
        return None


def chosen(press: Press) -> tuple[Mention, ...]:
    """Return the people chosen in a form: ids of the directory, without their names."""
    fields = filter(None, press.data.get(PEOPLE, "").split(","))
    ids = (each.strip() for name in fields for each in press.data.get(name, "").split(","))
    return tuple(Mention(each, each) for each in dict.fromkeys(ids) if _ID.fullmatch(each))


def carried(press: Press) -> dict[str, str]:
    """Return what the next card has to carry along, too."""
    return {name: press.data[name] for name in (PLACE, ONLY) if name in press.data}


def person(activity: Activity) -> Person:
    """Return who acts: the directory's id, because it is the same in every conversation.

    The name is the id where the activity has none.
    """
    sender = activity.sender
    known = sender.aad_object_id or sender.id
    if len(known) > MAX_PERSON_ID:
        known = blake2b(known.encode(), digest_size=16).hexdigest()
    return Person(known, display_name(sender.name) or known, _zone(activity))


def place(activity: Activity) -> Place:
    """Return where it happens; a thread is part of its channel."""
    data = activity.channel_data
    told = data.channel.name if data is not None and data.channel is not None else None
    name = display_name(activity.conversation.name or told)
    return Place(Platform.TEAMS, activity.tenant, activity.channel, name, direct=activity.personal)


def references(activity: Activity) -> tuple[ConversationReference, ...]:
    """Return how to reach this conversation again, and the person who acts in it."""
    who = person(activity)
    shared = (activity.service_url, activity.recipient.id)
    if activity.name in INVOKES:  # the bot need not be in the conversation where it was taken
        return (_acquaintance(activity),)
    if activity.personal:
        whose = {"person_id": who.id, "user_id": activity.sender.id}
        return (
            ConversationReference(activity.tenant, activity.channel, "personal", *shared, **whose),
        )
    group = ConversationReference(
        activity.tenant, activity.channel, "group", *shared, activity.team
    )
    if activity.type not in ("message", "invoke"):
        return (group,)
    return (group, _acquaintance(activity))


def happened_at(activity: Activity) -> datetime | None:
    """Return when it happened, as Teams says, or None."""
    try:
        moment = datetime.fromisoformat(activity.timestamp or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def event_id(activity: Activity) -> str:
    """Return an id that is the same for a repeat, or nothing when Teams gave none."""
    return turn_id(activity) if activity.id or activity.timestamp else ""


def turn_id(activity: Activity) -> str:
    """Return an id that is the same for a repeat; Teams counts messages by conversation."""
    digest = blake2b(activity.conversation.id.encode(), digest_size=5).hexdigest()
    known = activity.id or f"{activity.type}:{activity.timestamp or ''}"
    if len(known) > MAX_PERSON_ID:
        known = blake2b(known.encode(), digest_size=16).hexdigest()
    return f"{known}:{digest}"


def _from_line(activity: Activity, at: datetime) -> Turn:
    """Read ``@Careloop complaint late parcel``."""
    line = typed_line(activity)
    name, *text = line.text.split(None, 1) or [""]
    return Turn(
        id=turn_id(activity),
        kind=TurnKind.COMMAND,
        intent=name.lower(),
        person=person(activity),
        place=place(activity),
        at=at,
        text="".join(text),
        mentions=line.mentions,
        in_public=not (activity.personal or activity.targeted),
    )


def _from_press(activity: Activity, press: Press, at: datetime) -> Turn:
    """Read a button or a form."""
    verb, data = press.verb or press.data.get(VERB, ""), press.data
    is_form = verb.startswith(SUBMIT)
    args = {name: value for name, value in data.items() if not name.startswith("~")}
    if is_form:  # Teams leaves empty fields out
        args = dict.fromkeys(filter(None, data.get(FIELDS, "").split(",")), "") | args
    ref = MessageRef(activity.conversation.id, activity.reply_to_id or "", ONLY in data)
    return Turn(
        id=turn_id(activity),
        kind=TurnKind.SUBMIT if is_form else TurnKind.ACTION,
        intent=verb.removeprefix(SUBMIT),
        person=person(activity),
        place=place(activity),
        at=at,
        args=args,
        message=str(ref) if ref.activity else "",
    )


def _acquaintance(activity: Activity) -> ConversationReference:
    """Return how to open a chat with the person who acts."""
    who, at = person(activity), (activity.service_url, activity.recipient.id)
    known = (f"@{who.id}", "person", *at, "", who.id, activity.sender.id)
    return ConversationReference(activity.tenant, *known)


def _zone(activity: Activity) -> str:
    told = (activity.local_timezone, *(each.timezone for each in activity.entities or ()))
    for name in filter(None, told):
        try:
            ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            continue
        return name
    return ""
