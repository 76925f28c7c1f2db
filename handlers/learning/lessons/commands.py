"""/learn: the next lesson, or the one that is named."""

from handlers.domain.excerpt import cut
from handlers.domain.learning.progress import EVERYBODY, LEADERS
from handlers.domain.redaction import redact
from handlers.learning.lessons.cards import ALL, found_card, idea_card
from handlers.learning.lessons.current import own_course, shown_course, shown_next
from handlers.learning.lessons.search import find
from handlers.turn import Refusal, Reply, Services, Turn

MAX_TYPED_LENGTH = 60  # characters that are looked at
_LIST = ("all", "list", "lessons", "all lessons")


async def learn(turn: Turn, services: Services) -> Reply:
    """Show the next lesson, the one of a number or a title, or a course: ``101``."""
    typed = redact(" ".join(turn.text.split()))[:MAX_TYPED_LENGTH]
    if not typed:
        return await shown_next(services)
    word = typed.casefold().removeprefix("course").strip()
    if word in _LIST:
        return await shown_course(await own_course(services), 0, services)
    if word in (LEADERS, EVERYBODY):
        return await shown_course(word, 0, services)
    found = find(services.content, typed)
    if not found:
        raise Refusal(f"No lesson is called “{cut(typed, MAX_TYPED_LENGTH)}”, or about it.", ALL)
    if len(found) > 1:
        return Reply(found_card(found, await services.store.lessons.done()))
    return Reply(idea_card(found[0], len(services.content.lessons)))
