"""Visit a lane: send its head until it arrives, and in order."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Self

from scheduler.batcher import Batcher
from scheduler.delivery import (
    ATTEMPTS,
    GAP,
    RETRY_AFTER,
    SEND_TIMEOUT,
    Delivery,
    DeliveryState,
    Held,
    Outbox,
    Outcome,
    backoff,
)
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.reasons import Cause, Reason

_NO_ANSWER = Cause(Reason.UNREACHABLE, f"no answer in {SEND_TIMEOUT:.0f} s")
_HELD = 5.0  # s until we look again at a lane whose head another process is sending

log = logging.getLogger(__name__)

Send = Callable[[Delivery], Awaitable[str]]  # returns the platform's name for the message
Settled = Callable[[Delivery, DeliveryState, Cause | None], Awaitable[None]]


class Sender:
    """Visits lanes, for a LaneEngine, and counts what happens there.

    ``settled`` is told what became of each delivery with a receipt: once as a rule, again after a
    crash. ``chance`` returns a number from 0 to 1, for the jitter.
    """

    def __init__(
        self,
        outbox: Outbox,
        send: Send,
        settled: Settled,
        clock: Callable[[], datetime],
        chance: Callable[[], float],
        *,
        gap: float = GAP,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._outbox = outbox
        self._send = send
        self._settled = settled
        self._clock = clock
        self._chance = chance
        self._gap = gap
        self._marks = Batcher(self._mark)
        self._settles = Batcher(self._settle)
        self._telling: set[int] = set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """Own the group commits; if one of them dies, so does what runs in here."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each.run()) for each in (self._marks, self._settles)]
            yield self
            for task in tasks:
                task.cancel()

    async def recover(self, at: datetime) -> int:
        """Take up what was in flight when we stopped; return how many may arrive twice."""
        doubtful = await self._outbox.recover(at)
        self.counts["unknown"] += doubtful
        if doubtful:
            log.warning("delivery.in_doubt count=%d", doubtful)
        return doubtful

    async def step(self, lane: str) -> float | None:
        """Send the head of a lane; return the seconds until its next visit, None when empty."""
        head = await self._marks.put(lane)
        if head is None:
            return None
        if isinstance(head, Held):
            return self._wait(head)
        outcome = await self._attempt(head)
        await self._settles.put(outcome)
        await self._report(outcome)
        return self._pause(outcome)

    async def tell(self, limit: int = 50) -> None:
        """Hand over the receipts that a crash or a busy database left behind."""
        for delivery in await self._outbox.untold(limit):
            await self._tell(delivery, delivery.state, delivery.cause)

    async def _mark(self, lanes: Sequence[str]) -> Sequence[Delivery | Held | None]:
        found = await self._outbox.mark(lanes, self._clock())
        return [found.get(lane) for lane in lanes]

    async def _settle(self, outcomes: Sequence[Outcome]) -> Sequence[None]:
        await self._outbox.settle(outcomes)
        return [None] * len(outcomes)

    async def _attempt(self, delivery: Delivery) -> Outcome:
        at = self._clock()
        if delivery.expires_at <= at:
            return Outcome(delivery, DeliveryState.EXPIRED, at, Cause(Reason.EXPIRED))
        if _tries(delivery) > ATTEMPTS:  # each time we died before we knew
            return self._closed(delivery, Cause(Reason.INTERRUPTED, f"{ATTEMPTS} attempts"))
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                ref = await self._send(delivery)
        except PermanentError as error:
            return replace(self._closed(delivery, error.cause), hopeless=error.lasting)
        except UnknownError as error:
            return self._in_doubt(delivery, error.cause)
        except TemporaryError as error:
            return self._again(delivery, delivery.state, error.cause, error.retry_after)
        except TimeoutError:  # what went out without an answer may have arrived
            return self._in_doubt(delivery, _NO_ANSWER)
        except Exception as error:
            log.exception("delivery.broken key=%s", delivery.key)
            cause = Cause(Reason.BADLY_DRAWN, type(error).__name__)
            return self._again(delivery, delivery.state, cause)
        return Outcome(delivery, DeliveryState.SENT, self._clock(), ref=ref)

    def _in_doubt(self, delivery: Delivery, cause: Cause) -> Outcome:
        """Send what may have arrived once more, and no third time."""
        if delivery.state is DeliveryState.UNKNOWN:
            return self._closed(delivery, Cause(Reason.ANSWER_LOST_TWICE, str(cause)))
        return self._again(delivery, DeliveryState.UNKNOWN, cause)

    def _closed(self, delivery: Delivery, cause: Cause) -> Outcome:
        return Outcome(delivery, DeliveryState.DEAD, self._clock(), cause)

    def _again(
        self, delivery: Delivery, state: DeliveryState, cause: Cause, wish: timedelta | None = None
    ) -> Outcome:
        at = self._clock()
        if wish is not None:  # the platform's own pace: only its time bounds it
            retry_at = at + min(max(wish, timedelta()), RETRY_AFTER)
            return Outcome(delivery, state, at, cause, retry_at, waited=True)
        if _tries(delivery) >= ATTEMPTS:
            return self._closed(delivery, cause)
        retry_at = at + min(backoff(_tries(delivery), self._chance()), RETRY_AFTER)
        return Outcome(delivery, state, at, cause, retry_at)

    async def _report(self, outcome: Outcome) -> None:
        delivery, wait = outcome.delivery, self._pause(outcome)
        if outcome.retry_at is None:
            self.counts[outcome.state] += 1
            log.info("delivery.%s key=%s reason=%s", outcome.state, delivery.key, outcome.cause)
            if outcome.owes_receipt:
                await self._tell(replace(delivery, ref=outcome.ref), outcome.state, outcome.cause)
            return
        what = "unknown" if outcome.state is not delivery.state else "postponed"
        self.counts[what] += 1
        line = "delivery.%s key=%s attempt=%d wait=%.1f reason=%s"
        log.warning(line, what, delivery.key, delivery.attempts, wait, outcome.cause)

    async def _tell(self, delivery: Delivery, state: DeliveryState, cause: Cause | None) -> None:
        if delivery.id in self._telling:
            return
        self._telling.add(delivery.id)
        try:
            await self._hand_over(delivery, state, cause)
            await self._outbox.told(delivery)
        except TemporaryError as error:  # it stays untold, and a later beat comes back to it
            log.warning("delivery.untold key=%s reason=%s", delivery.key, error.cause)
        finally:
            self._telling.discard(delivery.id)

    async def _hand_over(
        self, delivery: Delivery, state: DeliveryState, cause: Cause | None
    ) -> None:
        try:
            await self._settled(delivery, state, cause)
        except TemporaryError:
            raise
        except Exception:  # one bad receipt must not stop the others
            log.exception("delivery.receipt_broken key=%s", delivery.key)

    def _wait(self, held: Held) -> float:
        if held.until is None:
            return _HELD
        return max(0.0, (held.until - self._clock()).total_seconds())

    def _pause(self, outcome: Outcome) -> float:
        if outcome.state is DeliveryState.EXPIRED:  # nothing was posted, so nothing to pace
            return 0.0
        if outcome.retry_at is None:
            return self._gap
        return max(self._gap, (outcome.retry_at - outcome.at).total_seconds())


def _tries(delivery: Delivery) -> int:
    """Return the attempts that could have worked."""
    return delivery.attempts - delivery.waits
