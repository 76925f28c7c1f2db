"""What is said of a mistake that the models found: where it is, and what would be right."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from content.document import Node
from content.fields import CLOCK, IDEA, SLUG
from content.headings import heading
from content.models import Content
from content.problems import Problem, Route, key_of, quoted

WHERE_IDEAS = "the ids stand in content/packs/core/principles.yaml"
_NUMBERS = "For a number to ring no file is needed: /care settings, Local numbers"
_OF_NUMBERS = "number|phone|call|ring|tel|dial"
_PATTERNS = {
    SLUG: "use small letters, digits and single hyphens only, like ask-first",
    IDEA: f"use a capital letter and a number, like R12: {WHERE_IDEAS}",
    CLOCK: 'use a time of day in quotes, like "09:30"',
}


def causes(error: ValidationError) -> list[ErrorDetails]:
    """Drop a missing key of which a misspelt one beside it has been told."""
    mistakes = error.errors(include_url=False)
    strangers = [it["loc"] for it in mistakes if it["type"] == "extra_forbidden"]
    meant = {(*loc[:-1], *near_to(str(loc[-1]), _known_keys(loc))) for loc in strangers}
    return [it for it in mistakes if it["type"] != "missing" or it["loc"] not in meant]


def problems_of(
    mistake: ErrorDetails, file: Node, route: Route, headings: Sequence[str]
) -> Iterator[Problem]:
    """Yield what to say of a mistake; nothing if it only follows from another."""
    stranger = route[-1:] == ("[key]",)  # pydantic's mark for the key of a mapping
    route = route[:-1] if stranger else route
    node = file.at(route)
    context: dict[str, Any] = mistake.get("ctx", {})
    if mistake["type"] == "too_short" and len(node.items()) >= context["min_length"]:
        return  # it has enough entries, but some of them are wrong
    if stranger:
        message = _unknown_key(str(route[-1]), _choices(context))
    elif mistake["type"] == "extra_forbidden" and (home := _home_of(mistake["loc"])):
        message = f"is not a key here; it belongs below {home}, two spaces further in"
    elif mistake["type"] == "extra_forbidden" and headings and len(route) == 1:
        message = _unknown_part(str(route[0]), node, file, headings, _known_keys(mistake["loc"]))
    elif mistake["type"] == "extra_forbidden":
        message = _unknown_key(str(route[-1]), _known_keys(mistake["loc"]))
        if node.file.endswith("branches.yaml") and re.search(_OF_NUMBERS, str(route[-1])):
            message = f"{message}. {_NUMBERS}"
    elif mistake["type"] == "missing" and len(route) == 1 and route[0] in headings:
        message = f"is missing, add a heading {heading(str(route[0]))}"
    elif mistake["type"] == "missing":
        message = f"is missing, add {route[-1]}: …"
    elif isinstance(node.value, str) and not node.value.strip():
        message = "is empty; write something or remove the line"
    elif mistake["type"] == "model_type" and isinstance(node.value, str):
        first = _known_keys((*mistake["loc"], ""))[0]
        message = f"is a text alone, «{quoted(node.value)}»; write keys, such as {first}: …"
    else:
        message = _words(mistake["type"], context, node) or quoted(mistake["msg"])
    yield Problem(node.file, node.line, key_of(route), message)


def _words(kind: str, context: dict[str, Any], node: Node) -> str | None:
    """Return what is wrong with a value, and what would be right."""
    text = node.value.strip() if isinstance(node.value, str) else ""
    match kind:
        case "string_too_long":
            return f"is {len(text)} characters long; keep it within {context['max_length']}"
        case "too_long":
            return f"has {len(node.items())} entries; keep at most {context['max_length']}"
        case "too_short":
            return f"has too few entries ({len(node.items())}); it needs {context['min_length']}"
        case "enum" | "literal_error":
            if text in _choices(context):
                return f"is «{quoted(text)}» with an invisible sign around it; type it anew"
            choices = ", ".join(nearest(text, _choices(context)))
            return f"is «{quoted(text)}»; use one of {choices}" if text else f"use one of {choices}"
        case "string_pattern_mismatch":
            return f"is «{quoted(text)}»; {_PATTERNS[context['pattern']]}"
        case "greater_than_equal":
            return f"is {quoted(text)}; use {context['ge']:g} or more"
        case "less_than_equal":
            return f"is {quoted(text)}; use {context['le']:g} or less"
        case "value_error":
            return str(context["error"])
        case "string_type" if isinstance(node.value, dict):
            return 'has a colon that makes a key of it; put the text in "quotes"'
        case "string_type":
            return "should be one text, not a list or keys below it"
        case "tuple_type":
            return "should be a list; begin each entry with a hyphen"
        case "model_type" | "dict_type":
            return "should have keys below it, each as key: text"
    if kind.startswith("bool_"):
        return "should be true or false"
    if kind.startswith("float_"):
        return "should be a number, like 2.5"
    return "should be a whole number, like 30" if kind.startswith("int_") else None


def _unknown_key(key: str, known: list[str]) -> str:
    near = near_to(key, known)
    return f"is not a key we know; {f'did you mean {near[0]}?' if near else one_of(known)}"


def _unknown_part(
    key: str, node: Node, file: Node, headings: Sequence[str], known: Sequence[str]
) -> str:
    """Return what to say of a heading, or of a key above all headings, that means nothing."""
    if node.line > file.line:
        named = {each.removeprefix("## ").lower(): each for each in map(heading, headings)}
        said = key.replace("_", " ")
        near = [each for each in named if each.startswith(said)] or near_to(said, list(named))
        hint = f"did you mean {named[near[0]]}?" if near else one_of(named.values())
        return f"is not a heading we know; {hint}"
    return _unknown_key(key, [each for each in known if each not in headings])


def near_to(key: str, known: list[str]) -> list[str]:
    """Return the one key that must have been meant, if there is one."""
    return difflib.get_close_matches(key, known, n=1)


def one_of(names: Iterable[str]) -> str:
    """Return which names can be used."""
    return f"use one of {', '.join(names)}"


def _known_keys(loc: Route) -> list[str]:
    """Return the keys that the models know at the place of an unknown one."""
    return list(_fields(_model_at(loc)))


def _model_at(loc: Route) -> type[BaseModel]:
    """Return the model that has no such key."""
    model: type[BaseModel] = Content
    for part in loc[:-1]:
        if isinstance(part, str):
            annotation = _fields(model)[part]
            inside = get_args(annotation) or (annotation,)
            model = next(x for x in inside if isinstance(x, type) and issubclass(x, BaseModel))
    return model


def _home_of(loc: Route) -> str:
    """Return the key beside an unknown one below which it is known, or nothing."""
    for name, annotation in _fields(_model_at(loc)).items():
        is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
        if is_model and loc[-1] in _fields(annotation):
            return name
    return ""


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _choices(context: dict[str, Any]) -> list[str]:
    return re.findall(r"'([^']*)'", context["expected"])


def nearest(text: str, choices: list[str]) -> list[str]:
    """Return the choices, the likeliest first."""
    return difflib.get_close_matches(quoted(text), choices, n=len(choices), cutoff=0.0)
