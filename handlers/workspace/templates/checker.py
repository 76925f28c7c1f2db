"""Notes all that is wrong with a file, with its line and what would be right."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from content.document import Node
from content.problems import Problem, quoted

MAX_ROLE = 60  # characters
_A_ROLE = f"names a role in at most {MAX_ROLE} letters, without =, like front desk"
_A_LIST = "should be a list; begin each entry with a hyphen"


@dataclass(slots=True)
class Checker:
    """Takes values out of nodes, and notes on the way what they should be."""

    problems: list[Problem] = field(default_factory=list)

    def note(self, node: Node, key: str, message: str) -> None:
        """Note what is wrong at a node."""
        self.problems.append(Problem(node.file, node.line, key, message))

    def keys(self, node: Node, known: Sequence[str], part: str) -> None:
        """Note each key that means nothing, with the one that was meant."""
        if node.value and not isinstance(node.value, dict):
            self.note(node, part, "should have keys below it, each as key: text")
        for key, below in node.keys().items():
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(known)}"
                where = f"{part}.{quoted(key)}" if part else quoted(key)
                self.note(below, where, f"is not a key of a template; {hint}")

    def entries(self, node: Node, key: str) -> Sequence[Node]:
        """Return the entries of the list under a key; none where there is none."""
        listed = node.under(key)
        if listed.value and not isinstance(listed.value, list):
            self.note(listed, key, _A_LIST)
        return listed.items()

    def role(self, node: Node, key: str, part: str) -> str:
        """Return the role of a place or a person under a key."""
        return self._role(node.under(key), f"{part}.{key}")

    def roles(self, node: Node, key: str, part: str) -> tuple[str, ...]:
        """Return the roles of the list under a key, each once."""
        listed = self.entries(node, key)
        return tuple(dict.fromkeys(self._role(each, f"{part}.{key}") for each in listed))

    def one_of(self, node: Node, key: str, part: str, choices: Sequence[str]) -> None:
        """Note a text that is none of the choices."""
        if (said := node.text(key).strip()) not in choices:
            message = f"is «{quoted(said)}»; use one of {', '.join(choices)}"
            self.note(node.under(key), f"{part}.{key}", message)

    def _role(self, node: Node, key: str) -> str:
        role = " ".join(node.value.split()) if isinstance(node.value, str) else ""
        if not role or "=" in role or len(role) > MAX_ROLE:
            self.note(node, key, _A_ROLE)
        return role


def has(node: Node, key: str) -> bool:
    """Tell whether a key is there, empty or not."""
    known = node.keys()
    return key in known
