"""What nearly every test needs: settings on a file of its own, and a bot on a Monday morning."""

import asyncio
import os
import shutil
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import update

from bot.config.settings import Settings
from bot.serve.app import opened
from bot.store.database import Database
from bot.store.tables.playground import playground
from bot.web.directory import PERSONAS, person, place
from handlers.turn import Turn, TurnKind

pytest_plugins = ["tests.databases", "tests.engines"]

# A test does in a second what people do in a day.
UNLIMITED = {"turns_person": 0, "turns_workspace": 0}
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

hypothesis_settings.register_profile("careloop", derandomize=True, deadline=None, print_blob=False)
hypothesis_settings.load_profile("careloop")


class Seconds:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_this_machine():
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("CARELOOP_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def _time_enough_to_connect():
    """Connect to a database for as long as a busy machine takes; a lock is waited for as ever."""
    connected = Database._connected

    def patient(database: Database, engine, patience: float):
        return connected(database, engine, max(patience, 20.0))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "_connected", patient)
        yield


@pytest.fixture(scope="session")
def furnished(tmp_path_factory) -> Path:
    """A migrated database with a furnished playground, to be copied."""
    path = tmp_path_factory.mktemp("furnished") / "careloop.db"

    async def make() -> None:
        async with opened(settings_on(path)):
            pass

    asyncio.run(make())
    return path


@pytest.fixture
async def settings(furnished, tmp_path) -> Settings:
    """Settings on a fresh copy, in which it is Monday, nine o'clock."""
    path = tmp_path / "careloop.db"
    shutil.copy(furnished, path)
    made = settings_on(path)
    await set_clock(made, MONDAY)
    return made


@pytest.fixture
async def app(settings):
    """The bot, its room and its store, without the engine."""
    async with opened(settings) as app:
        yield app


def settings_on(path: Path, **others) -> Settings:
    """Return settings with everything in one file, and nothing taken from this machine."""
    values = {"playground": "on", "port": 0, "sqlite_sync": "NORMAL", **UNLIMITED} | others
    return Settings(_env_file=None, database_url=f"sqlite:///{path}", **values)


async def set_clock(settings: Settings, moment: datetime) -> None:
    """Let it be this moment when the playground opens next; unlike a visitor, back as well."""
    ahead = moment - datetime.now(UTC)
    database = Database(settings.database_url, settings.sqlite_sync)
    async with database.transaction() as connection:
        await connection.execute(update(playground).values(ahead_s=ahead.total_seconds()))
    await database.dispose()


_numbers = count(1)


def turn(kind: TurnKind, intent: str, who: str = "ana", **others) -> Turn:
    """Return a turn of a person of the playground, on Monday at nine unless said otherwise."""
    tenant, channel = others.pop("tenant", "demo"), others.pop("channel", f"@{who}")
    known = {"id": f"turn-{next(_numbers)}", "at": MONDAY} | others
    return Turn(
        kind=kind,
        intent=intent,
        person=person(PERSONAS[who], known.pop("zone", "")),
        place=place(tenant, channel),
        **known,
    )


def typed(line: str, who: str = "ana", **others) -> Turn:
    """Return the turn of a typed line."""
    name, _, text = line.partition(" ")
    return turn(TurnKind.COMMAND, name, who, text=text, **others)


def pressed(card, label: str, who: str = "ana", **others) -> Turn:
    """Return the turn of a press on the button with this label."""
    action = next(each.action for each in card.actions() if each.label == label)
    return turn(TurnKind.ACTION, action.intent, who, args=action.args, **others)


def sent(form, values: dict[str, str], who: str = "ana", **others) -> Turn:
    """Return the turn of a form, filled in."""
    args = {each.name: each.value for each in form.fields} | values | dict(form.action.args)
    return turn(TurnKind.SUBMIT, form.action.intent, who, args=args, **others)
