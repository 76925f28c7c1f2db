"""Change the rules in one place at a time, and count the changes that no test notices.

One place in five is taken, always the same ones; ``--all`` takes them all, which takes hours.
Texts and left-out arguments are not changed: what is said is nobody's threshold, and a call
without its argument fails in any test.
"""

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import libcst as cst
from mutmut import __main__ as mutmut
from mutmut.mutation import file_mutation, mutators

LEFT_OUT = {mutators.operator_string, mutators.operator_arg_removal}
TAKEN, OF = 1, 5
MOST = 0.15  # that may go unnoticed
SURVIVED, WITHOUT_TESTS = 0, 33  # what mutmut notes of a change

_Operator = Callable[[Any], Iterable[cst.CSTNode]]


def _sampled(operator: _Operator) -> _Operator:
    """Return the operator with a part of its changes, chosen by what they say."""

    def some(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        for changed in operator(node):
            code = cst.Module([]).code_for_node(changed)
            if blake2b(code.encode(), digest_size=4).digest()[0] % OF < TAKEN:
                yield changed

    return some


def _swap(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """Yield other operators; a minus before a number stays, for a pattern can't hold a plus."""
    match node:
        case cst.UnaryOperation(operator=cst.Minus(), expression=cst.Integer()):
            return ()
        case _:
            return mutators.operator_swap_op(node)


def _operators(*, takes_all: bool) -> Sequence[tuple[type, _Operator]]:
    swapped = {mutators.operator_swap_op: _swap}
    kept = [
        (kind, swapped.get(each, each))
        for kind, each in mutators.mutation_operators
        if each not in LEFT_OUT
    ]
    return kept if takes_all else [(kind, _sampled(each)) for kind, each in kept]


def _unnoticed() -> tuple[int, int]:
    """Return how many changes no test noticed, and how many were tried."""
    unnoticed = tried = 0
    for file in Path("mutants").rglob("*.meta"):
        ends = json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"].values()
        tried += sum(each is not None for each in ends)
        unnoticed += sum(each in (SURVIVED, WITHOUT_TESTS) for each in ends)
    return unnoticed, tried


def main(*, takes_all: bool) -> int:
    """Try the changes; return 1 where more than every seventh was not noticed."""
    shutil.rmtree("mutants", ignore_errors=True)
    file_mutation.mutation_operators = _operators(takes_all=takes_all)
    mutmut.cli(["run"], standalone_mode=False)
    unnoticed, tried = _unnoticed()
    print(f"Not noticed: {unnoticed} of {tried}, {unnoticed / tried:.1%}; {MOST:.0%} at most.")
    print("To see them: .venv/bin/mutmut results, and .venv/bin/mutmut show NAME")
    return int(unnoticed > MOST * tried)


if __name__ == "__main__":
    sys.exit(main(takes_all="--all" in sys.argv))
