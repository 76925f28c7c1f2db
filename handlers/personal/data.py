"""What we keep of a person: to see, to have sent, and to delete."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers.audit import record
from handlers.cards import Action, Button, Card, Facts, Style, Text, Tone
from handlers.domain.people import Place
from handlers.personal.readers import OPEN
from handlers.ports.audit import Act
from handlers.promises.messages import last_posts
from handlers.turn import Post, Reply, Services, Turn

MESSAGE_LENGTH = 2500  # characters
MAX_MESSAGES = 20

# What a kind of row is called; the order is the one in which it is shown.
_KINDS = {
    "you": "Your name, your role, and what you set in /care me",
    "complaints": "Complaints you walked through",
    "asks": "People you asked to come to you",
    "promises": "Promises you made",
    "offers": "Promises you offered to colleagues, and that you were offered",
    "shifts": "When you work, and what you hear before a shift",
    "answers": "Your answers to reminders, for thirty days",
    "coming": "Questions that you want to be asked again",
    "notebook": "Lines in your notebook",
    "lessons": "Lessons you did",
    "lesson-questions": "Questions on lessons that wait for an answer",
    "practice": "What you practised, for a day after its last turn",
    "bends": "Rules you passed on as bent",
    "what-ifs": "What-ifs you passed on",
    "rules": "Rules you look after",
    "reminders": "Reminders you set up",
    "thanks": "Thanks you gave",
    "thanked": "Thanks for you",
    "lists": "Managers' lists you are on",
    "team": "People on your own list",
    "channel": "Your team's channel",
    "digest": "When drafts of thanks come to you",
    "weeks": "Your team's weeks, in figures",
    "week-digest": "That you let the week come to a channel",
    "noticing": "When you are told whom you may want to thank",
    "messages": "Messages to you, on their way or just sent",
    "address": "How I reach you",
    "audit": "Lines of the audit log that name you",
    "page": "Messages on the playground",
}
_ONE_EACH = ("you", "channel", "digest", "noticing", "week-digest", "address")
_STAYS = (
    "What stays: a role that the workspace gave you, and that you are its mentor, reminders you "
    "set up for a channel (without your name), rules you looked after (without your name), lines "
    "that a week has shown (without your name), how I reach you, and what was posted in channels. "
    "In the log of who did what to others a number stands for you."
)

Data = Mapping[str, Sequence[Mapping[str, Any]]]


async def show(turn: Turn, services: Services) -> Reply:
    """Show what is kept, in numbers."""
    data = await services.store.personal.everything()
    rows = tuple((label, _count(data, kind)) for kind, label in _KINDS.items() if data.get(kind))
    body = (
        Facts(rows) if rows else Text("Nothing yet."),
        Text(
            "Complaints are for you alone, and go by themselves in time. Others read what you "
            "promised only when it is an hour late, what you ask them for when you ask, and what "
            "you pass on by your own tap.",
            Tone.NOTE,
        ),
    )
    buttons = (
        Button("Send it all to me", Action("care.mydata-send")),
        Button("Delete it", Action("care.mydata-ask")),
    )
    return Reply(Card("What I keep about you", body, (*(buttons if rows else ()), OPEN)))


async def send(turn: Turn, services: Services) -> Reply:
    """Send everything as text to the person's own chat."""
    data = await services.store.personal.everything()
    await record(Act.DATA_EXPORTED, turn, services, about=[turn.person.id])
    pieces = _pieces(data)
    home = Place.personal(turn.tenant, turn.person.id)
    posts = tuple(
        Post(home, _piece(text, number, len(pieces)), reader=turn.person.id)
        for number, text in enumerate(pieces[:MAX_MESSAGES], 1)
    )
    text = "It is on its way to our own chat, as plain text."
    if len(pieces) > MAX_MESSAGES:
        text += (
            f" It is more than {MAX_MESSAGES} messages; for the rest, ask whoever runs this bot "
            "for your file."
        )
    return Reply(Card("Your data", (Text(text),)), posts=posts)


async def ask(turn: Turn, services: Services) -> Reply:
    """Ask once more before anything is deleted."""
    text = "Your complaints, promises and lessons, and my messages to you, go at once, for good."
    buttons = (
        Button("Yes, delete it", Action("care.mydata-delete"), Style.DANGER),
        Button("Keep it", Action("care.mydata")),
    )
    return Reply(Card("Delete what I keep about you?", (Text(text), Text(_STAYS)), buttons))


async def forget(turn: Turn, services: Services) -> Reply:
    """Delete it; twice is once. Nobody goes on reading of a promise that isn't there."""
    posts = await last_posts(services)
    await services.store.personal.forget()
    return Reply(Card("Deleted", (Text("It is gone."), Text(_STAYS, Tone.NOTE))), posts=posts)


def _count(data: Data, kind: str) -> str:
    return "yes" if kind in _ONE_EACH else str(len(data[kind]))


def _pieces(data: Data) -> list[str]:
    """Return everything as JSON, a row a paragraph, in pieces that fit a message."""
    pieces = [""]
    for line in _lines(data):
        for start in range(0, len(line), MESSAGE_LENGTH):
            part = line[start : start + MESSAGE_LENGTH]
            if len(pieces[-1]) + len(part) + 1 > MESSAGE_LENGTH:
                pieces.append("")
            pieces[-1] += f"{part}\n"
    return [piece.rstrip("\n") for piece in pieces if piece.strip()]


def _lines(data: Data) -> Iterable[str]:
    for kind, label in _KINDS.items():
        if rows := data.get(kind):
            yield f"{label}:"
            yield from (json.dumps(row, ensure_ascii=False, default=str) for row in rows)


def _piece(text: str, number: int, of: int) -> Card:
    return Card(f"Your data, {number} of {min(of, MAX_MESSAGES)}", (Text(text),))
