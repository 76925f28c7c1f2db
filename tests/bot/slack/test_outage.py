"""Slack is not well for a while: what was said in that time arrives, once, and says what is so."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from aiohttp import web

from tests.bot.slack.driver import SlackDriver, channel_id
from tests.bot.slack.fake_slack import Fault, answering

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LEADS = channel_id("leads")


class Trouble:
    """Posting goes wrong for as long as ``holds`` says so of what is posted."""

    def __init__(
        self, person: SlackDriver, fault: Fault, holds: Callable[[Mapping[str, Any]], bool]
    ) -> None:
        self._fake, self._fault, self._holds = person.fake, fault, holds
        self.times = 0
        self._fake.fail("chat.postMessage", self)

    async def __call__(self, request: web.Request) -> web.StreamResponse | None:
        self._fake.fail("chat.postMessage", self)
        if not self._holds(self._fake.calls[-1].args):
            return None
        self.times += 1
        return await self._fault(request)


async def pass_by(person: SlackDriver, clock, how_long: timedelta, step: timedelta) -> None:
    """Let time go by, with a round of the clockwork at each step."""
    for _ in range(how_long // step):
        clock.ahead += step
        await person.settle()


async def at(person: SlackDriver, moment: str) -> None:
    await person.clock(moment)
    await person.settle()


async def paged(person: SlackDriver):
    """Ana pages the lead; return her card."""
    person.as_("ana")
    person.in_("")
    card = await person.say("/complaint smoke in the hall")
    for label in ("Danger or trouble", "Safety", "Page the duty lead"):
        card = await person.press(card, label)
    return card


async def a_reminder(person: SlackDriver, channel: str, line: str) -> None:
    person.as_("dana")
    person.in_(channel)
    await person.say(f"/reminders add {line}")


async def test_a_minute_of_503_loses_nothing_and_doubles_nothing(person):
    for channel in ("front-desk", "wins"):
        await a_reminder(person, channel, "daily 10:00 UTC")
    await at(person, "today 09:59")
    until = person.moment + 75 * SECOND
    trouble = Trouble(person, answering(503), lambda args: person.moment < until)
    card = await paged(person)
    await person.settle()
    assert "Not out yet." in (await person.now(card)).text
    await pass_by(person, person.clock_itself, 4 * MINUTE, 5 * SECOND)
    assert trouble.times >= 6
    for channel in ("front-desk", "wins"):
        assert len(await person.posts(channel)) == 1
    (page,) = await person.posts("leads")
    assert "Asked for at 09:59" in page.text
    assert "Delivered" in (await person.now(card)).text
    person.as_("dana")
    assert [each.title for each in await person.notices()] == ["The duty lead is needed"]


async def test_an_hour_of_429_on_one_channel_is_of_that_channel_alone(person):
    await a_reminder(person, "front-desk", "daily 10:05 UTC")
    await at(person, "today 10:00")
    until = person.moment + HOUR
    slower = answering(429, {"ok": False, "error": "ratelimited"}, Retry_After="86400")
    Trouble(person, slower, lambda args: args["channel"] == LEADS and person.moment < until)
    card = await paged(person)
    await person.settle()
    assert "Not out yet." in (await person.now(card)).text
    person.as_("dana")
    assert [each.title for each in await person.notices()] == ["The duty lead is needed"]
    await pass_by(person, person.clock_itself, 10 * MINUTE, MINUTE)
    (reminder,) = await person.posts("front-desk")
    assert "Late" not in reminder.text
    await pass_by(person, person.clock_itself, HOUR, 5 * MINUTE)
    (page,) = await person.posts("leads")
    assert "Asked for at 10:00" in page.text
    # Its private card can't be redrawn after half an hour: it comes anew.
    assert any("Delivered" in str(each.blocks) for each in person.fake.messages.values())


async def test_a_page_is_tried_no_longer_than_its_card_is_open(person):
    await at(person, "today 10:00")
    Trouble(person, answering(503), lambda args: args["channel"] == LEADS)
    card = await paged(person)
    await person.settle()
    person.as_("ana")
    card = await person.press(await person.now(card), "Everyone is safe now")
    for _ in range(6):
        card = await person.press(
            card, next(each for each in card.labels["more"] if "Skip" in each)
        )
    await pass_by(person, person.clock_itself, HOUR, 5 * MINUTE)
    assert await person.posts("leads") == []
