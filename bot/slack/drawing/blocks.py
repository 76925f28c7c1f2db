"""Cards as Block Kit messages and views; Slack's limits of them are kept here."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import regex

from bot.slack.drawing.charts import native_chart
from bot.slack.drawing.values import (
    ID,
    dump_args,
    dump_option,
    escape,
    fit,
    plain,
    shared_args,
    size,
)
from bot.text import clean
from handlers.cards import (
    Block,
    Button,
    Called,
    CalledKind,
    Card,
    Chart,
    Check,
    Choices,
    Facts,
    Style,
    Tone,
)
from handlers.cards import Text as Paragraph
from handlers.domain.excerpt import cut_pieces
from handlers.marked import Marked

TITLE, SECTION, LABEL, VALUE, OPTION = 150, 3000, 75, 2000, 75
FIELD_ROWS = 5  # ten fields of a section: label and value, side by side
FIELD = 2000
BLOCKS, VIEW_BLOCKS = 50, 100
WHOLE = 9000  # characters of a card's body; Slack refuses messages "too long" without saying when
NOTIFIED = 600  # characters of the text beside the blocks, before escaping
CALLED = 25  # people in one line; more would be noise
SHORT = 30  # a longer label is cut on the button of a narrow screen
HEAD = 24  # of such a label stands on the button beside it: each says what it opens

# What mrkdwn would turn into something else; words with one of these are drawn as plain text.
_MARKUP = regex.compile(r"[*_~`<>&]|:[\w+-]+:")

_STRONG = {"bold": True}
_SLACK_ID = regex.compile(r"[A-Z0-9]{1,30}")

Json = dict[str, Any]


def message(card: Card, *, native: bool = False) -> Json:
    """Return a card as the text and blocks of a message; who is called is so in both.

    ``native``: charts are Slack's own, which not every workspace draws yet; else they are words.
    """
    called = [_called(each) for each in card.body if isinstance(each, Paragraph) and each.called]
    text = " ".join((*called, escape(fit(_notified(card), NOTIFIED))))
    return {"text": text, "blocks": _blocks(card, BLOCKS, native=native)}


def home(card: Card) -> Json:
    """Return a card as the view of the App Home."""
    return {"type": "home", "blocks": _blocks(card, VIEW_BLOCKS)}


def modal_blocks(card: Card) -> list[Json]:
    """Return a card as what stands in a modal."""
    return _blocks(card, VIEW_BLOCKS)


def section(text: str) -> Json:
    """Return a paragraph without any markup."""
    return {"type": "section", "text": plain(text, SECTION)}


def drawn_button(button: Button, mark: str) -> Json:
    """Return a button; ``mark`` is what no other one in the same message or view has."""
    # Action ids must differ within a message, hence the mark.
    value = dump_args(button.action.args)
    if size(value) > VALUE:
        raise ValueError(f"{button.action.intent}: what the button carries is too long for Slack")
    drawn = {
        "type": "button",
        "text": plain(button.label, LABEL),
        "action_id": f"{button.action.intent}#{mark}",
        "value": value,
    }
    return drawn if button.style is Style.PLAIN else drawn | {"style": button.style.value}


def _notified(card: Card) -> str:
    if card.aside:
        return card.spoken
    lines = [card.title] if card.title else []
    for block in card.body:
        match block:
            case Paragraph(text) if not block.called:
                lines.append(text)
            case Facts(rows):
                lines += [f"{label}: {value}" for label, value in rows]
            case Chart(title):
                lines += [title, *block.lines]
            case Marked():
                lines.append(block.plain)
    return "\n".join(lines)


def has_chart(card: Card) -> bool:
    """Tell whether there is a chart on a card."""
    return any(isinstance(block, Chart) for block in card.body)


def _blocks(card: Card, limit: int, *, native: bool = False) -> list[Json]:
    tail = list(_actions(card))
    body = _within(_body(card.body, native=native), limit - 2 - len(tail))
    if body and not card.title:  # it is only a line
        below = [_context(card.aside)] if card.aside else []
        return [*body, *below, *tail]
    if card.aside:
        return [_titled(card.title, card.aside), *body, *tail]
    return [{"type": "header", "text": plain(card.title, TITLE)}, *body, *tail]


def _titled(title: str, aside: str) -> Json:
    """Return the title and what stands beside it in one small line."""
    return {"type": "context", "elements": [_bold(title, TITLE), plain(aside, TITLE)]}


def _within(blocks: Iterable[tuple[Json, int]], most: int) -> list[Json]:
    """Return the blocks that fit; small print says so when some don't."""
    kept: list[Json] = []
    room = WHOLE
    for block, length in blocks:
        room -= length
        if room < 0 or len(kept) == most:
            return [*kept[: most - 1], _context("…")]
        kept.append(block)
    return kept


def _body(body: Sequence[Block], *, native: bool) -> Iterator[tuple[Json, int]]:
    for number, block in enumerate(body):
        match block:
            case Paragraph() if block.called:
                yield {"type": "section", "text": _mrkdwn(_called(block))}, 0
            case Paragraph(text, tone):
                yield _paragraph(text, tone), min(size(text), SECTION)
            case Facts(rows):
                pairs = iter(rows)
                while some := list(islice(pairs, FIELD_ROWS)):
                    yield _facts(some), sum(size(a) + size(b) for a, b in some)
            case Choices(rows):
                for drawn in _choices(rows, number):
                    yield drawn, 0
            case Check(button):
                yield _check(button, number), 0
            case Chart() if native:
                yield from ((drawn, 0) for drawn in native_chart(block))
            case Chart(title):
                words = "\n".join(block.lines)
                yield {"type": "section", "text": _bold(title, SECTION)}, size(title)
                yield section(words), min(size(words), SECTION)
            case Marked():
                yield _marked(block), min(size(block.plain), SECTION)


def _paragraph(text: str, tone: Tone) -> Json:
    match tone:
        case Tone.NOTE:
            return _context(text)
        case Tone.SAY if not _MARKUP.search(text):
            quoted = "\n".join(f"> {line}" for line in fit(text, SECTION // 2).splitlines())
            return {"type": "section", "text": _mrkdwn(fit(quoted, SECTION))}
        case Tone.SAY:
            return section(f"“{text}”")
        case Tone.AVOID:
            return section(f"✗ {text}")
        case Tone.DONE:
            return section(f"✓ {text}")
        case Tone.URGENT | Tone.STRONG:
            return {"type": "section", "text": _bold(text, SECTION)}
        case _:
            return section(text)


def _marked(block: Marked) -> Json:
    """Return somebody's own words as a quotation, in a block that knows no markup."""
    elements = [
        {"type": "text", "text": clean(words) + mark.sign, "style": _STRONG}
        if mark
        else {"type": "text", "text": clean(words)}
        for words, mark in cut_pieces(block.pieces, SECTION // 2)
    ]
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": elements}]}


def _called(line: Paragraph) -> str:
    """Return Slack's mentions of those whom a line calls by name; the ids are checked."""
    return " ".join(_mention(each) for each in line.called[:CALLED])


def _mention(called: Called) -> str:
    match called.kind:
        case CalledKind.HERE:
            return "<!here>"
        case CalledKind.GROUP if _SLACK_ID.fullmatch(called.id):
            return f"<!subteam^{called.id}>"
        case CalledKind.PERSON if _SLACK_ID.fullmatch(called.id):
            return f"<@{called.id}>"
    return escape(fit(f"@{called.name}", LABEL))


def _facts(rows: Sequence[tuple[str, str]]) -> Json:
    # What a person typed is a value, so values are plain; labels are bold where that is safe.
    cells = ((_bold(label, FIELD), plain(value, FIELD)) for label, value in rows)
    return {"type": "section", "fields": [cell for pair in cells for cell in pair]}


def _choices(rows: Sequence[Button], number: int) -> list[Json]:
    buttons = [drawn_button(row, f"c{number}.{place}") for place, row in enumerate(rows)]
    if all(size(row.label) <= SHORT for row in rows):
        return [{"type": "actions", "block_id": f"choices.{number}", "elements": buttons}]
    return [
        {
            "type": "section",
            "block_id": f"choices.{number}.{place}",
            "text": plain(row.label, SECTION),
            "accessory": button
            | {
                "text": plain(row.label, HEAD),
                "accessibility_label": fit(row.label, LABEL),
            },
        }
        for place, (row, button) in enumerate(zip(rows, buttons, strict=True))
    ]


def _check(button: Button, number: int) -> Json:
    """Return a box to tick; the id of its block carries the arguments, and comes back with it.

    What is too much for that is a button. ``number`` makes the id the only one in its message.
    """
    carried = dump_args({**button.action.args, "check": str(number)})
    if size(carried) > ID:
        return {"type": "actions", "elements": [drawn_button(button, f"k{number}")]}
    return {
        "type": "actions",
        "block_id": carried,
        "elements": [
            {
                "type": "checkboxes",
                "action_id": f"{button.action.intent}#k{number}",
                "options": [{"text": plain(button.label, OPTION), "value": "yes"}],
            }
        ],
    }


def _actions(card: Card) -> Iterator[Json]:
    """Yield the rows of buttons; the red one is the very last, where no hurried press meets it."""
    overflow, carried = _overflow(card.more)
    unfolded = () if overflow else card.more
    main = [drawn_button(button, f"m{place}") for place, button in enumerate(card.buttons)]
    rest = [drawn_button(button, f"o{place}") for place, button in enumerate(unfolded)]
    last = rest or main
    if overflow:
        main.append(overflow)
    if card.alarm is not None:
        last.append(drawn_button(card.alarm, "alarm") | {"style": "danger"})
    for name, elements in ((carried or "main", main), ("more", rest)):
        if elements:
            yield {"type": "actions", "block_id": name, "elements": elements}


def _overflow(more: Sequence[Button]) -> tuple[Json, str]:
    """Return the overflow menu and the id of its block; empty when they can't carry it all.

    An option carries 75 characters. So the arguments that all options share travel in the id of
    the block, which comes back with the press; an option carries its intent and what is its own.
    """
    shared = shared_args([button.action for button in more])
    values = [dump_option(button.action, shared) for button in more]
    carried = dump_args(shared)
    too_long = size(carried) > ID or any(size(value) > OPTION for value in values)
    if not more or too_long or len(set(values)) < len(values):
        return {}, ""
    options = [
        {"text": plain(button.label, OPTION), "value": value}
        for button, value in zip(more, values, strict=True)
    ]
    return {"type": "overflow", "action_id": "more", "options": options}, carried


def _context(text: str) -> Json:
    return {"type": "context", "elements": [plain(text, SECTION)]}


def _bold(text: str, limit: int) -> Json:
    if _MARKUP.search(text) or "\n" in text.strip():
        return plain(text, limit)
    return _mrkdwn(f"*{fit(text.strip(), limit - 2)}*")


def _mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": True}
