"""The time zones that one chooses from: by continent, and the country that each lies in."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

_LEFT_OUT = ("Antarctica", "Arctic")  # nobody serves customers there


@lru_cache(maxsize=1)
def zones_by_continent() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the continents and oceans with the names of their zones and the places to show.

    One or more for each country, of the ``zone.tab`` of the database of time zones; parts of a
    state (America/Indiana/Knox) are left out. In the order of the alphabet.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(_countries()):
        continent, _, place = name.partition("/")
        is_part = "/" in place and not place.endswith("/Buenos_Aires")
        if continent not in _LEFT_OUT and not is_part:
            shown = place.rpartition("/")[2].replace("_", " ")
            found.setdefault(continent, []).append((name, shown))
    return tuple(
        (continent, tuple(sorted(zones, key=lambda zone: zone[1])))
        for continent, zones in sorted(found.items())
    )


def country_of_zone(zone: str) -> str:
    """Return the code of the country that a time zone is of, or nothing."""
    return _countries().get(zone, "")


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {zone: country for country, _, zone, *_ in rows}
