"""Time zones by the names that people use: Europe/Rome, Rome, New York."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from scheduler.phrases.refusals import Examples, PhraseError


def zone_at_end(text: str, examples: Examples) -> tuple[str, str]:
    """Return a plain text without the time zone that ends it, and the zone; "" if there is none.

    Raises PhraseError for a place that several zones have.
    """
    words = text.removesuffix(" time").split()
    for length in range(min(4, len(words) - 1), 0, -1):
        zone, found = zone_at(words[-length:], 0, examples)
        if zone and found >= length:
            return " ".join(words[:-length]).removesuffix(" in"), zone
    return text, ""


def zone_at(parts: list[str], position: int, examples: Examples) -> tuple[str, int]:
    """Return the zone that starts here, or nothing, and how many parts it takes."""
    for length in range(4, 0, -1):
        name = "_".join(parts[position : position + length])
        found = zones().get(name, ())
        if len(found) == 1:
            return found[0], length
        if found:
            shown = name.replace("_", " ")
            reason = f"There is more than one «{shown}»: {' and '.join(found)}. Which is yours?"
            raise PhraseError(reason, f"{examples.usual} {found[0]}", "ambiguous")
    return "", 1


@lru_cache(maxsize=1)
def zones() -> Mapping[str, tuple[str, ...]]:
    """Return the zones by name in lower case, and by their last part where that is a place."""
    names = files("tzdata").joinpath("zones").read_text().split()  # available_timezones is slow
    names.remove("Factory")
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        region, _, place = name.rpartition("/")
        if region.split("/")[0] in _REGIONS and place.lower() not in _NOT_A_PLACE:
            found[place.lower()] = (*found.get(place.lower(), ()), name)
    return {**found, **_ALSO, **{name.lower(): (name,) for name in names}}


_REGIONS = frozenset(
    (
        *("Africa", "America", "Antarctica", "Arctic", "Asia"),
        *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
    )
)
_NOT_A_PLACE = frozenset(["christmas", "easter", "north", "south", "east", "west", "center", "act"])

# Cities that people name, and the database of time zones doesn't; and names that have one zone.
_CITIES = {
    "Asia/Kolkata": "mumbai delhi new_delhi bangalore bengaluru chennai hyderabad pune india",
    "Asia/Shanghai": "beijing shenzhen guangzhou china",
    "Asia/Tokyo": "osaka kyoto japan",
    "Europe/Berlin": "munich frankfurt hamburg cologne stuttgart germany",
    "Europe/Rome": "milan naples turin florence bologna italy",
    "Europe/Paris": "lyon marseille toulouse bordeaux france",
    "Europe/Madrid": "barcelona valencia seville",
    "Europe/Zurich": "geneva basel bern switzerland",
    "Europe/Amsterdam": "rotterdam the_hague utrecht netherlands",
    "Europe/Brussels": "antwerp ghent belgium",
    "Europe/London": "manchester edinburgh glasgow leeds liverpool cardiff bristol uk",
    "Europe/Warsaw": "krakow gdansk wroclaw poland",
    "America/New_York": "boston miami philadelphia atlanta washington_dc et eastern",
    "America/Chicago": "houston dallas austin ct central",
    "America/Denver": "mt mountain",
    "America/Los_Angeles": "san_francisco seattle san_diego las_vegas pt pacific",
    "America/Toronto": "montreal ottawa",
    "America/Edmonton": "calgary",
    "Africa/Johannesburg": "cape_town durban south_africa",
    "Asia/Dubai": "abu_dhabi",
    "Asia/Jerusalem": "tel_aviv",
    "Europe/Istanbul": "ankara",
    "Pacific/Auckland": "wellington",
    "Australia/Sydney": "canberra",
}
_ALSO = {name: (zone,) for zone, names in _CITIES.items() for name in names.split()}
