"""How a case is looked at: which view of it, and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.complaint.buttons import View
from handlers.domain.asks.ask import Ask


@dataclass(frozen=True, slots=True)
class Look:
    """Which view of a case is wanted, and whether by somebody who has done many.

    ``lead_line`` is what to do when nobody answers, ``numbers`` whom to call here, by the id of a
    branch; ``asks`` are who was asked for in the case, newest first; ``likely`` is the branch that
    words of danger tell of. ``can_page``, ``can_cover``: there is somebody who could be asked.
    ``passed_on`` is what of it goes up, in words; ``is_idea_passed_on``: its what-if, too.
    """

    view: View = View.STEP
    terse: bool = False
    lead_line: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)
    asks: Sequence[Ask] = ()
    likely: str | None = None
    can_page: bool = True
    can_cover: bool = True
    passed_on: Sequence[str] = ()
    is_idea_passed_on: bool = False
