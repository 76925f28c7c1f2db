"""The person's own page: the thought of the day, what is open, and what is left to set up."""

from collections.abc import Iterable, Sequence

from handlers import thoughts
from handlers.cards import Action, Block, Button, Card, Choices, Style, Text, Tone
from handlers.moments import in_words
from handlers.people import Role
from handlers.ports import Member
from handlers.recovery import Case
from handlers.turn import Reply, Services, Turn

SHOWN_CASES = 9
_NO_LEAD = (
    "Left to set up: where the duty lead is called. "
    "An admin goes to that channel and types /care settings."
)


async def home(turn: Turn, services: Services) -> Reply:
    """Show the page; what is pressed on it is answered in its place."""
    member, cases = await services.store.member(), await services.store.cases()
    thought = (await thoughts.today(turn, services)).card or Card("")
    return Reply(
        Card(
            thought.title,
            (
                *thought.body,
                *_open(cases[:SHOWN_CASES], member, turn, services),
                *_left(member),
                Text("Open this page again to come back to it.", Tone.NOTE),
            ),
            (
                Button("New complaint", Action("complaint.new"), Style.PRIMARY),
                *thought.buttons[:1],
                Button("What I can do", Action("care.help")),
            ),
            thought.more,
        )
    )


def _open(cases: Sequence[Case], member: Member, turn: Turn, services: Services) -> Iterable[Block]:
    if not cases:
        return (Text("No complaint of yours is open."),)
    rows = []
    for case in cases:
        step = services.content.flow.step(case.step).title
        since = in_words(case.changed_at, turn.at, member.zone)
        label = f"{case.number} · {step} · {since}"
        rows.append(Button(label, Action("complaint.pick", {"case": case.id})))
    return Text("Your open complaints"), Choices(tuple(rows))


def _left(member: Member) -> Iterable[Block]:
    """Tell a manager what nobody has set up; the others can't."""
    if member.lead_place is not None or not member.role.may(Role.MANAGER):
        return ()
    return (Text(_NO_LEAD, Tone.URGENT),)
