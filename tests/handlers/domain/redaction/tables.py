"""The two tables: what is taken out, and what stays."""

import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\(n|r)")


def taken_out() -> Iterator[tuple[str, str, str]]:
    """Yield what is typed, what is kept of it, and what must be gone."""
    for row in _rows("taken_out.txt"):
        kind, _, text = row.partition("\t")
        before, secret, after = re.fullmatch(r"(.*?)\{(.*)\}(.*)", text, re.DOTALL).groups()
        yield f"{before}{secret}{after}", f"{before}[{kind}]{after}", secret


def kept() -> Iterator[str]:
    """Yield what stays as it is typed."""
    yield from _rows("kept.txt")


def _rows(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _ESCAPE.sub(_sign, line.replace("¦", ""))


def _sign(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else {"n": "\n", "r": "\r"}[match[2]]
