"""Words made inert for Teams: no markup, no mention, no date function, no hidden sign."""

import re

from bot.text import clean

_MARKS = re.compile(r"([\\`*_\[\](){}~|<>&!#])")
_LIST = re.compile(r"^([-+]|\d+(?=[.)]))")
_BRACE = re.compile(r"\{(?=\{)")


def plain(text: str) -> str:
    """Return words for a place that knows no Markdown; only ``{{DATE(…)}}`` works there."""
    return _BRACE.sub("{\u200b", clean(text))


def one_line(text: str) -> str:
    """Return plain words on a single line, for titles and labels."""
    return " ".join(plain(text).split())


def escaped(text: str) -> str:
    """Return a single line for a TextBlock, with every sign of Markdown escaped."""
    line = _MARKS.sub(r"\\\1", " ".join(clean(text).split()))
    return _LIST.sub(lambda mark: f"\\{mark[0]}" if mark[0] in "-+" else f"{mark[0]}\\", line)
