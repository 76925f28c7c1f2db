"""The points of a pack: what a word, a pair of words or a class of words tells of danger.

A line holds a feature and its points for each kind of danger, in tenths: ``knife 4 16 3 0``.
"""

import re

KINDS = ("safety", "abuse", "life-at-risk", "self")  # the last: whoever types tells of themselves
STEM = 5  # letters before an asterisk
MOST = 1_000  # points, up or down
_PLAIN = re.compile(rf"\S.*(?: -?[0-9]{{1,3}}){{{len(KINDS)}}}")


def is_plain(line: str) -> bool:
    """Tell at a glance that a line holds a feature and its points, as nearly all lines do."""
    return _PLAIN.fullmatch(line) is not None


def points_of(line: str) -> tuple[str, tuple[int, ...]]:
    """Return a feature and its points, or raise ValueError with what is wrong."""
    *feature, last = line.rsplit(maxsplit=len(KINDS)) if line.strip() else ("",)
    if len(feature) != len(KINDS) or not feature[0].strip():
        raise ValueError(f"should be words and {len(KINDS)} numbers, like smok* 9 1 0 0")
    return " ".join(feature[0].split()), numbers_of(" ".join((*feature[1:], last)))


def numbers_of(text: str) -> tuple[int, ...]:
    """Return the points for each kind of danger, or raise ValueError with what is wrong."""
    try:
        numbers = tuple(map(int, text.split()))
    except ValueError:
        numbers = ()
    if len(numbers) != len(KINDS) or any(abs(each) > MOST for each in numbers):
        raise ValueError(f"should be {len(KINDS)} whole numbers, for {', '.join(KINDS)}")
    return numbers
