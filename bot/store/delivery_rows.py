"""What is said of deliveries in more than one room: keys, and what makes one go again or end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.store.tables.deliveries import deliveries
from handlers.domain.people import Tenant
from scheduler.delivery import State
from scheduler.occurrence import GRACE

ALERT = "notice:"  # begins the key of what tells an admin

# An alert that could not be sent is nothing to alert anybody of.
not_an_alert = deliveries.c.key.not_like(f"{ALERT}%")
DROPPED = {"state": State.SKIPPED.value, "reason": "dropped by hand"}


def named_key(tenant: Tenant, name: str) -> str:
    """Return the key of the delivery of a post with a name of its own."""
    return f"post:{tenant.platform}:{tenant.id}:{name}"


def sent_again(at: datetime) -> Mapping[str, Any]:
    """Return the columns of a delivery that is to be sent once more."""
    return {
        "state": State.PENDING.value,
        "attempts": 0,
        "waits": 0,
        "due_at": at,
        "expires_at": at + GRACE,
        "reason": None,
    }
