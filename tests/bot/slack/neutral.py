"""Block Kit read back as a person would: a title, texts, and labels by the part of the card."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from urllib.parse import parse_qs

from bot.web.directory import PERSONAS
from tests.bot.doors import Seen, in_a_line

PARTS = {"m": "buttons", "c": "choices", "k": "checks", "o": "more", "a": "alarm"}

Json = Mapping[str, Any]


def user_id(player: str) -> str:
    """Return the id by which Slack knows somebody of the cast."""
    return f"U{player.upper()}" if player in PERSONAS else player


def player(user: str) -> str:
    """Return who of the cast it is."""
    return next((each for each in PERSONAS if user_id(each) == user), user)


def seen_card(blocks: Sequence[Json], handle: Any, *, private: bool) -> Seen:
    """Return a message or the App Home as it is seen; handles are the ``actions`` of a press."""
    labels: dict[str, list[str]] = {part: [] for part in PARTS.values()}
    handles: dict[str, Json] = {}
    texts: list[str] = []
    for block in blocks:
        block_id = block.get("block_id", "")
        for label, part, action in _pressable(block):
            labels[part].append(label)
            handles[label] = {"block_id": block_id, **action}
        texts += _texts(block)
    return Seen(
        title=_title(blocks[0]),
        texts=tuple(texts),
        labels={part: tuple(found) for part, found in labels.items()},
        private=private,
        handles=handles,
        message=handle,
    )


def _title(first: Json) -> str:
    """Return the title: a heading, or what stands before an aside in one small line."""
    if first["type"] == "header":
        return str(first["text"]["text"])
    has_aside = first["type"] == "context" and len(first["elements"]) == 2
    return _plain(first["elements"][0]) if has_aside else ""


def seen_modal(view: Json, handle: Any, errors: Json | None = None, sent: bytes = b"") -> Seen:
    """Return a modal as it is seen, with what was filled in when it was sent back."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    heads = [block for block in view["blocks"] if block["type"] == "section"]
    alarms = [each for block in view["blocks"] for each in _pressable(block)]
    values = {block["block_id"]: _value(block["element"]) for block in inputs}
    if sent:
        payload = json.loads(parse_qs(sent.decode())["payload"][0])
        for name, elements in payload["view"]["state"]["values"].items():
            values[name] = _answer(elements[name])
    short = view["title"]["text"]  # a longer one is repeated whole below it
    title = heads[0]["text"]["text"] if short.endswith("…") else short
    return Seen(
        title=title,
        texts=tuple(
            f"{each['label']['text']} {each.get('hint', {}).get('text', '')}".strip()
            for each in inputs
        ),
        labels={"alarm": tuple(label for label, _, _ in alarms)},
        values=values,
        errors=dict(errors or {}),
        is_form=True,
        handles={label: {"block_id": "alarm", **action} for label, _, action in alarms},
        message=handle,
    )


def seen_values(view: Json, values: Mapping[str, str]) -> dict[str, Json]:
    """Return the state of a modal that was filled in so."""
    state: dict[str, Json] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        value, name = values[block["block_id"]], block["block_id"]
        state[name] = {name: _filled(block["element"], value)}
    return state


def _filled(element: Json, value: str) -> Json:
    options = {each["value"].removeprefix("="): each for each in _options(element)}
    match element["type"]:
        case "static_select":
            return {"type": "static_select", "selected_option": options[value] if value else None}
        case "checkboxes":
            chosen = [options[each] for each in value.split(",") if each]
            return {"type": "checkboxes", "selected_options": chosen}
        case "multi_users_select":
            users = [user_id(each) for each in value.split(",") if each]
            return {"type": "multi_users_select", "selected_users": users}
        case "datepicker":
            assert not value or date.fromisoformat(value), value
            return {"type": "datepicker", "selected_date": value or None}
        case "timepicker":
            assert not value or time.fromisoformat(value), value
            return {"type": "timepicker", "selected_time": value or None}
        case _:
            return {"type": "plain_text_input", "value": value or None}


def _options(element: Json) -> Sequence[Json]:
    groups = [each["options"] for each in element.get("option_groups", ())]
    return [*element.get("options", ()), *(option for group in groups for option in group)]


def _pressable(block: Json) -> Sequence[tuple[str, str, Json]]:
    found: list[tuple[str, str, Json]] = []
    for element in block.get("elements", []):
        if element["type"] == "button":
            found.append((element["text"]["text"], _part(element), _button(element)))
        elif element["type"] == "checkboxes":
            option = element["options"][0]
            found.append((option["text"]["text"], "checks", _ticked(block, element, option)))
        elif element["type"] == "overflow":
            found += [
                (option["text"]["text"], "more", _chosen(element, option))
                for option in element["options"]
            ]
    if "accessory" in block:
        found.append((block["text"]["text"], "choices", _button(block["accessory"])))
    return found


def _texts(block: Json) -> Sequence[str]:
    if block["type"] == "context":
        return [block["elements"][-1]["text"]]
    if block["type"] == "rich_text":
        (quote,) = block["elements"]
        return ["".join(each["text"] for each in quote["elements"])]
    if block["type"] == "data_table":
        return [in_a_line([cell["text"] for cell in row]) for row in block["rows"][1:]]
    if block["type"] != "section" or "accessory" in block:
        return []
    if "fields" in block:
        cells = [_plain(cell) for cell in block["fields"]]
        return [f"{a}: {b}" for a, b in zip(cells[::2], cells[1::2], strict=True)]
    return [_plain(block["text"]).removeprefix("✗ ")]


def _plain(text: Json) -> str:
    words = text["text"]
    if text["type"] == "plain_text":
        return words
    words = "\n".join(line.removeprefix("> ") for line in words.splitlines())
    words = re.sub(r"<@U(\w+)>", lambda found: f"@{found[1].capitalize()}", words)
    words = words.replace("<!here>", "@here").replace("<!subteam^SDESK>", "@desk")
    bold = words.startswith("*") and words.endswith("*")
    words = words[1:-1] if bold else words
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _part(element: Json) -> str:
    return PARTS[element["action_id"].partition("#")[2][0]]


def _button(element: Json) -> Json:
    return {name: element[name] for name in ("type", "action_id", "value", "text")}


def _ticked(block: Json, element: Json, option: Json) -> Json:
    return {
        "type": "checkboxes",
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "selected_options": [option],
    }


def _chosen(element: Json, option: Json) -> Json:
    return {"type": "overflow", "action_id": element["action_id"], "selected_option": option}


def _value(element: Json) -> str:
    match element["type"]:
        case "static_select":
            return element.get("initial_option", {}).get("value", "=").removeprefix("=")
        case "checkboxes":
            chosen = element.get("initial_options", ())
            return ",".join(each["value"].removeprefix("=") for each in chosen)
        case "multi_users_select":
            return ",".join(player(each) for each in element.get("initial_users", ()))
    names = ("initial_value", "initial_date", "initial_time")
    return next((element[name] for name in names if name in element), "")


def _answer(element: Json) -> str:
    if "selected_options" in element:
        return ",".join(each["value"].removeprefix("=") for each in element["selected_options"])
    if element.get("selected_option"):
        return element["selected_option"]["value"].removeprefix("=")
    if "selected_users" in element:
        return ",".join(element["selected_users"])
    names = ("value", "selected_date", "selected_time")
    return next((element[name] for name in names if element.get(name)), "")
