"""The two choices of a question: in which order they stand, and which one the idea asks for."""

from hashlib import blake2b

from content.models import ReminderText

_ORDERS = ((0, 1, 0), (1, 0, 1), (0, 0, 1), (1, 1, 0), (0, 1, 1), (1, 0, 0))  # of three scenes


def turned(text: ReminderText, scene: int) -> tuple[str, str]:
    """Return the choices of a scene as they are shown; no place is always that of the better."""
    shown = text.scenes[scene]
    pair = (shown.better, shown.other)
    return pair if better_place(text, scene) == 0 else (pair[1], pair[0])


def better_place(text: ReminderText, scene: int) -> int:
    """Return 0 or 1: where the better choice of a scene stands."""
    order = _ORDERS[blake2b(text.id.encode(), digest_size=2).digest()[0] % len(_ORDERS)]
    return order[scene]
