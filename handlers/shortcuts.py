"""Shortcuts: what a platform's own menus offer, anywhere or on a message of somebody's."""

from dataclasses import dataclass, replace

from handlers.domain.people import Mention
from handlers.domain.redaction import redact
from handlers.mentions import without_ids
from handlers.turn import Turn

AUTHOR, SAID = "author", "said"  # of a message, in the args of a turn
MAX_READ = 4001  # characters of a message: one more than are checked, so that it is told
MAX_SAID = 300  # of its first line


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One entry of a platform's menu: taken, it is a press with this intent.

    ``on_message``: it is offered on a message, else anywhere.
    """

    intent: str
    name: str
    does: str
    on_message: bool = False


def taken_on(turn: Turn, author: str) -> Turn:
    """Return the turn of a shortcut on a message: who wrote it, and its first line.

    ``turn.text`` is what the message says, and ``author`` the id of one of the ``mentions``. The
    first line may be carried on by a button or a form; the text never is.
    """
    text = without_ids(replace(turn, text=turn.text[:MAX_READ])).text
    first = next((line.strip() for line in redact(text).splitlines() if line.strip()), "")
    return replace(turn, text=text, args={AUTHOR: author, SAID: first[:MAX_SAID]})


def author_of(turn: Turn) -> Mention | None:
    """Return who wrote the message, or None where nobody tells."""
    author = turn.args.get(AUTHOR, "")
    return next((each for each in turn.mentions if each.id == author), None)
