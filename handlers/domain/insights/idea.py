"""A what-if that was passed on, and what becomes of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

MAX_WHY_LENGTH = 300


class IdeaState(StrEnum):
    """How far it has come."""

    NEW = "new"
    TRYING = "trying"
    DONE = "done"
    NO = "no"


TOLD_OF = (IdeaState.DONE, IdeaState.NO)  # whoever had it hears of these


@dataclass(frozen=True, slots=True)
class Idea:
    """One line of what would stop it from coming back; ``is_named``: its reader may say whose."""

    id: str
    text: str
    from_id: str
    made_at: datetime
    changed_at: datetime
    is_named: bool = False
    rule_id: str | None = None
    cause: str | None = None
    case_id: str | None = None
    state: IdeaState = IdeaState.NEW
    why: str = ""
    decided_by: str = ""


def move(idea: Idea, state: IdeaState, why: str, by: str, at: datetime) -> Idea:
    """Return it in another state, with what was said about that."""
    return replace(idea, state=state, why=why, decided_by=by, changed_at=at)
