"""Everything the bot can do, on one page.

The parser, the help, the table in the docs, the manifests and the metric labels come from here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from content.models import Content
from handlers import help
from handlers.complaint import commands as complaint
from handlers.complaint import remedies
from handlers.danger import presses as danger
from handlers.domain.people import Role
from handlers.personal import data, home
from handlers.promises import commands as promises
from handlers.promises import notices, presses
from handlers.reminders import commands as reminders
from handlers.reminders import days_off, ideas, pause, posts, why
from handlers.shoutouts import approval, messages, recipients
from handlers.shoutouts import commands as shoutouts
from handlers.turn import Handler, Post, Reply, Services, Turn
from handlers.workspace import outbox, roles, settings
from scheduler.occurrence import Occurrence, Skip


@dataclass(frozen=True, slots=True)
class Route:
    """Something a person can type: ``words`` after the slash, then ``takes``.

    ``listed``: shown in a platform's own list of commands, which holds ten.
    """

    words: str
    takes: str
    does: str
    handler: Handler
    role: Role = Role.AGENT
    listed: bool = True

    @property
    def intent(self) -> str:
        """Return the name in logs and metrics."""
        return self.words.replace(" ", ".")

    @property
    def usage(self) -> str:
        """Return how to type it."""
        return f"/{self.words} {self.takes}".rstrip()


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as the platforms know it: its routes, and what it does without words."""

    name: str
    does: str
    hint: str
    routes: tuple[Route, ...]
    bare: Handler


async def show_help(turn: Turn, services: Services) -> Reply:
    """Show what this person can type."""
    role = (await services.store.member()).role
    if role is Role.GUEST:
        return Reply(help.guest_card())
    return Reply(help.help_card([(r.usage, r.does) for r in ROUTES if role.may(r.role)]))


COMMANDS = (
    Command(
        "complaint",
        "Be walked through a complaint, privately",
        "[what happened]",
        (
            Route(
                "complaint",
                "[what happened]",
                "Be walked through a complaint, privately; bare, it brings back where you were",
                complaint.start,
            ),
        ),
        complaint.start,
    ),
    Command(
        "promise",
        "Note what you promised and by when; be told in time",
        "ring back by today 16:00",
        (
            Route(
                "promise",
                "[ring back by today 16:00]",
                "Note a promise, and be told in time; bare, it shows yours, late ones first",
                promises.start,
            ),
        ),
        promises.start,
    ),
    Command(
        "reminders",
        "Set up the reminders of this channel, pause them, ask why",
        "add weekdays 08:55 | list | pause | why",
        (
            Route(
                "reminders add",
                "[weekdays 08:55]",
                "Remind this channel, at its own hour",
                reminders.add,
            ),
            Route(
                "reminders list",
                "",
                "See the reminders of this channel",
                reminders.show_all,
                listed=False,
            ),
            Route("reminders edit", "[1]", "Change one, in a form", reminders.edit, listed=False),
            Route("reminders remove", "[1]", "Stop one of them", reminders.remove, listed=False),
            Route("reminders pause", "[1] [until friday]", "Send nothing for a while", pause.pause),
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
                days_off.show,
                listed=False,
            ),
            Route("reminders why", "[1] [friday]", "See what became of the last", why.why),
        ),
        reminders.show_all,
    ),
    Command(
        "shoutout",
        "Thank a colleague for what they did",
        "@dana for what they did",
        (
            Route(
                "shoutout",
                "[@dana for …]",
                "Thank somebody for what they did; bare, it asks with a form",
                shoutouts.give,
            ),
        ),
        shoutouts.give,
    ),
    Command(
        "care",
        "The thought of the day, ideas to look up, and help",
        "today | find [word] | help",
        (
            Route("care today", "", "Read the thought of the day", ideas.today),
            Route("care find", "[word]", "Look up an idea", ideas.find),
            Route(
                "care settings",
                "",
                "See what is left to set up, and set it up",
                settings.show,
                Role.ADMIN,
            ),
            Route(
                "care people",
                "[@dana manager]",
                "See and give roles",
                roles.show,
                Role.ADMIN,
                listed=False,
            ),
            Route(
                "care team",
                "[@ana @bo]",
                "Keep a list of your team",
                roles.show_team,
                Role.MANAGER,
                listed=False,
            ),
            Route(
                "care mydata",
                "",
                "See what I keep about you, and delete it",
                data.show,
                listed=False,
            ),
            Route(
                "care outbox",
                "",
                "See what did not arrive, and send it again",
                outbox.show,
                Role.ADMIN,
                listed=False,
            ),
            Route(
                "care thanks",
                "",
                "Say where thanks for you may go",
                recipients.wishes,
                listed=False,
            ),
            Route("care help", "", "See what I can do", show_help, Role.GUEST),
        ),
        show_help,
    ),
)

ROUTES = tuple(route for command in COMMANDS for route in command.routes)

ACTIONS: Mapping[str, Handler] = {
    "complaint.new": complaint.open_new,
    "complaint.pick": complaint.pick,
    "complaint.resume": complaint.pick,
    "complaint.go": complaint.go,
    "complaint.show": complaint.show,
    "complaint.mark": complaint.mark,
    "complaint.back": complaint.back,
    "complaint.skip": complaint.skip,
    "complaint.pause": complaint.pause,
    "complaint.variant": complaint.variant,
    "complaint.choose": remedies.choose,
    "complaint.promise": remedies.promise,
    "complaint.ask": remedies.ask,
    "complaint.alarm": danger.alarm,
    "complaint.branch": danger.branch,
    "complaint.safe": danger.safe,
    "complaint.page": danger.page,
    "promises.list": promises.show_all,
    "promises.ask": promises.ask,
    "promises.make": promises.make,
    "promises.show": presses.show,
    "promises.keep": presses.keep,
    "promises.fail": presses.fail,
    "promises.told": presses.told,
    "promises.times": presses.times,
    "promises.move": presses.move,
    "promises.move-ask": presses.move_ask,
    "promises.said-ask": presses.said_ask,
    "promises.take": notices.take,
    "reminders.ask": reminders.ask,
    "reminders.list": reminders.show_all,
    "reminders.days": days_off.show,
    "reminders.days-ask": days_off.ask,
    "reminders.resume": pause.resume,
    "reminders.remove": reminders.remove_pressed,
    "reminders.save": reminders.save,
    "shoutout.ask": shoutouts.ask,
    "shoutout.show": shoutouts.show,
    "shoutout.withdraw": shoutouts.withdraw,
    "shoutout.post": approval.post,
    "shoutout.private": approval.private,
    "shoutout.decline": approval.decline,
    "shoutout.wishes": recipients.wishes,
    "shoutout.wish": recipients.wish,
    "shoutout.share": recipients.share,
    "care.another": ideas.another,
    "care.idea": ideas.idea,
    "care.help": show_help,
    "care.home": home.home,
    "care.outbox": outbox.show,
    "care.outbox-retry": outbox.retry,
    "care.outbox-drop": outbox.drop,
    "care.settings": settings.show,
    "care.settings-ask": settings.ask,
    "care.mydata": data.show,
    "care.mydata-send": data.send,
    "care.mydata-ask": data.ask,
    "care.mydata-delete": data.forget,
    "care.people": roles.show,
    "care.people-ask": roles.ask,
    "care.team": roles.show_team,
    "care.team-ask": roles.ask_team,
    "care.team-leave": roles.leave,
    "care.team-settle": roles.settle,
    "care.lead-here": settings.lead_here,
    "care.thanks-here": settings.thanks_here,
    "care.thanks-nowhere": settings.thanks_nowhere,
}

SUBMITS: Mapping[str, Handler] = {
    "shoutout.save": shoutouts.save,
    "shoutout.edited": shoutouts.edited,
    "complaint.something-else": remedies.something_else,
    "complaint.another-time": remedies.another_time,
    "complaint.what-if": remedies.what_if,
    "promises.save": promises.save,
    "promises.move-save": presses.move_save,
    "promises.said-save": presses.said_save,
    "reminders.save": reminders.save,
    "reminders.days-save": days_off.save,
    "care.settings-save": settings.save,
    "care.people-save": roles.save,
    "care.team-save": roles.save_team,
    "care.remedies-save": settings.save_remedies,
    "care.numbers-save": settings.save_numbers,
}

RECEIPTS: Mapping[str, Handler] = {
    messages.ARRIVED: recipients.arrived,
    "complaint.paged": danger.paged,
    "promises.lead-told": notices.lead_told,
    reminders.UNREACHABLE: reminders.unreachable,
}

NOTICES: Mapping[str, Handler] = {
    "promises.notice": notices.notify,
}

Drawing = Callable[[Occurrence, Content], tuple[Post, Mapping[str, Any]] | Skip]

OCCURRENCES: Mapping[str, Drawing] = {
    posts.INTENT: posts.draw,
}
