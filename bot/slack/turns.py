"""From what Slack sends to a turn."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from bot.slack.drawing.values import dump_args, load_args, load_option, unescape
from bot.slack.mentions import WrittenReference, references, with_names
from bot.slack.payloads import (
    Answer,
    Command,
    MessageShortcut,
    Press,
    PressedElement,
    Shortcut,
    Submit,
    View,
)
from bot.slack.response_target import ResponseTarget, TargetKind, is_beside
from handlers.cards import TICKED, Action
from handlers.domain.people import Mention, Person, Place, Platform
from handlers.shortcuts import AUTHOR, MAX_READ, taken_on
from handlers.turn import Turn, TurnKind

MODAL = "modal"  # the type of a view that isn't the App Home
_NAMELESS = ("directmessage", "privategroup")  # what Slack says instead of a name
DIRECT = ("D", "U", "W")  # how the id of a chat between two begins, or of who stands for theirs

# <#C123|general>, <!here>, <https://a.b|a.b>, and people whom nobody can be
_REFERENCE = re.compile(r"<([@#!]?)([^<>|\s]{1,300})(?:\|([^<>]{0,300}))?>")


def from_command(
    request: Command,
    person: Person,
    at: datetime,
    prefix: str = "",
    mentions: tuple[Mention, ...] = (),
) -> Turn:
    """Read a slash command; ``prefix`` is what our commands are called with in this workspace."""
    name = request.command.removeprefix("/").lower()
    return Turn(
        id=request.trigger_id,
        kind=TurnKind.COMMAND,
        intent=name.removeprefix(prefix),
        person=person,
        place=place_of(request.team, request.channel_id, request.channel_name),
        at=at,
        text=words_of(with_names(request.text, mentions)),
        message=str(ResponseTarget.of(TargetKind.BESIDE, request.response_url, at)),
        is_beside=True,
        mentions=mentions,
    )


def from_press(
    request: Press, person: Person, at: datetime, mentions: tuple[Mention, ...] = ()
) -> Turn:
    """Read a press of a button, or of an option of the overflow menu."""
    action, message = action_of(request.actions[0]), str(_target(request, at))
    form = request.view if request.view is not None and request.view.type == MODAL else None
    return Turn(
        id=request.trigger_id,
        kind=TurnKind.ACTION,
        intent=action.intent,
        person=person,
        place=_pressed_in(request, form),
        at=at,
        # What stands in a form comes along.
        args={**(_values(form) if form else {}), **action.args},
        message=message,
        is_beside=is_beside(message),
        mentions=mentions,
    )


def from_shortcut(
    request: Shortcut | MessageShortcut,
    person: Person,
    at: datetime,
    mentions: tuple[Mention, ...] = (),
) -> Turn:
    """Read a shortcut: one that isn't taken on a message is answered in the person's own chat."""
    turn = Turn(
        id=request.trigger_id,
        kind=TurnKind.ACTION,
        intent=request.callback_id,
        person=person,
        place=place_of(request.team, person.id, ""),
        at=at,
        mentions=mentions,
    )
    if isinstance(request, Shortcut):
        return turn
    channel, message = request.channel, request.message
    target = ResponseTarget.of(TargetKind.BESIDE, request.response_url, at)
    turn = replace(
        turn,
        place=place_of(request.team, channel.id, channel.name),
        text=words_of(with_names((message.text or "")[:MAX_READ], mentions)),
        message=str(target),
        is_beside=True,
    )
    return taken_on(turn, message.user or message.bot_id or "")


def named_in(request: Press | Shortcut | MessageShortcut) -> tuple[WrittenReference, ...]:
    """Return who wrote the message that a shortcut was taken on, and whom it names."""
    match request:
        case Press():
            author = action_of(request.actions[0]).args.get(AUTHOR, "")
            return (WrittenReference(author),) if author else ()
        case MessageShortcut(message=message):
            author = message.user or message.bot_id or ""
            written = references((message.text or "")[:MAX_READ])
            others = tuple(each for each in written if each.id != author)
            label = message.username or ""
            return (WrittenReference(author, label), *others) if author else others
    return ()


def from_submit(
    request: Submit, person: Person, at: datetime, mentions: tuple[Mention, ...] = ()
) -> Turn:
    """Read a form.

    Its id holds the answers too: after an error the same view is sent again with others.
    """
    carried, values = load_args(request.view.private_metadata), _values(request.view)
    message = carried.get("target", "")
    answers = blake2b(dump_args(dict(sorted(values.items()))).encode(), digest_size=8).hexdigest()
    return Turn(
        id=f"{answers}:{request.view.id}:{request.view.hash}",
        kind=TurnKind.SUBMIT,
        intent=request.view.callback_id,
        person=person,
        place=place_of(request.team, carried.get("channel", person.id), carried.get("name", "")),
        at=at,
        args=values | load_args(carried.get("args", "")),
        message=message,
        is_beside=is_beside(message),
        mentions=mentions,
    )


def chosen(request: Submit) -> tuple[str, ...]:
    """Return the people chosen in a form, each once."""
    answers = (answer for elements in _state(request.view).values() for answer in elements.values())
    return tuple(dict.fromkeys(user for each in answers for user in each.selected_users or ()))


def place_of(team: str, channel: str, name: str) -> Place:
    """Return a place of a workspace; whose name nobody says has none."""
    name = "" if name in _NAMELESS or name.startswith("mpdm-") else name
    return Place(Platform.SLACK, team, channel, name, direct=channel.startswith(DIRECT))


def words_of(text: str) -> str:
    """Return what was typed as it looked: references by their names, and no entities."""
    return _told(unescape(_REFERENCE.sub(_named, text)))


def memory(turn: Turn, action: Action) -> str:
    """Return what a form has to bring back; ``from_submit`` reads it."""
    return dump_args(
        {
            "channel": turn.place.channel,
            **({"name": turn.place.name} if turn.place.name else {}),
            "target": turn.message,
            "args": dump_args(action.args),
        }
    )


def action_of(element: PressedElement) -> Action:
    """Return the action of a pressed element; one we can't read has no arguments."""
    if element.type == "overflow":
        chosen = element.selected_option
        return load_option(chosen.value if chosen else "", element.block_id)
    intent, _, _ = element.action_id.partition("#")
    if element.type == "checkboxes":
        ticked = "yes" if element.selected_options else ""
        return Action(intent, load_args(element.block_id) | {TICKED: ticked})
    return Action(intent, load_args(element.value or "{}"))


def _pressed_in(request: Press, form: View | None) -> Place:
    """Return where it was done: of a form, what it is about.

    In the App Home there is no channel: the person's own chat with us stands in.
    """
    own = request.user.id
    if form is not None:
        carried = load_args(form.private_metadata)
        return place_of(request.team, carried.get("channel", own), carried.get("name", ""))
    channel = request.channel
    return place_of(request.team, *(channel.id, channel.name) if channel else (own, ""))


def _target(request: Press, at: datetime) -> ResponseTarget:
    if request.view is not None and request.view.type == MODAL:
        return ResponseTarget.of(TargetKind.MODAL, request.view.id, at)
    if request.view is not None and request.view.type == "home":
        return ResponseTarget(TargetKind.HOME)
    own_chat = request.channel is not None and request.channel.id.startswith("D")
    private = request.container.is_ephemeral or own_chat
    kind = TargetKind.CARD if private else TargetKind.BESIDE
    return ResponseTarget.of(kind, request.response_url, at)


def _values(view: View) -> dict[str, str]:
    return {
        block: _answer(answer)
        for block, elements in _state(view).items()
        for answer in elements.values()
    }


def _state(view: View) -> Mapping[str, Mapping[str, Answer]]:
    return view.state.values if view.state else {}


def _answer(answer: Answer) -> str:
    if answer.selected_users is not None:
        return ",".join(answer.selected_users)
    if answer.selected_options is not None:
        return ",".join(each.value.removeprefix("=") for each in answer.selected_options)
    if answer.selected_option is not None:
        return answer.selected_option.value.removeprefix("=")
    return _told(answer.selected_date or answer.selected_time or answer.value or "")


def _told(text: str) -> str:
    # PostgreSQL stores no NUL, and a line of a form may end as on Windows.
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def _named(found: re.Match[str]) -> str:
    sign, target, name = found[1], found[2], found[3]
    if sign == "#" and not name:
        return "a channel"  # which one only its id says
    if sign in ("@", "#"):
        return sign + (name or target).lstrip(sign)
    return name or target
