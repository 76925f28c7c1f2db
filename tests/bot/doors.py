"""Drivers, one a door: a conversation that is held through all of them must look the same."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol
from uuid import uuid4

import aiohttp
import pytest
from sqlalchemy import select

from bot.config.settings import Settings
from bot.outgoing import Outgoing
from bot.serve.app import App, opened
from bot.serve.notices.asks import tell_askers
from bot.serve.notices.follow_ups import follow_up
from bot.serve.notices.promises import notify_all
from bot.serve.notices.thanks import send_digests
from bot.serve.wiring import serving
from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.notices.asks import AskNotices
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.engine.notices.promises import Notices
from bot.store.engine.notices.thanks import ThanksDigests
from bot.store.engine.schedules import Schedules
from bot.store.tables.answers import asked, habits, reviews
from bot.store.tables.asks import asks
from bot.store.tables.deliveries import deliveries, is_awaited, is_open
from bot.store.tables.handovers import handovers
from bot.store.tables.insights import rules, week_digests
from bot.store.tables.playground import playground
from bot.store.tables.promises import promises
from bot.store.tables.shifts import shifts
from bot.store.tables.shoutouts import noticing
from bot.web import timeline
from bot.web.directory import PERSONAS
from bot.web.payloads import answer_payload
from bot.web.turns import Interaction
from handlers.domain.people import Platform
from handlers.marked import Mark, Marked
from handlers.turn import TurnKind
from scheduler.fire import fire_all
from scheduler.sender import Sender
from tests.databases import patient_turns

FOLLOW_UPS = (
    *(asked.c.next_at, reviews.c.next_at, habits.c.next_at, habits.c.brief_at),
    *(rules.c.next_at, handovers.c.next_at, shifts.c.next_at, week_digests.c.next_at),
    noticing.c.next_at,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person sees: a card or a form. ``handles`` are the door's own, one a label."""

    title: str
    texts: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by part of the card
    values: Mapping[str, str] = field(default_factory=dict)  # of a form
    errors: Mapping[str, str] = field(default_factory=dict)  # of a form
    is_form: bool = False
    private: bool = True
    handles: Mapping[str, Any] = field(default_factory=dict)
    message: Any = None

    @property
    def text(self) -> str:
        """Return every word of the body."""
        return "\n".join(self.texts)


class Door(Protocol):
    """How a conversation is held through one door."""

    def as_(self, player: str, tenant: str = "demo") -> None:
        """Be this person from now on."""

    def in_(self, channel: str) -> None:
        """Speak here from now on; "" is the chat with the bot."""

    async def say(self, text: str) -> Seen:
        """Type a line."""

    async def press(self, seen: Seen, label: str) -> Seen:
        """Press a button of something seen."""

    async def shortcut(self, intent: str, author: str = "", said: str = "") -> Seen:
        """Take one of the platform's own menu, on a message of somebody's if there is an author."""

    async def fill(self, seen: Seen, values: Mapping[str, str]) -> Seen:
        """Send a form; fields that aren't named keep what stands in them."""

    async def repeat(self) -> Seen:
        """Let the platform hand over the last request once more."""

    async def now(self, seen: Seen) -> Seen:
        """Return the card as it looks by now."""

    async def posts(self, channel: str) -> Sequence[Seen]:
        """Return what everybody can read in a channel, oldest first."""

    async def notices(self) -> Sequence[Seen]:
        """Return what the bot said of itself in one's own chat with it, oldest first."""

    async def clock(self, to: str) -> None:
        """Wait until then, the quick way."""

    async def settle(self) -> None:
        """Wait until what was to be sent has been sent, and its receipts are in."""


class Playground:
    """The page's way of speaking, whatever its wire: the shape of a request and of an answer."""

    def __init__(self, wire: "Wire") -> None:
        self._wire = wire
        self._player, self._tenant, self._channel = "ana", "demo", ""
        self._last: dict[str, Any] = {}

    def as_(self, player: str, tenant: str = "demo") -> None:
        self._player, self._tenant = player, tenant

    def in_(self, channel: str) -> None:
        self._channel = channel

    async def say(self, text: str) -> Seen:
        return await self._new(kind="command", text=text)

    async def press(self, seen: Seen, label: str) -> Seen:
        assert label in seen.handles, f"no button {label!r} on {seen.title!r}: {seen.labels}"
        action = seen.handles[label]
        typed = seen.values if seen.is_form else {}
        args = {**typed, **action["args"]}
        return await self._new(
            kind="action", message=seen.message, intent=action["intent"], args=args
        )

    async def shortcut(self, intent: str, author: str = "", said: str = "") -> Seen:
        args = {"author": author, "said": said} if author else {}
        return await self._new(kind="action", intent=intent, args=args)

    async def fill(self, seen: Seen, values: Mapping[str, str]) -> Seen:
        assert seen.is_form, f"{seen.title!r} is no form"
        strangers = set(values) - set(seen.values)
        assert not strangers, f"the form has no {strangers}"
        action = seen.handles[""]
        args = {**seen.values, **values, **action["args"]}
        return await self._new(
            kind="submit", intent=action["intent"], args=args, message=seen.message
        )

    async def repeat(self) -> Seen:
        return await self._turn(self._last)

    async def now(self, seen: Seen) -> Seen:
        found = [each for each in await self._messages() if each["id"] == seen.message]
        assert found, "the card is gone"
        return _card_seen(found[0])

    async def posts(self, channel: str) -> Sequence[Seen]:
        return [
            _card_seen(each)
            for each in await self._messages()
            if each["channel"] == channel and not each["reader"] and each["card"]
        ]

    async def notices(self) -> Sequence[Seen]:
        return [
            _card_seen(each)
            for each in await self._messages()
            if each["channel"] == f"@{self._player}" and each["id"].startswith("post:")
        ]

    async def clock(self, to: str) -> None:
        await self._wire.clock({**self._seat, "zone": "UTC", "to": to})

    async def settle(self) -> None:
        await self._wire.settle()

    @property
    def _seat(self) -> dict[str, str]:
        return {"tenant": self._tenant, "as": self._player}

    async def _messages(self) -> Sequence[Mapping[str, Any]]:
        return await self._wire.messages(self._seat)

    async def _new(self, **request: Any) -> Seen:
        self._last = {
            "id": uuid4().hex,
            "channel": self._channel or f"@{self._player}",
            **self._seat,
            **{name: value for name, value in request.items() if value is not None},
        }
        return await self._turn(self._last)

    async def _turn(self, request: Mapping[str, Any]) -> Seen:
        answer = await self._wire.turn(request)
        if answer["form"]:
            return _form_seen(answer["form"], request.get("message"))
        assert answer["messages"], "nothing came back"
        return _card_seen(answer["messages"][-1])


class Wire(Protocol):
    """What lies between the playground's driver and its room; requests are the page's."""

    async def turn(self, request: Mapping[str, Any]) -> Mapping[str, Any]: ...

    async def messages(self, seat: Mapping[str, str]) -> Sequence[Mapping[str, Any]]: ...

    async def clock(self, request: Mapping[str, str]) -> None: ...

    async def settle(self) -> None: ...


@asynccontextmanager
async def in_process(settings: Settings) -> AsyncIterator[Door]:
    """Open the room itself; its outbox is worked off by hand, so nothing happens by itself."""
    async with opened(settings) as app:
        outgoing = Outgoing({Platform.WEB: app.web_door.sender.post}, app.bot.answer, app.clock)
        outbox = Deliveries(app.database)
        sender = Sender(outbox, outgoing.send, outgoing.settled, app.clock, lambda: 0.0, gap=0.0)
        async with sender.running():
            yield Playground(_Room(app, outbox, sender))


@dataclass(frozen=True, slots=True)
class _Room:
    app: App
    outbox: Deliveries
    sender: Sender

    async def turn(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        names = ("tenant", "channel", "text", "intent", "args", "message")
        spoken = Interaction(
            persona=PERSONAS[request["as"]],
            kind=TurnKind(request["kind"]),
            turn_id=request["id"],
            **{name: request[name] for name in names if name in request},
        )
        return answer_payload(await self.app.web_door.answer(spoken))

    async def messages(self, seat: Mapping[str, str]) -> Sequence[Mapping[str, Any]]:
        async with self.app.database.read_transaction() as connection:
            found = await timeline.history(connection, seat["tenant"], PERSONAS[seat["as"]])
        return [each.wire() for each in found]

    async def clock(self, request: Mapping[str, str]) -> None:
        await self.app.playground.move_clock(request["to"], request["zone"])

    async def settle(self) -> None:
        clock = self.app.clock
        await fire_all(clock(), Schedules(self.app.database), self.app.bot.draw)
        working = True
        while working:
            database, answer = self.app.database, self.app.bot.answer
            told = await tell_askers(clock(), AskNotices(database), answer)
            working = bool(told + await notify_all(clock(), Notices(database), answer))
            await send_digests(clock(), ThanksDigests(database), answer)
            await follow_up(clock(), FollowUps(database), answer)
            while lanes := await self.outbox.due_lanes(clock(), "", 100):
                working = True
                for lane in lanes:
                    await self.sender.step(lane)


@asynccontextmanager
async def page(settings: Settings) -> AsyncIterator[Door]:
    """Open a server with its engine running, and send it the page's own requests over HTTP.

    Its lanes rest for a moment instead of a second between two posts.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(patient_turns())  # the engine writes beside us
        patient = stack.enter_context(pytest.MonkeyPatch.context())
        for name in ("bot.web.door.LOCK_TIMEOUT", "bot.web.sender.LOCK_TIMEOUT"):
            patient.setattr(name, 20.0)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.serve.wiring.Sender", partial(Sender, gap=0.02))
            address = await stack.enter_async_context(serving(settings))
        http = await stack.enter_async_context(aiohttp.ClientSession(address))
        http.headers["X-Careloop-Token"] = token_of(await (await http.get("/")).text())
        http.headers["Origin"] = address.rstrip("/")
        database = Database(settings.database_url, settings.sqlite_sync)
        stack.push_async_callback(database.dispose)
        yield Playground(_Http(http, database))


@dataclass(frozen=True, slots=True)
class _Http:
    http: aiohttp.ClientSession
    database: Database

    async def turn(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        return await self._json(self.http.post("/api/turn", json=request))

    async def messages(self, seat: Mapping[str, str]) -> Sequence[Mapping[str, Any]]:
        return (await self._json(self.http.get("/api/state", params=seat)))["messages"]

    async def clock(self, request: Mapping[str, str]) -> None:
        await self._json(self.http.post("/api/clock", json=request))

    async def settle(self) -> None:
        async with asyncio.timeout(60):
            while await self._is_sending():  # noqa: ASYNC110 - a server rings no bell of ours
                await asyncio.sleep(0.02)

    async def _is_sending(self) -> bool:
        async with self.database.read_transaction() as connection:
            ahead = timedelta(seconds=await connection.scalar(select(playground.c.ahead_s)))
            now = datetime.now(UTC) + ahead
            due = deliveries.c.due_at <= now  # others wait for a shift
            sending = select(deliveries.c.id).where(is_open | is_awaited, due)
            found = await connection.execute(sending)
            if found.first() is not None:
                return True
            for column in (promises.c.next_at, asks.c.next_at, *FOLLOW_UPS):
                owed = select(column).where(column <= now)
                if (await connection.execute(owed)).first() is not None:
                    return True
            return False

    async def _json(self, request: Any) -> Mapping[str, Any]:
        async with request as response:
            answer = await response.json()
        assert response.status == 200, answer
        return answer


DOORS = {"in-process": in_process, "page": page}


def token_of(html: str) -> str:
    """Return the token that the page carries."""
    return html.partition('name="careloop-token" content="')[2].partition('"')[0]


def _card_seen(message: Mapping[str, Any]) -> Seen:
    card = message["card"]
    choices = [block["rows"] for block in card["body"] if block["kind"] == "choices"]
    parts = {
        "buttons": card["buttons"],
        "choices": [row for rows in choices for row in rows],
        "checks": [block["button"] for block in card["body"] if block["kind"] == "check"],
        "more": card["more"],
        "alarm": [card["alarm"]] if card["alarm"] else [],
    }
    return Seen(
        title=card["title"],
        texts=(
            *filter(None, [card["aside"]]),
            *(line for block in card["body"] for line in _lines(block)),
        ),
        labels={part: tuple(each["label"] for each in rows) for part, rows in parts.items()},
        private=bool(message["reader"]),
        handles={each["label"]: each["action"] for rows in parts.values() for each in rows},
        message=message["id"],
    )


def _form_seen(form: Mapping[str, Any], message: str | None) -> Seen:
    fields = form["fields"]
    return Seen(
        title=form["title"],
        texts=tuple(f"{each['label']} {each['hint']}".strip() for each in fields),
        values={each["name"]: each["value"] for each in fields},
        errors={each["name"]: each["error"] for each in fields if each["error"]},
        is_form=True,
        labels={"alarm": (form["alarm"]["label"],) if form["alarm"] else ()},
        handles={
            "": form["action"],
            **({form["alarm"]["label"]: form["alarm"]["action"]} if form["alarm"] else {}),
        },
        message=message,
    )


def in_a_line(row: Sequence[str]) -> str:
    """Return a row of a table of figures: ``Late: 9 (7)``."""
    label, first, *others = row
    return f"{label}: {first}{' (' if others else ''}{', '.join(others)}{')' if others else ''}"


def _lines(block: Mapping[str, Any]) -> Sequence[str]:
    match block["kind"]:
        case "text":
            return [block["text"]]
        case "facts":
            return [f"{label}: {value}" for label, value in block["rows"]]
        case "chart":
            untold = block["untold"]
            rows = [
                (a, *(untold if b is None else str(b) for b in figures))
                for a, figures in block["rows"]
            ]
            return [block["title"], *map(in_a_line, rows)]
        case "marked":
            marks = [Mark(**each) for each in block["marks"]]
            return [Marked(block["text"], tuple(marks)).plain]
        case _:
            return []
