"""A promise that begins with a message: its first line is what is promised, until it is edited."""

from handlers.domain.promise import MAX_LINE_LENGTH
from handlers.domain.redaction import redact
from handlers.promises.current import new_id
from handlers.promises.forms import promise_form
from handlers.shortcuts import SAID, Shortcut
from handlers.turn import Reply, Services, Turn

PROMISE_THIS = Shortcut(
    "promises.from-message",
    "Promise this",
    "Note what you promised and by when; be told in time",
    on_message=True,
)


async def from_message(turn: Turn, services: Services) -> Reply:
    """Open the form of a new promise with the first line of the message."""
    what = redact(turn.args.get(SAID, ""))[:MAX_LINE_LENGTH].strip()
    return Reply(form=promise_form({"what": what}, {}, new_id(turn)))
