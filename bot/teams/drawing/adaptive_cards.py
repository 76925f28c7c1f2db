"""Cards and forms as Adaptive Cards 1.5; every limit of Teams is kept here and nowhere else.

Words stand in rich text, which knows no Markdown, so that nobody's name or note can draw anything.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.json_text import json_bytes
from bot.teams.drawing.charts import chart_elements
from bot.teams.drawing.markup import escaped, one_line, plain
from handlers.cards import (
    Action,
    Block,
    Button,
    Called,
    Card,
    Chart,
    Check,
    Choices,
    Facts,
    Field,
    FieldKind,
    Form,
    Style,
    Text,
    Tone,
    picked_date,
    picked_time,
)
from handlers.domain.excerpt import cut, cut_pieces
from handlers.marked import Marked

VERSION = "1.5"
BUDGET = 27_000  # bytes of a card; Teams takes 28 KB
ACTIONS = 6  # in one row
MORE = "⋯ More"
CANCEL = "Cancel"
SUBMIT = "submit:"  # before the intent of a form
VERB, FIELDS, PLACE, ONLY = "~verb", "~fields", "~place", "~only"  # in the data, beside the args
PEOPLE = "~people"  # the fields in which people are chosen

DIRECTORY = "graph.microsoft.com/users"

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_NO_NAME = re.compile(r"[^\w .'-]|_")
_SHORT = 18  # signs up to which choices stand side by side
_LABEL = 300  # signs of a choice that stands alone
_HINT = 200
_LONG = 20  # options from which on a list is searched
_STYLES = {Style.PLAIN: "default", Style.PRIMARY: "positive", Style.DANGER: "destructive"}
_TONES = {
    Tone.SAY: "emphasis",
    Tone.URGENT: "attention",
    Tone.DONE: "good",
}


@dataclass(frozen=True, slots=True)
class _Room:
    """How much fits: characters of a text and of a label, blocks, and what buttons carry along."""

    text: int
    label: int
    blocks: int
    hidden: Mapping[str, str] = field(default_factory=dict)


_ROOMS = ((3000, 80, 60), (1000, 80, 40), (400, 60, 30), (150, 40, 20), (50, 24, 10))


def draw(card: Card, hidden: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the Adaptive Card; ``hidden`` comes back with each of its buttons."""
    return _fitted(lambda room: _card(card, room), hidden or {})


def draw_form(form: Form, hidden: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a form as a card with its questions in place."""
    return _fitted(lambda room: _form(form, room), hidden or {})


def size(card: Mapping[str, Any]) -> int:
    """Return the bytes that a card takes on the wire."""
    return len(json_bytes(card))


def _fitted(drawing: Any, hidden: Mapping[str, str]) -> dict[str, Any]:  # noqa: ANN401
    drawn: dict[str, Any] = {}
    for text, label, blocks in _ROOMS:
        drawn = drawing(_Room(text, label, blocks, hidden))
        if size(drawn) <= BUDGET:
            break
    return drawn


def _card(card: Card, room: _Room) -> dict[str, Any]:
    body = [item for block in card.body for item in _block(block, room)]
    actions = [_execute(each, room) for each in card.buttons]
    if card.more:
        actions.append(_more(card.more, room))
    if card.alarm is not None:
        actions.append(_execute(card.alarm, room))
    if len(body) > room.blocks:
        body = [*body[: room.blocks - 1], *_lines("…", room, isSubtle=True, size="Small")]
    called = [who for each in card.body if isinstance(each, Text) for who in each.called]
    entities = {"msteams": {"entities": [_entity(each) for each in called]}} if called else {}
    if card.aside and not card.title:
        body += _lines(card.aside, room, isSubtle=True, size="Small")
    frame = _frame(card.title, body, actions, room) | entities
    if card.aside and card.title:
        frame["body"][0] = _title_line(card.title, card.aside, room)
    return frame | {"fallbackText": one_line(cut(card.spoken, 200))}


def _title_line(title: str, aside: str, room: _Room) -> dict[str, Any]:
    """Return the title and what stands small beside it in one line."""
    runs = [
        _run(title, room, weight="Bolder"),
        _run(f"  ·  {aside}", room, isSubtle=True, size="Small"),
    ]
    return {"type": "RichTextBlock", "inlines": runs}


def _frame(
    title: str, body: list[dict[str, Any]], actions: list[dict[str, Any]], room: _Room
) -> dict[str, Any]:
    heading = {
        "type": "TextBlock",
        "text": escaped(cut(title, min(room.text, 200))),
        "style": "heading",
        "size": "Large",  # Medium is no larger than the text in Teams
        "weight": "Bolder",
        "wrap": True,
    }
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        "fallbackText": one_line(cut(title, 200)),
        "body": [heading, *body] if title.strip() else body,
    }
    return {**card, "actions": actions} if actions else card


def _block(block: Block, room: _Room) -> Iterator[dict[str, Any]]:
    match block:
        case Facts(rows):
            for label, value in rows:
                first, *others = value.split("\n")
                runs = [_run(label, room, weight="Bolder"), _run(f"  {first}", room)]
                yield {"type": "RichTextBlock", "inlines": runs, "spacing": "Small"}
                yield from _lines("\n".join(others), room)
        case Chart():
            yield from chart_elements(block, room.label)
        case Marked():
            yield {"type": "Container", "style": "emphasis", "items": list(_marked(block, room))}
        case Choices(rows):
            yield from _choices(rows, room)
        case Check(button):
            ticked = replace(button, label=f"☐ {button.label}")
            yield {"type": "ActionSet", "actions": [_execute(ticked, room)], "spacing": "Small"}
        case Text() if block.called:
            words = " ".join(_at(each) for each in block.called)
            yield {"type": "TextBlock", "text": words, "wrap": True}
        case Text(text, Tone.NOTE):
            yield from _lines(text, room, isSubtle=True, size="Small")
        case Text(text, Tone.PLAIN):
            yield from _lines(text, room)
        case Text(text, Tone.STRONG):
            yield from _lines(text, room, weight="Bolder")
        case Text(text, tone):
            weight = {"weight": "Bolder"} if tone is Tone.URGENT else {}
            if lines := list(_lines(text, room, **weight)):
                yield {"type": "Container", "style": _TONES.get(tone, "default"), "items": lines}


def _at(called: Called) -> str:
    """Return what stands for somebody in a text; letters alone, so that it draws nothing else."""
    name = " ".join(_NO_NAME.sub(" ", plain(called.name)).split())
    return f"<at>{cut(name, 80) or '…'}</at>"


def _entity(called: Called) -> dict[str, Any]:
    """Return what makes Teams ring for it: the id is that of the directory."""
    text = _at(called)
    who = {"id": called.id, "name": text[len("<at>") : -len("</at>")]}
    return {"type": "mention", "text": text, "mentioned": who}


def _lines(text: str, room: _Room, **style: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Yield a block a line: within a block, some clients run lines together."""
    for number, line in enumerate(filter(str.strip, cut(text, room.text).split("\n"))):
        spacing = {"spacing": "Small"} if number else {}
        yield {"type": "RichTextBlock", "inlines": [_run(line, room, **style)], **spacing}


def _marked(block: Marked, room: _Room) -> Iterator[dict[str, Any]]:
    """Yield somebody's own words, a block a line; what is marked is bold and has its number."""
    lines: list[list[dict[str, Any]]] = [[]]
    for words, mark in cut_pieces(block.pieces, room.text):
        style = {"weight": "Bolder", "highlight": True} if mark else {}
        said = words + (mark.sign if mark else "")
        for number, line in enumerate(said.split("\n")):
            if number:
                lines.append([])
            if line:
                lines[-1].append(_run(line, room, **style))
    for number, inlines in enumerate(filter(None, lines)):
        yield {"type": "RichTextBlock", "inlines": inlines} | (
            {"spacing": "Small"} if number else {}
        )


def _run(text: str, room: _Room, **style: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    words = plain(cut(text, room.text)).replace("\n", " ")
    return {"type": "TextRun", "text": words or " ", **style}


def _choices(rows: Iterable[Button], room: _Room) -> Iterator[dict[str, Any]]:
    """Yield rows of short choices, or a column of long ones.

    A phone cuts the label of a button at the edge; words in a container go on in the next line.
    """
    actions = [(each.label, _execute(each, room)) for each in rows]
    if any(len(action["title"]) > _SHORT for _, action in actions):
        yield from (_tall(label, action, room) for label, action in actions)
        return
    buttons = [action for _, action in actions]
    for start in range(0, len(buttons), ACTIONS):
        yield {"type": "ActionSet", "actions": buttons[start : start + ACTIONS], "spacing": "Small"}


def _tall(label: str, action: dict[str, Any], room: _Room) -> dict[str, Any]:
    """Return a choice with its whole label; its title is what a screen reader says of it."""
    return {
        "type": "Container",
        "style": "emphasis",
        "spacing": "Small",
        "selectAction": action,
        "items": [
            {
                "type": "RichTextBlock",
                "inlines": [_run(cut(label, _LABEL), room, color="Accent", weight="Bolder")],
            }
        ],
    }


def _more(buttons: Iterable[Button], room: _Room) -> dict[str, Any]:
    inner = {
        "type": "AdaptiveCard",
        "version": VERSION,
        "actions": [_execute(each, room) for each in buttons],
    }
    return {"type": "Action.ShowCard", "title": MORE, "card": inner}


def _execute(button: Button, room: _Room) -> dict[str, Any]:
    return _action(button.label, button.action.intent, button.action, button.style, room)


def _action(
    label: str, verb: str, action: Action, style: Style, room: _Room, *, inputs: bool = False
) -> dict[str, Any]:
    """Return a button; a client that doesn't know Execute sends the same as a message."""
    title = one_line(cut(label, room.label)) or "…"
    data = {**action.args, **room.hidden}
    shared = {"title": title, "style": _STYLES[style]}
    if not inputs:
        shared["associatedInputs"] = "none"
    instead = {"type": "Action.Submit", **shared, "data": {**data, VERB: verb}}
    return {"type": "Action.Execute", **shared, "verb": verb, "data": data, "fallback": instead}


def _form(form: Form, room: _Room) -> dict[str, Any]:
    body = [_alarm(form.alarm, room)] if form.alarm else []
    body += _lines(form.intro, room)
    for each in form.fields:
        body += _field(each, room)
    names = {FIELDS: ",".join(each.name for each in form.fields)}
    people = [each.name for each in form.fields if each.kind is FieldKind.PEOPLE]
    names |= {PEOPLE: ",".join(people)} if people else {}
    action = Action(form.action.intent, {**form.action.args, **names})
    verb = f"{SUBMIT}{action.intent}"
    submit = _action(form.submit, verb, action, Style.PRIMARY, room, inputs=True)
    back = [Button(CANCEL, form.cancel)] if form.cancel else []
    return _frame(form.title, body, [submit, *(_execute(each, room) for each in back)], room)


def _alarm(button: Button, room: _Room) -> dict[str, Any]:
    """Return the red button of a form; what stands in the fields comes along."""
    drawn = _action(
        button.label, button.action.intent, button.action, button.style, room, inputs=True
    )
    return {"type": "ActionSet", "actions": [drawn]}


def _people(each: Field) -> dict[str, Any]:
    """Return what makes a choice set Teams' own search for people; its values are their ids."""
    chosen = [value for value in each.value.split(",") if _ID.fullmatch(value)]
    names = dict(each.options)
    return {
        "isMultiSelect": True,
        "choices": [
            {"title": one_line(cut(names.get(value, ""), 150)) or value, "value": value}
            for value in chosen
        ],
        "choices.data": {"type": "Data.Query", "dataset": DIRECTORY},
        **({"value": ",".join(chosen)} if chosen else {}),
    }


def _field(each: Field, room: _Room) -> Iterator[dict[str, Any]]:
    label = one_line(cut(each.label, 150))
    shared = {"id": each.name, "label": label, "isRequired": not each.optional}
    if not each.optional:
        shared["errorMessage"] = "This one is needed."
    hint = {"placeholder": one_line(cut(each.hint, _HINT))} if each.hint else {}
    yield {**_input(each, room), **shared, **hint}
    if each.error:
        style = {"color": "Attention", "size": "Small"}
        for line in _lines(each.error, room, **style):
            yield {**line, "spacing": "Small"}


def _input(each: Field, room: _Room) -> dict[str, Any]:
    """Return the element of a field, with what it holds and without what all have."""
    match each.kind:
        case FieldKind.SELECT:
            return _select(each)
        case FieldKind.CHECKS:
            return _checks(each)
        case FieldKind.PEOPLE:
            return {"type": "Input.ChoiceSet", **_people(each)}
        case FieldKind.DATE:
            return {"type": "Input.Date", **_picked(each.value, picked_date)}
        case FieldKind.TIME:
            return {"type": "Input.Time", **_picked(each.value, picked_time)}
        case _:
            words = plain(cut(each.value, min(each.max_length, room.text)))
            return {
                "type": "Input.Text",
                **({"value": words} if each.value else {}),
                "maxLength": each.max_length,
                "isMultiline": each.kind is FieldKind.AREA,
            }


def _select(each: Field) -> dict[str, Any]:
    """Return a list to choose from; one that is long is searched as one types."""
    grouped = ((value, f"{g.label}: {title}") for g in each.groups for value, title in g.options)
    options = (*each.options, *grouped)
    return {
        "type": "Input.ChoiceSet",
        **({"style": "filtered"} if len(options) > _LONG else {}),
        **({"value": each.value} if each.value in dict(options) else {}),
        "choices": _titled(options),
    }


def _checks(each: Field) -> dict[str, Any]:
    """Return a box for each option."""
    chosen = [value for value in each.value.split(",") if value in dict(each.options)]
    return {
        "type": "Input.ChoiceSet",
        "isMultiSelect": True,
        "style": "expanded",
        **({"value": ",".join(chosen)} if chosen else {}),
        "choices": _titled(each.options),
    }


def _picked(value: str, reader: Callable[[str], object]) -> dict[str, str]:
    return {"value": value} if reader(value) is not None else {}


def _titled(options: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [
        {"title": one_line(cut(title, 150)) or value, "value": value} for value, title in options
    ]
