"""The reminders of a channel: what can be typed, pressed and sent."""

from handlers.domain.people import Role
from handlers.domain.reminder import INTENT
from handlers.reminders import briefings, commands, forms, notices, pause, posts, presses, why
from handlers.reminders.days_off import forms as days_off_forms
from handlers.routing import Command, Route, Table

TABLE = Table(
    command=Command(
        "reminders",
        "Set up the reminders of this channel, pause them, ask why",
        "add weekdays 08:55 | list | pause | why",
        (
            Route(
                "reminders add",
                "[weekdays 08:55]",
                "Remind this channel, at its own hour",
                commands.add,
            ),
            Route(
                "reminders list",
                "",
                "See the reminders of this channel",
                commands.show_all,
                listed=False,
            ),
            Route("reminders edit", "[1]", "Change one, in a form", forms.edit, listed=False),
            Route("reminders remove", "[1]", "Stop one of them", commands.remove, listed=False),
            Route(
                "reminders pause",
                "[1] [until friday]",
                "Send nothing for a while",
                pause.pause,
                listed=False,
            ),
            Route("reminders change", "[1]", "Change one, in a form", forms.edit, listed=False),
            Route("reminders move", "[1] to 09:15", "Change its time", forms.edit, listed=False),
            Route("reminders off", "[1]", "Send nothing for a while", pause.off, listed=False),
            Route("reminders stop", "[1]", "Send nothing for a while", pause.off, listed=False),
            Route("reminders delete", "[1]", "Stop one of them", commands.delete, listed=False),
            Route("reminders resume", "[1]", "Send again", pause.resume, listed=False),
            Route("reminders skip", "[1]", "Leave out the next one", pause.skip, listed=False),
            Route("reminders now", "[1]", "Send one now", pause.now, listed=False),
            Route(
                "reminders preview",
                "[1]",
                "See the next one, word for word",
                pause.preview,
                listed=False,
            ),
            Route(
                "reminders days",
                "",
                "See and set its holidays and quiet hours",
                days_off_forms.show,
                listed=False,
            ),
            Route(
                "reminders missed",
                "",
                "See which ideas few chose here in a month",
                commands.missed,
                Role.MANAGER,
                listed=False,
            ),
            Route(
                "reminders why",
                "[1] [friday]",
                "See what became of the last",
                why.why,
                listed=False,
            ),
        ),
        commands.show_all,
    ),
    actions={
        "reminders.about": presses.about,
        "reminders.ask": forms.ask,
        "reminders.list": commands.show_all,
        "reminders.another": presses.another,
        "reminders.days": days_off_forms.show,
        "reminders.days-ask": days_off_forms.ask,
        "reminders.resume": pause.resume,
        "reminders.pause": pause.pause,
        "reminders.off": pause.off,
        "reminders.skip": pause.skip,
        "reminders.now": pause.now,
        "reminders.preview": pause.preview,
        "reminders.why": why.why,
        "reminders.delete": commands.delete,
        "reminders.remove": presses.remove,
        "reminders.spread": presses.spread,
        "reminders.week": presses.to_week,
        "reminders.propose": presses.propose,
        "reminders.save": forms.save,
    },
    submits={
        "reminders.save": forms.save,
        "reminders.days-save": days_off_forms.save,
    },
    receipts={
        notices.UNREACHABLE: notices.unreachable,
    },
    notices={
        "reminders.look": notices.look,
        "reminders.brief": briefings.brief,
    },
    occurrences={
        INTENT: posts.draw,
    },
    last_words={
        INTENT: notices.last_word,
    },
)
