"""A pack against the models and against itself: what does not fit, in plain words."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from content.danger_list import danger_problems
from content.document import Node
from content.fields import CLOCK, IDEA, SLUG
from content.flow import Given, StepId, Variant
from content.folders import (
    FOLDERS,
    LESSONS,
    SCENARIOS,
    folders_draft,
    folders_place,
    phrase_problems,
)
from content.models import Content
from content.problems import ContentError, Problem, Route, key_of, quoted
from content.reply_rules import Replies

_TEACHING = (f"{SCENARIOS}/", f"{LESSONS}/")  # files that name the ideas they teach
_WHERE_IDEAS = "the ids stand in content/packs/core/principles.yaml"
_NUMBERS = "For a number to ring no file is needed: /care settings, Local numbers"
_OF_NUMBERS = "number|phone|call|ring|tel|dial"
_PATTERNS = {
    SLUG: "use small letters, digits and single hyphens only, like ask-first",
    IDEA: f"use a capital letter and a number, like R12: {_WHERE_IDEAS}",
    CLOCK: 'use a time of day in quotes, like "09:30"',
}


def validated(files: Mapping[str, Node], replies: Replies | None = None) -> Content:
    """Return the content of these files, by name, or raise ContentError with all that is wrong.

    A file that is not there is somebody else's problem: nothing is said about it. ``replies`` is
    the language of the reply check where that has been validated already.
    """
    flow = files.get("flow.yaml", Node({}, "flow.yaml", 1))
    checks = (_misplaced, _wrong_steps, _lost_asides, _unnamed_variants)
    problems = [problem for check in checks for problem in check(flow)]
    problems += [*_lost_ideas(files), *danger_problems(files)]
    try:
        draft = _draft(files, flow) | ({"replies": replies} if replies else {})
        content = Content.model_validate(draft)
    except ValidationError as error:
        problems += [] if replies else phrase_problems(files)
        for mistake in _causes(error):
            name, route = _place(mistake["loc"], files)
            if name in files:
                problems += _problems(mistake, files[name], route)
        raise ContentError(problems) from None
    problems += [] if replies else phrase_problems(files, content.replies)
    if problems:
        raise ContentError(problems)
    return content


def repeated_ids(file: Node) -> Iterator[Problem]:
    """Yield the ids that two entries of one list share."""
    steps = file.items("steps")
    asides = (step.items("asides") for step in steps)
    lists = ("remedies", "causes", "behaviours", "entries", "rules")
    named = (file.items(each) for each in lists)
    for entries in (file.items(), steps, *named, *asides):
        lines: dict[str, int] = {}
        for entry in entries:
            name, line = entry.text("id"), entry.under("id").line
            if name in lines:
                message = f"is «{quoted(name)}», as on line {lines[name]}; give it an id of its own"
                yield Problem(entry.file, line, "id", message)
            elif name:
                lines[name] = line


def _draft(files: Mapping[str, Node], flow: Node) -> dict[str, object]:
    """Return the files as one value of the shape of Content."""
    parts: dict[str, object] = {key: node.plain() for key, node in flow.keys().items()}
    parts.pop("branches", None)
    if "branches.yaml" in files:
        parts["branches"] = files["branches.yaml"].plain()
    lists = ("reminders", "principles", "synonyms", "shoutouts", "danger", "moves")
    whole: dict[str, object] = {
        name: node.plain() for name in lists if (node := files.get(f"{name}.yaml"))
    }
    if "danger" in whole and (points := files.get("danger_points.yaml")):
        words = files["danger.yaml"].keys()
        whole["danger"] = Node({**words, "points": points}, "danger.yaml", 1).plain()
    return {**whole, **folders_draft(files), "flow": parts}


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """Drop a missing key of which a misspelt one beside it has been told."""
    mistakes = error.errors(include_url=False)
    strangers = [it["loc"] for it in mistakes if it["type"] == "extra_forbidden"]
    meant = {(*loc[:-1], *_near(str(loc[-1]), _known_keys(loc))) for loc in strangers}
    return [it for it in mistakes if it["type"] != "missing" or it["loc"] not in meant]


def _place(loc: Route, files: Mapping[str, Node]) -> tuple[str, Route]:
    """Return the file in which a mistake was made, and the way to it inside that file."""
    if loc[0] in FOLDERS:
        return folders_place(loc, files)
    if loc[:2] == ("flow", "branches"):
        return "branches.yaml", loc[2:]
    if loc[:2] == ("danger", "points"):
        return "danger_points.yaml", loc[2:]
    return f"{loc[0]}.yaml", loc[1:]


def _problems(mistake: ErrorDetails, file: Node, route: Route) -> Iterator[Problem]:
    """Yield what to say of a mistake; nothing if it only follows from another."""
    stranger = route[-1:] == ("[key]",)  # pydantic's mark for the key of a mapping
    route = route[:-1] if stranger else route
    node = file.at(route)
    context: dict[str, Any] = mistake.get("ctx", {})
    if mistake["type"] == "too_short" and len(node.items()) >= context["min_length"]:
        return  # it has enough entries, but some of them are wrong
    if stranger:
        message = _unknown_key(str(route[-1]), _choices(context))
    elif mistake["type"] == "extra_forbidden":
        message = _unknown_key(str(route[-1]), _known_keys(mistake["loc"]))
        if node.file.endswith("branches.yaml") and re.search(_OF_NUMBERS, str(route[-1])):
            message = f"{message}. {_NUMBERS}"
    elif mistake["type"] == "missing":
        message = f"is missing, add {route[-1]}: …"
    elif isinstance(node.value, str) and not node.value.strip():
        message = "is empty; write something or remove the line"
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
            choices = ", ".join(_nearest(text, _choices(context)))
            return f"is «{quoted(text)}»; use one of {choices}" if text else f"use one of {choices}"
        case "string_pattern_mismatch":
            return f"is «{quoted(text)}»; {_PATTERNS[context['pattern']]}"
        case "greater_than_equal":
            return f"is {quoted(text)}; use {context['ge']} or more"
        case "less_than_equal":
            return f"is {quoted(text)}; use {context['le']} or less"
        case "value_error":
            return str(context["error"])
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
    near = _near(key, known)
    return f"is not a key we know; {f'did you mean {near[0]}?' if near else _one_of(known)}"


def _near(key: str, known: list[str]) -> list[str]:
    """Return the one key that must have been meant, if there is one."""
    return difflib.get_close_matches(key, known, n=1)


def _one_of(names: Iterable[str]) -> str:
    return f"use one of {', '.join(names)}"


def _known_keys(loc: Route) -> list[str]:
    """Return the keys that the models know at the place of an unknown one."""
    model: type[BaseModel] = Content
    for part in loc[:-1]:
        if isinstance(part, str):
            annotation = _fields(model)[part]
            inside = get_args(annotation) or (annotation,)
            model = next(x for x in inside if isinstance(x, type) and issubclass(x, BaseModel))
    return list(_fields(model))


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _choices(context: dict[str, Any]) -> list[str]:
    return re.findall(r"'([^']*)'", context["expected"])


def _nearest(text: str, choices: list[str]) -> list[str]:
    """Return the choices, the likeliest first."""
    return difflib.get_close_matches(quoted(text), choices, n=len(choices), cutoff=0.0)


def _lost_ideas(files: Mapping[str, Node]) -> Iterator[Problem]:
    """Yield the ideas that are named and have no card; what can't be an id has been told."""
    if "principles.yaml" not in files:
        return
    known = [entry.text("id") for entry in files["principles.yaml"].items()]
    lists = {name: files[name] for name in ("reminders.yaml", "synonyms.yaml") if name in files}
    if "flow.yaml" in files:
        lists["flow.yaml"] = files["flow.yaml"].under("decide")
    alone = {name: Node([files[name]], name, 1) for name in files if name.startswith(_TEACHING)}
    for name, listed in (lists | alone).items():
        key = "ideas" if name == "synonyms.yaml" or name in alone else "idea"
        entries = listed.items()
        for node in (idea for entry in entries for idea in _each(entry.under(key))):
            idea = node.value if isinstance(node.value, str) else ""
            if re.search(IDEA, idea) and idea not in known:
                near = _near(idea, known)
                hint = (
                    f"did you mean {near[0]}?" if near else f"{_WHERE_IDEAS}, or add a card for it"
                )
                message = f"is «{quoted(idea)}», which is not in principles.yaml; {hint}"
                yield Problem(node.file, node.line, key, message)


def _each(node: Node) -> Iterable[Node]:
    """Return the entries of a list, or the value that stands alone."""
    return node.items() or [node]


def _misplaced(flow: Node) -> Iterator[Problem]:
    """Yield the branches, if they were put where the models have them."""
    if branches := flow.keys().get("branches"):
        message = "has a file of its own; move it to branches.yaml"
        yield Problem(branches.file, branches.line, "branches", message)


def _wrong_steps(flow: Node) -> Iterator[Problem]:
    """Yield what the list of steps lacks; a wrong or repeated id has been told already."""
    steps = flow.under("steps")
    ids = [step.text("id") for step in steps.items()]
    wanted = list(get_args(StepId))
    told = not isinstance(steps.value, list) or len(set(ids)) < len(ids) or set(ids) - set(wanted)
    if ids != wanted and not told:
        missing = [name for name in wanted if name not in ids]
        wrong = f"has no {', '.join(missing)}" if missing else f"has the order {', '.join(ids)}"
        message = f"{wrong}; the steps are {', '.join(wanted)}, in this order"
        yield Problem(steps.file, steps.line, "steps", message)


def _lost_asides(flow: Node) -> Iterator[Problem]:
    """Yield the buttons that show what is no aside of their step; ``by_when`` belongs to act."""
    for place, step in enumerate(flow.items("steps")):
        route: Route = ("steps", place)
        asides = step.items("asides")
        known = [aside.text("id") for aside in asides]
        yield from _lost_shows(step, route, known)
        for number, aside in enumerate(asides):
            yield from _lost_shows(aside, (*route, "asides", number), known)
        if step.text("id") == "act":
            yield from _lost_shows(flow.under("by_when"), ("by_when",), known)


def _lost_shows(card: Node, route: Route, known: list[str]) -> Iterator[Problem]:
    for number, button in enumerate(card.items("buttons")):
        show = button.text("show")
        if show and show not in known:
            hint = _one_of(_nearest(show, known)) if known else "the step has none"
            message = f"is «{quoted(show)}», which is no aside of this step; {hint}"
            key = key_of((*route, "buttons", number, "show"))
            yield Problem(button.file, button.under("show").line, key, message)


def _unnamed_variants(flow: Node) -> Iterator[Problem]:
    """Yield the ways of contact without a label; a misspelt one has been told already."""
    for name, wanted in (("variants", Variant), ("reached", Variant), ("givens", Given)):
        variants = flow.under("words").under(name)
        named = variants.keys()
        if named and named.keys() <= set(wanted):
            for variant in wanted:
                if variant not in named:
                    key = f"words.{name}.{variant}"
                    message = f"is missing, add {variant}: …"
                    yield Problem(variants.file, variants.line, key, message)
