"""From a turn to a reply: find the route, check who may use it, call the handler."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from handlers import help
from handlers.cards import Card, Text
from handlers.domain.people import Role
from handlers.domain.redaction import Kind, kinds_in
from handlers.permissions import check_role
from handlers.removals import removed_from_form, with_removals
from handlers.routes import (
    ACTIONS,
    COMMANDS,
    NOTICES,
    RECEIPTS,
    ROUTES,
    SUBMITS,
    show_help,
)
from handlers.routing import Command, Route
from handlers.turn import Refusal, Reply, Services, Turn, TurnKind

_COMMANDS = {command.name: command for command in COMMANDS}
_ROUTES = {route.words: route for route in ROUTES}
_USAGES = {c.name: f"/{c.name} {c.hint}" for c in COMMANDS} | {r.words: r.usage for r in ROUTES}
_TABLES = {
    TurnKind.ACTION: ACTIONS,
    TurnKind.SUBMIT: SUBMITS,
    TurnKind.RECEIPT: RECEIPTS,
    TurnKind.NOTICE: NOTICES,
}


async def dispatch(turn: Turn, services: Services) -> Reply:
    """Answer one turn; a refusal is an answer too."""
    try:
        if turn.kind is TurnKind.COMMAND:
            return await _command(turn, services)
        if await _is_guest(turn, services):
            return await show_help(turn, services)
        handler = _TABLES[turn.kind].get(turn.intent, _outdated)
        reply = await handler(turn, services)
        if turn.kind is TurnKind.SUBMIT:
            removed = removed_from_form(turn.args, _number_fields(services))
            return with_removals(reply, removed)
        return reply
    except Refusal as refusal:
        card = Card("Not quite", (Text(str(refusal)),), refusal.buttons)
        return with_removals(Reply(card, refused=True), _removed_from_line(turn))


def intent(turn: Turn) -> str:
    """Return the name of a turn for logs and metrics: always one of a known few."""
    if turn.kind is not TurnKind.COMMAND:
        return turn.intent if turn.intent in _TABLES[turn.kind] else "unknown"
    _, route, _ = _parse(turn.intent, turn.text)
    return route.intent if route is not None else "unknown"


def is_known(turn: Turn) -> bool:
    """Tell whether a turn has a handler; what has none is answered, and leaves no trace."""
    if turn.kind is not TurnKind.COMMAND:
        return turn.intent in _TABLES[turn.kind]
    command, route, text = _parse(turn.intent, turn.text)
    return route is not None or (command is not None and not text)


def _parse(name: str, text: str) -> tuple[Command | None, Route | None, str]:
    """Return the command, its route and the words left; ``/care complaint …`` is ``/complaint``."""
    name, text = _split(f"{name} {text}")
    name = name.lower().lstrip("/")
    first, rest = _split(text)
    if name == "care" and first.lower() in _COMMANDS:
        name, text = first.lower(), rest
        first, rest = _split(text)
    command = _COMMANDS.get(name)
    if command is None:
        return None, None, text
    if name in _ROUTES:
        return command, _ROUTES[name], text
    route = _ROUTES.get(f"{name} {first.lower()}")
    return command, route, rest.strip() if route else text


def _split(text: str) -> tuple[str, str]:
    """Return the first word and the rest; pasted text has tabs, line breaks and hard spaces."""
    first, *rest = text.split(None, 1) or [""]
    return first, "".join(rest)


async def _command(turn: Turn, services: Services) -> Reply:
    command, route, text = _parse(turn.intent, turn.text)
    if await _is_guest(turn, services):
        return await show_help(turn, services)
    if command is None:
        if turn.intent.lower().lstrip("/") in ("help", "hi", "hello", ""):
            return await show_help(turn, services)
        raise help.unknown(f"{turn.intent} {turn.text}", _USAGES)
    if text.lower() == "help":
        rows = [(route.usage, route.does) for route in command.routes]
        return Reply(help.help_card(rows))
    if route is None:
        if text:
            raise help.unknown(f"/{command.name} {text}", _USAGES)
        return await command.bare(turn, services)
    await check_role(route.role, services)
    reply = await route.handler(replace(turn, text=text), services)
    return with_removals(reply, _removed_from_line(turn))


def _removed_from_line(turn: Turn) -> Sequence[Kind]:
    """Return what is taken out of a line whose words are kept, or carried on into a form."""
    if turn.kind is not TurnKind.COMMAND:
        return ()
    _, route, text = _parse(turn.intent, turn.text)
    return kinds_in(text) if route is not None and route.keeps else ()


def _number_fields(services: Services) -> Collection[str]:
    """Return the fields of settings that say whom to call."""
    return {"lead_line", *(branch.id for branch in services.content.flow.branches)}


async def _is_guest(turn: Turn, services: Services) -> bool:
    """Tell whether somebody of another firm acts, to whom nobody here gave a role."""
    return turn.person.guest and (await services.store.member()).role is Role.GUEST


async def _outdated(turn: Turn, services: Services) -> Reply:
    raise Refusal("This button is from an older day. Type /care help to see what there is now.")
