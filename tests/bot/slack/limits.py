"""Slack's limits, as its documentation has them; a stricter reader than our own code."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

TEXT_TYPES = {"plain_text", "mrkdwn"}


def problems(blocks: Sequence[Json], most: int = 50) -> list[str]:
    """Return every limit that these blocks break."""
    found = [f"{len(blocks)} blocks"] if not 1 <= len(blocks) <= most else []
    for block in blocks:
        found += [f"{block['type']}: {problem}" for problem in _block(block)]
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    actions = Counter(each["action_id"] for block in blocks for each in elements(block))
    found += [f"{name} twice" for name, times in (ids + actions).items() if times > 1]
    found += [f"{name[:20]} too long" for name in (*ids, *actions) if not 1 <= units(name) <= 255]
    return found


def elements(block: Json) -> Sequence[Json]:
    """Return what can be pressed or filled in."""
    if block["type"] == "actions":
        return block["elements"]
    return [block["accessory"]] if "accessory" in block else []


def units(text: str) -> int:
    """Return the length as JavaScript counts it, which is never less than any other count."""
    return len(text.encode("utf-16-le")) // 2


def _block(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield from _text(block["text"], 150, {"plain_text"})
        case "section":
            assert ("text" in block) != ("fields" in block)
            if "text" in block:
                yield from _text(block["text"], 3000)
            for field in block.get("fields", []):
                yield from _text(field, 2000)
            if len(block.get("fields", [])) > 10:
                yield "more than ten fields"
        case "context":
            if not 1 <= len(block["elements"]) <= 10:
                yield "elements"
            for element in block["elements"]:
                yield from _text(element, 3000)
        case "actions":
            if not 1 <= len(block["elements"]) <= 25:
                yield "elements"
        case "input":
            yield from _input(block)
        case "data_visualization":
            yield from _chart(block)
        case "data_table":
            yield from _table(block)
        case "rich_text":
            yield from _quoted(block)
        case other:
            yield f"unknown type {other}"
    for element in elements(block):
        yield from _element(element)


def _quoted(block: Json) -> Iterator[str]:
    """As the reference of the rich text block has it, of one quotation."""
    (quote,) = block["elements"]
    words = [each["text"] for each in quote["elements"]]
    if quote["type"] != "rich_text_quote" or not words or not all(words):
        yield "no quotation, or a piece without words"
    if sum(map(units, words)) > 3000:
        yield "a quotation too long"
    for each in quote["elements"]:
        if each["type"] != "text" or {*each.get("style", {})} - {"bold"}:
            yield "a piece"


def _chart(block: Json) -> Iterator[str]:
    """As the reference of the data visualization block has it, of bars."""
    if not 1 <= units(block["title"]) <= 50:
        yield "title"
    series, axis = block["chart"]["series"], block["chart"]["axis_config"]
    labels = axis["categories"]
    names = [each["name"] for each in series]
    if not 1 <= len(series) <= 6 or len({*names}) < len(names) or not all(names):
        yield "series"
    if not 1 <= len(labels) <= 20 or len({*labels}) < len(labels):
        yield "categories"
    if any(not 1 <= units(each) <= 20 for each in labels):
        yield "a label"
    if any([point["label"] for point in each["data"]] != labels for each in series):
        yield "labels other than the categories"
    if any(not isinstance(point["value"], int) for each in series for point in each["data"]):
        yield "a value"
    if units(axis.get("x_label", "")) > 50:
        yield "x_label"


def _table(block: Json) -> Iterator[str]:
    rows = block["rows"]
    if not 2 <= len(rows) <= 101 or len({len(row) for row in rows}) > 1:
        yield "rows"
    if not 1 <= len(rows[0]) <= 20 or not block["caption"]:
        yield "columns or caption"
    if not 1 <= block.get("page_size", 5) <= 100:
        yield "page_size"
    if any(cell["type"] != "raw_text" or not cell["text"] for row in rows for cell in row):
        yield "a cell"


def _element(element: Json) -> Iterator[str]:
    match element["type"]:
        case "button":
            yield from _text(element["text"], 75, {"plain_text"})
            if units(element["value"]) > 2000:
                yield "value too long"
            if units(element.get("accessibility_label", "x")) not in range(1, 76):
                yield "accessibility_label"
            if element.get("style", "primary") not in ("primary", "danger"):
                yield "style"
        case "overflow":
            if not 1 <= len(element["options"]) <= 5:
                yield "options"
            yield from _options(element["options"])
        case "checkboxes":
            if not 1 <= len(element["options"]) <= 10:
                yield "options"
            yield from _options(element["options"])
        case other:
            yield f"unknown element {other}"


def _input(block: Json) -> Iterator[str]:
    yield from _text(block["label"], 2000, {"plain_text"})
    if "hint" in block:
        yield from _text(block["hint"], 2000, {"plain_text"})
    element = block["element"]
    match element["type"]:
        case "static_select":
            yield from _select(element)
        case "checkboxes":
            if not 1 <= len(element["options"]) <= 10:
                yield "options"
            yield from _options(element["options"])
            chosen = element.get("initial_options", element["options"])
            if not chosen or any(each not in element["options"] for each in chosen):
                yield "initial_options"
        case "multi_users_select":
            users = element.get("initial_users", ["U1"])
            if not all(units(each) in range(2, 33) for each in users):
                yield "initial_users"
        case "datepicker":
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", element.get("initial_date", "2026-11-29")):
                yield "initial_date"
        case "timepicker":
            if not re.fullmatch(r"[012]\d:[0-5]\d", element.get("initial_time", "08:55")):
                yield "initial_time"
        case _:
            if not 1 <= element["max_length"] <= 3000:
                yield "max_length"
            if units(element.get("initial_value", "x")) > element["max_length"]:
                yield "initial_value"


def _select(element: Json) -> Iterator[str]:
    groups = element.get("option_groups", [])
    if ("options" in element) == bool(groups) or len(groups) > 100:
        yield "options or groups"
    for group in groups:
        yield from _text(group["label"], 75, {"plain_text"})
    lists = [group["options"] for group in groups] or [element["options"]]
    if not all(1 <= len(options) <= 100 for options in lists):
        yield "options"
    options = [option for options in lists for option in options]
    yield from _options(options)
    if element.get("initial_option", options[0]) not in options:
        yield "initial_option"


def _options(options: Sequence[Json]) -> Iterator[str]:
    for option in options:
        yield from _text(option["text"], 75, {"plain_text"})
        if not 1 <= units(option["value"]) <= 75:
            yield "option value"
    if len({option["value"] for option in options}) < len(options):
        yield "equal options"


def _text(text: Json, most: int, types: set[str] = TEXT_TYPES) -> Iterator[str]:
    if text["type"] not in types:
        yield f"text of type {text['type']}"
    if not 1 <= units(text["text"]) <= most or not text["text"].strip():
        yield f"text of {units(text['text'])}, not 1 to {most}"
