"""The check of a draft: what can be typed, pressed and sent."""

from handlers.domain.people import Role
from handlers.learning.check import commands, forms, shortcuts
from handlers.routing import Command, Route, Table

_ACTIONS = {
    "check.ask": forms.ask,
    "check.from-message": shortcuts.from_message,
}
_SUBMITS = {
    forms.SEND: forms.send,
    forms.SEND_ANYWAY: forms.send,
}
TABLE = Table(
    command=Command(
        "check",
        "Look at a draft before you send it, privately",
        "[what you mean to say]",
        (
            Route(
                "check",
                "[what you mean to say]",
                "See what a customer would hear in a draft, which nobody else sees; chat: or "
                "phone: may stand first. It isn't kept",
                commands.start,
                Role.UNPLACED,
                takes_a_sentence=True,
            ),
        ),
        commands.start,
        Role.UNPLACED,
    ),
    actions=_ACTIONS,
    submits=_SUBMITS,
    own=frozenset(_ACTIONS | _SUBMITS),
    unkept=frozenset({"check", "check.from-message", *_SUBMITS}),
    shortcuts=(shortcuts.DRAFT, shortcuts.MY_WORDS),
)
