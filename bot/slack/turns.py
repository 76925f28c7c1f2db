"""From what Slack sends to a turn."""

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b

from bot.slack.drawing.values import dump_args, load_args, load_option, unescape
from bot.slack.mentions import with_names
from bot.slack.payloads import Answer, Command, HomeOpened, Press, PressedElement, Submit, View
from bot.slack.response_target import ResponseTarget, TargetKind
from handlers.cards import Action
from handlers.domain.people import Mention, Person, Place, Platform
from handlers.turn import Turn, TurnKind

HOME = "care.home"  # the intent that draws the App Home
DIRECT = ("D", "U", "W")  # how the id of a chat between two begins, or of who stands for theirs

_NAMELESS = {"#": "a channel"}  # a private one, for instance: Slack tells its id alone

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
        place=_place(request.team, request.channel_id, request.channel_name),
        at=at,
        text=_words(with_names(request.text, mentions)),
        message=str(ResponseTarget.of(TargetKind.BESIDE, request.response_url, at)),
        mentions=mentions,
    )


def from_press(request: Press, person: Person, at: datetime) -> Turn:
    """Read a press of a button, or of an option of the overflow menu."""
    action = action_of(request.actions[0])
    channel = request.channel
    return Turn(
        id=request.trigger_id,
        kind=TurnKind.ACTION,
        intent=action.intent,
        person=person,
        # In the App Home there is no channel: the person's own chat with us stands in.
        place=_place(request.team, *(channel.id, channel.name) if channel else (person.id, "")),
        at=at,
        args=action.args,
        message=str(_target(request, at)),
    )


def from_submit(
    request: Submit, person: Person, at: datetime, mentions: tuple[Mention, ...] = ()
) -> Turn:
    """Read a form.

    Its id holds the answers too: after an error the same view is sent again with others.
    """
    carried, values = load_args(request.view.private_metadata), _values(request.view)
    answers = blake2b(dump_args(dict(sorted(values.items()))).encode(), digest_size=8).hexdigest()
    return Turn(
        id=f"{answers}:{request.view.id}:{request.view.hash}",
        kind=TurnKind.SUBMIT,
        intent=request.view.callback_id,
        person=person,
        place=_place(request.team, carried.get("channel", person.id), ""),
        at=at,
        args=values | load_args(carried.get("args", "")),
        message=carried.get("target", ""),
        mentions=mentions,
    )


def chosen(request: Submit) -> tuple[str, ...]:
    """Return the people chosen in a form, each once."""
    answers = (answer for elements in _state(request.view).values() for answer in elements.values())
    return tuple(dict.fromkeys(user for each in answers for user in each.selected_users or ()))


def from_home_opened(request: HomeOpened, person: Person, at: datetime) -> Turn:
    """Read that somebody looks at the App Home."""
    return Turn(
        id=request.event_id,
        kind=TurnKind.ACTION,
        intent=HOME,
        person=person,
        place=_place(request.team, person.id, ""),
        at=at,
        message=str(ResponseTarget(TargetKind.HOME)),
    )


def memory(turn: Turn, action: Action) -> str:
    """Return what a form has to bring back; ``from_submit`` reads it."""
    return dump_args(
        {
            "channel": turn.place.channel,
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
    return Action(intent, load_args(element.value or "{}"))


def _target(request: Press, at: datetime) -> ResponseTarget:
    if request.view is not None and request.view.type == "home":
        return ResponseTarget(TargetKind.HOME)
    kind = TargetKind.CARD if request.container.is_ephemeral else TargetKind.BESIDE
    return ResponseTarget.of(kind, request.response_url, at)


def _place(team: str, channel: str, name: str) -> Place:
    return Place(Platform.SLACK, team, channel, name, direct=channel.startswith(DIRECT))


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
    if answer.selected_option is not None:
        return answer.selected_option.value.removeprefix("=")
    return _told(answer.value or "")


def _words(text: str) -> str:
    """Return what was typed as it looked: references by their names, and no entities."""
    return _told(unescape(_REFERENCE.sub(_named, text)))


def _told(text: str) -> str:
    # PostgreSQL stores no NUL, and a line of a form may end as on Windows.
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def _named(found: re.Match[str]) -> str:
    sign, target, name = found[1], found[2], found[3]
    if sign in ("@", "#"):
        return sign + (name or _NAMELESS.get(sign, target)).lstrip(sign)
    return name or target
