"""Everything the bot can do, on one page: a table for each feature, joined.

The parser, the help, the table in the docs, the manifests and the metric labels come from here.
"""

from collections.abc import Mapping

from handlers import help
from handlers.answers.routes import TABLE as ANSWERS
from handlers.asks.routes import TABLE as ASKS
from handlers.complaint.routes import TABLE as COMPLAINT
from handlers.danger.routes import TABLE as DANGER
from handlers.domain.people import Platform, Role
from handlers.ideas.routes import TABLE as IDEAS
from handlers.insights.routes import TABLE as INSIGHTS
from handlers.insights.week.routes import TABLE as WEEK
from handlers.learning.check.routes import TABLE as CHECK
from handlers.learning.lessons.routes import TABLE as LESSONS
from handlers.learning.practice.routes import TABLE as PRACTICE
from handlers.personal.routes import TABLE as PERSONAL
from handlers.promises.routes import TABLE as PROMISES
from handlers.reminders.routes import TABLE as REMINDERS
from handlers.routing import Command, Drawing, LastWord, Route, Table, joined
from handlers.shoutouts.routes import TABLE as SHOUTOUTS
from handlers.turn import Handler, Reply, Services, Turn
from handlers.workspace.routes import TABLE as WORKSPACE

HAVE_MENUS = (Platform.SLACK, Platform.TEAMS)  # for shortcuts
# In the order in which people read of them.
FEATURES = (
    COMPLAINT,
    DANGER,
    ASKS,
    PROMISES,
    REMINDERS,
    ANSWERS,
    IDEAS,
    CHECK,
    PRACTICE,
    SHOUTOUTS,
    INSIGHTS,
    WEEK,
    LESSONS,
    PERSONAL,
    WORKSPACE,
)


async def show_help(turn: Turn, services: Services) -> Reply:
    """Show the five things that this person will want first."""
    role = (await services.store.member()).role
    if role is Role.GUEST:
        return Reply(help.guest_card())
    by_words = {each.words: each for each in ROUTES}
    first = [(by_words[words].usage, what) for words, what in help.FIRST.items()]
    return Reply(help.help_card(first, services.content.flow.words.alarm))


async def show_all(turn: Turn, services: Services) -> Reply:
    """Show all that this person can type."""
    role = (await services.store.member()).role
    if role is Role.GUEST:
        return Reply(help.guest_card())
    role = max(role, Role.AGENT, key=list(Role).index)  # to read what there is harms nobody
    rows = [(each.usage, each.does) for each in ROUTES if role.may(each.role)]
    if turn.place.platform in HAVE_MENUS:
        rows.append(help.ON_A_MESSAGE)
    return Reply(help.all_card(rows))


CARE = Table(
    command=Command(
        "care",
        "The thought of the day, ideas to look up, and help",
        "today | find [word] | me | help",
        (
            *(route for feature in FEATURES for route in feature.care),
            Route("care help", "", "See what I can do", show_help, Role.GUEST),
        ),
        show_help,
        Role.GUEST,
    ),
    actions={"care.help": show_help, "care.help-all": show_all},
    own=frozenset({"care.help", "care.help-all"}),
)
TABLES = (*FEATURES, CARE)

COMMANDS = tuple(each.command for each in TABLES if each.command is not None)
ROUTES = tuple(route for command in COMMANDS for route in command.routes)
OWN = frozenset[str]().union(*(each.own for each in TABLES))
ACTIONS: Mapping[str, Handler] = joined(*(each.actions for each in TABLES))
SUBMITS: Mapping[str, Handler] = joined(*(each.submits for each in TABLES))
RECEIPTS: Mapping[str, Handler] = joined(*(each.receipts for each in TABLES))
NOTICES: Mapping[str, Handler] = joined(*(each.notices for each in TABLES))
UNKEPT = frozenset[str]().union(*(each.unkept for each in TABLES))
URGENT = frozenset[str]().union(*(each.urgent for each in TABLES))
SHORTCUTS = tuple(each for table in TABLES for each in table.shortcuts)
OCCURRENCES: Mapping[str, Drawing] = joined(*(each.occurrences for each in TABLES))
LAST_WORDS: Mapping[str, LastWord] = joined(*(each.last_words for each in TABLES))
