"""A pack against the models and against itself: what does not fit, in plain words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from pydantic import ValidationError

from content.danger_list import danger_problems
from content.document import Node
from content.fields import IDEA
from content.flow import Given, StepId, Variant
from content.folders import (
    FOLDERS,
    LESSONS,
    SCENARIOS,
    folders_draft,
    folders_place,
    phrase_problems,
)
from content.headings import headings_of
from content.mistakes import WHERE_IDEAS, causes, near_to, nearest, one_of, problems_of
from content.models import Content
from content.problems import ContentError, Problem, Route, key_of, quoted
from content.reply_rules import Replies

_TEACHING = (f"{SCENARIOS}/", f"{LESSONS}/")  # files that name the ideas they teach


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
        for mistake in causes(error):
            name, route = _place(mistake["loc"], files)
            if name in files:
                problems += problems_of(mistake, files[name], route, headings_of(name))
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


def _place(loc: Route, files: Mapping[str, Node]) -> tuple[str, Route]:
    """Return the file in which a mistake was made, and the way to it inside that file."""
    if loc[0] in FOLDERS:
        return folders_place(loc, files)
    if loc[:2] == ("flow", "branches"):
        return "branches.yaml", loc[2:]
    if loc[:2] == ("danger", "points"):
        return "danger_points.yaml", loc[2:]
    return f"{loc[0]}.yaml", loc[1:]


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
                near = near_to(idea, known)
                hint = (
                    f"did you mean {near[0]}?" if near else f"{WHERE_IDEAS}, or add a card for it"
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
            hint = one_of(nearest(show, known)) if known else "the step has none"
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
