"""Outages of a platform, played the same way at each door: what was said meanwhile arrives."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.clock import Clock
from handlers.domain.people import Platform
from tests.bot.doors import Door, Seen

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
ASKED = "The duty lead is needed"  # what managers are asked in their own chats


class Outage(StrEnum):
    """How a platform fails."""

    INTERNAL = "500"
    GATEWAY = "502"
    UNAVAILABLE = "503"
    HTML = "a page of HTML with 200"
    HALF = "half an answer"
    DROPPED = "the line drops behind the request"
    SLOWER = "429 that names no time"
    SLOWER_FOR_A_DAY = "429 for a day"


class Person(Door, Protocol):
    """A door whose platform can be broken, and whose clock can be moved by seconds."""

    platform: Platform

    @property
    def moment(self) -> datetime:
        """Return the moment of the bot's clock."""

    @property
    def clock_itself(self) -> Clock:
        """Return the bot's clock."""

    def breaks(self, outage: Outage, where: str, until: datetime) -> Callable[[], int]:
        """Break what is posted to a channel ("": to any) until then; return what counts it."""


async def pass_by(person: Person, how_long: timedelta, step: timedelta) -> None:
    """Let time go by, with a round of the clockwork at each step."""
    for _ in range(how_long // step):
        person.clock_itself.ahead += step
        await person.settle()


async def at(person: Person, moment: str) -> None:
    await person.clock(moment)
    await person.settle()


async def opened(person: Person) -> Seen:
    """Ana has a complaint; return her card."""
    person.as_("ana")
    person.in_("")
    return await person.say(_line(person, "complaint the oven again"))


async def paged(person: Person, card: Seen) -> Seen:
    """Ana pages the lead, and what can be sent is sent; return her card."""
    for label in ("Danger or trouble", "Safety", "Page the duty lead"):
        card = await person.press(card, label)
    await person.settle()
    return card


async def a_reminder(person: Person, channel: str, line: str) -> None:
    person.as_("dana")
    person.in_(channel)
    await person.say(_line(person, f"reminders add {line}"))


async def a_minute_of(person: Person, outage: Outage) -> None:
    """Nothing is lost, nothing is doubled (but what may have arrived), the card says what is so."""
    for channel in ("front-desk", "wins"):
        await a_reminder(person, channel, "daily 10:00 UTC")
    await at(person, "today 09:59")
    case = await opened(person)
    times = person.breaks(outage, "", person.moment + 75 * SECOND)
    card = await paged(person, case)
    assert "Not out yet." in (await person.now(card)).text
    await pass_by(person, 4 * MINUTE, 5 * SECOND)
    assert times() >= 3
    for channel in ("front-desk", "wins"):
        posts = await person.posts(channel)
        assert posts
        assert len(posts) == 1 or outage is Outage.DROPPED
    page = (await person.posts("leads"))[-1]
    assert "Asked for at 09:59" in page.text
    told = (await person.now(card)).text
    assert "Nobody has answered." in told
    assert "Out at 10:0" in told
    person.as_("dana")
    asked = [each.title for each in await person.notices()]
    assert ASKED in asked
    assert len(asked) == 1 or outage is Outage.DROPPED


async def an_hour_of_429_on_one_channel(person: Person) -> Seen:
    """It is of that channel alone; return the agent's card."""
    await a_reminder(person, "front-desk", "daily 10:05 UTC")
    await at(person, "today 10:00")
    person.breaks(Outage.SLOWER_FOR_A_DAY, "leads", person.moment + HOUR)
    card = await paged(person, await opened(person))
    assert "Not out yet." in (await person.now(card)).text
    person.as_("dana")
    assert [each.title for each in await person.notices()] == [ASKED]
    await pass_by(person, 10 * MINUTE, MINUTE)
    (reminder,) = await person.posts("front-desk")
    assert "Late" not in reminder.text
    await pass_by(person, HOUR, 5 * MINUTE)
    (page,) = await person.posts("leads")
    assert "Asked for at 10:00" in page.text
    return card


async def a_page_whose_card_is_closed(person: Person) -> None:
    """It is tried no longer."""
    await at(person, "today 10:00")
    person.breaks(Outage.UNAVAILABLE, "leads", person.moment + 3 * HOUR)
    card = await paged(person, await opened(person))
    person.as_("ana")
    card = await person.press(await person.now(card), "Everyone is safe now")
    await person.press(card, "Close the case")
    await pass_by(person, HOUR, 5 * MINUTE)
    assert await person.posts("leads") == []


def _line(person: Person, line: str) -> str:
    return f"/{line}" if person.platform is Platform.SLACK else line
