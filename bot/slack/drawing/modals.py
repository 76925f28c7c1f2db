"""Forms as modals; Slack's limits of them are kept here."""

from collections.abc import Mapping
from typing import Any

import regex

from bot.slack.drawing.blocks import FIELD, OPTION, drawn_button, modal_blocks, section
from bot.slack.drawing.values import fit, plain, size
from handlers.cards import Button, Card, Field, FieldKind, Form

MODAL_TITLE, METADATA, INPUT, SELECT_OPTIONS = 24, 3000, 3000, 100

_USER = regex.compile(r"[UW][A-Z0-9]{1,30}")

Json = dict[str, Any]


def modal(form: Form, memory: str) -> Json:
    """Return a form as a modal that carries ``memory``; ValueError when that is too long."""
    if size(memory) > METADATA:
        raise ValueError(f"{form.action.intent}: what the form carries is too long for Slack")
    return {
        "type": "modal",
        "callback_id": form.action.intent,
        "private_metadata": memory,
        "title": plain(form.title, MODAL_TITLE),
        "submit": plain(form.submit, MODAL_TITLE),
        "close": plain("Cancel", MODAL_TITLE),
        "blocks": [
            *([section(form.title)] if size(form.title) > MODAL_TITLE else []),
            *([_alarm(form.alarm)] if form.alarm else []),
            *([section(form.intro)] if form.intro else []),
            *(_input(field) for field in form.fields),
        ],
    }


def card_modal(card: Card, memory: str) -> Json:
    """Return a card as a modal, which takes the place of the form that it answers."""
    return {
        "type": "modal",
        "private_metadata": memory,
        "title": plain("Careloop", MODAL_TITLE),
        "close": plain("Close", MODAL_TITLE),
        "blocks": modal_blocks(card),
    }


def errors(form: Form) -> dict[str, str]:
    """Return what is wrong with a form, by the block that shows it."""
    return {field.name: fit(field.error, 300) for field in form.fields if field.error}


def _alarm(button: Button) -> Json:
    return {"type": "actions", "block_id": "alarm", "elements": [drawn_button(button, "alarm")]}


def _input(field: Field) -> Json:
    block = {
        "type": "input",
        "block_id": field.name,
        "label": plain(field.label, FIELD),
        "optional": field.optional,
        "element": _element(field),
    }
    return block | ({"hint": plain(field.hint, FIELD)} if field.hint else {})


def _element(field: Field) -> Json:
    match field.kind:
        case FieldKind.SELECT:
            return _select(field)
        case FieldKind.PEOPLE:
            return _people(field)
        case _:
            return _line(field)


def _people(field: Field) -> Json:
    element: Json = {"type": "multi_users_select", "action_id": field.name}
    # Slack turns a whole form away for one id that can't be one of its own.
    users = [each for each in field.value.split(",") if _USER.fullmatch(each)]
    return element | ({"initial_users": users[:SELECT_OPTIONS]} if users else {})


def _line(field: Field) -> Json:
    most = max(1, min(field.max_length, INPUT))
    element = {
        "type": "plain_text_input",
        "action_id": field.name,
        "multiline": field.kind is FieldKind.AREA,
        "max_length": most,
    }
    return element | ({"initial_value": fit(field.value, most)} if field.value else {})


def _select(field: Field) -> Json:
    # Slack wants no empty value, hence the sign before each.
    options: Mapping[str, Json] = {
        value: {"text": plain(label, OPTION), "value": f"={value}"}
        for value, label in field.options[:SELECT_OPTIONS]
    }
    if any(size(value) >= OPTION for value in options):
        raise ValueError(f"{field.name}: a value is too long for Slack")
    element = {"type": "static_select", "action_id": field.name, "options": list(options.values())}
    chosen = options.get(field.value)
    return element | ({"initial_option": chosen} if chosen else {})
