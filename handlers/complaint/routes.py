"""A live complaint: what can be typed, pressed and sent."""

from handlers.complaint import commands, forms, presses
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
                keeps=True,
            ),
        ),
        commands.start,
    ),
    actions={
        "complaint.new": presses.new,
        "complaint.pick": presses.pick,
        "complaint.resume": presses.pick,
        "complaint.go": presses.go,
        "complaint.show": presses.show,
        "complaint.mark": presses.mark,
        "complaint.back": presses.back,
        "complaint.skip": presses.skip,
        "complaint.pause": presses.pause,
        "complaint.variant": presses.variant,
        "complaint.choose": presses.choose,
        "complaint.promise": presses.promise,
        "complaint.ask": presses.ask,
    },
    submits={
        "complaint.something-else": forms.something_else,
        "complaint.another-time": forms.another_time,
        "complaint.what-if": forms.what_if,
    },
)
