"""The ledger of turns: a platform resends what it thinks is lost, and anybody may replay it."""

from hashlib import blake2b

from bot.store.scope import Scope
from bot.store.sqlite.prepared import BoundStatement
from bot.store.sqlite.statements import NOTE_TURN
from handlers.turn import Turn

MAX_ID_LENGTH = 128  # characters, as its column has


def note_turn(turn: Turn) -> BoundStatement:
    """Return the insert that notes a turn; it returns a row if it is for the first time."""
    values = {"turn_id": _ledger_id(turn.id), "turn_at": turn.at}
    return NOTE_TURN.bind(Scope(turn.tenant).parameters | values)


def _ledger_id(turn_id: str) -> str:
    """Return an id that fits its column, however long a platform's own is."""
    return turn_id if len(turn_id) <= MAX_ID_LENGTH else blake2b(turn_id.encode()).hexdigest()
