"""Thanks for a message: the form with whoever wrote it, and without a word of what they wrote.

A colleague's message may well quote a customer, and thanks never do.
"""

from handlers.domain.people import Mention, MentionKind
from handlers.domain.shoutouts.asked import Asked, Lack
from handlers.shortcuts import Shortcut, author_of
from handlers.shoutouts.forms import new_form
from handlers.turn import Reply, Services, Turn

THANK_FOR_THIS = Shortcut(
    "shoutout.from-message",
    "Thank for this",
    "Thank a colleague for what they did",
    on_message=True,
)


async def from_message(turn: Turn, services: Services) -> Reply:
    """Open the form of a shout-out; whoever can't be thanked is asked for."""
    author = author_of(turn)
    lack = _lack(author, turn)
    people = [author.person] if author is not None and lack in (None, Lack.LEFT) else []
    asked = Asked(turn.fresh_id("shoutout"), turn.person, people)
    return Reply(form=new_form(asked, services.content.shoutouts, filter(None, [lack])))


def _lack(author: Mention | None, turn: Turn) -> Lack | None:
    """Return why it isn't clear whom to thank."""
    if author is None:
        return Lack.AUTHOR
    if author.kind is not MentionKind.PERSON:
        return Lack.APP
    if author.id == turn.person.id:
        return Lack.OTHERS
    if author.person.has_left:
        return Lack.LEFT
    return Lack.GUEST if author.person.guest else None
