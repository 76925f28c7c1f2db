"""Time zones by the names that people use: Europe/Rome, Rome, New York."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

# Each is one half of the year, or several places (IST: India, Ireland, Israel): people are asked.
ABBREVIATIONS = (
    *("est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "hst", "bst", "ist", "cest", "eest"),
    *("aest", "aedt", "nzst", "nzdt"),
)
MOST_WORDS = 4  # of the name of a zone


def zone_at_end(text: str) -> tuple[str, str]:
    """Return a plain text without the time zone that ends it, and the zone; "" if there is none."""
    words = text.removesuffix(" time").split()
    for length in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        if zone := zones().get("_".join(words[-length:])):
            return " ".join(words[:-length]).removesuffix(" in"), zone
    return text, ""


def without_zone(text: str) -> tuple[str, str]:
    """Return a plain text without the time zone behind a time of its clock, and the zone, or "".

    ``by 10am et tomorrow`` is ``by 10am tomorrow`` in America/New_York.
    """
    words = text.split()
    for place in range(1, len(words)):
        if not _CLOCK.fullmatch(words[place - 1].rstrip(",")):
            continue
        zone, length = zone_at([each.rstrip(",") for each in words], place)
        if zone:
            behind = words[place + length :]
            behind = behind[1:] if behind[:1] in (["time"], ["time,"]) else behind
            return " ".join([*words[:place], *behind]), zone
    return text, ""


def zone_words(words: Sequence[str]) -> int:
    """Return how many of these words, at their end, name a time zone, or may name several."""
    bare = [word.lower().strip(" ,;:.!?()") for word in words]
    if bare and bare[-1] in ABBREVIATIONS:
        return 1
    time = int(len(bare) > 1 and bare[-1] == "time")
    for length in range(min(MOST_WORDS, len(bare) - time), 0, -1):
        if "_".join(bare[len(bare) - time - length : len(bare) - time]) in zones():
            return length + time
    return 0


def zone_at(parts: Sequence[str], position: int) -> tuple[str, int]:
    """Return the zone that starts here, or nothing, and how many parts it takes."""
    for length in range(MOST_WORDS, 0, -1):
        if zone := zones().get(_bare("_".join(parts[position : position + length]))):
            return zone, length
    return "", 1


def _bare(name: str) -> str:
    """Return a name without its accents: são_paulo as sao_paulo."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def zones() -> Mapping[str, str]:
    """Return the zones by name in lower case, and by their last part where that is a place.

    Where two names of the database end in one place, they are two names of one zone.
    """
    names = files("tzdata").joinpath("zones").read_text().split()  # available_timezones is slow
    names.remove("Factory")
    found: dict[str, str] = {}
    for name in names:
        region, _, place = name.rpartition("/")
        if region.split("/")[0] in _REGIONS and place.lower() not in _NOT_A_PLACE:
            found.setdefault(place.lower(), name)
    found |= {**_ALSO, **{name.lower(): name for name in names}}
    return {name: zone for name, zone in found.items() if name not in ABBREVIATIONS}


_CLOCK = re.compile(
    r"\d{1,2}(?:[:.]\d\d)?(?:[ap]\.?m)?|[ap]\.?m|\d{4}|\d{1,2}h(?:\d\d)?|noon|midday"
)
_REGIONS = frozenset(
    (
        *("Africa", "America", "Antarctica", "Arctic", "Asia"),
        *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
    )
)
_NOT_A_PLACE = frozenset(["christmas", "easter", "north", "south", "east", "west", "center", "act"])

# Cities that people name, and the database of time zones doesn't; and names that have one zone.
_CITIES = {
    "Asia/Kolkata": (
        "mumbai delhi new_delhi bangalore bengaluru chennai hyderabad pune india indian "
        "indian_standard"
    ),
    "Asia/Shanghai": "beijing shenzhen guangzhou china",
    "Asia/Tokyo": "osaka kyoto japan jst",
    "Asia/Hong_Kong": "hkt",
    "Asia/Singapore": "sgt",
    "America/Sao_Paulo": "brasilia rio_de_janeiro",
    "GMT": "greenwich_mean",
    "Europe/Berlin": "munich frankfurt hamburg cologne stuttgart germany",
    "Europe/Rome": "milan naples turin bologna italy",
    "Europe/Paris": "lyon marseille toulouse bordeaux france",
    "Europe/Madrid": "barcelona valencia seville",
    "Europe/Zurich": "geneva basel bern switzerland",
    "Europe/Amsterdam": "rotterdam the_hague utrecht netherlands",
    "Europe/Brussels": "antwerp ghent belgium",
    "Europe/London": "manchester edinburgh glasgow leeds liverpool cardiff bristol uk",
    "Europe/Warsaw": "krakow gdansk wroclaw poland",
    "America/New_York": "ny nyc boston miami philadelphia atlanta washington_dc et eastern",
    "America/Chicago": "houston dallas ct central",
    "America/Denver": "mt mountain",
    "America/Los_Angeles": "san_francisco seattle san_diego las_vegas pt pacific",
    "America/Toronto": "montreal ottawa",
    "America/Edmonton": "calgary",
    "America/Halifax": "atlantic",
    "Africa/Johannesburg": "cape_town durban south_africa sast",
    "Asia/Dubai": "abu_dhabi",
    "Asia/Jerusalem": "tel_aviv",
    "Europe/Istanbul": "ankara",
    "Pacific/Auckland": "wellington",
    "Australia/Sydney": "canberra",
}
_ALSO = {name: zone for zone, names in _CITIES.items() for name in names.split()}
