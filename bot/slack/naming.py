"""Our commands in the names that they have in this workspace: with its prefix."""

import re
from dataclasses import replace

from handlers.cards import Block, Button, Card, Chart, Check, Choices, Facts, Field, Form, Text
from handlers.marked import Mark, Marked
from handlers.routes import COMMANDS
from handlers.turn import Turn

_OWN = "\u2060"  # joins words and can't be seen; stands in what only sounds like our command
# Not what only ends like one: an address, or a command that has its prefix.
_COMMAND = re.compile(rf"(?<![\w/.-])/({'|'.join(each.name for each in COMMANDS)})(?![\w/-])")


def prefixed(text: str, prefix: str) -> str:
    """Return words in which ``/care`` is ``/acme-care``, but for what a person typed."""
    if not prefix:
        return text
    return _unmarked(_COMMAND.sub(lambda found: f"/{prefix}{found[1]}", text))


def protected(turn: Turn, prefix: str) -> Turn:
    """Return a turn whose words stay the person's own: a customer may well write "/care"."""
    if not prefix:
        return turn
    args = {name: _marked(value) for name, value in turn.args.items()}
    return replace(turn, text=_marked(turn.text), args=args)


def prefixed_card(card: Card, prefix: str) -> Card:
    """Return a card whose words name our commands as they are called here."""
    if not prefix:
        return card
    return replace(
        card,
        title=prefixed(card.title, prefix),
        body=tuple(_block(block, prefix) for block in card.body),
        buttons=_buttons(card.buttons, prefix),
        more=_buttons(card.more, prefix),
        alarm=card.alarm and _button(card.alarm, prefix),
    )


def prefixed_form(form: Form, prefix: str) -> Form:
    """Return a form whose words name our commands as they are called here."""
    if not prefix:
        return form
    return replace(
        form,
        title=prefixed(form.title, prefix),
        intro=prefixed(form.intro, prefix),
        submit=prefixed(form.submit, prefix),
        fields=tuple(_field(field, prefix) for field in form.fields),
        alarm=form.alarm and _button(form.alarm, prefix),
    )


def _block(block: Block, prefix: str) -> Block:
    match block:
        case Text(text):
            return replace(block, text=prefixed(text, prefix))
        case Facts(rows):
            return replace(
                block, rows=tuple((prefixed(a, prefix), prefixed(b, prefix)) for a, b in rows)
            )
        case Choices(buttons):
            return replace(block, rows=_buttons(buttons, prefix))
        case Check(button):
            return replace(block, button=_button(button, prefix))
        case Chart():  # figures, and the names of what they count
            return block
        case Marked(text, marks):
            return replace(block, text=_unmarked(text), marks=_moved(text, marks))


def _buttons(buttons: tuple[Button, ...], prefix: str) -> tuple[Button, ...]:
    return tuple(_button(button, prefix) for button in buttons)


def _button(button: Button, prefix: str) -> Button:
    return replace(button, label=prefixed(button.label, prefix))


def _field(field: Field, prefix: str) -> Field:
    # What stands in it is the person's own, and comes back as it was.
    return replace(
        field,
        value=_unmarked(field.value),
        label=prefixed(field.label, prefix),
        hint=prefixed(field.hint, prefix),
        error=prefixed(field.error, prefix),
        options=tuple((value, prefixed(label, prefix)) for value, label in field.options),
    )


def _marked(text: str) -> str:
    return _COMMAND.sub(lambda found: f"/{_OWN}{found[1]}", text)


def _moved(text: str, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return marks where they stand once the signs that can't be seen are gone."""
    return tuple(
        replace(
            each,
            start=len(_unmarked(text[: each.start])),
            end=len(_unmarked(text[: each.end])),
        )
        for each in marks
    )


def _unmarked(text: str) -> str:
    return text.replace(_OWN, "")
