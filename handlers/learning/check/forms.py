"""The form of a draft: the words, how they reach the customer, and where one is with them."""

from collections.abc import Mapping
from dataclasses import replace

from content.flow import Flow
from handlers.cards import Action, Field, FieldKind, Form
from handlers.complaint.buttons import new_alarm_button, to_case_button
from handlers.domain.replies import ReplyChannel, Stage
from handlers.learning.check.cards import CHANNELS, STAGES, Basis
from handlers.learning.check.current import (
    basis_of,
    case_meant,
    checked,
    problem_in,
)
from handlers.turn import Reply, Services, Turn

SEND, SEND_ANYWAY = "check.send", "check.send-anyway"
UNSURE = "unsure"  # the value of an option
MAX_PASTED_LENGTH = 20_000  # characters: a field cuts off unsaid what it doesn't take
_ALONE = "Nobody sees it but you, and it isn't kept."
_DRAFT = Field(
    "draft",
    "What you mean to say",
    FieldKind.AREA,
    hint="Type or paste it. Leave names and numbers out.",
    max_length=MAX_PASTED_LENGTH,
    longer="Type longer ones as /check and the draft.",
)
_CHANNEL = Field(
    "channel",
    "How it reaches them",
    FieldKind.SELECT,
    options=tuple((each.value, label) for each, label in CHANNELS.items()),
)
_STAGE = Field(
    "stage",
    "Where are you with them?",
    FieldKind.SELECT,
    options=(
        (UNSURE, "Take it from my words"),
        *((each.value, label) for each, label in STAGES.items()),
    ),
)


def draft_form(intent: str, basis: Basis, flow: Flow, intro: str = _ALONE) -> Form:
    """Return the empty form; beside a complaint with the way back and the red button."""
    case = basis.case
    return Form(
        "Check my words",
        (
            _DRAFT,
            replace(_CHANNEL, value=basis.channel),
            replace(_STAGE, value=basis.stage or UNSURE),
        ),
        "Check it",
        Action(intent, {"case": case.id} if case else {}),
        intro,
        cancel=to_case_button(case.id).action if case else None,
        alarm=new_alarm_button(flow) if case else None,
    )


async def opened(turn: Turn, services: Services, intro: str = _ALONE) -> Reply:
    """Open the form, for the complaint that is on just now, if one is.

    ``anyway``: the words were looked at, and weren't about whoever types.
    """
    intent = SEND_ANYWAY if "anyway" in turn.args else SEND
    basis = _chosen(turn.args, basis_of(await case_meant(turn, services)))
    return Reply(form=draft_form(intent, basis, services.content.flow, intro))


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form from a button."""
    return await opened(turn, services)


async def send(turn: Turn, services: Services) -> Reply:
    """Check what the form says, or say at its field why that can't be done."""
    case = await case_meant(turn, services) if "case" in turn.args else None
    basis, text = _chosen(turn.args, Basis(basis_of(case).channel, case=case)), turn.arg("draft")
    if not (problem := problem_in(text)):
        return checked(text, basis, services)
    form = draft_form(turn.intent, basis, services.content.flow)
    draft, *others = form.fields
    wrong = replace(draft, value=text, error=problem)
    return Reply(form=replace(form, fields=(wrong, *others)), kept=False)


def _chosen(args: Mapping[str, str], basis: Basis) -> Basis:
    """Return a basis with what was chosen in a form, or carried by a button."""
    channel, stage = args.get("channel", ""), args.get("stage", "")
    if channel in tuple(ReplyChannel):
        basis = replace(basis, channel=ReplyChannel(channel))
    if stage in tuple(Stage):
        return replace(basis, stage=Stage(stage))
    return replace(basis, stage=None) if stage == UNSURE else basis
