"""Shout-outs: what can be typed, pressed and sent."""

from handlers.routing import Command, Route, Table
from handlers.shoutouts import (
    answers,
    approval,
    commands,
    digests,
    messages,
    notices,
    presses,
    recipients,
    shortcuts,
)
from handlers.shoutouts.noticing import notices as noticing_notices
from handlers.shoutouts.noticing import presses as noticing_presses
from handlers.shoutouts.noticing import settings as noticing_settings

TABLE = Table(
    command=Command(
        "shoutout",
        "Thank a colleague for what they did",
        "@dana for what they did",
        (
            Route(
                "shoutout",
                "[@dana for …]",
                "Thank somebody for what they did; bare, it asks with a form",
                commands.give,
                takes_a_sentence=True,
            ),
        ),
        commands.give,
    ),
    care=(
        Route(
            "care thanks",
            "",
            "Say where thanks for you may go",
            recipients.wishes,
            listed=False,
        ),
    ),
    actions={
        "shoutout.ask": presses.ask,
        "shoutout.show": presses.show,
        "shoutout.withdraw": presses.withdraw,
        "shoutout.post": approval.post,
        "shoutout.private": approval.private,
        "shoutout.decline": approval.decline,
        "shoutout.answer": answers.ask,
        "shoutout.wishes": recipients.wishes,
        "shoutout.wish": recipients.wish,
        "shoutout.share": recipients.share,
        "thanks.list": digests.show,
        "thanks.open": digests.open_,
        "thanks.hour-ask": digests.hour_ask,
        "shoutout.from-message": shortcuts.from_message,
        "noticing.show": noticing_settings.show,
        "noticing.ask": noticing_settings.ask,
        "noticing.list": noticing_presses.list_,
        "noticing.thank": noticing_presses.thank,
        "noticing.snooze": noticing_presses.snooze,
        "noticing.wake": noticing_presses.wake,
        "noticing.on": noticing_presses.on,
        "noticing.off": noticing_presses.off,
    },
    submits={
        "shoutout.save": commands.save,
        "shoutout.answer-send": answers.send,
        "shoutout.edited": presses.edited,
        "thanks.hour": digests.hour_save,
        "noticing.save": noticing_settings.save,
    },
    receipts={
        messages.ARRIVED: notices.arrived,
        digests.ARRIVED: digests.arrived,
    },
    notices={
        "thanks.digest": digests.notify,
        "noticing.weekly": noticing_notices.weekly,
    },
    shortcuts=(shortcuts.THANK_FOR_THIS,),
)
