"""A person in Slack: types, presses and fills in, over signed requests into the real door."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import ClientSession, web

from bot.clock import Clock
from bot.serve.app import App
from bot.serve.notices.asks import tell_askers
from bot.serve.notices.follow_ups import follow_up
from bot.serve.notices.promises import notify_all
from bot.serve.notices.thanks import send_digests
from bot.slack.service import SlackService
from bot.store.database import Database
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.notices.asks import AskNotices
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.engine.notices.promises import Notices
from bot.store.engine.notices.thanks import ThanksDigests
from bot.store.engine.schedules import Schedules
from bot.web.directory import CHANNELS, PERSONAS
from handlers.domain.people import Platform
from scheduler.fire import fire_all
from scheduler.sender import Sender
from tests.bot.doors import Seen
from tests.bot.outages import Outage
from tests.bot.slack import wire
from tests.bot.slack.fake_slack import FakeSlack, Fault, answering, dropping, half
from tests.bot.slack.neutral import seen_card, seen_modal, seen_values, user_id

Handle = tuple[str, str]  # ("message" | "home" | "modal", its id)
_LIMITED = {"ok": False, "error": "ratelimited"}
_FAULTS: Mapping[Outage, Fault] = {
    Outage.INTERNAL: answering(500),
    Outage.GATEWAY: answering(502),
    Outage.UNAVAILABLE: answering(503),
    Outage.HTML: answering(200),
    Outage.HALF: half(),
    Outage.DROPPED: dropping(),
    Outage.SLOWER: answering(429, _LIMITED),
    Outage.SLOWER_FOR_A_DAY: answering(429, _LIMITED, Retry_After="86400"),
}


@dataclass(frozen=True, slots=True)
class Team:
    """One workspace of the far side, and our door for it."""

    id: str
    door: SlackService
    url: str


def _escaped(text: str) -> str:
    """Return a line as Slack sends it with ``should_escape``: references for names."""
    text = re.sub(
        rf"(?<![\w.])@({'|'.join(PERSONAS)})\b", lambda m: f"<@{user_id(m[1])}|{m[1]}>", text
    )
    return re.sub(r"(?<![\w.])@desk\b", "<!subteam^SDESK|@desk>", text)


def channel_id(channel: str) -> str:
    return "C" + channel.upper().replace("-", "")


NAMES = {channel_id(each): each for each in CHANNELS}


class SlackDriver:
    """Holds a conversation through the Slack door; a Door of tests.bot.doors."""

    platform = Platform.SLACK

    def __init__(self, app: App, fake: FakeSlack, teams: Mapping[str, Team], sender: Sender):
        self.fake = fake
        self.status = 0
        self._desk = app
        self._teams = teams
        self._post_sender = sender
        self._outbox = Deliveries(app.database)
        self._player, self._tenant, self._channel = "ana", "demo", ""
        self._http: ClientSession | None = None
        self._last: tuple[bytes, Handle | None] = (b"", None)

    def as_(self, player: str, tenant: str = "demo") -> None:
        self._player, self._tenant = player, tenant

    def in_(self, channel: str) -> None:
        self._channel = channel

    async def say(self, text: str, channel_name: str = "") -> Seen:
        fields = wire.command(
            _escaped(text),
            team_id=self._team.id,
            channel_id=self._here,
            channel_name=channel_name or self._channel or "directmessage",
            user_id=user_id(self._player),
            user_name=self._player,
            response_url=self.fake.response_url(self._here, user_id(self._player)),
        )
        return await self._sent(wire.form_body(fields), None)

    async def press(self, seen: Seen, label: str) -> Seen:
        assert label in seen.handles, f"no button {label!r} on {seen.title!r}: {seen.labels}"
        kind, found = seen.message
        payload = wire.press(seen.handles[label], **self._who)
        if kind == "modal":
            view = self.fake.modals[found]
            state = {"values": seen_values(view, seen.values)}
            payload |= {
                "container": {"type": "view", "view_id": found},
                "view": {"id": found, "hash": "1.v", **view, "state": state},
            }
            del payload["channel"], payload["response_url"]
            return await self._sent(wire.payload_body(payload), seen.message)
        if kind == "home":
            view = {"id": "VHOME", "type": "home", "private_metadata": "", "hash": "1.h"}
            payload |= {"container": {"type": "view", "view_id": "VHOME"}, "view": view}
            del payload["channel"], payload["response_url"]
            return await self._sent(wire.payload_body(payload), seen.message)
        message = self.fake.messages[found]
        url = self.fake.response_url(message.channel, user_id(self._player), found)
        where = message.channel
        if where.startswith("U"):  # posted to a person: it stands in their chat with the bot
            where = f"D{where[1:]}"
        payload |= {
            "channel": {"id": where, "name": NAMES.get(where, "directmessage")},
            "container": {"type": "message", "is_ephemeral": message.ephemeral},
            "response_url": url,
        }
        return await self._sent(wire.payload_body(payload), seen.message)

    async def shortcut(
        self,
        intent: str,
        author: str = "",
        said: str = "",
        message: Mapping[str, Any] | None = None,
    ) -> Seen:
        """Take a shortcut, on a message if it has an author."""
        if author:
            message = {"user": user_id(author), "text": _escaped(said)}
        if message is None:
            return await self._sent(wire.payload_body(wire.shortcut(intent, **self._who)), None)
        url = self.fake.response_url(self._here, user_id(self._player))
        where = {"id": self._here, "name": self._channel or "directmessage"}
        others = {"channel": where, "response_url": url, **self._who}
        return await self._sent(
            wire.payload_body(wire.message_shortcut(intent, message, **others)), None
        )

    async def fill(self, seen: Seen, values: Mapping[str, str]) -> Seen:
        kind, found = seen.message
        assert kind == "modal", f"{seen.title!r} is no form"
        strangers = set(values) - set(seen.values)
        assert not strangers, f"the form has no {strangers}"
        view = self.fake.modals[found]
        state = seen_values(view, {**seen.values, **values})
        payload = wire.submission({"id": found, "hash": "1.v", **view}, state, **self._who)
        return await self._sent(wire.payload_body(payload), seen.message)

    async def repeat(self) -> Seen:
        return await self._sent(*self._last)

    async def now(self, seen: Seen) -> Seen:
        return self._seen(seen.message)

    async def posts(self, channel: str) -> Sequence[Seen]:
        return [
            self._seen(("message", each.id))
            for each in list(self.fake.messages.values())
            if each.channel == channel_id(channel) and not each.reader
        ]

    async def notices(self) -> Sequence[Seen]:
        return [
            self._seen(("message", each.id))
            for each in list(self.fake.messages.values())
            if each.channel == user_id(self._player) and not each.ephemeral
        ]

    async def clock(self, to: str) -> None:
        await self._desk.playground.move_clock(to, "UTC")

    async def settle(self) -> None:
        clock = self._desk.clock
        await fire_all(clock(), Schedules(self._desk.database), self._desk.bot.draw)
        working = True
        while working:
            database, answer = self._desk.database, self._desk.bot.answer
            told = await tell_askers(clock(), AskNotices(database), answer)
            working = bool(told + await notify_all(clock(), Notices(database), answer))
            await send_digests(clock(), ThanksDigests(database), answer)
            await follow_up(clock(), FollowUps(database), answer)
            while lanes := await self._outbox.due_lanes(clock(), "", 100):
                working = True
                for lane in lanes:
                    await self._post_sender.step(lane)

    async def look_home(self) -> Seen:
        """Open the App Home."""
        happening = {"type": "app_home_opened", "user": user_id(self._player), "tab": "home"}
        body = json.dumps(wire.event(happening, team_id=self._team.id)).encode()
        return await self._sent(body, None, "application/json")

    async def raw(self, body: bytes, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Post a body as it is, signed unless there are headers; return status and answer."""
        headers = wire.signed(body, self.now_s) if headers is None else headers
        async with (
            ClientSession() as http,
            http.post(self.url, data=body, headers=headers) as response,
        ):
            return response.status, await response.text()

    def breaks(self, outage: Outage, where: str, until: datetime) -> Callable[[], int]:
        """Break what is posted to a channel ("": to any) until then; return what counts it."""
        met, method = [], "chat.postMessage"

        async def fault(request: web.Request) -> web.StreamResponse | None:
            self.fake.fail(method, fault)
            to = self.fake.calls[-1].args["channel"]
            if self.moment >= until or (where and to != channel_id(where)):
                return None
            met.append(to)
            return await _FAULTS[outage](request)

        self.fake.fail(method, fault)
        return lambda: len(met)

    @property
    def now_s(self) -> float:
        """Return the time of the bot's clock, as Slack writes it."""
        return self.moment.timestamp()

    @property
    def moment(self) -> datetime:
        """Return the moment of the bot's clock."""
        return self._desk.clock()

    @property
    def clock_itself(self) -> Clock:
        """Return the bot's clock, to be moved by seconds."""
        return self._desk.clock

    @property
    def url(self) -> str:
        """Return where our edge listens."""
        return self._team.url

    @property
    def door(self) -> SlackService:
        """Return the door of the workspace where we are."""
        return self._team.door

    @property
    def database(self) -> Database:
        """Return the bot's database."""
        return self._desk.database

    @property
    def _team(self) -> Team:
        return self._teams[self._tenant]

    @property
    def _here(self) -> str:
        return channel_id(self._channel) if self._channel else f"D{self._player.upper()}"

    @property
    def _who(self) -> dict[str, Any]:
        user = {"id": user_id(self._player), "username": self._player, "team_id": self._team.id}
        return {"user": user, "team": {"id": self._team.id, "domain": self._tenant}}

    async def _sent(self, body: bytes, of: Handle | None, kind: str = wire.FORM) -> Seen:
        self._last = (body, of)
        headers = wire.signed(body, self._desk.clock().timestamp(), content_type=kind)
        before = len(self.fake.shown)
        async with (
            ClientSession() as http,
            http.post(self._team.url, data=body, headers=headers) as response,
        ):
            self.status, is_json = response.status, response.content_type == "application/json"
            answer = await response.text()
        assert self.status == 200, (self.status, answer)
        told = json.loads(answer) if is_json else {}  # as Slack does, by what it is said to be
        if told.get("response_action") == "errors" and of is not None:
            return self._with_errors(of, told["errors"], body)
        if told.get("response_action") == "update" and of is not None:
            self.fake.modals[of[1]] = told["view"]
            self.fake.shown.append(of)
        if "blocks" in told:
            reader = user_id(self._player) if told["response_type"] == "ephemeral" else ""
            self.fake.show(self._here, told, reader, ephemeral=bool(reader))
        assert len(self.fake.shown) > before, f"nothing came back: {answer[:300]}"
        return self._seen(self.fake.shown[-1])

    def _seen(self, handle: Handle) -> Seen:
        kind, found = handle
        if kind == "modal":
            view = self.fake.modals[found]
            is_form = "submit" in view
            return (
                seen_modal(view, handle)
                if is_form
                else seen_card(view["blocks"], handle, private=True)
            )
        if kind == "home":
            return seen_card(self.fake.homes[found]["blocks"], handle, private=True)
        message = self.fake.messages[found]
        return seen_card(message.blocks, handle, private=bool(message.reader))

    def _with_errors(self, of: Handle, errors: Mapping[str, str], body: bytes) -> Seen:
        return seen_modal(self.fake.modals[of[1]], of, errors, body)
