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
    },
    submits={
        "shoutout.save": commands.save,
        "shoutout.answer-send": answers.send,
        "shoutout.edited": presses.edited,
        "thanks.hour": digests.hour_save,
    },
    receipts={
        messages.ARRIVED: notices.arrived,
        digests.ARRIVED: digests.arrived,
    },
    notices={
        "thanks.digest": digests.notify,
    },
    shortcuts=(shortcuts.THANK_FOR_THIS,),
)
