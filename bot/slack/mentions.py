"""Who is meant: the people and groups in a typed line, and those chosen in a form."""

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.slack.directory import Directory
from bot.slack.drawing.values import escape, unescape
from bot.slack.installation import Installation
from handlers.domain.people import Mention, MentionKind, written_apart

RESPONSE_TIMEOUT = 1.0  # s for all of them together; a person waits
MAX_MENTIONS = 20  # in one turn; who is named after that keeps the name that Slack wrote

# <@U123|ana>, <@W123>, <!subteam^S1|@leads>
_REFERENCE = re.compile(
    r"<(?:@([UW][A-Z0-9]{1,30})|!subteam\^(S[A-Z0-9]{1,30}))(?:\|([^<>]{0,300}))?>"
)


@dataclass(frozen=True, slots=True)
class WrittenReference:
    """One person or group that a line refers to; ``label`` is the name that came along."""

    id: str
    label: str = ""
    is_group: bool = False

    @property
    def is_app(self) -> bool:
        """Tell whether it is an app without a person's id: Slack tells no more of it."""
        return self.id.startswith("B")

    @property
    def unknown(self) -> Mention:
        """Return who it is as far as the line tells."""
        kind = MentionKind.GROUP if self.is_group else MentionKind.PERSON
        kind = MentionKind.BOT if self.is_app else kind
        return Mention(self.id, unescape(self.label.lstrip("@").strip()) or self.id, kind)


def references(text: str) -> tuple[WrittenReference, ...]:
    """Return whom a line as Slack sends it refers to, each once."""
    found: dict[str, WrittenReference] = {}
    for match in _REFERENCE.finditer(text):
        id_ = match[1] or match[2]
        found.setdefault(id_, WrittenReference(id_, match[3] or "", match[2] is not None))
    return tuple(found.values())


def with_names(text: str, mentions: Iterable[Mention]) -> str:
    """Return the line, still escaped, with its sign for everybody whom it refers to."""
    signs: Mapping[str, str] = {each.id: each.sign for each in mentions}

    def name(match: re.Match[str]) -> str:
        id_ = match[1] or match[2]
        sign = signs.get(id_)
        return escape(sign) if sign else f"@{(match[3] or id_).lstrip('@')}"

    return _REFERENCE.sub(name, text)


async def resolved(
    directory: Directory, installation: Installation, found: Iterable[WrittenReference]
) -> tuple[Mention, ...]:
    """Return the mentions for references; whom Slack doesn't tell of in time stays as written.

    No two are written in the same way.
    """

    async def asked(reference: WrittenReference) -> Mention:
        if reference.is_app:
            return reference.unknown
        ask = directory.group if reference.is_group else directory.mention
        try:
            async with asyncio.timeout(RESPONSE_TIMEOUT):
                return await ask(installation, reference.id, reference.unknown.name)
        except TimeoutError:
            return reference.unknown

    everybody = tuple(found)
    first = await asyncio.gather(*map(asked, everybody[:MAX_MENTIONS]))
    return written_apart((*first, *(each.unknown for each in everybody[MAX_MENTIONS:])))
