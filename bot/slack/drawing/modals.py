"""Forms as modals; Slack's limits of them are kept here."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import regex

from bot.slack.drawing.blocks import FIELD, OPTION, drawn_button, modal_blocks, section
from bot.slack.drawing.values import fit, plain, size
from handlers.cards import (
    Button,
    Card,
    Field,
    FieldKind,
    Form,
    OptionGroup,
    picked_date,
    picked_time,
)

MODAL_TITLE, METADATA, INPUT, SELECT_OPTIONS, CHECK_OPTIONS = 24, 3000, 3000, 100, 10

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
    hint = " ".join(filter(None, (field.hint, _room(field))))
    return block | ({"hint": plain(hint, FIELD)} if hint else {})


def _room(field: Field) -> str:
    """Return that a field takes less than elsewhere, and what to do with more; or nothing."""
    if field.kind is not FieldKind.AREA or field.max_length <= INPUT:
        return ""
    return f"This form takes {INPUT:,} characters. {field.longer}".rstrip()


def _element(field: Field) -> Json:
    match field.kind:
        case FieldKind.SELECT:
            return _select(field)
        case FieldKind.CHECKS:
            return _checks(field)
        case FieldKind.DATE:
            return _picker("datepicker", "initial_date", field, picked_date)
        case FieldKind.TIME:
            return _picker("timepicker", "initial_time", field, picked_time)
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
    groups = [*([OptionGroup("", field.options)] if field.options else []), *field.groups]
    options = {value: each for group in groups for value, each in _options(field, group).items()}
    element: Json = {"type": "static_select", "action_id": field.name}
    if field.groups or len(options) > SELECT_OPTIONS:
        parts = [part for group in groups for part in _parts(group)]
        element["option_groups"] = [
            {"label": plain(each.label, OPTION), "options": list(_options(field, each).values())}
            for each in parts
        ]
    else:
        element["options"] = list(options.values())
    chosen = options.get(field.value)
    return element | ({"initial_option": chosen} if chosen else {})


def _checks(field: Field) -> Json:
    options = _options(field, OptionGroup("", field.options[:CHECK_OPTIONS]))
    chosen = [options[each] for each in field.value.split(",") if each in options]
    element = {"type": "checkboxes", "action_id": field.name, "options": list(options.values())}
    return element | ({"initial_options": chosen} if chosen else {})


def _picker(kind: str, initial: str, field: Field, reader: Callable[[str], object]) -> Json:
    # Slack turns a whole form away for a date that is none.
    held = {initial: field.value} if reader(field.value) is not None else {}
    return {"type": kind, "action_id": field.name, **held}


def _options(field: Field, group: OptionGroup) -> Mapping[str, Json]:
    """Return the options of a group by their values."""
    if any(size(value) >= OPTION for value, _ in group.options):
        raise ValueError(f"{field.name}: a value is too long for Slack")
    # Slack wants no empty value, hence the sign before each.
    return {
        value: {"text": plain(label, OPTION), "value": f"={value}"}
        for value, label in group.options
    }


def _parts(group: OptionGroup) -> Iterator[OptionGroup]:
    """Yield a group in parts that Slack takes, named after their first and last letters."""
    options = group.options
    if len(options) <= SELECT_OPTIONS and group.label:
        yield group
        return
    count = -(-len(options) // SELECT_OPTIONS)
    length = -(-len(options) // count)
    for start in range(0, len(options), length):
        part = options[start : start + length]
        letters = " to ".join(dict.fromkeys(label[:1].upper() for _, label in (part[0], part[-1])))
        yield OptionGroup(f"{group.label} {letters}".strip(), part)
