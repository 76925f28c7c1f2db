"""The thought of the day, and looking an idea up."""

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

from handlers.cards import Text, Tone
from handlers.domain.deck import shuffled
from handlers.domain.excerpt import cut
from handlers.domain.redaction import redact
from handlers.ideas.cards import ALL_IDEAS, index_card, principle_card, reminder_card
from handlers.ideas.recalled import recalled_card
from handlers.ideas.search import nearest, search
from handlers.turn import Refusal, Reply, Services, Turn

MAX_QUERY_LENGTH = 60  # characters that are looked for
_MARK = re.compile(r"\[[a-z -]+\]")  # what stands for something that was taken out
MAX_TYPED_LENGTH = 500  # characters that are looked at


async def today(turn: Turn, services: Services) -> Reply:
    """Show the thought of this day: the same all day, another one tomorrow.

    What somebody missed at first in a course of lessons comes first, one idea a day.
    """
    zone = (await services.store.member()).zone
    day = turn.at.astimezone(ZoneInfo(zone)).date()
    if recalled := await recalled_card(day, turn, services):
        return Reply(recalled)
    reminders = services.content.reminders
    turns, number = divmod(day.toordinal(), len(reminders))
    order = shuffled(reminders, f"{turn.place.tenant}#{turns}")
    return Reply(reminder_card(order[number]))


async def find(turn: Turn, services: Services) -> Reply:
    """Show the ideas that speak of a word; bare, what there is."""
    typed = redact(" ".join(turn.text.split())[:MAX_TYPED_LENGTH])
    word = typed[:MAX_QUERY_LENGTH]
    if not word:
        return Reply(index_card(services.content.principles))
    if found := search(services.content, _MARK.sub(" ", word)):
        best, *others = found
        return Reply(principle_card(best, others))
    said, near = cut(typed, MAX_QUERY_LENGTH), nearest(services.content, _MARK.sub(" ", word))
    if near:
        best, *others = search(services.content, near)
        card = principle_card(best, others)
        note = Text(f"Nothing speaks of “{said}”; this is for “{near}”.", Tone.NOTE)
        return Reply(replace(card, body=(note, *card.body)))
    raise Refusal(f"Nothing speaks of “{said}”. Try another word.", ALL_IDEAS)
