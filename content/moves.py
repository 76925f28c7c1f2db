"""What each thing that is said does to a customer of practice, and what is said of it."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, field_validator

from content.fields import Line, Model
from content.reply_findings import FindingId, ProblemId

Effect = tuple[float, float, float]  # anger, trust, heard
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]

# What a turn can be besides what is found in it.
NoteId = Literal["fix_first", "wrong_fix", "nothing", "no_limit", "sorry_again", "said_before"]
# What is still missing when it ends without having been won.
LackId = Literal["hearing", "step", "time", "owning", "limit", "trust"]
MomentId = Literal[
    "fix_first",
    "still_venting",
    "softens",
    "open_need_fix",
    "open_need_when",
    "open_need_own",
    "open_need_limit",
    "open_almost",
    "resolved",
    "lost",
]
AnswerId = Literal[ProblemId, MomentId]
ActId = Literal[FindingId, NoteId]
TryId = Literal[ProblemId, NoteId, LackId]


class Tuning(Model):
    """How far one turn may swing a customer, and what is worth less when it is said again."""

    fading: tuple[FindingId, ...]  # full, half, nothing
    calm: float = Field(ge=0, le=10)
    rage: float = Field(ge=0, le=10)
    lose: float = Field(ge=0, le=10)
    win: float = Field(ge=0, le=10)
    hear: float = Field(ge=0, le=10)


class Moves(Model):
    """The effects of findings on a customer of practice, the lines all customers share, and ours.

    ``venting`` and ``open`` hold until they open up and from then on, ``always`` in both. ``says``
    is what a customer answers who has no line of their own. ``did`` ends the sentence that tells an
    agent what their words did, ``try`` is one thing to do next time. ``owned``: words that own it,
    or say that it wasn't theirs. ``common``: words that play nothing back, whoever said them first.
    ``times``: words of a time, beside the step that is needed.
    """

    tuning: Tuning
    always: Mapping[FindingId, Effect]
    venting: Mapping[FindingId, Effect]
    open: Mapping[FindingId, Effect]
    says: Mapping[AnswerId, tuple[Line, ...]]
    did: Mapping[ActId, Phrase]
    advice: Mapping[TryId, Line] = Field(alias="try")
    owned: tuple[Phrase, ...] = ()
    common: tuple[Phrase, ...] = ()
    times: tuple[Phrase, ...] = ()

    @field_validator("says", "did", "advice")
    @classmethod
    def _is_whole(cls, lines: Mapping[str, object], info: object) -> Mapping[str, object]:
        """Return lines that lack none; what is written of some alone belongs to nobody."""
        name = getattr(info, "field_name", "")
        if missing := [each for each in _WANTED[name] if not lines.get(each)]:
            raise ValueError(f"has nothing for {', '.join(missing)}; add it")
        return lines


_WANTED: Mapping[str, tuple[str, ...]] = {
    "says": get_args(AnswerId),
    "did": get_args(ActId),
    "advice": get_args(TryId),
}
