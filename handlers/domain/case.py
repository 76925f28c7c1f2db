"""A complaint moves through the recovery steps; these are the rules, and nothing else."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from content.flow import Flow, Given, Mark, Variant
from handlers.domain.times import SAME_WITHIN
from handlers.domain.wording import same_words

STEPS = ("vent", "listen", "own", "act", "close", "after")
REFER = "refer"
# Where a case came from that danger alone opened: nobody began a complaint.
DANGER = "danger"
END = "end"
CHOOSING = "?"  # the branch of a case whose agent is looking at the list of branches
# The asides of a branch: the danger is over, and a minute for oneself after it.
SAFE, BREATHING = "safe", "breathing"
MAX_NOTE_LENGTH = 500  # characters of what happened, and of what would stop it
MAX_GIVEN_LENGTH = 150  # of what was given
MAX_TOLD_LENGTH = 2_500  # of all that is told of one case, bit by bit
REOPEN_WITHIN = timedelta(days=1)  # of closing


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Case:
    """One complaint that one agent is walking through.

    ``rev`` grows with each change: a button drawn for another rev is stale. ``number`` is the
    short one that people say; 0 until it is stored.
    """

    id: str
    agent_id: str
    variant: Variant
    opened_at: datetime
    changed_at: datetime
    note: str = ""
    number: int = 0
    rev: int = 1
    state: CaseState = CaseState.OPEN
    step: str = STEPS[0]
    aside: str | None = None
    branch: str | None = None
    came_from: str | None = None
    second: bool = False
    remedy: str | None = None
    promised_at: datetime | None = None
    accepted: str | None = None
    idea: str | None = None
    closed_at: datetime | None = None
    done: bool = False  # the remedy was done on the spot: nothing is promised
    has_asks: bool = False  # somebody was asked to come
    cause: str | None = None  # what went wrong, by its id in the pack
    given: str | None = None  # less, owed or more, as the agent noted it
    given_what: str | None = None
    given_shared: bool = False  # the week may show that line, without a name


def is_same(earlier: Case, later: Case) -> bool:
    """Tell whether a case was opened for the same story a moment before: a slip, not a second."""
    return (
        earlier.id != later.id
        and bool(later.note)
        and same_words(earlier.note, later.note)
        and later.opened_at - earlier.opened_at <= SAME_WITHIN
    )


def is_of_danger(case: Case) -> bool:
    """Tell whether a case was opened by danger alone, and nobody has taken it as a complaint."""
    return case.came_from == DANGER


def is_after_danger(case: Case) -> bool:
    """Tell whether the danger of a case is over, and its agent is looking at what comes then."""
    return case.branch is not None and case.aside in (SAFE, BREATHING)


def go(case: Case, to: str, at: datetime) -> Case:
    """Go to a step, or end the case."""
    if to == END:
        return _changed(case, at, state=CaseState.CLOSED, aside=None, branch=None, closed_at=at)
    if to == "close" and case.step == "act" and case.remedy is not None:
        return promise(case, None, at)
    changes: dict[str, str | None] = {"step": to, "aside": None, "branch": None}
    if to != case.step:
        changes["came_from"] = case.step if REFER in (to, case.step) else None
    if to == "act" or (case.step == REFER and to != REFER):  # what failed is promised no more
        return _changed(case, at, **changes, **_NOTHING_CHOSEN)
    if case.step == "act" and to == "close":  # without a time
        return _changed(case, at, **changes, promised_at=None, done=False)
    return _changed(case, at, **changes)


def show(case: Case, aside: str, at: datetime) -> Case:
    """Show the card beside the present step."""
    return _changed(case, at, aside=aside)


def mark(case: Case, what: Mark, at: datetime) -> Case:
    """Note a second failure, or what the customer said of the outcome."""
    if what == "second":
        return _changed(case, at, second=True)
    return _changed(case, at, accepted=what)


def unmark_second(case: Case, at: datetime) -> Case:
    """Take back that it is a second failure."""
    return _changed(case, at, second=False)


def back(case: Case, at: datetime) -> Case:
    """Leave the branch or the aside, take back the remedy, or go one step back."""
    if is_after_danger(case):
        return _changed(case, at, aside=None if case.aside == SAFE else SAFE)
    if case.branch is not None:
        return branch(case, None if case.branch == CHOOSING else CHOOSING, at)
    if case.aside is not None:
        return _changed(case, at, aside=None)
    if case.step == "act" and case.remedy is not None:
        return _changed(case, at, **_NOTHING_CHOSEN)
    if case.step == REFER or case.came_from == REFER:
        return _changed(case, at, step=case.came_from or "act", came_from=None)
    here = STEPS.index(case.step)
    if here == 0:
        return case
    before = STEPS[here - 1]
    return _changed(case, at, step=before, done=case.done and before != "act")


def skip(case: Case, at: datetime) -> Case:
    """Go on without doing this step; after the last one the case ends."""
    if case.step in (REFER, STEPS[-1]):
        return go(case, "after" if case.step == REFER else END, at)
    if case.step == "act" and case.promised_at is not None:
        return promise(case, case.promised_at, at)
    return go(case, STEPS[STEPS.index(case.step) + 1], at)


def pause(case: Case, at: datetime) -> Case:
    """Put an open case aside; the bare command brings it back."""
    return _changed(case, at, state=CaseState.PAUSED) if case.state is CaseState.OPEN else case


def resume(case: Case, at: datetime) -> Case:
    """Take a paused case up again, where it was."""
    return _changed(case, at, state=CaseState.OPEN) if case.state is CaseState.PAUSED else case


def may_reopen(case: Case, at: datetime) -> bool:
    """Tell whether a case was closed so short a time ago that it may be opened again."""
    closed = case.closed_at if case.state is CaseState.CLOSED else None
    return closed is not None and at - closed <= REOPEN_WITHIN


def reopen(case: Case, at: datetime) -> Case:
    """Open a case again that was closed too soon, at the step where it was."""
    choosing = CHOOSING if is_of_danger(case) else None
    return _changed(case, at, state=CaseState.OPEN, closed_at=None, branch=choosing)


def branch(case: Case, branch_id: str | None, at: datetime) -> Case:
    """Leave the steps for a branch, or come back to them with None."""
    aside = None if case.aside in (SAFE, BREATHING) else case.aside
    begun = branch_id is None and is_of_danger(case)
    came_from = None if begun else case.came_from
    return _changed(case, at, branch=branch_id, aside=aside, came_from=came_from)


def tell(case: Case, words: str, at: datetime) -> Case:
    """Keep more words with a case, behind those that are there; the newest always have room.

    Told again they are there already.
    """
    if not words or f"\n{words}\n" in f"\n{case.note}\n":
        return case
    before = case.note[: MAX_TOLD_LENGTH - len(words) - 1]
    return _changed(case, at, note="\n".join(each for each in (before, words) if each))


def reach(case: Case, variant: Variant, at: datetime) -> Case:
    """Note how the customer reaches us."""
    return _changed(case, at, variant=variant)


def choose(case: Case, promise: str, at: datetime) -> Case:
    """Take a remedy; ``promise`` completes "You will …". The time comes next."""
    return _changed(case, at, **_NOTHING_CHOSEN | {"remedy": promise}, aside=None)


def choose_again(case: Case, promise: str, at: datetime) -> Case:
    """Take another remedy from a later step: the time comes next."""
    return replace(choose(case, promise, at), step="act", came_from=None)


def promise(case: Case, due: datetime | None, at: datetime) -> Case:
    """Give the remedy its time (None: no time could be given) and go on to close."""
    return _changed(case, at, promised_at=due, done=False, step="close", aside=None, came_from=None)


def finish(case: Case, at: datetime) -> Case:
    """Note that the remedy is done already, and go on to close."""
    return _changed(case, at, promised_at=None, done=True, step="close", aside=None, came_from=None)


def is_promised(case: Case) -> bool:
    """Tell whether the remedy is promised: it has a time, or was left without one."""
    if case.remedy is None or case.done:
        return False
    return case.promised_at is not None or case.step in ("close", "after")


def asked(case: Case, at: datetime) -> Case:
    """Note that somebody was asked for: a press, so an older card is stale now."""
    return _changed(case, at, has_asks=True)


def out_of_danger(case: Case, at: datetime) -> Case:
    """Note that it is over with the danger: what comes next is not the step before it."""
    return _changed(case, at, aside=SAFE) if case.branch not in (None, CHOOSING) else case


def breathe(case: Case, at: datetime) -> Case:
    """Take the minute that is offered once the danger is over."""
    return _changed(case, at, aside=BREATHING) if case.aside == SAFE else case


def reflect(case: Case, idea: str, at: datetime) -> Case:
    """Keep what would stop it from coming back."""
    return _changed(case, at, idea=idea, aside=None)


def note_cause(case: Case, cause: str | None, at: datetime) -> Case:
    """Note what went wrong; the same again takes it back."""
    return _changed(case, at, cause=None if cause == case.cause else cause)


def note_given(case: Case, given: Given, at: datetime) -> Case:
    """Note what was given at the close; the same again takes it back, with what it was."""
    if given == case.given:
        return _changed(case, at, given=None, given_what=None, given_shared=False)
    return _changed(case, at, given=given.value)


def note_given_what(case: Case, what: str, at: datetime, *, shared: bool = False) -> Case:
    """Note in a line what was given, or nothing; ``shared``: the week may show it."""
    return _changed(case, at, given_what=what or None, given_shared=shared)


def pass_on(case: Case, cause: str | None, idea: str | None, at: datetime) -> Case:
    """Keep what was passed on of a case: what went wrong, and what would stop it."""
    if (cause, idea) == (case.cause, case.idea):
        return case
    return _changed(case, at, cause=cause, idea=idea, aside=None)


def handed_over(case: Case) -> bool:
    """Tell whether the case ended by referring the customer to somebody else."""
    return REFER in (case.step, case.came_from)


def known(case: Case, flow: Flow) -> Case:
    """Return the case as the present pack can show it: what is gone from the pack is left out."""
    if (
        case.aside is not None
        and not is_after_danger(case)
        and flow.step(case.step).aside(case.aside) is None
    ):
        case = replace(case, aside=None)
    if case.branch not in (None, CHOOSING) and flow.branch(case.branch or "") is None:
        case = replace(case, branch=CHOOSING)
    return case


_NOTHING_CHOSEN: dict[str, Any] = {"remedy": None, "promised_at": None, "done": False}


def _changed(case: Case, at: datetime, **changes: Any) -> Case:  # noqa: ANN401 - fields of Case
    return replace(case, rev=case.rev + 1, changed_at=at, **changes)
