"""The road out: a delivery becomes a post at the door of its place; its outcome comes back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from bot.codec import load_post
from handlers.cards import Text, Tone
from handlers.domain.people import Person, Place, Platform
from handlers.reminders.notices import UNREACHABLE
from handlers.turn import Post, PostOutcome, Reply, Turn, TurnKind
from scheduler.delivery import Delivery, DeliveryState
from scheduler.errors import LeftOut, PermanentError, TemporaryError
from scheduler.reasons import Cause, Reason

MARKED_LATE_AFTER = timedelta(minutes=5)
URGENT_MARKED_LATE_AFTER = timedelta(minutes=1)

Door = Callable[[Post, str], Awaitable[str]]  # (post, key) -> the platform's name for the message
Answer = Callable[[Turn], Awaitable[Reply]]


class Outgoing:
    """Sends what the outbox holds, and tells a handler what became of it if one asked."""

    def __init__(
        self, doors: Mapping[Platform, Door], answer: Answer, clock: Callable[[], datetime]
    ) -> None:
        self._doors = doors
        self._answer = answer
        self._clock = clock

    async def send(self, delivery: Delivery) -> str:
        """Send a delivery through the door of its place; PermanentError when there is none.

        LeftOut when its channel is left in peace by now: it was drawn before, and comes late.
        """
        post = load_post(delivery.body or {})
        if delivery.rest is not None and (cause := delivery.rest.cause(self._clock(), post.zone)):
            raise LeftOut(cause)
        door = self._doors.get(post.place.platform)
        if door is None:
            raise PermanentError(Reason.NOT_CONNECTED, post.place.platform.value)
        if _is_late(post, self._clock() - delivery.occurs_at):
            post = _marked_late(post, delivery.occurs_at)
        return await door(post, delivery.key)

    async def settled(self, delivery: Delivery, state: DeliveryState, cause: Cause | None) -> None:
        """Run the turn of a receipt; the same outcome told twice has one effect.

        TemporaryError when it could not be saved: then it must be told again.
        """
        post = load_post(delivery.body or {})
        if post.receipt is None:
            if delivery.schedule_id is not None and state is DeliveryState.DEAD:
                await self._hopeless(delivery, post, cause)
            return
        args, outcome = post.receipt.args, _outcome(state)
        turn = Turn(
            id=_receipt_id(delivery, outcome),
            kind=TurnKind.RECEIPT,
            intent=post.receipt.intent,
            person=Person(args["person"], ""),
            place=Place.parse(args["place"]),
            at=self._clock(),
            args={
                **args,
                "outcome": outcome.value,
                "reason": cause.reason.value if cause else "",
                "ref": delivery.ref,
            },
            message=args.get("message", ""),
        )
        await self._tell(turn)

    async def _hopeless(self, delivery: Delivery, post: Post, cause: Cause | None) -> None:
        """Tell the handler of reminders that nothing can be posted there any more."""
        turn = Turn(
            id=_receipt_id(delivery, PostOutcome.FAILED),
            kind=TurnKind.RECEIPT,
            intent=UNREACHABLE,
            person=Person("", "Careloop"),
            place=post.place,
            at=self._clock(),
            args={
                "schedule": delivery.schedule_id or "",
                "reason": cause.reason.value if cause else "",
            },
        )
        await self._tell(turn)

    async def _tell(self, turn: Turn) -> None:
        reply = await self._answer(turn)
        if not reply.saved:
            raise TemporaryError(Reason.NOT_SAVED, "the receipt")


def _outcome(state: DeliveryState) -> PostOutcome:
    match state:
        case DeliveryState.SENT:
            return PostOutcome.DELIVERED
        case DeliveryState.PENDING | DeliveryState.UNKNOWN:
            return PostOutcome.DELAYED
    return PostOutcome.FAILED


def _receipt_id(delivery: Delivery, outcome: PostOutcome) -> str:
    """Return an id that is the same for the same news; that it is late is another."""
    digest = blake2b(delivery.key.encode(), digest_size=16).hexdigest()
    return f"receipt:{digest}{':late' if outcome is PostOutcome.DELAYED else ''}"


def _is_late(post: Post, by: timedelta) -> bool:
    """Tell whether a post has to say that it is late; one that tells of the present has not."""
    if not post.urgent:
        return by > MARKED_LATE_AFTER and not post.replaces
    return post.receipt is not None and by > URGENT_MARKED_LATE_AFTER


def _marked_late(post: Post, meant_for: datetime) -> Post:
    meant = f"{meant_for.astimezone(ZoneInfo(post.zone)):%H:%M}"
    words = f"Asked for at {meant} ({post.zone})." if post.urgent else ""
    note = Text(words or f"Late: it was meant for {meant}.", Tone.NOTE)
    return replace(post, card=replace(post.card, body=(*post.card.body, note)))
