"""A live complaint: what can be typed, pressed and sent."""

from handlers.complaint import commands, remedies
from handlers.routing import Command, Route, Table

TABLE = Table(
    command=Command(
        "complaint",
        "Be walked through a complaint, privately",
        "[what happened]",
        (
            Route(
                "complaint",
                "[what happened]",
                "Be walked through a complaint, privately; bare, it brings back where you were",
                commands.start,
            ),
        ),
        commands.start,
    ),
    actions={
        "complaint.new": commands.open_new,
        "complaint.pick": commands.pick,
        "complaint.resume": commands.pick,
        "complaint.go": commands.go,
        "complaint.show": commands.show,
        "complaint.mark": commands.mark,
        "complaint.back": commands.back,
        "complaint.skip": commands.skip,
        "complaint.pause": commands.pause,
        "complaint.variant": commands.variant,
        "complaint.choose": remedies.choose,
        "complaint.promise": remedies.promise,
        "complaint.ask": remedies.ask,
    },
    submits={
        "complaint.something-else": remedies.something_else,
        "complaint.another-time": remedies.another_time,
        "complaint.what-if": remedies.what_if,
    },
)
