"""From a turn to a reply: find the route, check who may use it, call the handler."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from content.danger_words import DangerWords
from handlers import help
from handlers.cards import Card, Choices, Text
from handlers.complaint.buttons import new_alarm_button
from handlers.danger.first import LOOKED_AT, TO_CUSTOMERS, GoOn, LookedAt, looked_at, words_of_form
from handlers.domain.danger import signs_in
from handlers.domain.people import Membership, Role
from handlers.domain.redaction import Kind, personal_in
from handlers.mentions import without_ids
from handlers.permissions import check_placed, check_role
from handlers.removals import removed_from_form, with_removals
from handlers.routes import (
    ACTIONS,
    COMMANDS,
    NOTICES,
    OWN,
    RECEIPTS,
    ROUTES,
    SUBMITS,
    UNKEPT,
    URGENT,
    show_help,
)
from handlers.routing import Command, Route
from handlers.turn import Refusal, Reply, Services, Turn, TurnKind
from handlers.typed import PLAIN_WORDS, asks_for_help, bare, command_word, greets, plain

_COMMANDS = {command.name: command for command in COMMANDS}
_ROUTES = {route.words: route for route in ROUTES}
_USAGES = {c.name: f"/{c.name} {c.hint}" for c in COMMANDS} | {r.words: r.usage for r in ROUTES}
_TABLES = {
    TurnKind.ACTION: ACTIONS,
    TurnKind.SUBMIT: SUBMITS,
    TurnKind.RECEIPT: RECEIPTS,
    TurnKind.NOTICE: NOTICES,
}
_BY_PEOPLE = (TurnKind.ACTION, TurnKind.SUBMIT)  # the others come from ourselves


async def dispatch(turn: Turn, services: Services, *, look: bool = True) -> Reply:
    """Answer one turn; a refusal is an answer too. ``look``: words of danger come first."""
    try:
        if turn.kind is TurnKind.COMMAND:
            return await _command(without_ids(turn), services, look=look)
        if turn.kind in _BY_PEOPLE:
            role = await _limited_role(turn, services)
            if role is Role.GUEST:
                return await show_help(turn, services)
            if turn.intent not in OWN:
                check_placed(role, turn)
        handler = _TABLES[turn.kind].get(turn.intent, _outdated)
        if turn.kind is TurnKind.SUBMIT:
            return await _submitted(turn, partial(handler, turn, services), services, look=look)
        reply = await handler(turn, services)
        if reply.instead is not None:
            return await dispatch(reply.instead, services, look=False)
        return reply
    except Refusal as refusal:
        rows = (Choices(refusal.rows),) if refusal.rows else ()
        card = Card(refusal.title, (Text(str(refusal)), *rows), refusal.buttons)
        return with_removals(Reply(card, refused=True), _removed_from_line(turn))


def intent(turn: Turn) -> str:
    """Return the name of a turn for logs and metrics: always one of a known few."""
    if turn.kind is not TurnKind.COMMAND:
        return turn.intent if turn.intent in _TABLES[turn.kind] else "unknown"
    _, route, _ = _parsed(turn)
    return route.intent if route is not None else "unknown"


def is_known(turn: Turn) -> bool:
    """Tell whether a turn has a handler; what has none is answered, and leaves no trace."""
    if turn.kind is not TurnKind.COMMAND:
        return turn.intent in _TABLES[turn.kind]
    command, route, text = _parsed(turn)
    return route is not None or (command is not None and not text)


def is_urgent(turn: Turn) -> bool:
    """Tell whether a turn is answered however much its person did just before.

    It is one of ours, which nobody did, or one of those that must never wait.
    """
    match turn.kind:
        case TurnKind.RECEIPT | TurnKind.NOTICE:
            return True
        case TurnKind.ACTION:
            return turn.intent in URGENT and turn.intent in ACTIONS
        case TurnKind.COMMAND:
            _, route, text = _parsed(turn)
            return route is not None and not text and route.intent in URGENT
    return False


def tells_of_danger(turn: Turn, words: DangerWords) -> bool:
    """Tell whether what a person typed, in a line or in a form, tells of danger to somebody."""
    return turn.once(signs_in, _looked_at(turn), words).danger


def keeps(turn: Turn, words: DangerWords) -> bool:
    """Tell whether anything of a turn may be kept.

    Not of what is unkept by its nature, were it mistyped, nor when whoever typed it isn't OK.
    """
    name = intent(turn)
    meant = name if is_known(turn) else help.nearest(_said(turn), _USAGES)
    if meant in UNKEPT:
        return False
    how = LOOKED_AT.get(name)
    if how is None:
        return True
    return not turn.once(signs_in, _looked_at(turn), words, of_list=how in TO_CUSTOMERS).about_me


def _said(turn: Turn) -> str:
    match turn.kind:
        case TurnKind.COMMAND:
            return f"{turn.intent} {turn.text}"
        case TurnKind.SUBMIT:
            return words_of_form(turn.args)
    return ""


def _looked_at(turn: Turn) -> str:
    """Return the words of a turn in which danger is looked for: what its route takes of a line."""
    if turn.kind is TurnKind.COMMAND:
        _, route, text = _parsed(turn)
        if route is not None:
            return _argument(text, route, turn)
    return _said(turn)


def _parsed(turn: Turn) -> tuple[Command | None, Route | None, str]:
    return turn.once(_parse, turn.intent, turn.text)


def _parse(name: str, text: str) -> tuple[Command | None, Route | None, str]:
    """Return the command, its route and the words left; ``/care complaint …`` is ``/complaint``."""
    name, text = _split(bare(f"{name} {text}"))
    name, text = command_word(name), bare(text)
    first, rest = _split(text)
    if name == "care" and command_word(first) in _COMMANDS:
        name, text = command_word(first), bare(rest)
        first, rest = _split(text)
    command = _COMMANDS.get(name)
    if command is None:
        return None, None, text
    route = _ROUTES.get(f"{name} {command_word(first)}")
    if name in _ROUTES:  # it takes a sentence, which may begin with any word
        exact = route if route is not None and not rest.strip() else None
        return (command, exact, "") if exact else (command, _ROUTES[name], text)
    if name == "care" and route is None and greets(text):
        return command, _ROUTES["care help"], ""
    return command, route, rest.strip() if route else text


def _split(text: str) -> tuple[str, str]:
    """Return the first word and the rest; pasted text has tabs, line breaks and hard spaces."""
    first, *rest = text.split(None, 1) or [""]
    return first, "".join(rest)


async def _submitted(turn: Turn, go_on: GoOn, services: Services, *, look: bool) -> Reply:
    how = LOOKED_AT.get(turn.intent) if look else None
    if how is None:
        reply = await go_on()
    else:
        reply = await looked_at(turn, words_of_form(turn.args), how, go_on, services)
    if not reply.kept:
        return reply
    return with_removals(reply, removed_from_form(turn.args, _number_fields(services)))


async def _command(turn: Turn, services: Services, *, look: bool) -> Reply:
    command, route, text = _parsed(turn)
    role = await _limited_role(turn, services)
    if role is Role.GUEST:
        return await show_help(turn, services)
    if command is None:
        if greets(line := f"{turn.intent.lstrip('/')} {turn.text}") or not line.strip():
            return await show_help(turn, services)
        return await _unknown(turn, f"{turn.intent} {turn.text}", services, look=look)
    if asks_for_help(text):
        rows = [(route.usage, route.does) for route in command.routes]
        return Reply(help.all_card(rows))
    if route is None:
        if text:
            return await _unknown(turn, f"/{command.name} {text}", services, look=look)
        if not Role.UNPLACED.may(command.role):
            check_placed(role, turn)
        return await command.bare(turn, services)
    if not Role.UNPLACED.may(route.role):
        check_placed(role, turn)
    await check_role(route.role, services)
    said = _argument(text, route, turn)
    meant = turn if said == turn.text else replace(turn, text=said)
    go_on = partial(route.handler, meant, services)
    how = LOOKED_AT.get(route.intent) if look and said else None
    reply = await (looked_at(turn, said, how, go_on, services) if how else go_on())
    return with_removals(reply, _removed_from_line(turn)) if reply.kept else reply


async def _unknown(turn: Turn, line: str, services: Services, *, look: bool) -> Reply:
    """Answer a line that is no command: words of danger first, else what was meant."""

    async def go_on() -> Reply:
        if turn.intent == PLAIN_WORDS:
            return await show_help(turn, services)
        red = () if look else (new_alarm_button(services.content.flow),)  # it isn't that
        raise help.unknown(line, _USAGES, *red)

    said = turn.text if turn.intent == PLAIN_WORDS else line
    how = LookedAt.LINE if line.startswith("/") else LookedAt.WORDS
    return await (looked_at(turn, said, how, go_on, services) if look else go_on())


def _removed_from_line(turn: Turn) -> Sequence[Kind]:
    """Return what is taken out of a line whose words are kept, or carried on into a form."""
    if turn.kind is not TurnKind.COMMAND:
        return ()
    _, route, text = _parsed(turn)
    return turn.once(personal_in, text).kinds if route and route.takes_a_sentence else ()


def _number_fields(services: Services) -> Collection[str]:
    """Return the fields of settings that say whom to call."""
    return {"lead_line", *(branch.id for branch in services.content.flow.branches)}


def _argument(text: str, route: Route, turn: Turn) -> str:
    """Return what a route takes, without the marks around it; inside a sentence they are meant."""
    marks_are_names = any(plain(each.name) != each.name for each in turn.mentions)
    return bare(text) if route.takes_a_sentence or marks_are_names else plain(text)


async def _limited_role(turn: Turn, services: Services) -> Role | None:
    """Return the role of somebody who isn't known to belong here; None of all others.

    A role that an admin gave makes a member of anybody.
    """
    if turn.person.membership in (Membership.MEMBER, Membership.ADMIN):
        return None
    role = (await services.store.member()).role
    return None if role.may(Role.AGENT) else role


async def _outdated(turn: Turn, services: Services) -> Reply:
    raise Refusal("This button is from an older day. Type /care help to see what there is now.")
