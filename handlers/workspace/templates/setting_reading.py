"""The settings of a template, read as if they were typed into their forms."""

from collections.abc import Mapping, Sequence

from content.document import Node
from content.flow import Flow
from handlers.workspace.setting import FromWithin, Typed, Unfit, Workspace
from handlers.workspace.settings_table import SETTINGS
from handlers.workspace.templates.checker import Checker, has
from handlers.workspace.templates.template import key_of_column

TYPED: Mapping[str, Typed] = {
    each.column: each.how for each in SETTINGS if isinstance(each.how, Typed)
}
PLACES = tuple(each.column for each in SETTINGS if isinstance(each.how, FromWithin))
KEYS = (*map(key_of_column, TYPED), *PLACES, "duty", "mentor")


def read_settings(node: Node, workspace: Workspace, check: Checker) -> Mapping[str, object]:
    """Return the new values of what is typed, by column; None unsets."""
    found: dict[str, object] = {}
    for column, how in TYPED.items():
        key = key_of_column(column)
        if not has(node, key):
            continue
        fields = [each.name for each in how.fields(workspace)]
        typed = _typed(node.under(key), f"settings.{key}", fields, check)
        if typed is None:
            continue
        try:
            found[column] = _kept(how, typed, workspace.flow)
        except Unfit as problem:
            check.note(node.under(key), f"settings.{key}", str(problem))
    return found


def _kept(how: Typed, typed: Mapping[str, str], flow: Flow) -> object:
    return how.keep(typed, flow) or None


def _typed(node: Node, key: str, fields: Sequence[str], check: Checker) -> Mapping[str, str] | None:
    """Return what stands there as its form would send it; None, and a problem, if it can't."""
    match node.value:
        case dict() if len(fields) > 1:
            check.keys(node, fields, key)
            return {name: node.text(name).strip() for name in fields}
        case list() as items if len(fields) == 1:
            return {fields[0]: "\n".join(str(each.value) for each in items)}
        case str() as text if len(fields) == 1 or not text:
            return {name: text.strip() for name in fields}
    shape = f"a text for each of {', '.join(fields)}" if len(fields) > 1 else "one text, or a list"
    check.note(node, key, f"should be {shape}")
    return None
