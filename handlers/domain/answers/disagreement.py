"""That somebody sees a reminder differently: who answers in its thread; never who it is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LeadCard:
    """The own card of a lead who is told; ``ref`` is the platform's name, empty on its way.

    ``shows`` is the revision that stands in it; ``is_put_off``: not now, this lead has said;
    ``is_taker``: they answer, or have answered.
    """

    lead_id: str
    ref: str = ""
    shows: int = 1
    is_put_off: bool = False
    is_taker: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One post of a reminder with which somebody disagrees; nobody is counted or named in it.

    ``on`` is the post's name, ``came_at`` its moment. ``rev`` grows with what all cards show.
    """

    on: str
    place: str
    text_id: str
    came_at: datetime
    changed_at: datetime
    is_answered: bool = False
    rev: int = 1
    cards: tuple[LeadCard, ...] = ()
    version: int = 0

    @property
    def taken_by(self) -> str:
        """Return who answers, or has answered; empty: nobody."""
        return next((each.lead_id for each in self.cards if each.is_taker), "")

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has answered, or said that they will."""
        return not self.is_answered and not self.taken_by

    def card(self, lead_id: str) -> LeadCard | None:
        """Return the card of a lead, if they are told."""
        return next((each for each in self.cards if each.lead_id == lead_id), None)


def untold(disagreement: Disagreement, leads: Iterable[str]) -> tuple[str, ...]:
    """Return who of these is to be told yet; nobody, once somebody answers."""
    if not disagreement.is_open:
        return ()
    return tuple(each for each in leads if disagreement.card(each) is None)


def tell(disagreement: Disagreement, leads: Iterable[str], at: datetime) -> Disagreement:
    """Return it with a card on its way to each of these."""
    new = tuple(LeadCard(each, shows=disagreement.rev) for each in leads)
    return replace(disagreement, cards=(*disagreement.cards, *new), changed_at=at)


def take(disagreement: Disagreement, lead_id: str, at: datetime) -> Disagreement:
    """This lead answers; whoever said so first does."""
    return _moved(_taken(disagreement, lead_id), at) if disagreement.is_open else disagreement


def give_back(disagreement: Disagreement, lead_id: str, at: datetime) -> Disagreement:
    """This lead can't answer after all."""
    if disagreement.is_answered or disagreement.taken_by != lead_id:
        return disagreement
    return _moved(_taken(disagreement, ""), at)


def answer(disagreement: Disagreement, lead_id: str, at: datetime) -> Disagreement:
    """It is answered in the thread: by whoever took it, else by this lead."""
    if disagreement.is_answered:
        return disagreement
    taken = _taken(disagreement, disagreement.taken_by or lead_id)
    return _moved(replace(taken, is_answered=True), at)


def put_off(disagreement: Disagreement, lead_id: str, at: datetime) -> Disagreement:
    """Not now, says this lead, for themselves alone."""
    if not disagreement.is_open:
        return disagreement
    cards = tuple(
        replace(each, is_put_off=True) if each.lead_id == lead_id else each
        for each in disagreement.cards
    )
    return replace(disagreement, cards=cards, changed_at=at)


def arrived(disagreement: Disagreement, lead_id: str, ref: str) -> Disagreement:
    """Return it with the platform's name for a lead's card."""
    cards = (
        replace(each, ref=ref) if each.lead_id == lead_id else each for each in disagreement.cards
    )
    return replace(disagreement, cards=tuple(cards))


def followed(disagreement: Disagreement, but: str = "") -> tuple[Disagreement, tuple[str, ...]]:
    """Return it, and whose cards have to be redrawn; ``but`` is who has just read the answer.

    A card that is on its way follows once its receipt says where it stands.
    """
    stale = tuple(each for each in disagreement.cards if each.shows != disagreement.rev)
    due = tuple(each.lead_id for each in stale if each.ref and each.lead_id != but)
    seen = {*due, but}
    cards = (
        replace(each, shows=disagreement.rev) if each.lead_id in seen else each
        for each in disagreement.cards
    )
    return replace(disagreement, cards=tuple(cards)), due


def _taken(disagreement: Disagreement, lead_id: str) -> Disagreement:
    cards = (replace(each, is_taker=each.lead_id == lead_id) for each in disagreement.cards)
    return replace(disagreement, cards=tuple(cards))


def _moved(disagreement: Disagreement, at: datetime) -> Disagreement:
    return replace(disagreement, changed_at=at, rev=disagreement.rev + 1)
