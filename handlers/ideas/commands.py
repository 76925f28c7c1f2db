"""The thought of the day, and looking an idea up."""

from zoneinfo import ZoneInfo

from content.models import Content, Principle
from handlers.domain.deck import shuffled
from handlers.domain.excerpt import cut
from handlers.domain.redaction import redact
from handlers.ideas.cards import principle_card, reminder_card
from handlers.turn import Refusal, Reply, Services, Turn

MAX_QUERY_LENGTH = 60  # characters that are looked for
MAX_TYPED_LENGTH = 500  # characters that are looked at


async def today(turn: Turn, services: Services) -> Reply:
    """Show the thought of this day: the same all day, another one tomorrow."""
    zone = (await services.store.member()).zone
    reminders = services.content.reminders
    day = turn.at.astimezone(ZoneInfo(zone)).date().toordinal()
    turns, number = divmod(day, len(reminders))
    order = shuffled(reminders, f"{turn.place.tenant}#{turns}")
    return Reply(reminder_card(order[number]))


async def find(turn: Turn, services: Services) -> Reply:
    """Show the ideas that speak of a word."""
    typed = redact(" ".join(turn.text.split())[:MAX_TYPED_LENGTH])
    word = typed[:MAX_QUERY_LENGTH]
    if not word:
        raise Refusal("Say what to look for, for example: /care find promise")
    found = _search(services.content, word)
    if not found:
        said = cut(typed, MAX_QUERY_LENGTH)
        raise Refusal(
            f"Nothing speaks of “{said}”. Try a simpler word, for example: /care find sorry"
        )
    best, *others = found
    return Reply(principle_card(best, others))


def _search(content: Content, word: str) -> list[Principle]:
    """Return the principles with the word in name, text or reminders, the closest first."""
    wanted = word.casefold()
    told = {each.idea for each in content.reminders if wanted in each.text.casefold()}

    def rank(each: Principle) -> int | None:
        if wanted in each.name.casefold() or wanted == each.id.casefold():
            return 0
        if wanted in f"{each.text} {each.practice}".casefold():
            return 1
        return 2 if each.id in told else None

    ranked = [(rank(each), number, each) for number, each in enumerate(content.principles)]
    return [each for place, _, each in sorted(r for r in ranked if r[0] is not None)]
