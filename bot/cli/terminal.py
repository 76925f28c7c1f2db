"""Talk to the bot from the command line: the same turns, on the same store, as on the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from bot.codec import dump_card, dump_form
from bot.config.settings import Settings
from bot.serve.app import opened
from bot.web.directory import CHANNELS, PERSONAS, TENANTS
from bot.web.door import Door
from bot.web.turns import Answer, Interaction
from handlers.cards import Button, Card, Chart, Check, Choices, Facts, Form, Text, Tone
from handlers.domain.people import Role
from handlers.marked import Marked
from handlers.turn import Reply, TurnKind

SIGNS = {Tone.SAY: "  “{}”", Tone.AVOID: "  ✗ {}", Tone.NOTE: "  ({})", Tone.URGENT: "! {}"}


class UsageError(Exception):
    """The command line names somebody or something that isn't there."""


@dataclass(frozen=True, slots=True)
class TerminalReply:
    """What came back."""

    reply: Reply

    def json(self) -> dict[str, Any]:
        """Return the reply as JSON values: private, card, form, posts."""
        reply = self.reply
        return {
            "private": reply.private,
            "card": _card(reply.card) if reply.card else None,
            "form": dump_form(reply.form) if reply.form else None,
            "posts": [
                {"place": post.place.channel, "card": _card(post.card)} for post in reply.posts
            ],
        }

    def plain(self) -> str:
        """Return the reply as lines to read."""
        lines: list[str] = []
        if self.reply.card is not None:
            lines += [*_lines(self.reply.card)]
        if self.reply.form is not None:
            lines += [*_form_lines(self.reply.form)]
        for post in self.reply.posts:
            lines += ["", f"→ #{post.place.channel}", *_lines(post.card)]
        return "\n".join(lines)


async def say(
    settings: Settings, text: str, who: str, where: str, press: Sequence[str]
) -> TerminalReply:
    """Type a line, then press buttons by their labels; return the last answer."""
    if not text.isprintable() and not text.replace("\n", " ").replace("\t", " ").isprintable():
        raise UsageError("That line isn't plain text. Type it anew.")
    persona = next((each for each in PERSONAS.values() if who in (each.role.value, each.id)), None)
    if persona is None:
        raise UsageError(f"Nobody is called {who}. Use --as {', '.join(Role)}.")
    channel = where.lstrip("#") or persona.personal
    if channel not in (*CHANNELS, persona.personal):
        raise UsageError(f"There is no channel {where}. Use --in {', '.join(CHANNELS)}.")
    interaction = Interaction(
        tenant=next(iter(TENANTS)),
        persona=persona,
        channel=channel,
        kind=TurnKind.COMMAND,
        turn_id=uuid4().hex,
        text=text,
    )
    async with opened(replace_playground(settings)) as app:
        answer = await app.web_door.answer(interaction)
        for label in press:
            answer = await _press(app.web_door, interaction, answer, label)
    return TerminalReply(answer.reply)


def replace_playground(settings: Settings) -> Settings:
    """Return settings under which there is a playground to talk on."""
    return settings.model_copy(update={"playground": "on"})


async def _press(door: Door, interaction: Interaction, answer: Answer, label: str) -> Answer:
    card = answer.reply.card
    buttons = list(card.actions()) if card else []
    button = next((each for each in buttons if _plain(each.label) == _plain(label)), None)
    if button is None:
        there = ", ".join(f'"{each.label}"' for each in buttons) or "a form"
        raise UsageError(f'There is no button "{label}" here, only {there}.')
    return await door.answer(
        replace(
            interaction,
            kind=TurnKind.ACTION,
            turn_id=uuid4().hex,
            text="",
            intent=button.action.intent,
            args=button.action.args,
            message=answer.messages[-1].id,
        )
    )


def _plain(label: str) -> str:
    return " ".join(label.replace("\u2019", "'").casefold().split())


def _card(card: Card) -> dict[str, Any]:
    """Return a card with its buttons as label and intent: what they carry is ours alone."""
    drawn = dump_card(card)
    return {
        "title": drawn["title"],
        **({"aside": drawn["aside"]} if drawn["aside"] else {}),
        "body": [_block(block) for block in drawn["body"]],
        "buttons": [_button(each) for each in drawn["buttons"]],
        "more": [_button(each) for each in drawn["more"]],
        "alarm": _button(drawn["alarm"]) if drawn["alarm"] else None,
    }


def _block(drawn: dict[str, Any]) -> dict[str, Any]:
    match drawn["kind"]:
        case "choices":
            return {**drawn, "rows": [_button(row) for row in drawn["rows"]]}
        case "check":
            return {**drawn, "button": _button(drawn["button"])}
        case _:
            return drawn


def _button(drawn: dict[str, Any]) -> dict[str, str]:
    return {"label": drawn["label"], "intent": drawn["action"]["intent"]}


def _lines(card: Card) -> Iterator[str]:
    yield " · ".join(filter(None, (card.title, card.aside)))
    for block in card.body:
        match block:
            case Text(text, tone):
                yield from (SIGNS.get(tone, "  {}").format(line) for line in text.splitlines())
            case Facts(rows):
                for label, value in rows:
                    yield f"  {label}: {value}".replace("\n", "\n    ")
            case Choices(rows):
                yield from (f"  - {row.label}" for row in rows)
            case Check(button):
                yield f"  [ ] {button.label}"
            case Chart(title):
                yield f"  {title}"
                yield from (f"    {line}" for line in block.lines)
            case Marked():
                yield from (f"  > {line}" for line in block.plain.splitlines())
    if card.buttons:
        yield "  " + _buttons(card.buttons)
    rest = (*card.more, *((card.alarm,) if card.alarm else ()))
    if rest:
        yield f"  ⋯ {_buttons(rest)}"


def _form_lines(form: Form) -> Iterator[str]:
    yield f"{form.title} (a form: fill it in on the page)"
    for field in form.fields:
        yield f"  {field.label} {field.error or field.hint}".rstrip()


def _buttons(buttons: Sequence[Button]) -> str:
    return " ".join(f"[{each.label}]" for each in buttons)
