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
    BACKOFF,
    DOUBT_BACKOFF,
    RETRY_AFTER,
    SEND_TIMEOUT,
    TRIES,
    URGENT_BACKOFF,
    Delivery,
    DeliveryState,
    Held,
    Outbox,
    Outcome,
    backoff,
    backoff_in_doubt,
)
from scheduler.errors import LeftOut, PermanentError, TemporaryError, UnknownError
from scheduler.pace import usual_gap
from scheduler.reasons import Cause, Reason

_NO_ANSWER = Cause(Reason.UNREACHABLE, f"no answer in {SEND_TIMEOUT:.0f} s")
_UNSENT = (DeliveryState.EXPIRED, DeliveryState.SKIPPED)
AT_ONCE = 100  # posts on their way at most
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
        gap: float | None = None,
        may_send: Callable[[], bool] = lambda: True,
    ) -> None:
        """Wait ``gap`` seconds between two posts to one lane, else as each platform wants it.

        ``may_send`` is asked before a mark and again before the post: a process that was frozen,
        or that nobody can see, may have been taken for dead.
        """
        self.counts: Counter[str] = Counter()
        self._outbox = outbox
        self._send = send
        self._settled = settled
        self._clock = clock
        self._chance = chance
        self._gap = gap
        self._may_send = may_send
        self._marks = Batcher(self._mark)
        self._settles = Batcher(self._settle)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._in_flight: set[int] = set()
        self._telling: set[int] = set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """Own the group commits; if one of them dies, so does what runs in here."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each.run()) for each in (self._marks, self._settles)]
            yield self
            for task in tasks:
                task.cancel()

    async def recover(self, at: datetime, age: timedelta = timedelta()) -> int:
        """Take up what is in flight for that long; return how many may arrive twice.

        Without an age all of it: nobody else can be sending.
        """
        doubtful = await self._outbox.recover(at, age)
        self.counts["unknown"] += doubtful
        if doubtful:
            log.warning("delivery.in_doubt count=%d", doubtful)
        return doubtful

    async def take_over(self) -> Sequence[str]:
        """Take up what processes that have died had in flight; return its lanes."""
        lanes = await self._outbox.take_over()
        self.counts["unknown"] += len(lanes)
        if lanes:
            log.warning("delivery.in_doubt count=%d", len(lanes))
        return lanes

    async def step(self, lane: str) -> float | None:
        """Send the head of a lane; return the seconds until its next visit, None when empty."""
        head = await self._marks.put(lane)
        if head is None:
            return None
        if isinstance(head, Held):
            return self._wait(head)
        if head.id in self._in_flight:
            return _HELD
        self._in_flight.add(head.id)
        try:
            async with self._places:
                outcome = await self._attempt(head)
            is_ours = await self._settles.put(outcome)
        finally:
            self._in_flight.discard(head.id)
        if not is_ours:  # taken over meanwhile: whoever has it now tells of it
            log.warning("delivery.not_ours key=%s attempt=%d", head.key, head.attempts)
            return 0.0
        await self._report(outcome)
        return self._pause(outcome)

    async def tell(self, limit: int = 50) -> None:
        """Hand over the receipts that a crash or a busy database left behind."""
        for delivery in await self._outbox.untold(limit):
            await self._tell(delivery, delivery.state, delivery.cause)

    async def _mark(self, lanes: Sequence[str]) -> Sequence[Delivery | Held | None]:
        if not self._may_send():  # an attempt that is not made is not counted
            raise TemporaryError(Reason.NOT_SAVED, "nobody knows that we live")
        found = await self._outbox.mark(lanes, self._clock())
        return [found.get(lane) for lane in lanes]

    async def _settle(self, outcomes: Sequence[Outcome]) -> Sequence[bool]:
        settled = await self._outbox.settle(outcomes)
        return [outcome.delivery.id in settled for outcome in outcomes]

    async def _attempt(self, delivery: Delivery) -> Outcome:
        if delivery.expires_at <= self._clock():
            return self._over(delivery)
        if _tries(delivery) > TRIES:  # each time we died before we knew
            return self._closed(delivery, Cause(Reason.INTERRUPTED, f"{TRIES} attempts"))
        if not self._may_send():
            again = self._again(delivery, delivery.state, Cause(Reason.INTERRUPTED), timedelta())
            return replace(again, waited=True)
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                ref = await self._send(delivery)
        except LeftOut as left_out:
            return Outcome(delivery, DeliveryState.SKIPPED, self._clock(), left_out.cause)
        except PermanentError as error:
            return replace(self._closed(delivery, error.cause), hopeless=error.lasting)
        except UnknownError as error:
            return self._in_doubt(delivery, error.cause)
        except TemporaryError as error:
            if error.declined:
                return self._failed(delivery, error.cause)
            wait = self._backoff(delivery) if error.retry_after is None else error.retry_after
            again = self._again(delivery, delivery.state, error.cause, wait)
            return replace(again, waited=True, throttled=error.throttled)
        except TimeoutError:  # what went out without an answer may have arrived
            return self._in_doubt(delivery, _NO_ANSWER)
        except Exception as error:
            log.exception("delivery.broken key=%s", delivery.key)
            cause = Cause(Reason.BADLY_DRAWN, type(error).__name__)
            return self._failed(delivery, cause)
        return Outcome(delivery, DeliveryState.SENT, self._clock(), ref=ref)

    def _over(self, delivery: Delivery) -> Outcome:
        """Close what is of no use any more; what was tried in vain is for a person to look at."""
        if delivery.attempts == 1 and not delivery.urgent:  # this one: it was never sent
            cause = Cause(Reason.EXPIRED)
            return Outcome(delivery, DeliveryState.EXPIRED, self._clock(), cause)
        untried = Reason.EXPIRED if delivery.attempts == 1 else Reason.INTERRUPTED
        cause = delivery.cause or Cause(untried)
        if delivery.state is DeliveryState.UNKNOWN:
            cause = Cause(Reason.ANSWER_LOST, str(cause))
        return self._closed(delivery, cause)

    def _failed(self, delivery: Delivery, cause: Cause) -> Outcome:
        """Try a few times what may be the fault of the post itself."""
        if _tries(delivery) >= TRIES:
            return self._closed(delivery, cause)
        return self._again(delivery, delivery.state, cause, self._backoff(delivery))

    def _in_doubt(self, delivery: Delivery, cause: Cause) -> Outcome:
        """Send what may have arrived once more, and not at once: a line that drops drops again."""
        most = URGENT_BACKOFF if delivery.urgent else DOUBT_BACKOFF
        wait = backoff_in_doubt(delivery.attempts, self._chance(), most)
        again = self._again(delivery, DeliveryState.UNKNOWN, cause, wait)
        return replace(again, waited=True, in_doubt=True)

    def _closed(self, delivery: Delivery, cause: Cause) -> Outcome:
        return Outcome(delivery, DeliveryState.DEAD, self._clock(), cause)

    def _again(
        self, delivery: Delivery, state: DeliveryState, cause: Cause, wait: timedelta
    ) -> Outcome:
        """Return the outcome of what is tried again after so long, or closed once it is over."""
        at = self._clock()
        retry_at = at + min(max(wait, timedelta()), RETRY_AFTER)
        return Outcome(delivery, state, at, cause, min(retry_at, delivery.expires_at))

    def _backoff(self, delivery: Delivery) -> timedelta:
        most = URGENT_BACKOFF if delivery.urgent else BACKOFF
        return backoff(delivery.attempts, self._chance(), most)

    async def _report(self, outcome: Outcome) -> None:
        delivery, wait = outcome.delivery, self._pause(outcome)
        if outcome.retry_at is None:
            self.counts[outcome.state] += 1
            log.info("delivery.%s key=%s reason=%s", outcome.state, delivery.key, outcome.cause)
            if outcome.owes_receipt:
                await self._tell(replace(delivery, ref=outcome.ref), outcome.state, outcome.cause)
            return
        what = "unknown" if outcome.in_doubt else "postponed"
        self.counts[what] += 1
        line = "delivery.%s key=%s attempt=%d wait=%.1f reason=%s"
        log.warning(line, what, delivery.key, delivery.attempts, wait, outcome.cause)
        if delivery.urgent and delivery.receipt:
            await self._tell_delay(delivery, outcome)

    async def _tell_delay(self, delivery: Delivery, outcome: Outcome) -> None:
        """Say that it is not out yet; what could not be said is said at the next attempt."""
        try:
            await self._hand_over(delivery, outcome.state, outcome.cause)
        except TemporaryError as error:
            log.warning("delivery.untold key=%s reason=%s", delivery.key, error.cause)

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
        gap = usual_gap(outcome.delivery.platform) if self._gap is None else self._gap
        if outcome.state in _UNSENT:  # nothing was posted, so nothing to pace
            return 0.0
        if outcome.retry_at is None:
            return gap
        return max(gap, (outcome.retry_at - outcome.at).total_seconds())


def _tries(delivery: Delivery) -> int:
    """Return the attempts of which the post itself may be the fault."""
    return delivery.attempts - delivery.waits
