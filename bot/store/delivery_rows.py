"""What is said of deliveries in more than one room: keys, and what makes one go again or end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.store.tables.deliveries import deliveries
from handlers.domain.people import Tenant
from scheduler.delivery import DeliveryState
from scheduler.occurrence import GRACE
from scheduler.reasons import Cause, Reason

DETAIL_LENGTH = 255  # characters
ALERT = "alert:"  # begins the key of what tells an admin

# An alert that could not be sent is nothing to alert anybody of.
not_an_alert = deliveries.c.key.not_like(f"{ALERT}%")
DROPPED = {"state": DeliveryState.SKIPPED.value, "reason": Reason.DROPPED.value, "detail": None}


def named_key(tenant: Tenant, name: str) -> str:
    """Return the key of the delivery of a post with a name of its own."""
    return f"post:{tenant.platform}:{tenant.id}:{name}"


def sent_again(at: datetime) -> Mapping[str, Any]:
    """Return the columns of a delivery that is to be sent once more."""
    return {
        "state": DeliveryState.PENDING.value,
        "attempts": 0,
        "waits": 0,
        "due_at": at,
        "expires_at": at + GRACE,
        "reason": None,
        "detail": None,
    }


def cause_values(cause: Cause | None) -> dict[str, str | None]:
    """Return a cause as its two columns."""
    if cause is None:
        return {"reason": None, "detail": None}
    return {"reason": cause.reason.value, "detail": cause.detail[:DETAIL_LENGTH] or None}


def load_cause(reason: str | None, detail: str | None) -> Cause | None:
    """Return the cause of two columns; one of a newer program is the platform's error."""
    if reason is None:
        return None
    try:
        return Cause(Reason(reason), detail or "")
    except ValueError:
        return Cause(Reason.PLATFORM_ERROR, reason)
