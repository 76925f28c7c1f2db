"""How many of a channel chose the better one, in words that tell nothing of anybody."""

from enum import StrEnum

LEAST = 5  # people; of fewer nothing is said
_EDGE = 2  # whoever knows their own answer must not learn another's


class Share(StrEnum):
    """What is said of it: never all, and never nobody."""

    MOST = "most"
    HALF = "about half"
    FEW = "few"


def share_of(better: int, answered: int) -> Share | None:
    """Return how many chose the better one; None where too few have answered.

    "Few" holds from nobody to a third, and at least to two of them; "most" mirrors it. So whoever
    knows their own answer can't tell from the word that all the others, or none, chose alike.
    """
    if answered < LEAST:
        return None
    edge = max(_EDGE, answered // 3)
    if better <= edge:
        return Share.FEW
    return Share.MOST if better >= answered - edge else Share.HALF
