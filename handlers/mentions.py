"""Who is meant: the people that a line or a form names, each once."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from handlers.domain.people import Mention, MentionKind, Person
from handlers.turn import Services, Turn

# What is said of those whose name nobody tells.
_WORDS = {
    MentionKind.PERSON: "somebody",
    MentionKind.GROUP: "a group",
    MentionKind.BOT: "an app",
}


async def acquainted(turn: Turn, services: Services) -> Turn:
    """Return a turn whose mentions are people as this workspace knows them, who are noted.

    Their names are then those by which we call them here; what the text says stays as it is.
    """
    met = people_meant(turn.mentions)
    if not met:
        return turn
    known = await services.store.people.meet(met, turn.at)
    return replace(turn, mentions=tuple(_as_known(each, known) for each in turn.mentions))


def without_ids(turn: Turn) -> Turn:
    """Return a turn in whose text nobody is written by an id: that says nothing to a person."""
    nameless = [each for each in turn.mentions if each.name == each.id and each.sign in turn.text]
    if not nameless:
        return turn
    words = [_WORDS[each.kind] for each in nameless]
    seen = Counter[str]()
    written = {}
    for mention, word in zip(nameless, words, strict=True):
        seen[word] += 1
        written[mention.id] = f"{word} ({seen[word]})" if words.count(word) > 1 else word
    text = _replaced(turn.text, nameless, lambda each: f"@{written[each.id]}")
    mentions = tuple(
        replace(each, written=written.get(each.id, each.written)) for each in turn.mentions
    )
    return replace(turn, text=text, mentions=mentions)


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
    return _WORDS[mention.kind] if mention.name == mention.id else mention.name


def _as_known(mention: Mention, known: Mapping[str, Person]) -> Mention:
    people = (known.get(each.id, each) for each in mention.members)
    members = tuple(each for each in people if not each.has_left)
    if mention.kind is not MentionKind.PERSON or mention.id not in known:
        return replace(mention, members=members)
    person, written = known[mention.id], mention.written or mention.name
    return replace(mention, name=person.name, membership=person.membership, written=written)
