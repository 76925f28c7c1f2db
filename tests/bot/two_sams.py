"""Two colleagues of one name, everywhere: held through the doors where names are not identity."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.web.directory import PERSONAS, Persona
from handlers.domain.people import Role
from tests.bot.doors import Door

DID = "for staying with an upset guest until they smiled"


@contextmanager
def two_sams() -> Iterator[None]:
    """Let two people called Sam work here, too."""
    with pytest.MonkeyPatch.context() as patch:
        for id_ in ("samone", "samtwo"):
            patch.setitem(PERSONAS, id_, Persona(id_, "Sam", Role.AGENT))
        yield


async def held(door: Door, ids: str, one: str, two: str) -> None:
    """Live a day with both; ``ids`` are theirs in a form, ``one`` and ``two`` how they are told."""
    await _set_reminders(door, one, two)
    await _are_thanked(door, ids, one, two)
    await _are_on_a_list(door, one, two)
    await _have_roles(door, one, two)
    await _promise(door, one, two)


async def _set_reminders(door: Door, one: str, two: str) -> None:
    door.in_("front-desk")
    for who, when in (("samone", "weekdays 08:55"), ("samtwo", "daily 12:00")):
        door.as_(who)
        await door.say(f"/reminders add {when}")
    listed = (await door.say("/reminders list")).text
    assert f"set up by {one}" in listed
    assert f"set up by {two}" in listed
    refused = await door.say("/reminders remove 1")
    assert f"{one} set this one up" in refused.text


async def _are_thanked(door: Door, ids: str, one: str, two: str) -> None:
    door.as_("dana")
    both = await door.say(f"/shoutout @samone and @samtwo {DID}")
    assert both.title == f"Thanked: {one} and {two}"
    other = await door.say("/shoutout @samtwo for covering the whole late shift of @samone")
    assert other.title == f"Thanked: {two}"
    assert f"late shift of {one}" in other.text
    form = await door.say("/shoutout")
    sent = await door.fill(form, {"people": ids, "what": f"thanks again {DID}"})
    assert sent.title == f"Thanked: {one} and {two}"
    await door.settle()
    for who, number in (("samone", 2), ("samtwo", 3)):
        door.as_(who)
        assert [each.title for each in await door.notices()] == ["Dana thanks you"] * number


async def _are_on_a_list(door: Door, one: str, two: str) -> None:
    door.as_("dana")
    listed = await door.say("/care team @samone @samtwo")
    assert {f"Take {one} off your list", f"Take {two} off your list"} <= set(
        listed.labels["choices"]
    )
    left = await door.press(listed, f"Take {one} off your list")
    assert left.labels["choices"] == (f"Take {two} off your list",)


async def _have_roles(door: Door, one: str, two: str) -> None:
    door.as_("alex")
    roles = await door.say("/care people @samtwo manager")
    assert f"{two}: manager" in roles.text
    assert one not in roles.text
    door.as_("samone")
    assert (await door.say("/care team")).title == "Not quite"
    door.as_("samtwo")
    assert (await door.say("/care team")).title == "Your team"


async def _promise(door: Door, one: str, two: str) -> None:
    for who in ("samone", "samtwo"):
        door.as_(who)
        await door.say("/promise ring back by 10:00")
    await door.settle()
    await door.clock("today 10:00")
    await door.settle()
    await door.clock("today 11:30")
    await door.settle()
    told = [each.title for each in await door.posts("leads")]
    assert sorted(told) == sorted(f"{each}'s promise is still open" for each in (one, two))
