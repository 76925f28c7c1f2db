"""What a draft is read for, and what can't be read at all."""

from collections.abc import Mapping

from content.flow import Variant
from handlers.complaint.current import case_at_hand
from handlers.domain.case import REFER, Case, CaseState
from handlers.domain.replies import Draft, ReplyChannel, Stage, check
from handlers.learning.check.cards import Basis, check_card
from handlers.turn import Reply, Services, Turn

MAX_DRAFT_LENGTH = 4000  # characters
_USUAL = ReplyChannel.EMAIL  # where nobody tells: it takes the longest draft
_EMPTY = "Type what you mean to say to them."
_NO_WORDS = "There are no words in it. Type what you mean to say to them."
_BY_VARIANT: Mapping[Variant, ReplyChannel] = {
    Variant.VOICE: ReplyChannel.PHONE,
    Variant.CHAT: ReplyChannel.CHAT,
    Variant.COUNTER: ReplyChannel.COUNTER,
}
_BY_STEP: Mapping[str, Stage] = {
    "vent": Stage.VENT,
    "listen": Stage.LISTEN,
    "own": Stage.LISTEN,
    "act": Stage.ACT,
    "close": Stage.CLOSE,
    REFER: Stage.CLOSE,
}


def problem_in(text: str) -> str:
    """Return why a draft can't be checked, and what to do; empty when it can."""
    if not text.strip():
        return _EMPTY
    if len(text) > MAX_DRAFT_LENGTH:
        return (
            f"That is {len(text):,} characters, and I read {MAX_DRAFT_LENGTH:,} at once. Check it "
            "in two parts, or only the part that you aren't sure of."
        )
    return "" if any(sign.isalpha() for sign in text) else _NO_WORDS


def basis_of(case: Case | None) -> Basis:
    """Return what a draft for a complaint is read for; in danger, whatever it says itself."""
    if case is None:
        return Basis(_USUAL)
    stage = _BY_STEP.get(case.step) if case.branch is None else None
    return Basis(_BY_VARIANT[case.variant], stage, case)


async def case_meant(turn: Turn, services: Services) -> Case | None:
    """Return the complaint that a card or form names, else the one that is on just now.

    None when the one that is named has been closed or deleted meanwhile.
    """
    if not (named := turn.args.get("case")):
        return await case_at_hand(turn, services)
    case = await services.store.case(named)
    return case if case is not None and case.state is CaseState.OPEN else None


def checked(text: str, basis: Basis, services: Services) -> Reply:
    """Return the card of a draft, of which nothing is kept."""
    draft, words = Draft(text, basis.channel, basis.stage), services.content
    card = check_card(draft, check(draft, words.replies), basis.case, words.flow)
    return Reply(card, kept=False)
