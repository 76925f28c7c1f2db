"""Measure what it takes to redact: a note as people type it, and a hundred thousand odd signs."""

import random
import string
import time
from collections.abc import Mapping

from handlers.domain.redaction import redact

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


def main() -> None:
    """Print the best of a few rounds for each."""
    print(f"{'a note of ' + str(len(NOTE)) + ' signs':<22} {_best(NOTE, 200) * 1e3:7.3f} ms")
    for name, piece in PIECES.items():
        print(f"{name:<22} {_best((piece * SIGNS)[:SIGNS], 1) * 1e3:7.1f} ms for {SIGNS} signs")
    chance = random.Random(1)  # noqa: S311 - no secret comes of it
    mixed = "".join(chance.choices(string.printable, k=SIGNS))
    print(f"{'anything':<22} {_best(mixed, 1) * 1e3:7.1f} ms for {SIGNS} signs")


def _best(text: str, times: int) -> float:
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(times):
            redact(text)
        found.append((time.process_time() - started) / times)
    return min(found)


if __name__ == "__main__":
    main()
