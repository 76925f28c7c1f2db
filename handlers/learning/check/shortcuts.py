"""A draft that stands in a message, and the form from a platform's own menu."""

from handlers.learning.check.cards import ASK
from handlers.learning.check.current import basis_of, case_meant, checked, problem_in
from handlers.learning.check.forms import opened
from handlers.shortcuts import Shortcut, author_of
from handlers.turn import Reply, Services, Turn

DRAFT = Shortcut(ASK, "Check a draft", "Look at your words before you send them, privately")
MY_WORDS = Shortcut(
    "check.from-message",
    "Check my words",
    "On a message of yours: what a customer would hear in it, privately",
    on_message=True,
)
_OF_OTHERS = (
    "That message isn't yours, and nobody's words are judged here. What would you write? Nobody "
    "sees it but you, and it isn't kept."
)


async def from_message(turn: Turn, services: Services) -> Reply:
    """Check one's own message; on somebody else's open the form, empty."""
    author = author_of(turn)
    if author is None or author.id != turn.person.id:
        return await opened(turn, services, _OF_OTHERS)
    if problem := problem_in(turn.text):
        return await opened(turn, services, problem)
    return checked(turn.text, basis_of(await case_meant(turn, services)), services)
