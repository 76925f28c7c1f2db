"""Promises: what can be typed, pressed and sent."""

from handlers.promises import commands, notices, presses
from handlers.routing import Command, Route, Table

TABLE = Table(
    command=Command(
        "promise",
        "Note what you promised and by when; be told in time",
        "ring back by today 16:00",
        (
            Route(
                "promise",
                "[ring back by today 16:00]",
                "Note a promise, and be told in time; bare, it shows yours, late ones first",
                commands.start,
            ),
        ),
        commands.start,
    ),
    actions={
        "promises.list": commands.show_all,
        "promises.ask": commands.ask,
        "promises.make": commands.make,
        "promises.show": presses.show,
        "promises.keep": presses.keep,
        "promises.fail": presses.fail,
        "promises.told": presses.told,
        "promises.times": presses.times,
        "promises.move": presses.move,
        "promises.move-ask": presses.move_ask,
        "promises.said-ask": presses.said_ask,
        "promises.take": notices.take,
    },
    submits={
        "promises.save": commands.save,
        "promises.move-save": presses.move_save,
        "promises.said-save": presses.said_save,
    },
    receipts={
        "promises.lead-told": notices.lead_told,
    },
    notices={
        "promises.notice": notices.notify,
    },
)
