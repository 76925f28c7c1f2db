"""What a visitor does on the playground, as a turn; and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.text import clean
from bot.web.directory import Persona, chosen, mentioned, person, place
from bot.web.timeline import Message
from handlers.domain.people import Mention
from handlers.shortcuts import AUTHOR, SAID, taken_on
from handlers.turn import Reply, Turn, TurnKind

MAX_ID = 100  # characters of the id that the page gives to a turn


@dataclass(frozen=True, slots=True)
class Interaction:
    """What a visitor did: typed a line, pressed a button, or sent a form."""

    tenant: str
    persona: Persona
    channel: str
    kind: TurnKind
    turn_id: str
    zone: str = ""
    text: str = ""
    intent: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    message: str = ""

    def message_id(self, what: str) -> str:
        """Return the id of a message of this turn, such as its ``line`` or ``reply``.

        The page chooses the turn's id, so the person is part of it.
        """
        return f"{what}:{self.tenant}:{self.persona.id}:{self.turn_id[:MAX_ID]}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to an interaction, and the messages that the visitor sees of it."""

    reply: Reply
    messages: tuple[Message, ...]


def cleaned(interaction: Interaction) -> Interaction:
    """Return an interaction without hidden signs in its words."""
    args = {name: clean(words) for name, words in interaction.args.items()}
    return replace(interaction, text=clean(interaction.text), args=args)


def turn_of(interaction: Interaction, at: datetime, message: str) -> Turn:
    """Return the turn; ``message`` is the one that its answer replaces."""
    is_command = interaction.kind is TurnKind.COMMAND
    name, *words = interaction.text.split(None, 1) or [""]
    text, mentions = mentioned("".join(words)) if is_command else ("", ())
    if interaction.kind is TurnKind.SUBMIT:
        mentions = _chosen(interaction)
    author = interaction.args.get(AUTHOR, "") if interaction.kind is TurnKind.ACTION else ""
    turn = Turn(
        id=interaction.turn_id[:MAX_ID],
        kind=interaction.kind,
        intent=name if is_command else interaction.intent,
        person=person(interaction.persona, interaction.zone),
        place=place(interaction.tenant, interaction.channel),
        at=at,
        text=text,
        args=interaction.args,
        message=message,
        mentions=mentions or chosen(author),
    )
    return taken_on(replace(turn, text=turn.args.get(SAID, "")), author) if author else turn


def _chosen(interaction: Interaction) -> tuple[Mention, ...]:
    found = (each for value in interaction.args.values() for each in chosen(value))
    return tuple(dict.fromkeys(found))
