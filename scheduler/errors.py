"""What a sender says to the outbox when something did not arrive.

Each carries a Cause: its reason decides, its detail is for the log.
"""

from datetime import timedelta

from scheduler.reasons import Cause, Reason


class TemporaryError(Exception):
    """It did not work now and may work later; ``retry_after`` is the far side's own wish.

    ``declined``: the far side is well and has said no, for a reason that we don't know. That is
    tried a few times; an outage for as long as the post is of use. ``throttled``: it has just asked
    for less, which slows the workspace; what is only held meanwhile doesn't.
    """

    def __init__(
        self,
        reason: Reason,
        detail: str = "",
        retry_after: timedelta | None = None,
        *,
        declined: bool = False,
        throttled: bool = False,
    ) -> None:
        self.cause = Cause(reason, detail)
        self.retry_after = retry_after
        self.declined = declined
        self.throttled = throttled
        super().__init__(str(self.cause))


class PermanentError(Exception):
    """It will not work, however often it is tried.

    ``lasting``: neither will anything else that is sent there. A post that we drew badly, or a
    token that an operator has yet to mend, says nothing of the place.
    """

    def __init__(self, reason: Reason, detail: str = "", *, lasting: bool = True) -> None:
        self.cause = Cause(reason, detail)
        self.lasting = lasting
        super().__init__(str(self.cause))


class LeftOut(Exception):  # noqa: N818 - it is meant so
    """It is not to be sent any more, for a reason that stays on record."""

    def __init__(self, cause: Cause) -> None:
        self.cause = cause
        super().__init__(str(cause))


class UnknownError(Exception):
    """The line dropped after the request was out: nobody knows whether it arrived."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.cause = Cause(reason, detail)
        super().__init__(str(self.cause))
