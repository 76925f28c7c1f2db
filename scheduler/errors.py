"""What a sender says to the outbox when something did not arrive."""

from datetime import timedelta


class TemporaryError(Exception):
    """It did not work now and may work later; ``retry_after`` is the far side's own wish."""

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class PermanentError(Exception):
    """It will not work, however often it is tried; the reason is said to people.

    ``lasting``: neither will anything else that is sent there. A post that we drew badly, or a
    token that an operator has yet to mend, says nothing of the place.
    """

    def __init__(self, reason: str, *, lasting: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lasting = lasting


class UnknownError(Exception):
    """The line dropped after the request was out: nobody knows whether it arrived."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
