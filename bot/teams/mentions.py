"""Who is meant by the mentions of a message.

Teams tells of a mention twice: a tag in the text, and an entity beside it. Either may lack nearly
everything, so the two find each other by whatever they have in common.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.teams.payloads import Activity, Entity, Mentioned
from bot.text import clean
from handlers.domain.excerpt import cut
from handlers.domain.people import Mention, MentionKind

MAX_NAME = 150  # characters
MAX_TAGS = 50  # that are looked up in one message; the rest keep their words


@dataclass(frozen=True, slots=True)
class Tag:
    """A mention as it stands in the text: its words, and the id that it bears, if any.

    ``follows``: nothing but blanks parts it from the tag before it, as when Teams gives each word
    of one name a tag of its own.
    """

    label: str
    id: str = ""
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is mentioned: the bot itself, or another with the name to show.

    ``mention`` is None when nobody tells who stands behind the name. ``written`` is what may stand
    for them in a text without tags. Who is told of without any name stays without one.
    """

    name: str
    mention: Mention | None = None
    is_bot_itself: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entity in terms in which it can be compared with a tag."""

    id: str
    labels: frozenset[str]
    named: Named


def display_name(told: str | None) -> str:
    """Return a name as it is shown: on one line, and not too long."""
    return cut(" ".join(clean(told or "").split()), MAX_NAME)


def who(activity: Activity, tags: Sequence[Tag]) -> tuple[list[Named | None], list[Named]]:
    """Return who each tag means, and who is told of without one.

    None is a tag that only goes on with the name of the one before it.
    """
    told = islice(dict.fromkeys(_mentions(activity)), MAX_TAGS)  # who is told of twice is one
    entries = [_entry(entity, activity) for entity in told]
    found = _paired(tags[:MAX_TAGS], entries)
    found += [None] * (len(tags) - len(found))
    if not any(entry is not None and entry.named.is_bot_itself for entry in found):
        found = _with_the_bot(tags, found, entries, activity)
    untold = [entry.named for entry in entries if entry not in found]
    return _one_by_one(tags, found), untold


def _one_by_one(tags: Sequence[Tag], found: Sequence[_Entry | None]) -> list[Named | None]:
    """Return whom each tag means, with the words of one name together."""
    shown: list[Named | None] = []
    first = 0  # the tag that the current name begins with
    for number, (tag, entry) in enumerate(zip(tags, found, strict=True)):
        before = found[first] if number else None
        if entry and before and tag.follows and entry.id and entry.id == before.id:
            words = " ".join(each.label for each in tags[first : number + 1])
            shown[first] = _longer(shown[first], words)
            shown.append(None)
        else:
            first = number
            shown.append(_called(entry.named if entry else Named(""), tag.label))
    return shown


def _called(named: Named, label: str) -> Named:
    """Return somebody with a name: as the tag has it, where the entity has none."""
    return named if named.name or named.is_bot_itself else _renamed(named, label)


def _longer(named: Named | None, words: str) -> Named | None:
    """Return somebody by all the words of their name, unless it is known in full already."""
    if named is None or named.is_bot_itself or _word_set(words) <= _word_set(named.name):
        return named
    return _renamed(named, words)


def _renamed(named: Named, name: str) -> Named:
    name = display_name(name)
    return replace(named, name=name, mention=named.mention and replace(named.mention, name=name))


def _paired(tags: Sequence[Tag], entries: Sequence[_Entry]) -> list[_Entry | None]:
    """Return the entity of each tag: by its id, its words, a part of the name, then in order."""
    found: list[_Entry | None] = [None] * len(tags)
    for fits in (_by_id, _by_label, _by_part):
        for number, tag in enumerate(tags):
            if found[number] is None:
                fitting = [each for each in entries if fits(tag, each)]
                unused = [each for each in fitting if each not in found]
                found[number] = next(iter(unused or fitting), None)
    for number, tag in enumerate(tags):
        if found[number] is None and tag.id.isdecimal() and int(tag.id[:4]) < len(entries):
            found[number] = entries[int(tag.id[:4])]
    nameless = (each for each in entries if each not in found and not each.labels)
    return [each if each is not None else next(nameless, None) for each in found]


def _with_the_bot(
    tags: Sequence[Tag],
    found: Sequence[_Entry | None],
    entries: Sequence[_Entry],
    activity: Activity,
) -> list[_Entry | None]:
    """Return the same with the bot's own tag: the one that bears its name, else the first.

    It gets nothing of a channel in which it isn't mentioned.
    """
    itself = next((each for each in entries if each.named.is_bot_itself), None)
    itself = itself or _Entry("", frozenset(), Named("", is_bot_itself=True))
    own = _folded(activity.recipient.name)
    free = [number for number, each in enumerate(found) if each is None]
    at = next((number for number in free if own and _folded(tags[number].label) == own), None)
    if at is None and free[:1] == [0] and not activity.personal:
        at = 0
    return [itself if number == at else each for number, each in enumerate(found)]


def _mentions(activity: Activity) -> Iterator[Entity]:
    for entity in activity.entities or ():
        if entity.type.lower() == "mention":
            yield entity


def _entry(entity: Entity, activity: Activity) -> _Entry:
    said, bot = entity.mentioned or Mentioned(), activity.recipient
    written = _text_of(entity)
    name = display_name(said.name) or display_name(written)
    labels = frozenset(filter(None, (_folded(said.name), _folded(written))))
    if _bare(said.id) == _bare(bot.id) or (not said.id and _folded(bot.name) in labels):
        return _Entry(_bare(bot.id), labels, Named(name, is_bot_itself=True, written=written))
    known = said.aad_object_id or said.id
    mention = Mention(known, name, _kind_of(said)) if known else None
    return _Entry(_bare(said.id or known), labels, Named(name, mention, written=written))


def _text_of(entity: Entity) -> str:
    """Return the words of ``<at>Dana</at>``, the text of an entity."""
    text = (entity.text or "").strip()
    if text.startswith("<") and text.endswith(">"):
        text = text.partition(">")[2].rpartition("<")[0]
    return text.removeprefix("@")


def _kind_of(said: Mentioned) -> MentionKind:
    if said.aad_object_id or (said.id or "").startswith(("29:", "8:")):
        return MentionKind.PERSON
    bot = (said.id or "").startswith("28:") or said.type == "bot"
    return MentionKind.BOT if bot else MentionKind.GROUP


def _by_id(tag: Tag, entry: _Entry) -> bool:
    return bool(tag.id) and _bare(tag.id) == entry.id


def _by_label(tag: Tag, entry: _Entry) -> bool:
    return _folded(tag.label) in entry.labels


def _by_part(tag: Tag, entry: _Entry) -> bool:
    words = _word_set(tag.label)
    return bool(words) and any(words <= set(each.split()) for each in entry.labels)


def _bare(id_: str | None) -> str:
    """Return the id of a bot with or without what Teams puts before it."""
    return (id_ or "").lower().removeprefix("28:")


def _folded(name: str | None) -> str:
    return " ".join(clean(name or "").casefold().removeprefix("@").split())


def _word_set(name: str) -> set[str]:
    return set(_folded(name).split())
