"""What is drawn when words tell of danger: the red card first, and a card for whoever types."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from content.flow import Flow, Variant
from handlers.cards import Action, Block, Button, Card, Facts, Style, Text, Tone
from handlers.complaint.asking import emergency_blocks
from handlers.complaint.branches import NOT_THAT, branch_rows
from handlers.complaint.buttons import new_alarm_button, to_case_button
from handlers.domain.case import Case
from handlers.help import EVERYTHING
from handlers.ports.member import Member

HAPPENING_NOW = "Is this happening now?"
OPEN = "care.danger"
BRANCH = "danger.branch"
GO_ON = "danger.go-on"
ONLY_WORDS = "danger.only-words"
_TO_COME = "I can ask somebody to come to you."
_TO_CHOOSE = "Tell me a colleague, and I ask them to come to you."


def branches_card(
    likely: str | None,
    args: Mapping[str, str],
    flow: Flow,
    buttons: Sequence[Button],
    kept: str = "",
    variant: Variant = Variant.VOICE,
) -> Card:
    """Return the branches without a case; ``args`` is what the one that is pressed carries on."""
    first, rows = branch_rows(
        flow, likely, variant, lambda id_: Action(BRANCH, {**args, "branch": id_})
    )
    small = (Text(kept, Tone.NOTE),) if kept else ()
    return Card(flow.words.alarm, (*first, rows, *small), tuple(buttons))


def not_that_button(go_on: Action) -> Button:
    """Return what goes on with what was typed."""
    return Button(NOT_THAT, go_on)


def above(card: Card, below: Card, small: str) -> Card:
    """Return the red card with what was done beneath it, in words, and more small print."""
    done = (Text(f"{below.title}.", Tone.DONE), *_told(below))
    return replace(card, body=(*card.body, *done, *((Text(small, Tone.NOTE),) if small else ())))


def only_words_card(note: str, carried: Mapping[str, str], case: Case | None, flow: Flow) -> Card:
    """Return what may be done with words that are no danger, and no command."""
    begin = Action("complaint.words", {"note": note, **carried})
    buttons = (
        *((to_case_button(case.id),) if case else ()),
        Button("Start a complaint with it", begin),
        EVERYTHING,
    )
    red = new_alarm_button(flow)
    return Card("What shall I do with it?", (Text(note, Tone.NOTE),), buttons, alarm=red)


def with_question(card: Card, flow: Flow) -> Card:
    """Return the card of something done, with the question whether it is happening now."""
    return replace(card, body=(*card.body, Text(HAPPENING_NOW)), alarm=new_alarm_button(flow))


def own_card(
    member: Member, story: str, go_on: Button, case: Case | None, *, has_lead: bool
) -> Card:
    """Return the card for somebody who isn't OK; ``case`` is the complaint that they are in.

    Who has a lead can have somebody asked without saying whom.
    Nothing is kept of their ``story``: it is in the buttons that go on with it, and nowhere else.
    """
    come = Button("Ask somebody to come", Action("asks.ask", {"kind": "come"}), Style.PRIMARY)
    return Card(
        "I'm glad you said it",
        (
            *emergency_blocks(member),
            Text(f"You needn't be alone with this. {_TO_COME if has_lead else _TO_CHOOSE}"),
            Text(
                "What you wrote isn't kept, and nobody has been told. Whoever you ask reads that "
                "you ask them to come, nothing else.",
                Tone.NOTE,
            ),
        ),
        (
            *((come,) if has_lead else ()),
            Button("A colleague I choose", Action("asks.choose")),
            Button("It's about a customer", Action(OPEN, {"note": story})),
        ),
        (go_on, *((to_case_button(case.id),) if case else ())),
    )


def _told(card: Card) -> Iterable[Block]:
    return (block for block in card.body if isinstance(block, Text | Facts))
