"""Help, and what to say to words that we don't know."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from handlers.cards import Action, Button, Card, Facts, Style, Text, Tone
from handlers.domain.excerpt import cut
from handlers.domain.redaction import redact
from handlers.turn import Refusal

MAX_QUOTED_LENGTH = 40  # characters of what somebody typed
# What somebody who is new wants first: the words of a route, and what it is for.
FIRST = {
    "complaint": "An upset customer: step by step, for you alone",
    "promise": "Note what you promised, and be told in time",
    "shoutout": "Thank somebody for what they did",
    "reminders add": "A thought for this channel, at its own hour",
    "care find": "Look up an idea",
}
EVERYTHING = Button("Everything", Action("care.help-all"))
# Where a platform offers our shortcuts: (where, what).
ON_A_MESSAGE = ("⋯ on a message", "Thank for this, Promise this, or Check my words")


def help_card(commands: Sequence[tuple[str, str]], alarm: str) -> Card:
    """Return what can be typed first, as (usage, what it does); all else is one press away.

    ``alarm`` is what the red button is called.
    """
    danger = Text("Somebody in danger: /care danger")
    red = Button(alarm, Action("care.danger"), Style.DANGER)
    return Card("What I can do", (Facts(tuple(commands)), danger), (EVERYTHING,), alarm=red)


def all_card(commands: Sequence[tuple[str, str]]) -> Card:
    """Return all that can be typed, or all of one command."""
    note = Text(
        "Nobody else reads your complaints, nor a promise until it is an hour late. "
        "Who reads what: /care mydata",
        Tone.NOTE,
    )
    return Card("What I can do", (Facts(tuple(commands)), note))


def guest_card() -> Card:
    """Return what a guest of another firm is told."""
    return Card(
        "You are a guest here",
        (
            Text(
                "I coach the people who work here, through complaints and day by day. "
                "If you work here too, ask whoever runs this workspace to make you a member."
            ),
        ),
    )


def unknown(words: str, usages: dict[str, str], *buttons: Button) -> Refusal:
    """Return a refusal that names the nearest command; ``usages`` maps command to usage.

    The ``buttons`` are the way on, before everything that can be typed.
    """
    said = cut(redact(" ".join(words.split())), MAX_QUOTED_LENGTH)
    near = nearest(words, usages)
    way = f"Did you mean {usages[near]}?" if near else "Type /care help to see what I can do."
    return Refusal(f"I don't know “{said}”. {way}", *buttons, EVERYTHING)


def nearest(words: str, commands: Iterable[str]) -> str | None:
    """Return the command that a line means, most likely, or None when it is near none."""
    commands = tuple(commands)
    first = words.lower().lstrip("/ ").split(None, 2)[:2]
    near = get_close_matches(" ".join(first), commands, n=1, cutoff=0.6)
    return next(iter(near or get_close_matches("".join(first[:1]), commands, n=1)), None)
