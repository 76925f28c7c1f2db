"""Measure what it takes to redact: a note as people type it, and a hundred thousand odd signs."""

import random
import string
import time
from collections.abc import Mapping, Sequence

from handlers.domain.redaction import redact
from tests.bench.rows import Figure, Row

SIGNS = 100_000
ROUNDS = 5
NOTE = (
    "card 4111 1111 1111 1111, rosa.bianchi@example.org, order 12345678, since 12:30 on "
    "23.11.2026, ring 0171 2345678"
)
PIECES: Mapping[str, str] = {
    "digits": "4",
    "digits and spaces": "4 ",
    "words": "hello order number is ",
    "orders": "order 1234567 ",
    "passwords": "password: ",
    "heads of PEM": "-----BEGIN KEY-----",
    "eyJ": "eyJ",
    "nearly IBANs": "DE89",
    "addresses": "a@b.c ",
    "pluses": "+1",
}
_NOTE = Row(
    f"redact a note of {len(NOTE)} signs",
    "ms",
    "CPU to take card numbers, addresses and passwords out of what a person types.",
)
_LONG = Row(
    f"redact {SIGNS:,} signs, the worst of them",
    "ms",
    "The slowest of eleven odd texts, each far longer than a form lets one type.",
)
ROWS = (_NOTE, _LONG)


async def main() -> Sequence[Figure]:
    """Measure the best of a few rounds for each, and print the long ones."""
    chance = random.Random(1)  # noqa: S311 - no secret comes of it
    mixed = "".join(chance.choices(string.printable, k=SIGNS))
    texts = {name: (piece * SIGNS)[:SIGNS] for name, piece in PIECES.items()} | {"any": mixed}
    took = {name: _best(each, 1) * 1e3 for name, each in texts.items()}
    for name, each in took.items():
        print(f"{name:<22} {each:7.1f} ms for {SIGNS} signs")
    return [_NOTE.came_out(_best(NOTE, 200) * 1e3), _LONG.came_out(max(took.values()))]


def _best(text: str, times: int) -> float:
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(times):
            redact(text)
        found.append((time.process_time() - started) / times)
    return min(found)
