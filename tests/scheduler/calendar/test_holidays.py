"""Countries and regions by what people call them, and their weekends."""

from datetime import date

import pytest

from scheduler.calendar.holidays import (
    NoSuchPlaceError,
    countries,
    country_of,
    holiday,
    place_named,
    region_named,
    weekend,
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Holland", "NL"),
        ("Britain", "GB"),
        ("America", "US"),
        ("Bosnia", "BA"),
        ("Emirates", "AE"),
        ("Macedonia", "MK"),
        ("Vatican", "VA"),
        ("Hong Kong", "HK"),
        ("hongkong", "HK"),
        ("Sao Tome and Principe", "ST"),
        ("Curaçao", "CW"),
        ("new-zealand", "NZ"),
        ("CHE", "CH"),
        ("Syria", "SY"),
    ],
)
def test_a_country_goes_by_what_people_call_it(typed, code):
    country, region = place_named(typed)
    assert (country.code, region) == (code, "")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("US", "United States"),
        ("TT", "Trinidad and Tobago"),
        ("GW", "Guinea-Bissau"),
        ("AX", "Åland Islands"),
        ("CD", "DR Congo"),
        ("IM", "Isle of Man"),
    ],
)
def test_a_country_is_named_as_one_writes_it(code, name):
    assert country_of(code).name == name
    assert name in countries()


@pytest.mark.parametrize("code", ["ZZ", "", "italy", "ITA"])
def test_what_is_no_code_of_a_country_is_none(code):
    assert country_of(code) is None


@pytest.mark.parametrize(
    ("typed", "country", "region"),
    [
        ("Bern", "CH", "BE"),
        ("Tyrol", "AT", "7"),
        ("Lower Saxony", "DE", "NI"),
        ("NORTH RHINE-WESTPHALIA", "DE", "NW"),
        ("Andalusia", "ES", "AN"),
        ("Texas", "US", "TX"),
        ("Ontario", "CA", "ON"),
    ],
)
def test_a_region_of_its_own_name_stands_for_its_country(typed, country, region):
    found, code = place_named(typed)
    assert (found.code, code) == (country, region)
    assert region_named(found, typed) == region


@pytest.mark.parametrize("typed", ["NSW", "ENG", "Uri"])
def test_three_letters_are_no_name_of_a_region(typed):
    with pytest.raises(NoSuchPlaceError, match="I know no country"):
        place_named(typed)


def test_a_region_that_nobody_knows_is_met_with_six_that_there_are():
    with pytest.raises(NoSuchPlaceError) as met:
        region_named(country_of("CH"), "Xyzzy")
    said = str(met.value)
    assert said.startswith("I know no region “Xyzzy” of Switzerland. For example: Aargau (AG), ")
    assert said.count("(") == 6


def test_a_country_that_nobody_knows_is_met_with_what_to_write():
    with pytest.raises(NoSuchPlaceError) as met:
        place_named("Xyzzy")
    assert str(met.value) == "I know no country “Xyzzy”. Write its name, or IT or US."


@pytest.mark.parametrize(
    ("country", "days"),
    [("", {5, 6}), ("IT", {5, 6}), ("SA", {4, 5}), ("IR", {4}), ("ZZ", {5, 6})],
)
def test_a_weekend_is_that_of_the_country(country, days):
    assert weekend(country) == days


def test_a_country_that_is_gone_has_no_holidays():
    assert holiday("ZZ", "", date(2026, 12, 25)) == ""


def test_the_countries_stand_in_the_order_of_the_alphabet_whatever_their_accents():
    names = countries()
    first, second, third = map(names.index, ("Afghanistan", "Åland Islands", "Albania"))
    assert first < second < third
    assert {"England", "Northern Ireland", "Scotland", "Wales"} <= set(names)
