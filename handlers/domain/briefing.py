"""What is read aloud at the beginning of a shift, and when its manager gets it."""

from collections.abc import Sequence
from datetime import timedelta

from content.models import ReminderKind, ReminderText
from handlers.domain.deck import DeckMemory, shuffled

AHEAD = timedelta(minutes=10)  # the manager has it before the channel
MOST_WORDS = 45  # of a what-if: with the rest it is read aloud in 40 seconds


def what_if_beside(
    texts: Sequence[ReminderText], memory: DeckMemory, seed: str
) -> ReminderText | None:
    """Return the what-if that goes with the thought that was dealt last, of another idea.

    None comes twice before all short ones have come; ``seed`` lets two channels differ.
    """
    short = [each for each in texts if each.kind is ReminderKind.WHAT_IF and _is_short(each)]
    if not short:
        return None
    number = memory.round * len(memory.seen) + len(memory.seen)
    turns, place = divmod(number, len(short))
    order = shuffled(short, f"{seed}#briefing#{turns}")
    ideas = {each.id: each.idea for each in texts}
    chosen = order[place]
    following = order[(place + 1) % len(order)]
    return chosen if chosen.idea != ideas.get(memory.last) else following


def _is_short(text: ReminderText) -> bool:
    return len(f"{text.text} {text.what_if or ''}".split()) <= MOST_WORDS
