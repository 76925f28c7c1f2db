"""The person's own page: the thought of the day, what is open, and what is left to set up."""

from collections.abc import Iterable, Sequence

from handlers.cards import Action, Block, Button, Card, Choices, Style, Text, Tone
from handlers.complaint.buttons import new_alarm_button
from handlers.complaint.lists import pick_button
from handlers.domain.case import Case
from handlers.domain.people import Role
from handlers.domain.promise import Promise
from handlers.ideas import commands as ideas
from handlers.personal.own_settings import OPEN, in_short
from handlers.ports.member import Member
from handlers.promises.buttons import choices
from handlers.turn import Reply, Services, Turn
from handlers.workspace.checklist import checklist

_TO_TYPE = "To type: /complaint and what happened, or /care help, in any channel and in our chat."
MAX_LISTED_CASES = 9
MAX_LISTED_PROMISES = 5


async def home(turn: Turn, services: Services) -> Reply:
    """Show the page; what is pressed on it is answered in its place."""
    member, cases = await services.store.member(), await services.store.cases()
    thought = (await ideas.today(turn, services)).card or Card("")
    pressed = (*thought.buttons, *thought.more)
    another = tuple(each for each in pressed if each.action.intent == "care.another")
    return Reply(
        Card(
            thought.title or thought.aside.partition(" · ")[0],
            (
                *thought.body,
                *_open(cases[:MAX_LISTED_CASES], member, turn, services),
                *_promised(await services.store.promises.open(), turn),
                *await _left(member, services),
                Text(await in_short(turn, services), Tone.NOTE),
                Choices((OPEN,)),
                Text("Open this page again to come back to it.", Tone.NOTE),
                Text(_TO_TYPE, Tone.NOTE),
            ),
            (
                Button("New complaint", Action("complaint.new"), Style.PRIMARY),
                *another,
                Button("What I can do", Action("care.help")),
            ),
            tuple(each for each in thought.more if each not in another),
            new_alarm_button(services.content.flow),
        )
    )


def _open(cases: Sequence[Case], member: Member, turn: Turn, services: Services) -> Iterable[Block]:
    if not cases:
        return (Text("No complaint of yours is open."),)
    flow = services.content.flow
    rows = tuple(pick_button(each, flow, member.zone, turn.at) for each in cases)
    return Text("Your open complaints"), Choices(rows)


def _promised(promises: Sequence[Promise], turn: Turn) -> Iterable[Block]:
    """Return what this person has promised, late ones first."""
    if not promises:
        return ()
    return Text("What you promised"), Choices(choices(promises[:MAX_LISTED_PROMISES], turn.at))


async def _left(member: Member, services: Services) -> Iterable[Block]:
    """Tell a manager what nobody has set up, and an admin how; the others can't."""
    if not member.role.may(Role.MANAGER):
        return ()
    left = (await checklist(services)).left()
    if not left:
        return ()
    text = Text(f"Left to set up: {', '.join(left)}.")
    if not member.role.may(Role.ADMIN):
        return text, Text("Your admin does it with /care settings.", Tone.NOTE)
    return text, Choices((Button("Workspace settings", Action("care.settings")),))
