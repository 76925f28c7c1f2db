"""Measure a turn with its commit: how many a second, CPU, and trips to the database."""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.config.settings import Settings
from bot.serve.app import App, opened
from handlers.cards import Button
from handlers.domain.people import Person, Place, Platform
from handlers.turn import Reply, Turn, TurnKind
from tests.bench.rows import Figure, Row

ROUNDS = 150
PRESSES = (
    "They've said it all",
    "They feel heard",
    "Said it",
    "Find out and ring back",
    "In 1 hour",
    "Yes",
    "Done",
)
ANA = Person("ana", "Ana")
DESK = Place(Platform.WEB, "demo", "front-desk")
_TURNS: Mapping[str, Row] = {
    sync: Row(
        f"turns of a complaint, synchronous={sync}",
        "turns/s",
        "Turn after turn from opened to closed, with their commits and without a door; how many "
        "at once is another matter.",
    )
    for sync in ("FULL", "NORMAL")
}
ROWS = tuple(_TURNS.values())


async def main() -> Sequence[Figure]:
    """Measure each of SQLite's two ways to commit."""
    figures = []
    for sync, row in _TURNS.items():
        with tempfile.TemporaryDirectory() as folder:
            figures.append(row.came_out(await _measured(Path(folder), sync)))
    return figures


async def _measured(folder: Path, sync: str) -> float:
    """Return the turns a second; print what one of them takes."""
    settings = Settings(
        database_url=f"sqlite:///{folder}/bench.db",
        sqlite_sync=sync,
        playground="on",
        turns_person=1_000_000,  # counted as ever, and never over
        turns_workspace=1_000_000,
    )
    async with opened(settings) as app:
        numbers = (f"turn-{number}" for number in range(10**6))
        await _walk(app, numbers)  # once to warm up
        trips, cpu, wall = app.database.round_trips, time.process_time(), time.perf_counter()
        turns = 0
        for _ in range(ROUNDS):
            turns += await _walk(app, numbers)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        trips = app.database.round_trips - trips
    print(
        f"a turn of a complaint, SQLite synchronous={sync}: {turns / wall:6.0f} turns/s, "
        f"{cpu / turns * 1e3:.2f} ms CPU, {trips / turns:.2f} statements and commits "
        "a turn, BEGIN left out",
        flush=True,
    )
    return turns / wall


async def _walk(app: App, numbers: Iterator[str]) -> int:
    """Open a complaint, press until it is closed; return the number of turns."""
    reply = await app.bot.answer(_turn(next(numbers), TurnKind.COMMAND, "complaint"))
    for label in PRESSES:
        button = _button(reply, label)
        turn = _turn(next(numbers), TurnKind.ACTION, button.action.intent, button.action.args)
        reply = await app.bot.answer(turn)
    return 1 + len(PRESSES)


def _turn(turn_id: str, kind: TurnKind, intent: str, args: Mapping[str, str] | None = None) -> Turn:
    return Turn(turn_id, kind, intent, ANA, DESK, datetime.now(UTC), args=args or {})


def _button(reply: Reply, label: str) -> Button:
    assert reply.card is not None
    return next(each for each in reply.card.actions() if each.label == label)
