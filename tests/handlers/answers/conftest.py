"""A channel with a deck of questions, and the people who answer them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.codec import load_post
from bot.serve.notices.follow_ups import follow_up
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.engine.schedules import Schedules
from bot.store.tables.deliveries import deliveries
from handlers.cards import Card
from handlers.domain.answers.choices import better_place
from handlers.domain.people import Person
from handlers.turn import TurnKind
from scheduler.fire import fire_all
from tests.calendars import rows_of
from tests.conftest import MONDAY, sent, turn, typed

HALF_PAST = MONDAY + timedelta(minutes=30)
DAY = timedelta(days=1)


@dataclass
class Channel:
    """The front desk, where a text comes every day at 09:30."""

    app: Any
    place: str = "front-desk"

    async def set_up(self, deck: str, phrase: str = "daily 09:30") -> None:
        form = (await self.app.bot.answer(typed("reminders add", "dana", channel=self.place))).form
        values = {"phrase": phrase, "deck": deck}
        reply = await self.app.bot.answer(sent(form, values, "dana", channel=self.place))
        assert reply.card.title.startswith("Set up"), reply.card

    async def comes(self, at: datetime = HALF_PAST) -> Card:
        """Let the time come, and return the newest card of the channel."""
        await fire_all(at, Schedules(self.app.database), self.app.bot.draw)
        found = await self.cards(self.place)
        return found[-1]

    async def cards(self, channel: str) -> list[Card]:
        """Return what was posted there, or is on its way, oldest first."""
        rows = sorted(await rows_of(self.app.database, deliveries), key=lambda row: row.id)
        posts = [load_post(row.body) for row in rows if row.body]
        return [post.card for post in posts if post.place.channel == channel]

    async def beat(self, at: datetime) -> None:
        """Do what is to be done by now."""
        await follow_up(at, FollowUps(self.app.database), self.app.bot.answer)

    def text(self, card: Card) -> Any:
        """Return the text that a card shows."""
        (of,) = {each.action.args["of"] for each in card.actions() if "of" in each.action.args}
        return next(each for each in self.app.library.content.reminders if each.id == of)

    def choices(self, card: Card) -> tuple[str, str]:
        """Return the labels of the better choice and of the other."""
        rows = [each for each in card.actions() if each.action.intent == "answers.choose"]
        place = better_place(self.text(card), int(rows[0].action.args["scene"]))
        return rows[place].label, rows[1 - place].label

    async def press(self, card: Card, label: str, who: str, at: datetime, **others: Any) -> Any:
        """Let somebody, of the cast or not, press a button of a card."""
        action = next(each.action for each in card.actions() if each.label == label)
        args = dict(action.args) | others.pop("more", {})
        others = {"channel": self.place, "at": at} | others
        pressing = turn(TurnKind.ACTION, action.intent, "ana", args=args, **others)
        person = Person(who, who.title(), "Europe/Rome")
        return await self.app.bot.answer(replace(pressing, person=person))


@pytest.fixture
def channel(app) -> Channel:
    return Channel(app)
