"""What a sender says to the outbox when something did not arrive."""

from datetime import timedelta


class TemporaryError(Exception):
    """It did not work now and may work later; ``retry_after`` is the far side's own wish."""

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class PermanentError(Exception):
    """It will never arrive: the channel is gone, or we are not wanted there."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownError(Exception):
    """The line dropped after the request was out: nobody knows whether it arrived."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
