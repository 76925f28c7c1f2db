"""Which teams have figures of their own: those that leave nobody behind who could be told apart."""

from collections.abc import Mapping
from enum import StrEnum

from handlers.domain.insights.anonymity import MIN_TEAM

WORKSPACE = ""  # the scope of everybody

Scopes = Mapping[str, frozenset[str]]  # people, by whose team it is


class Without(StrEnum):
    """Why a team has no week of its own."""

    NOBODY = "nobody"  # it has no list
    SMALL = "small"  # fewer than five people
    APART = "apart"  # too few people are left without it, or between it and another team
    LATER = "later"  # the list was made after the week was counted


def with_weeks(everybody: frozenset[str], teams: Scopes) -> Mapping[str, Without | None]:
    """Return, by whose team it is, why it has no week; None for those that have one.

    Whoever reads several weeks can take one from another, and so tell apart the people that each
    of them has alone, or shares with some of the others. So each such piece is large or empty; of
    teams that can't be shown beside each other it is the first, by id.
    """
    pieces = [everybody]
    found: dict[str, Without | None] = {}
    for whose, people in sorted(teams.items()):
        cut = _cut(pieces, people)
        if not people:
            found[whose] = Without.NOBODY
        elif len(people) < MIN_TEAM:
            found[whose] = Without.SMALL
        elif any(len(each) < MIN_TEAM for each in cut):
            found[whose] = Without.APART
        else:
            found[whose], pieces = None, cut
    return found


def _cut(pieces: list[frozenset[str]], people: frozenset[str]) -> list[frozenset[str]]:
    cut = [part for each in pieces for part in (each & people, each - people)]
    return [each for each in cut if each]
