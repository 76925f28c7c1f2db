"""The pack: whether the words in use are in order."""

from pathlib import Path

from bot.cli.checks.finding import Finding, problem, warning, well
from content import CORE, ContentError, loaded

NAME = "words"


def words(own: Path | None) -> Finding:
    """Tell whether our words, with those of a folder over them, can be used."""
    check = "careloop content check says all of it"
    try:
        found = loaded(CORE) if own is None else loaded(CORE, own)
    except ContentError as error:
        more = len(error.problems) - 1
        others = f" (and {more} more)" if more else ""
        return problem(NAME, f"{error.problems[0]}{others}; {check}")
    if found.fallbacks:
        return warning(NAME, f"{found.fallbacks[0]}; {check}")
    whose = "ours" if own is None else f"ours, with {own} over them"
    return well(NAME, f"{len(found.content.reminders)} reminders: {whose}")
