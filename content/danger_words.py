"""The words of danger of a pack, and the points of its words."""

from typing import Literal, Self

from pydantic import Field, model_validator

from content.fields import Group, Model, Slug, Wording


class DangerEntry(Model):
    """Some ways to say one thing; how they are written is in ``content.patterns``.

    ``about`` me: whoever types it tells of themselves. ``weighed``: it brings no card where the
    points of the whole text say plainly that it is nothing. ``alone``: its words count only where
    nothing else was typed, but for words of the group ``small``.
    """

    id: Slug
    marks: tuple[Literal["danger", "private"], ...] = Field(min_length=1, max_length=2)
    branch: Slug | None = None  # the likely one of a danger
    about: Literal["me"] | None = None
    weighed: bool = False
    alone: bool = False
    words: tuple[Wording, ...] = Field(min_length=1)
    unless: tuple[Wording, ...] = ()  # around the same words: then it is something else

    @property
    def is_danger(self) -> bool:
        """Tell whether it brings the red card."""
        return "danger" in self.marks

    @property
    def is_private(self) -> bool:
        """Tell whether thanks with these words stay private."""
        return "private" in self.marks

    @model_validator(mode="after")
    def _has_a_branch(self) -> Self:
        if self.is_danger and self.branch is None:
            raise ValueError("has the mark danger and no branch; add branch: safety, or another")
        return self


class NotNow(Model):
    """What tells that it is over, or only a story; ``unless`` it is told of something else."""

    words: tuple[Wording, ...] = ()
    unless: tuple[Wording, ...] = ()


class DangerPoints(Model):
    """What words tell of danger, in points for each kind; see ``content.points``.

    ``threshold``: how likely a danger has to be, in hundredths.
    """

    threshold: int = Field(default=50, ge=1, le=100)
    start: Wording = "0 0 0 0"
    classes: dict[str, Group] = Field(default_factory=dict)
    points: tuple[Wording, ...] = ()


class DangerWords(Model):
    """Words of danger, and words that keep thanks private.

    The first entry that fits decides; where none does, the points do.
    """

    groups: dict[str, Group] = Field(default_factory=dict)
    denied: tuple[Wording, ...] = ()
    not_now: NotNow = NotNow()
    entries: tuple[DangerEntry, ...] = ()
    points: DangerPoints = DangerPoints()

    def __hash__(self) -> int:  # it is made ready once for each pack, and is long
        return id(self)
