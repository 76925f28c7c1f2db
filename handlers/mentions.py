"""Who is meant: the people that a line or a form names, each once."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from handlers.domain.people import Mention, MentionKind, Person, spoken_name
from handlers.turn import Services, Turn


async def acquainted(turn: Turn, services: Services) -> Turn:
    """Return a turn whose mentions are people as this workspace knows them, who are noted.

    Their names are then those by which we call them here; what the text says stays as it is.
    """
    met = people_meant(turn.mentions)
    if not met:
        return turn
    known = await services.store.people.meet(met, turn.at)
    return replace(turn, mentions=tuple(_as_known(each, known) for each in turn.mentions))


def people_meant(mentions: Iterable[Mention]) -> tuple[Person, ...]:
    """Return everybody who is meant, each once: a group is its members, a bot is nobody."""
    found: dict[str, Person] = {}
    for mention in mentions:
        if mention.kind is MentionKind.PERSON:
            found.setdefault(mention.id, mention.person)
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
    return _replaced(text, mentions, _plain_name)


def _replaced(text: str, mentions: Iterable[Mention], by: Callable[[Mention], str]) -> str:
    """Return a text with something else for each ``@Name``; Ana Maria comes before Ana."""
    by_sign = {mention.sign: mention for mention in mentions}
    signs = sorted(by_sign, key=len, reverse=True)
    if not signs:
        return text
    # In one go: what stands in a name may look like another's sign.
    return re.sub("|".join(map(re.escape, signs)), lambda found: by(by_sign[found[0]]), text)


def _plain_name(mention: Mention) -> str:
    if mention.kind is MentionKind.GROUP and mention.name == mention.id:
        return "a group"
    return spoken_name(mention.id, mention.name)


def _as_known(mention: Mention, known: Mapping[str, Person]) -> Mention:
    people = (known.get(each.id, each) for each in mention.members)
    members = tuple(each for each in people if not each.has_left)
    if mention.kind is not MentionKind.PERSON or mention.id not in known:
        return replace(mention, members=members)
    person, written = known[mention.id], mention.written or mention.name
    return replace(mention, name=person.name, membership=person.membership, written=written)
