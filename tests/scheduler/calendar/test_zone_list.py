"""The time zones that one chooses from."""

from zoneinfo import ZoneInfo

from scheduler.calendar.zones import country_of_zone, zones_by_continent


def test_each_zone_stands_once_under_its_continent_and_is_one():
    names = [name for _, zones in zones_by_continent() for name, _ in zones]
    assert len(names) == len(set(names)) > 300
    assert all(ZoneInfo(name) for name in names)
    assert all(name.startswith(f"{of}/") for of, zones in zones_by_continent() for name, _ in zones)


def test_places_are_shown_as_one_writes_them_and_in_order():
    zones = dict(zones_by_continent())
    assert ("America/Argentina/Buenos_Aires", "Buenos Aires") in zones["America"]
    assert ("America/New_York", "New York") in zones["America"]
    assert not [name for name, _ in zones["America"] if "Indiana" in name]
    shown = [place for _, place in zones["Europe"]]
    assert shown == sorted(shown)
    assert "Amsterdam" in shown
    assert "Antarctica" not in zones


def test_a_zone_lies_in_a_country():
    assert country_of_zone("Europe/Berlin") == "DE"
    assert country_of_zone("UTC") == ""
