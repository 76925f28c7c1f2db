"""Who is meant: the people that a line or a form names, each once."""

from collections.abc import Callable, Iterable

from handlers.domain.people import Mention, MentionKind, Person
from handlers.turn import Turn


def people_meant(mentions: Iterable[Mention]) -> tuple[Person, ...]:
    """Return everybody who is meant, each once: a group is its members, a bot is nobody."""
    found: dict[str, Person] = {}
    for mention in mentions:
        if mention.kind is MentionKind.PERSON:
            found.setdefault(mention.id, Person(mention.id, mention.name))
        for member in mention.members:
            found.setdefault(member.id, member)
    return tuple(found.values())


def chosen_people(turn: Turn, field: str = "people") -> tuple[Person, ...]:
    """Return the people of a form's field, with the names that the door knows."""
    known = {each.id: each for each in people_meant(turn.mentions)}
    ids = [each.strip() for each in turn.args.get(field, "").split(",")]
    return tuple(known.get(id_, Person(id_, id_)) for id_ in dict.fromkeys(ids) if id_)


def without_mentions(turn: Turn) -> str:
    """Return the words of a line without the names in it."""
    return " ".join(_replaced(turn.text, turn.mentions, lambda each: " ").split())


def with_plain_names(text: str, mentions: Iterable[Mention]) -> str:
    """Return a text with ``Name`` for each ``@Name``."""
    return _replaced(text, mentions, lambda each: each.name)


def _replaced(text: str, mentions: Iterable[Mention], by: Callable[[Mention], str]) -> str:
    """Return a text with something else for each ``@Name``; Ana Maria comes before Ana."""
    for mention in sorted(mentions, key=lambda each: len(each.name), reverse=True):
        text = text.replace(f"@{mention.name}", by(mention))
    return text
