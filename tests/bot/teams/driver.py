"""Hold a conversation through the Teams door: signed activities in, Adaptive Cards out."""

import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from bot.clock import Clock
from bot.outgoing import Outgoing
from bot.serve.notices.asks import tell_askers
from bot.serve.notices.follow_ups import follow_up
from bot.serve.notices.promises import notify_all
from bot.serve.notices.thanks import send_digests
from bot.store.engine.deliveries import Deliveries
from bot.store.engine.notices.asks import AskNotices
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.engine.notices.promises import Notices
from bot.store.engine.notices.thanks import ThanksDigests
from bot.store.engine.schedules import Schedules
from bot.store.tables.people import people
from bot.store.tables.workspaces import workspaces
from bot.teams.drawing.adaptive_cards import MORE, SUBMIT, VERB
from bot.web.directory import LEADS, PERSONAS, TENANTS
from handlers.domain.people import Place, Platform
from scheduler.fire import fire_all
from scheduler.phrases.moment import parse_moment
from scheduler.sender import Sender
from tests.bot.doors import Seen, in_a_line
from tests.bot.outages import Outage
from tests.bot.teams.conftest import Site
from tests.bot.teams.fake_teams import BOT, Call, Fault, Message
from tests.conftest import MONDAY

DIALOG = ("dialog", "")  # where a card stands that isn't in a conversation
_FAULTS: Mapping[Outage, Fault] = {
    Outage.INTERNAL: Fault(500),
    Outage.GATEWAY: Fault(502, text="<html>"),
    Outage.UNAVAILABLE: Fault(503),
    Outage.HTML: Fault(text="<html>sign in</html>"),
    Outage.HALF: Fault(text='{"id": "17'),
    Outage.DROPPED: Fault(drop=True),
    Outage.SLOWER: Fault(429),
    Outage.SLOWER_FOR_A_DAY: Fault(429, headers={"Retry-After": "86400"}),
}


class TeamsDriver:
    """One client: who it is and where it speaks can be changed, as in ``tests.bot.doors.Door``.

    In a channel it uses slash commands, which Teams shows to their person alone.
    """

    platform = Platform.TEAMS

    def __init__(self, site: Site, outbox: Deliveries, sender: Sender) -> None:
        self._site = site
        self._outbox = outbox
        self._post_sender = sender
        self._player, self._tenant, self._channel = "ana", "demo", ""
        self._again: tuple[Mapping[str, Any], Seen | None] | None = None
        self._said = Seen("")
        self._answers: set[tuple[str, str]] = set()

    def as_(self, player: str, tenant: str = "demo") -> None:
        self._player, self._tenant = player, tenant

    def in_(self, channel: str) -> None:
        self._channel = channel

    async def say(self, text: str) -> Seen:
        text, entities = _mentioned(text)
        return await self._do(self._activity(self._where, text=text, entities=entities), None)

    async def press(self, seen: Seen, label: str) -> Seen:
        assert label in seen.handles, f"no button {label!r} on {seen.title!r}: {seen.labels}"
        typed = {name: value for name, value in seen.values.items() if value}
        return await self._execute(seen, seen.handles[label], typed if seen.is_form else {})

    async def shortcut(self, intent: str, author: str = "", said: str = "") -> Seen:
        """Take an action command, on a message if it has an author."""
        value: dict[str, Any] = {"commandId": intent, "commandContext": "compose"}
        if author:
            user = {"userIdentityType": "aadUser", "id": author}
            user |= {"displayName": PERSONAS[author].name} if author in PERSONAS else {}
            body = {"contentType": "html", "content": f"<div>{_mentioned(said)[0]}</div>"}
            message = {"id": "1", "from": {"user": user, "application": None}, "body": body}
            value |= {"commandContext": "message", "messagePayload": message}
        fields = {"name": "composeExtension/fetchTask", "value": value}
        return await self._dialog(self._activity(self._where, "invoke", **fields))

    async def fill(self, seen: Seen, values: Mapping[str, str]) -> Seen:
        """Send a form; like Teams, leave out the fields that are empty."""
        assert seen.is_form, f"{seen.title!r} is no form"
        strangers = set(values) - set(seen.values)
        assert not strangers, f"the form has no {strangers}"
        filled = {**seen.values, **values}
        return await self._execute(seen, seen.handles[""], {k: v for k, v in filled.items() if v})

    async def repeat(self) -> Seen:
        assert self._again is not None
        return await self._do(*self._again, again=True)

    async def now(self, seen: Seen) -> Seen:
        message = self._site.teams.messages[seen.message]
        return seen_card(message.card, seen.message, private=bool(message.reader))

    async def posts(self, channel: str) -> Sequence[Seen]:
        found = self._site.teams.said_in(_conversation(self._tenant, channel))
        return [_of(each) for each in found if not each.reader and each.card]

    async def notices(self) -> Sequence[Seen]:
        """Return the cards of the chat that answer nothing."""
        found = self._site.teams.said_in(f"a:{self._tenant}:29:{self._player}")
        return [
            _of(each)
            for each in found
            if each.card and (each.conversation, each.id) not in self._answers
        ]

    async def clock(self, to: str) -> None:
        try:
            moment = datetime.fromisoformat(to)
        except ValueError:
            moment = parse_moment(to, "UTC", self._site.clock())
        self._site.clock.move_to(moment)

    async def settle(self) -> None:
        clock = self._site.clock
        await fire_all(clock(), Schedules(self._site.database), self._site.bot.draw)
        working = True
        while working:
            database, answer = self._site.database, self._site.bot.answer
            told = await tell_askers(clock(), AskNotices(database), answer)
            working = bool(told + await notify_all(clock(), Notices(database), answer))
            await send_digests(clock(), ThanksDigests(database), answer)
            await follow_up(clock(), FollowUps(database), answer)
            while lanes := await self._outbox.due_lanes(clock(), "", 100):
                working = True
                for lane in lanes:
                    await self._post_sender.step(lane)

    def breaks(self, outage: Outage, where: str, until: datetime) -> Callable[[], int]:
        """Break what is posted to a channel ("": to any) until then; return what counts it."""
        met, broken = [], _conversation(self._tenant, where) if where else "conversations/"

        def trouble(call: Call) -> Fault | None:
            is_post = call.method == "POST" and call.path.endswith("/activities")
            if not is_post or self.moment >= until or broken not in call.path:
                return None
            met.append(call)
            return _FAULTS[outage]

        self._site.teams.trouble = trouble
        return lambda: len(met)

    @property
    def moment(self) -> datetime:
        """Return the moment of the bot's clock."""
        return self._site.clock()

    @property
    def clock_itself(self) -> Clock:
        """Return the bot's clock, to be moved by seconds."""
        return self._site.clock

    @property
    def _where(self) -> str:
        if self._channel:
            return _conversation(self._tenant, self._channel)
        return f"a:{self._tenant}:29:{self._player}"

    async def _execute(
        self, seen: Seen, button: Mapping[str, Any], filled: Mapping[str, str]
    ) -> Seen:
        data = {**button["data"], **filled}
        if seen.message == DIALOG:
            value = {"commandId": "complaint.shortcut", "commandContext": "compose", "data": data}
            fields = {"name": "composeExtension/submitAction", "value": value}
            return await self._dialog(self._activity(self._where, "invoke", **fields))
        conversation, message = seen.message
        value = {"action": {"type": "Action.Execute", "verb": button["verb"], "data": data}}
        fields = {"name": "adaptiveCard/action", "value": value, "replyToId": message}
        return await self._do(self._activity(conversation, "invoke", **fields), seen)

    async def _dialog(self, activity: Mapping[str, Any]) -> Seen:
        """Return what a dialog shows, or what was written into the chat instead."""
        self._again = (activity, None)
        teams = self._site.teams
        before = set(teams.messages)
        status, body = await self._site.deliver(activity)
        assert status == 200, status
        assert body is not None
        made = [key for key in teams.messages if key not in before]
        self._answers |= set(made)
        task = body["task"]
        if task["type"] == "continue":
            assert not made, "in the chat, too"
            return seen_card(task["value"]["card"]["content"], DIALOG)
        assert made, task
        self._said = _of(teams.messages[made[-1]])
        return self._said

    async def _do(
        self, activity: Mapping[str, Any], on: Seen | None, *, again: bool = False
    ) -> Seen:
        self._again = (activity, on)
        teams = self._site.teams
        before = set(teams.messages)
        status, body = await self._site.deliver(activity)
        assert status == 200, status
        self._answers |= set(teams.messages) - before
        if on is None:
            made = [each for key, each in teams.messages.items() if key not in before]
            if again:
                assert not made, "a second answer"
                return await self.now(self._said)
            assert made, "nothing came back"
            self._said = _of(made[-1])
            return self._said
        assert body is not None
        if isinstance(body["value"], str):
            return Seen(body["value"].partition(".")[0], (body["value"],), message=on.message)
        standing = teams.messages[on.message]
        standing.activity = {"attachments": [{"content": body["value"]}]}
        return seen_card(body["value"], on.message, private=bool(standing.reader))

    def _activity(self, where: str, type_: str = "message", **fields: Any) -> dict[str, Any]:
        personal = where.startswith("a:")
        player = PERSONAS[self._player]
        kind = "personal" if personal else "channel"
        told = {
            "from": {"id": f"29:{player.id}", "name": player.name, "aadObjectId": player.id},
            "recipient": {"id": BOT, "name": "Careloop", "isTargeted": not personal},
            "conversation": {
                "id": where,
                "conversationType": kind,
                "isGroup": not personal,
                "tenantId": self._tenant,
            },
            "channelData": {"tenant": {"id": self._tenant}},
        }
        return self._site.teams.activity(type_, **told, **fields)


@asynccontextmanager
async def driven(site: Site) -> AsyncIterator[TeamsDriver]:
    """Furnish two organizations with people and channels, and hand over a client."""
    async with site.database.transaction(5) as connection:
        for tenant in TENANTS:
            scope = {"platform": Platform.TEAMS.value, "tenant": tenant}
            lead = str(place_of(tenant, LEADS))
            await connection.execute(insert(workspaces).values(**scope, lead_place=lead))
            rows = [
                {**scope, "id": each.id, "name": each.name, "role": each.role.value}
                for each in PERSONAS.values()
            ]
            await connection.execute(insert(people), rows)
    site.clock.ahead = MONDAY - datetime.now(UTC)
    site.teams.clock = lambda: site.clock().timestamp()
    outgoing = Outgoing({Platform.TEAMS: site.door.send}, site.bot.answer, site.clock)
    outbox = Deliveries(site.database)
    sender = Sender(outbox, outgoing.send, outgoing.settled, site.clock, lambda: 0.0, gap=0.0)
    async with sender.running():
        driver = TeamsDriver(site, outbox, sender)
        for tenant in TENANTS:
            for channel in ("front-desk", "wins", LEADS):
                driver.as_("ana", tenant)
                where = _conversation(tenant, channel)
                added = driver._activity(where, "conversationUpdate", membersAdded=[{"id": BOT}])
                assert (await site.deliver(added))[0] == 200
        driver.as_("ana")
        yield driver


def place_of(tenant: str, channel: str) -> Place:
    """Return the place of one of the driver's channels."""
    return Place(Platform.TEAMS, tenant, _conversation(tenant, channel))


ASIDE = "  ·  "


def seen_card(card: Mapping[str, Any] | None, message: Any, *, private: bool = True) -> Seen:
    """Return an Adaptive Card as a person sees it."""
    assert card is not None, "words, but no card"
    body, actions = list(card["body"]), list(card.get("actions", ()))
    is_line = body[0].get("style") != "heading"  # a card that is only a line has no title
    title = "" if is_line else _unescaped(body.pop(0)["text"])
    aside = []
    if is_line and _has_aside(body[0]):
        title, small = (run["text"] for run in body.pop(0)["inlines"])
        aside = [small.removeprefix(ASIDE)]
    fields = [each for each in body if each["type"].startswith("Input.")]
    if fields:
        return _seen_form(title, body, actions[0], message)
    more = [each for each in actions if each["title"] == MORE]
    danger = [each for each in actions if more and each is actions[-1] and each not in more]
    alarm = danger or [each for each in actions[-1:] if each.get("style") == "destructive"]
    parts = {
        "buttons": [each for each in actions if each not in more and each not in alarm],
        "choices": [each for block in body for each in _choices(block) if not _is_check(each)],
        "checks": [each for block in body for each in _choices(block) if _is_check(each)],
        "more": [each for show in more for each in show["card"]["actions"]],
        "alarm": alarm,
    }
    return Seen(
        title=title,
        texts=(*aside, *(line for block in body for line in _lines(block))),
        labels={part: tuple(map(_label, rows)) for part, rows in parts.items()},
        private=private,
        handles={_label(each): each for rows in parts.values() for each in rows},
        message=message,
    )


def _has_aside(block: Mapping[str, Any]) -> bool:
    return len(block.get("inlines", ())) == 2 and block["inlines"][1]["text"].startswith(ASIDE)


def _is_check(action: Mapping[str, Any]) -> bool:
    return str(action["title"]).startswith("☐ ")


def _label(action: Mapping[str, Any]) -> str:
    return action["title"].removeprefix("☐ ")


def _seen_form(title: str, body: list[Any], send: Mapping[str, Any], message: Any) -> Seen:
    assert (send.get("verb") or send["data"][VERB]).startswith(SUBMIT)
    alarms = [act for each in body if each["type"] == "ActionSet" for act in each["actions"]]
    values, errors, name = {}, {}, ""
    for each in body:
        if "id" in each:
            name = each["id"]
            values[name] = each.get("value", "")
        elif name:
            errors[name] = " ".join([*filter(None, [errors.get(name)]), *_lines(each)])
    texts = tuple(f"{e['label']} {e.get('placeholder', '')}".strip() for e in body if "id" in e)
    labels = {"alarm": tuple(each["title"] for each in alarms)}
    handles = {"": send, **{each["title"]: each for each in alarms}}
    return Seen(title, texts, labels, values, errors, True, handles=handles, message=message)


def _of(message: Message) -> Seen:
    at = (message.conversation, message.id)
    return seen_card(message.card, at, private=bool(message.reader))


def _lines(block: Mapping[str, Any]) -> list[str]:
    if "selectAction" in block:
        return []
    if block["type"] == "TextBlock":  # of those who are called by name
        return [re.sub(r"<at>(.*?)</at>", r"@\1", block["text"])]
    if block["type"] == "RichTextBlock":
        if any(run.get("highlight") for run in block["inlines"]):
            return ["".join(run["text"] for run in block["inlines"])]
        label, *value = (run["text"] for run in block["inlines"])
        return [f"{label}: {value[0].strip()}" if value else label]
    if block["type"] == "Table":
        return [in_a_line([_words(cell) for cell in row["cells"]]) for row in block["rows"][1:]]
    return [line for each in block.get("items", ()) for line in _lines(each)]


def _words(cell: Mapping[str, Any]) -> str:
    return " ".join(line for each in cell["items"] for line in _lines(each))


def _choices(block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [block["selectAction"]] if "selectAction" in block else block.get("actions", [])


def _unescaped(text: str) -> str:
    return text.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\")


def _mentioned(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Return a line with ``@dana`` as Teams sends it; of people it tells no directory id."""
    names = [each for each in re.findall(r"(?<![\w.])@([a-z]+)", text) if each in PERSONAS]
    for name in names:
        text = text.replace(f"@{name}", f"<at>{PERSONAS[name].name}</at>", 1)
    return text, [
        {
            "type": "mention",
            "text": f"<at>{PERSONAS[name].name}</at>",
            "mentioned": {"id": f"29:{name}", "name": PERSONAS[name].name},
        }
        for name in names
    ]


def _conversation(tenant: str, channel: str) -> str:
    return f"19:{tenant}-{channel}@thread.tacv2"
