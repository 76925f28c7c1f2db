"""Every conversation of tests/conversations, held through every door."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config.settings import Settings
from bot.store.database import Database
from bot.store.scope import Scope
from bot.store.tables.people import people
from bot.store.tables.workspaces import workspaces
from bot.store.turn.store import TurnStore
from content import CORE, load
from handlers.domain.insights.rule import Rule, Told
from handlers.domain.learning.progress import Done, of_course
from handlers.domain.people import Person, Place, Platform, Tenant
from handlers.routes import SHORTCUTS
from tests.bot.doors import DOORS, Door, Seen
from tests.conftest import MONDAY
from tests.desk import AGENTS, MADE, Week, add_people, add_rule, fill

CONVERSATIONS = sorted((Path(__file__).parent.parent / "conversations").glob("*.yaml"))


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda path: path.stem)
@pytest.mark.parametrize("door", DOORS)
async def test_a_conversation_goes_as_written(door, conversation, settings):
    steps = yaml.safe_load(conversation.read_text(encoding="utf-8"))
    async with DOORS[door](settings) as opened:
        problem = await _held(steps, Talk(opened, settings))
    assert not problem, f"{conversation.name}, {problem}"


async def _held(steps: list[dict], talk: "Talk") -> str:
    """Hold a conversation; return where it went another way than written, and how."""
    for number, step in enumerate(steps, 1):
        ((verb, value),) = step.items()
        try:
            await getattr(talk, f"{verb}_" if verb in ("as", "in") else verb)(value)
        except AssertionError as error:
            return f"step {number}, {step}: {error}"
    return ""


class Talk:
    """One conversation: what can be done, and what can be seen of it; one method a verb."""

    def __init__(self, door: Door, settings: Settings) -> None:
        self._door = door
        self._settings = settings
        self._seen, self._who = Seen(""), "ana"
        self._kept: dict[str, Seen] = {}

    # What people do

    async def as_(self, who: str) -> None:
        """Be somebody: ``dana``, or ``ana@other`` of the second workspace."""
        self._who = who
        player, _, tenant = who.partition("@")
        self._door.as_(player, tenant or "demo")

    async def in_(self, channel: str) -> None:
        self._door.in_(channel.removeprefix("personal"))

    async def say(self, text: str) -> None:
        self._seen = await self._door.say(text)

    async def press(self, what: str | Mapping[str, str]) -> None:
        """Press a button of what is seen, or of something kept: ``{button: Back, of: first}``."""
        if isinstance(what, str):
            self._seen = await self._door.press(self._seen, what)
        else:
            self._seen = await self._door.press(self._kept[what["of"]], what["button"])

    async def shortcut(self, what: str | Mapping[str, str]) -> None:
        """Take a shortcut by its name: ``Complaint``, or ``{take: …, by: dana, said: …}``."""
        told = {"take": what} if isinstance(what, str) else what
        (intent,) = (each.intent for each in SHORTCUTS if each.name == told["take"])
        self._seen = await self._door.shortcut(intent, told.get("by", ""), told.get("said", ""))

    async def type(self, values: Mapping[str, str]) -> None:
        """Fill in a form, without sending it yet."""
        assert set(values) <= set(self._seen.values), self._seen.values
        self._seen = replace(self._seen, values={**self._seen.values, **values})

    async def fill(self, values: Mapping[str, str]) -> None:
        self._seen = await self._door.fill(self._seen, values)

    async def repeat(self, times: int) -> None:
        """Let the last request arrive so many times more."""
        for _ in range(times):
            self._seen = await self._door.repeat()

    async def clock(self, to: str) -> None:
        await self._door.clock(to)
        await self._door.settle()

    async def keep(self, name: str) -> None:
        """Remember what is seen now, under a name."""
        self._kept[name] = self._seen

    async def redrawn(self, title: str) -> None:
        """Look at the last card again, once all has been sent: this is its title by now."""
        await self._door.settle()
        self._seen = await self._door.now(self._seen)
        await self.see(title)

    async def by_now(self, wanted: Mapping[str, str]) -> None:
        """Look again at something kept: it has this title and text by now; "" is no title."""
        await self._door.settle()
        self._seen = await self._door.now(self._kept[wanted["of"]])
        assert self._seen.title == wanted["title"], self._shown()
        assert wanted.get("text", "") in self._seen.text, self._shown()

    async def look(self, name: str) -> None:
        """Look once more at something kept, as it is by now."""
        await self._door.settle()
        self._seen = await self._door.now(self._kept[name])

    async def given(self, world: Mapping[str, str]) -> None:
        """Set up the workspace: its ``zone``; its ``lead`` and ``thanks`` channel, or ``none``."""
        values = {"zone": world.get("zone"), "lead_line": world.get("line")}
        values = {name: value for name, value in values.items() if value}
        for name in ("lead", "thanks"):
            if name in world:
                values[f"{name}_place"] = self._address(world[name])
        database = Database(self._settings.database_url, self._settings.sqlite_sync)
        async with database.transaction(5) as connection:
            await connection.execute(update(workspaces).values(values))
        await database.dispose()

    async def desk(self, week: Mapping[str, Any]) -> None:
        """A week as a desk had it, of ``tests.desk``; who is named here is known by now.

        ``rules``: by id their name, owner, how often they were bent in thirty days, and when that
        was told; ``team``: whose list has how many of the agents.
        """
        async with self._writing() as connection:
            found = await connection.execute(
                select(people).where(people.c.tenant.icontains("demo"))
            )
            known = {row.name.lower(): row for row in found}
            tenant = Tenant(Platform(known["alex"].platform), known["alex"].tenant)
            for id_, (name, owner, times, told_at) in week.get("rules", {}).items():
                rule = Rule(id_, name, MADE, known[owner].id if owner else "", told=Told(times, 30))
                told = replace(rule, told_at=datetime.fromisoformat(told_at))
                await add_rule(connection, tenant, told)
            for manager, number in week.get("team", {}).items():
                await add_people(connection, tenant, AGENTS[:number], known[manager].id)
            facts = {name: value for name, value in week.items() if name not in ("rules", "team")}
            if "starts_on" in facts:
                facts["starts_on"] = date.fromisoformat(facts["starts_on"])
                facts["agents"] = AGENTS[: facts.get("agents", 6)]
                await fill(connection, tenant, Week(**facts))

    async def learned(self, what: Mapping[str, Any]) -> None:
        """Somebody has done a course on that Monday, all ``but`` one lesson, and ``missed`` some.

        ``who``, known by now; the lessons by their numbers.
        """
        async with self._writing() as connection:
            home = Place.parse(self._address("front-desk") or "")
            tenant = Tenant(home.platform, home.tenant)
            query = Scope(tenant).select(people).where(people.c.name == what["who"].capitalize())
            row = (await connection.execute(query)).one()
            store = TurnStore(connection, tenant, Person(row.id, row.name)).lessons
            for each in of_course(load(CORE).lessons, what["course"]):
                if each.number != what["but"]:
                    fitted = each.number not in what["missed"]
                    await store.finish(Done(each.id, MONDAY, fitted))

    # What there is to see

    async def see(self, title: str) -> None:
        assert not self._seen.is_form, f"a form: {self._seen.title}"
        assert self._seen.title == title, self._shown()
        assert self._seen.private, "everybody can see it"

    async def form(self, title: str) -> None:
        assert self._seen.is_form, self._shown()
        assert self._seen.title == title, self._shown()

    async def see_text(self, text: str) -> None:
        assert text in self._seen.text, self._shown()

    async def no_text(self, text: str) -> None:
        assert text not in self._seen.text, self._shown()

    async def buttons(self, labels: list[str]) -> None:
        assert list(self._seen.labels["buttons"]) == labels, self._seen.labels

    async def choices(self, labels: list[str]) -> None:
        """Each choice begins with these words, in this order."""
        found = self._seen.labels["choices"]
        assert len(found) == len(labels), found
        assert all(b.startswith(a) for a, b in zip(labels, found, strict=True)), found

    async def more(self, labels: list[str]) -> None:
        assert list(self._seen.labels["more"]) == labels, self._seen.labels

    async def alarm(self, label: str | None) -> None:
        assert list(self._seen.labels["alarm"]) == ([label] if label else []), self._seen.labels

    async def values(self, values: Mapping[str, str]) -> None:
        """These fields of the form are filled in so."""
        assert values.items() <= self._seen.values.items(), self._seen.values

    async def error(self, problems: Mapping[str, str]) -> None:
        """These fields of the form, and no others, have an error with these words in it."""
        assert set(self._seen.errors) == set(problems), self._shown()
        for name, words in problems.items():
            assert words in self._seen.errors[name], self._seen.errors[name]

    async def post(self, wanted: Mapping[str, str]) -> None:
        """The newest post of a channel has these words, and all of those that ``from`` kept."""
        await self._door.settle()
        posts = await self._door.posts(wanted["in"])
        assert posts, "nothing was posted there"
        newest = posts[-1]
        assert wanted.get("text", "") in f"{newest.title}\n{newest.text}", newest
        if "from" in wanted:
            preview = self._kept[wanted["from"]].texts
            heading, *told = preview[preview.index("The next one reads:") + 1 :]
            words = [each for each in told if each[0] not in "○☐"]  # what is pressed, as words
            assert heading in (f"{newest.title} · {each}".strip(" ·") for each in newest.texts)
            assert [each for each in newest.texts if each in words] == words
        self._seen = newest

    async def mail(self, wanted: Mapping[str, str]) -> None:
        """Be this person, and look at what the bot wrote them last: it has this title and text."""
        await self._door.settle()
        await self.as_(wanted["to"])
        self._door.in_("")
        mail = await self._door.notices()
        assert mail, "nothing was written to them"
        self._seen = mail[-1]
        assert wanted.get("title", "") in self._seen.title, self._shown()
        assert wanted.get("text", "") in self._seen.text, self._shown()

    async def mails(self, wanted: Mapping[str, int]) -> None:
        """So many cards did the bot write to each of these people by itself."""
        await self._door.settle()
        who = self._who
        for player, number in wanted.items():
            await self.as_(player)
            assert len(await self._door.notices()) == number, player
        await self.as_(who)

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        database = Database(self._settings.database_url, self._settings.sqlite_sync)
        async with database.transaction(5) as connection:
            yield connection
        await database.dispose()

    def _address(self, channel: str) -> str | None:
        return None if channel == "none" else f"web:demo:{channel}"

    async def posts(self, wanted: Mapping[str, int]) -> None:
        """So many posts stand in each of these channels."""
        await self._door.settle()
        for channel, number in wanted.items():
            assert len(await self._door.posts(channel)) == number, channel

    async def notice(self, wanted: Mapping[str, str]) -> None:
        """The newest thing that the bot said of itself has this title, and these words."""
        await self._door.settle()
        said = await self._door.notices()
        assert said, "nothing was said"
        self._seen = said[-1]
        assert wanted.get("title", self._seen.title) == self._seen.title, self._shown()
        assert wanted.get("text", "") in self._seen.text, self._shown()

    async def notices(self, number: int) -> None:
        """The bot has said so many things of itself to this person."""
        await self._door.settle()
        said = await self._door.notices()
        assert len(said) == number, [each.title for each in said]

    async def never_stored(self, words: list[str]) -> None:
        """None of these words is in the files of the database."""
        file = self._settings.sqlite_file
        stored = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
        for each in words:
            assert each.encode() not in stored, each

    async def stored(self, words: list[str]) -> None:
        """All of these words are in the files of the database."""
        file = self._settings.sqlite_file
        stored = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
        for each in words:
            assert each.encode() in stored, each

    def _shown(self) -> str:
        return (
            f"{self._seen.title} | {self._seen.texts} | {self._seen.labels} | {self._seen.errors}"
        )
