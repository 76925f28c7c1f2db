"""A wall clock that stands at nine on Monday until it is moved."""

from datetime import datetime

from bot.clock import Clock
from tests.conftest import MONDAY


class Standing(Clock):
    """Move it by its ``ahead``."""

    def __call__(self) -> datetime:
        return MONDAY + self.ahead
