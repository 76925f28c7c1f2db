"""Public holidays of a country or one of its regions, by their English names.

The library behind this takes a tenth of a second to load, so it is loaded when first needed.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

MAX_REGIONS_NAMED = 6
SATURDAY_AND_SUNDAY = frozenset({5, 6})

_ALSO = {
    "bosnia": "BA",
    "czechrepublic": "CZ",
    "emirates": "AE",
    "macedonia": "MK",
    "turkiye": "TR",
    "uae": "AE",
    "unitedstatesofamerica": "US",
    "vatican": "VA",
    "america": "US",
    "britain": "GB",
    "greatbritain": "GB",
    "holland": "NL",
    "uk": "GB",
}
LONGEST_CODE = 3
_OF_REGIONS = ("GB", "US", "DE", "AT", "CH", "CA", "AU", "ES", "IT", "FR")
# Names of regions that the library knows in their own language alone.
_ENGLISH: Mapping[str, Mapping[str, str]] = {
    "DE": {
        "bavaria": "BY",
        "hesse": "HE",
        "lowersaxony": "NI",
        "northrhinewestphalia": "NW",
        "rhinelandpalatinate": "RP",
        "saxony": "SN",
        "saxonyanhalt": "ST",
        "thuringia": "TH",
    },
    "AT": {"carinthia": "2", "loweraustria": "3", "styria": "6", "tyrol": "7", "vienna": "9"},
    "ES": {"andalusia": "AN", "basquecountry": "PV", "catalonia": "CT"},
}
_SMALL = frozenset(["And", "Da", "Of", "The"])
# Where the library's own word for a country isn't how one writes it.
_NAMES = {
    "aland_islands": "Åland Islands",
    "curacao": "Curaçao",
    "dr_congo": "DR Congo",
    "guinea_bissau": "Guinea-Bissau",
    "heard_island_and_mcdonald_islands": "Heard Island and McDonald Islands",
    "hongkong": "Hong Kong",
    "reunion": "Réunion",
    "saint_barthelemy": "Saint Barthélemy",
    "sao_tome_and_principe": "São Tomé and Príncipe",
    "syrian_arab_republic": "Syria",
    "timor_leste": "Timor-Leste",
}
# Parts of the United Kingdom that people call countries.
_HOME_NATIONS = ("England", "Northern Ireland", "Scotland", "Wales")


class NoSuchPlaceError(Exception):
    """We know no country or region of that name; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country whose holidays we know; ``regions`` maps codes to names."""

    code: str
    name: str
    regions: Mapping[str, str]


def place_named(typed: str) -> tuple[Country, str]:
    """Return the country of a name or a code, and the region where it is one's name: Scotland.

    NoSuchPlaceError when we know neither.
    """
    known = _countries()
    code = known.get(_plain(typed)) or _ALSO.get(_plain(typed))
    if code is None and (found := _region_anywhere(_plain(typed))):
        return found
    if code is None:
        near = get_close_matches(_plain(typed), known, 1, 0.75)
        hint = f" Did you mean {_country(known[near[0]]).name}?" if near else ""
        raise NoSuchPlaceError(f"I know no country “{typed}”.{hint} Write its name, or IT or US.")
    return _country(code), ""


def country_of(code: str) -> Country | None:
    """Return the country of a code that we wrote ourselves, None where it is known no more."""
    return _country(code) if code in _countries().values() else None


def region_named(country: Country, typed: str) -> str:
    """Return the code of a region of a country; NoSuchPlaceError names some that there are."""
    if not country.regions:
        raise NoSuchPlaceError(f"I know no regions of {country.name}. Leave this empty.")
    names = _region_names(country)
    if code := names.get(_plain(typed)):
        return code
    near = get_close_matches(_plain(typed), names, 1, 0.75)
    if near:
        hint = f"Did you mean {country.regions[names[near[0]]]}?"
    else:
        known = list(country.regions.items())[:MAX_REGIONS_NAMED]
        some = ", ".join(f"{name} ({code})" for code, name in known)
        hint = f"For example: {some}."
    raise NoSuchPlaceError(f"I know no region “{typed}” of {country.name}. {hint}")


def countries() -> tuple[str, ...]:
    """Return the names of the countries that we know, and of those of the United Kingdom.

    Each is one that ``place_named`` reads; in the order of the alphabet.
    """
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - see the top

    return tuple(sorted([*map(_name, COUNTRIES), *_HOME_NATIONS], key=_plain))


def holiday(country: str, region: str, day: date) -> str:
    """Return the name of the holiday that a day is there, or nothing; both are codes."""
    return _of_year(country, region, day.year).get(day, "") if country else ""


def _region_names(country: Country) -> dict[str, str]:
    names = {_plain(name): code for code, name in country.regions.items()}
    names |= {_plain(code): code for code in country.regions}
    names |= {_plain(alias): code for alias, code in _aliases(country.code).items()}
    return {**names, **_ENGLISH.get(country.code, {})}


def _region_anywhere(name: str) -> tuple[Country, str] | None:
    """Return the one region of that name in a country where regions go by their own names."""
    if len(name) <= LONGEST_CODE:  # a code of a region is no name
        return None
    places = ((country, _region_names(country)) for country in map(_country, _OF_REGIONS))
    found = [(country, names[name]) for country, names in places if name in names]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=256)
def weekend(country: str) -> frozenset[int]:
    """Return the days of the week on which nobody works there; Monday is 0."""
    if not country:
        return SATURDAY_AND_SUNDAY
    from holidays import country_holidays  # noqa: PLC0415 - see the top

    try:
        return frozenset(country_holidays(country).weekend)
    except NotImplementedError:  # a newer library has dropped it
        return SATURDAY_AND_SUNDAY


@lru_cache(maxsize=512)
def _of_year(country: str, region: str, year: int) -> Mapping[date, str]:
    from holidays import country_holidays  # noqa: PLC0415 - see the top

    try:
        found = country_holidays(country, subdiv=region or None, years=year, language="en_US")
    except NotImplementedError:  # a newer library has dropped it: better a reminder too many
        return {}
    return dict(found.items())


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Return the code of each country by its name and by both its codes."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - see the top

    return {
        _plain(name): codes[1]
        for key, codes in COUNTRIES.items()
        for name in (key, _name(key), codes[1], codes[2])
    }


@lru_cache(maxsize=256)
def _country(code: str) -> Country:
    from holidays import country_holidays  # noqa: PLC0415 - see the top
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - see the top

    name = next(_name(key) for key, codes in COUNTRIES.items() if codes[1] == code)
    names: dict[str, str] = {each: each for each in country_holidays(code).subdivisions}
    for alias, region in reversed(list(_aliases(code).items())):  # the first one is the usual one
        names[region] = alias
    return Country(code, name, names)


def _name(key: str) -> str:
    """Return how one writes the country that the library calls ``united_states``."""
    words = [word.capitalize() for word in key.split("_")]
    usual = " ".join(word.lower() if word in _SMALL else word for word in words)
    return _NAMES.get(key, usual)


def _aliases(code: str) -> Mapping[str, str]:
    from holidays import country_holidays  # noqa: PLC0415 - see the top

    return dict(country_holidays(code).subdivisions_aliases)


def _plain(name: str) -> str:
    """Return a name as it is compared: without accents, case, blanks and signs."""
    split = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in split if sign.isalnum())
