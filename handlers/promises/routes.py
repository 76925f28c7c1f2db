"""Promises: what can be typed, pressed and sent."""

from handlers.promises import commands, forms, notices, presses
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
                keeps=True,
            ),
        ),
        commands.start,
    ),
    actions={
        "promises.list": presses.show_all,
        "promises.ask": presses.ask,
        "promises.make": presses.make,
        "promises.show": presses.show,
        "promises.keep": presses.keep,
        "promises.fail": presses.fail,
        "promises.told": presses.told,
        "promises.times": presses.times,
        "promises.move": presses.move,
        "promises.move-ask": presses.move_ask,
        "promises.said-ask": presses.said_ask,
        "promises.take": presses.take,
    },
    submits={
        "promises.save": forms.save,
        "promises.move-save": forms.move_save,
        "promises.said-save": forms.said_save,
    },
    receipts={
        "promises.lead-told": notices.lead_told,
    },
    notices={
        "promises.notice": notices.notify,
    },
)
