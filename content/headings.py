"""Which parts of a prose file stand under headings, and how a heading is written."""

from collections.abc import Mapping, Sequence

_HEADINGS: Mapping[str, Sequence[str]] = {
    "lessons": ("idea", "story", "question", "try_today", "ask"),
    "scenarios": (
        *("who", "opening", "what_comes_out", "softens", "resolved", "lost", "lines"),
        *("dismissive", "blame", "policy_shield", "non_apology", "excuse", "overpromise"),
        *("vague", "canned", "fix_first", "still_venting", "open_need_fix", "open_need_when"),
        *("open_need_own", "open_need_limit", "open_almost", "talk_that_wins", "talk_that_loses"),
    ),
}


def headings_of(name: str) -> Sequence[str]:
    """Return the keys of a file, ``lessons/x.md``, that are headings; none for any other file."""
    return _HEADINGS.get(name.partition("/")[0], ()) if name.endswith(".md") else ()


def heading(key: str) -> str:
    """Return a key as its heading is written: ``## What comes out``."""
    return f"## {key.replace('_', ' ').capitalize()}"
