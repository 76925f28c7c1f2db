"""A live complaint: what can be typed, pressed and sent."""

from handlers.complaint import commands, forms, presses, shortcuts
from handlers.domain.people import Role
from handlers.routing import Command, Route, Table

_ACTIONS = {
    "complaint.new": presses.new,
    "complaint.words": presses.words,
    "complaint.another": presses.another,
    "complaint.list": commands.listed,
    "complaint.pick": presses.pick,
    "complaint.resume": presses.pick,
    "complaint.reopen": presses.reopen,
    "complaint.discard": presses.discard,
    "complaint.view": presses.view,
    "complaint.go": presses.go,
    "complaint.show": presses.show,
    "complaint.mark": presses.mark,
    "complaint.back": presses.back,
    "complaint.skip": presses.skip,
    "complaint.pause": presses.pause,
    "complaint.variant": presses.variant,
    "complaint.choose": presses.choose,
    "complaint.promise": presses.promise,
    "complaint.done": presses.done,
    "complaint.cause": presses.cause,
    "complaint.given": presses.given,
    "complaint.ask": presses.ask,
    "complaint.allowed": presses.allowed,
    "complaint.shortcut": shortcuts.ask,
    "complaint.alarm-first": shortcuts.alarm,
}
_SUBMITS = {
    "complaint.something-else": forms.something_else,
    "complaint.another-time": forms.another_time,
    "complaint.what-if": forms.what_if,
    "complaint.given": forms.given,
    "complaint.tell": shortcuts.tell,
}
TABLE = Table(
    command=Command(
        "complaint",
        "Be walked through a complaint, privately",
        "[what happened]",
        (
            Route(
                "complaint",
                "[what happened]",
                "Be walked through a complaint, or go on where you were; by phone, by chat or by "
                "counter may stand first. Also: list, or a number",
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
    # Without words the command only brings back what there is; danger never waits.
    urgent=frozenset({"complaint", "complaint.shortcut", "complaint.alarm-first"}),
    shortcuts=(shortcuts.COMPLAINT,),
)
