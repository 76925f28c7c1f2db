"""Zones: whether this machine knows those in use, and how old what it knows is."""

import re
import zoneinfo
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.cli.checks.finding import Finding, problem, warning, well
from bot.config.field_types import is_zone
from bot.store.database import Database
from bot.store.engine.inspection.zones import zones_in_use

NAME = "zones"
MAX_YEARS = 1  # a release of last year will do; governments change their minds each year
_RELEASE = re.compile(r"(\d{4})[a-z]*")


async def known(database: Database | None, default: str, at: datetime) -> Finding:
    """Tell whether every zone in use is known, and how old the rules are; Busy."""
    used = [] if database is None else await zones_in_use(database)
    release, mend = _installed()
    return compared(sorted({default, *used}), release, at.year, mend)


def compared(used: Sequence[str], release: str, year: int, mend: str) -> Finding:
    """Tell what is wrong with the zones in use, or with a release such as ``2025b``."""
    if strange := [each for each in used if not is_zone(each)]:
        return problem(NAME, f"unknown here: {', '.join(strange[:3])}. {mend}")
    found = _RELEASE.match(release)
    if found is None or year - int(found[1]) > MAX_YEARS:
        return warning(
            NAME, f"the rules of summer time are of {release or 'nobody knows when'}. {mend}"
        )
    return well(NAME, f"{len(used)} in use, all known; rules of {release}")


def _installed() -> tuple[str, str]:
    """Return the release of the rules that Python reads, and how to renew them.

    The system's come first; the package ``tzdata`` is for where there are none.
    """
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / "UTC").is_file():
            return _named_in(folder), "Renew the system's package tzdata"
    return _named_in(files("tzdata") / "zoneinfo"), "Install a newer tzdata (pip)"


def _named_in(folder: Traversable) -> str:
    try:
        with (folder / "tzdata.zi").open(encoding="ascii", errors="replace") as file:
            return str(file.readline()).removeprefix("# version").strip()
    except OSError:
        return ""
