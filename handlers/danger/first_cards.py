"""What is drawn when words tell of danger: the red card first, and a card for whoever types."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from content.flow import Flow
from handlers.cards import Action, Block, Button, Card, Choices, Facts, Style, Text, Tone
from handlers.complaint.buttons import case_action
from handlers.domain.case import Case
from handlers.ports.member import Member

NOT_THAT = "It isn't that"
HAPPENING_NOW = "Is this happening now?"
OPEN = "care.danger"
BRANCH = "danger.branch"
GO_ON = "danger.go-on"
LIFE_AT_RISK = "life-at-risk"


def case_card(case: Case, likely: str | None, flow: Flow) -> Card:
    """Return the branches of a case that was opened with words of danger, the likely one first."""
    rows = _rows(flow, lambda id_: case_action(case, "branch", branch=id_))
    back = Button(NOT_THAT, case_action(case, "back"))
    kept = f"Case {case.number}. What you wrote is kept with it, for you alone."
    return _card(rows, likely, flow, back, kept)


def branches_card(
    likely: str | None, args: Mapping[str, str], flow: Flow, go_on: Action | None, kept: str = ""
) -> Card:
    """Return the branches without a case; ``args`` is what the one that is pressed carries on."""
    rows = _rows(flow, lambda id_: Action(BRANCH, {**args, "branch": id_}))
    return _card(rows, likely, flow, Button(NOT_THAT, go_on) if go_on else None, kept)


def above(card: Card, below: Card) -> Card:
    """Return the red card with what was done beneath it, in words."""
    return replace(card, body=(*card.body, Text(f"{below.title}.", Tone.DONE), *_told(below)))


def danger_button(flow: Flow) -> Button:
    """Return the red button where no case is open."""
    return Button(flow.words.alarm, Action(OPEN), Style.DANGER)


def with_question(card: Card, flow: Flow) -> Card:
    """Return the card of something done, with the question whether it is happening now."""
    return replace(card, body=(*card.body, Text(HAPPENING_NOW)), alarm=danger_button(flow))


def own_card(member: Member, flow: Flow) -> Card:
    """Return the card for somebody who isn't OK."""
    here = member.numbers.get(LIFE_AT_RISK)
    return Card(
        "I'm glad you said it",
        (
            Text("If you may be in danger, ring the emergency services now."),
            *((Text(f"Here: {here}"),) if here else ()),
            Text("You needn't be alone with this. I can ask somebody to come to you."),
            Text(
                "What you wrote isn't kept, and nobody has been told. Whoever you ask reads that "
                "you ask them to come, nothing else.",
                Tone.NOTE,
            ),
        ),
        (
            Button("Ask somebody to come", Action("asks.ask", {"kind": "come"}), Style.PRIMARY),
            Button("A colleague I choose", Action("asks.choose")),
            Button("It's about a customer", Action(OPEN)),
        ),
    )


def _card(
    rows: Sequence[tuple[str, Button]],
    likely: str | None,
    flow: Flow,
    go_on: Button | None,
    kept: str,
) -> Card:
    first = tuple(
        replace(button, style=Style.PRIMARY) for branch, button in rows if branch == likely
    )
    others = tuple(button for branch, button in rows if branch != likely)
    small = (Text(kept, Tone.NOTE),) if kept else ()
    buttons = (*first, *((go_on,) if go_on else ()))
    return Card(flow.words.alarm, (Choices(others), *small), buttons)


def _rows(flow: Flow, action: Callable[[str], Action]) -> Sequence[tuple[str, Button]]:
    return [(each.id, Button(each.label, action(each.id))) for each in flow.branches]


def _told(card: Card) -> Iterable[Block]:
    return (block for block in card.body if isinstance(block, Text | Facts))
