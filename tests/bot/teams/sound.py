"""What Teams takes as a card: its elements, their properties, and its limits."""

import json
import unicodedata

from bot.teams.drawing.adaptive_cards import ACTIONS, VERB, size

LIMIT = 28 * 1024
ALLOWED = {
    "AdaptiveCard": {
        "type",
        "$schema",
        "version",
        "fallbackText",
        "body",
        "actions",
        "msteams",
    },
    "TextBlock": {"type", "text", "style", "size", "weight", "wrap"},
    "RichTextBlock": {"type", "inlines", "spacing"},
    "Table": {"type", "firstRowAsHeaders", "columns", "rows", "fallback"},
    "TableRow": {"type", "cells"},
    "TableCell": {"type", "items"},
    "Chart.VerticalBar.Grouped": {"type", "xAxisTitle", "data", "fallback"},
    "TextRun": {"type", "text", "weight", "isSubtle", "size", "color", "highlight"},
    "Container": {"type", "style", "items", "spacing", "selectAction"},
    "ActionSet": {"type", "actions", "spacing"},
    "Action.Execute": {"type", "title", "style", "verb", "data", "fallback", "associatedInputs"},
    "Action.Submit": {"type", "title", "style", "data", "associatedInputs"},
    "Action.ShowCard": {"type", "title", "card"},
    "Input.Text": {
        "type",
        "id",
        "label",
        "isRequired",
        "errorMessage",
        "placeholder",
        "value",
        "maxLength",
        "isMultiline",
    },
    "Input.ChoiceSet": {
        "type",
        "id",
        "label",
        "isRequired",
        "errorMessage",
        "placeholder",
        "value",
        "choices",
        "isMultiSelect",
        "choices.data",
        "style",
    },
    "Input.Date": {"type", "id", "label", "isRequired", "errorMessage", "placeholder", "value"},
    "Input.Time": {"type", "id", "label", "isRequired", "errorMessage", "placeholder", "value"},
}
WORDS = {
    "style": {"heading", "default", "positive", "destructive", "emphasis", "warning", "attention",
              "good", "expanded", "filtered"},
    "size": {"Small", "Large"},
    "weight": {"Bolder"},
    "color": {"Attention", "Accent"},
    "spacing": {"Small"},
    "associatedInputs": {"none"},
}  # fmt: skip


def elements(card):
    """Yield every element of a card, and the fall-backs of its buttons."""
    yield card
    for name in ("body", "actions", "items", "inlines", "rows", "cells"):
        for each in card.get(name, ()):
            yield from elements(each)
    for name in ("card", "fallback", "selectAction"):
        if name in card and card[name] != "drop":
            yield from elements(card[name])


def assert_is_sound(card):
    assert size(card) <= LIMIT
    assert card["type"] == "AdaptiveCard"
    assert card["version"] == "1.5"
    for each in elements(card):
        assert set(each) <= ALLOWED[each["type"]], each
        for name, allowed in WORDS.items():
            assert each.get(name, next(iter(allowed))) in allowed, each
        if each["type"].startswith("Action."):
            assert each["title"].strip()
        if each["type"] == "Action.Execute":
            assert {**each["data"], VERB: each["verb"]} == each["fallback"]["data"]
        if "selectAction" in each:  # a submenu can't stand there
            assert each["selectAction"]["type"] == "Action.Execute"
        if each["type"] == "ActionSet" or "actions" in each:
            assert len(each["actions"]) <= ACTIONS
        for text in shown(each):
            assert not hidden_signs(text), text
            assert "{{" not in text
    json.dumps(card, ensure_ascii=False).encode()


def shown(each):
    found = [
        each[name] for name in ("text", "title", "label", "placeholder", "value") if name in each
    ]
    return [*found, *(choice["title"] for choice in each.get("choices", ()))]


def hidden_signs(text):
    bidi = {"RLE", "LRE", "PDF", "RLO", "LRO", "RLI", "LRI", "FSI", "PDI"}
    return [
        sign
        for sign in text
        if (unicodedata.category(sign) == "Cc" and sign != "\n")
        or unicodedata.bidirectional(sign) in bidi
    ]
