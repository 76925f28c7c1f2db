"""What a person typed in Teams as they meant it: words without markup, and who is named in them.

Teams writes HTML into a text that it calls plain. So only tags that it writes are taken for markup,
and what a person put in angle brackets stays.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.teams.mentions import Named, Tag, who
from bot.teams.payloads import Activity
from bot.text import clean
from handlers.domain.excerpt import cut
from handlers.domain.people import Mention, written_apart

# Characters of a line: more than anything takes, so that whoever types too much is told how much.
MAX_TEXT = 12_000
MAX_HTML = 30_000  # characters that are read, of which a line is much less than a half

_BLOCKS = "p|div|br|hr|li|ul|ol|tr|table|tbody|thead|blockquote|pre|h[1-6]|codeblock"
_INLINE = (
    "at|span|a|b|strong|i|em|u|s|strike|del|ins|code|font|sub|sup|small|big|mark|td|th|img|emoji"
    "|customemoji|readonly|attachment|body|html"
)
_TAG = re.compile(rf"<(/?)(?:({_BLOCKS})|({_INLINE}))(\s[^<>]*)?/?>|<!--[^<>]*>", re.IGNORECASE)
# Nothing possessive around an alternative: Python 3.11.2 matches that wrongly.
_MENTION = re.compile(
    r"<(?:at(\s[^<>]*)?|span(\s[^<>]*schema\.skype\.com/Mention[^<>]*))>"
    r"((?:[^<]|<(?!/?(?:at|span)\b))*)</(?:at|span)\s*>",
    re.IGNORECASE,
)
_QUOTE = re.compile(
    r"<blockquote\s[^<>]*schema\.skype\.com/Reply[^<>]*>"
    r"(?:[^<]|<(?!/?blockquote\b))*</blockquote\s*>",
    re.IGNORECASE,
)
_EMOJI = re.compile(r"schema\.skype\.com/Emoji", re.IGNORECASE)
_ID = re.compile(r"""\s(?:item)?id\s*=\s*["']?([^"'\s<>]{1,255})""", re.IGNORECASE)
_ALT = re.compile(r"""\salt\s*=\s*(?:"([^"]{0,100})"|'([^']{0,100})')""", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LINES = re.compile(r"[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class TypedLine:
    """The words without the mention of the bot; the ``mentions`` stand in them by their signs."""

    text: str
    mentions: tuple[Mention, ...] = ()


def typed_line(activity: Activity) -> TypedLine:
    """Return what was typed; where there is no text Teams has put it into an attachment."""
    source = _QUOTE.sub("\n", (activity.text or "")[:MAX_HTML])
    if not _words(source).strip():
        source = _QUOTE.sub("\n", _attached(activity))
    parts, tags = _split(source)
    named, untagged = who(activity, tags)
    met = (each.mention for each in (*named, *untagged) if each is not None)
    mentions = written_apart(each for each in met if each is not None and each.name)
    signs = {each.id: each.sign for each in mentions}
    text = _joined(parts, named, signs)
    for each in untagged:
        text = _named_in(text, each, signs)
    if name := activity.recipient.name:
        text = _without_first(text, f"@{name}")
    return TypedLine(_tidy(text), mentions)


def seen_text(source: str, *, is_html: bool) -> str:
    """Return what a reader sees of a message that somebody wrote; names stand as plain words."""
    text = source[:MAX_HTML]
    return _tidy(_words(_QUOTE.sub("\n", text)) if is_html else clean(text))


def _attached(activity: Activity) -> str:
    for each in activity.attachments or ():
        if each.content_type == "text/html" and isinstance(each.content, str):
            return each.content[:MAX_HTML]
    return ""


def _split(source: str) -> tuple[list[str], list[Tag]]:
    """Return the words around the mentions, and the mentions."""
    parts: list[str] = []
    tags: list[Tag] = []
    at = 0
    for match in _MENTION.finditer(source):
        if _EMOJI.search(match[3]):  # Teams puts these into the same tag
            continue
        before = _words(source[at : match.start()])
        id_ = _ID.search(match[1] or match[2] or "")
        follows = bool(tags) and not before.strip()
        tags.append(Tag(_words(match[3]).strip(), id_[1] if id_ else "", follows))
        parts.append(before)
        at = match.end()
    return [*parts, _words(source[at:])], tags


def _words(source: str) -> str:
    """Return what a reader sees: without tags, and with signs for their names, once."""
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), _TAG.sub(_seen, source))
    return clean(text.replace("\u200b", "")).replace("\xa0", " ")


def _seen(tag: re.Match[str]) -> str:
    if tag[2]:
        return "\n"
    name, attributes = (tag[3] or "").lower(), tag[4] or ""
    if name in ("td", "th"):
        return " "
    if name in ("emoji", "customemoji") or (name == "img" and _EMOJI.search(attributes)):
        alt = _ALT.search(attributes)
        return (alt[1] or alt[2] or "") if alt else ""
    return ""


def _joined(parts: Sequence[str], named: Sequence[Named | None], signs: Mapping[str, str]) -> str:
    """Return the text with a sign for each mention of somebody else."""
    text = parts[0]
    for who_, after in zip(named, parts[1:], strict=True):
        if who_ is None:  # one name in several tags
            text = text.rstrip()
        else:
            text += " " if who_.is_bot_itself else _sign(who_, signs)
        text += after
    return text


def _sign(named: Named, signs: Mapping[str, str]) -> str:
    known = named.mention
    return signs.get(known.id, f"@{named.name}") if known is not None else f"@{named.name}"


def _named_in(text: str, named: Named, signs: Mapping[str, str]) -> str:
    """Return a text, in which there is no tag for somebody, with their name where they stand."""
    if not named.written:
        return text
    if named.is_bot_itself:
        return _without_first(text.replace(f"@{named.written}", " ", 1), named.written)
    written = f"@{named.written}" if f"@{named.written}" in text else named.written
    return text.replace(written, _sign(named, signs), 1)


def _without_first(text: str, words: str) -> str:
    """Return a text without the words that it begins with, if it does."""
    said = text.lstrip()
    after = said[len(words) :]
    begins = said[: len(words)].casefold() == words.casefold()
    return after if begins and not after[:1].isalnum() else text


def _tidy(text: str) -> str:
    return cut(_LINES.sub("\n", text.strip()), MAX_TEXT)
