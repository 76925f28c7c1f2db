"""/learn: the next lesson, or the one that is named."""

from handlers.domain.excerpt import cut
from handlers.domain.learning.progress import EVERYBODY, LEADERS
from handlers.domain.redaction import redact
from handlers.ideas.search import nearest
from handlers.learning.lessons.cards import ALL, found_card, idea_card
from handlers.learning.lessons.current import own_course, shown_course, shown_next
from handlers.learning.lessons.search import find
from handlers.turn import Refusal, Reply, Services, Turn

MAX_TYPED_LENGTH = 60  # characters that are looked at
_NEXT = ("", "next", "lesson", "next lesson")
_LIST = ("all", "list", "lessons", "all lessons", "course")


async def learn(turn: Turn, services: Services) -> Reply:
    """Show the next lesson, the one of a number or a title, or a course: ``101``."""
    line = " ".join(turn.text.split())
    word = line.casefold()
    course = word.removeprefix("course").strip()
    if word in _NEXT:
        return await shown_next(services)
    if word in _LIST:
        return await shown_course(await own_course(services), 0, services)
    if course in (LEADERS, EVERYBODY):
        return await shown_course(course, 0, services)
    return await _found(line, services)


async def _found(line: str, services: Services) -> Reply:
    """Show the lesson that is meant, or those that may be; of a misspelt word what it is like."""
    content, typed, said = services.content, line[:MAX_TYPED_LENGTH], redact(line)
    found, note = find(content, typed), ""
    if not found and (near := nearest(content, typed)):
        found, note = find(content, near), f"None is about “{said}”; these are about “{near}”."
    if not found:
        called = f"No lesson is called “{cut(said, MAX_TYPED_LENGTH)}”, and none is about it."
        raise Refusal(f"{called} Try another word, or pick one.", ALL)
    if note or len(found) > 1:
        return Reply(found_card(found, await services.store.lessons.done(), note))
    return Reply(idea_card(found[0], len(content.lessons)))
