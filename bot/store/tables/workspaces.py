"""What holds for a workspace, as its admins have set it."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from sqlalchemy import JSON, Column, Float, Integer, String, Table

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata
from handlers.domain.asks.duty import Duty, load_duties
from handlers.domain.people import Place

workspaces = Table(
    "workspaces",
    metadata,
    *tenant_columns(),
    Column("zone", String(64)),  # none: nobody has set it
    Column("lead_place", String(255)),
    Column("lead_line", String(150)),  # what to do when the lead's channel can't be reached
    Column("sign_off", String(150)),
    Column("day_ends", String(5)),  # as 17:30
    Column("thanks_place", String(255)),  # the recognition channel
    Column("remedies", JSON(none_as_null=True)),  # lines of their own instead of the pack's
    Column("numbers", JSON(none_as_null=True)),  # branch -> whom to call here, as confirmed
    Column("duty", JSON(none_as_null=True)),  # who is on duty: a handlers.domain.duty.Duty
    Column("duties", JSON(none_as_null=True)),  # branch -> a Duty of its own
    Column("rate_per_s", Float),  # posts a second; none: the platform's own
    Column("rule_watch", String(40)),  # as "5 in 30 days"; none: the usual
    Column("mentor", String(128)),  # who answers what is asked of a lesson; none: nobody
    Column("next_slot_at", Moment),
    Column("slowed", Integer),  # how often the rate was halved, the last time slowed_at
    Column("slowed_at", Moment),
    Column("audit_salt", String(32)),  # hexadecimal; of the pseudonyms in the audit log
    Column("paused_reason", String(255)),  # a Reason; nothing is sent while there is one
)
# What an admin sets: the fields of ``handlers.ports.member.Member``, and how each is read.
SETTINGS: Mapping[str, tuple[Column[Any], Callable[[Any], object]]] = {
    "workspace_zone": (workspaces.c.zone, str),
    "lead_place": (workspaces.c.lead_place, Place.parse),
    "lead_line": (workspaces.c.lead_line, str),
    "sign_off": (workspaces.c.sign_off, str),
    "day_ends": (workspaces.c.day_ends, time.fromisoformat),
    "thanks_place": (workspaces.c.thanks_place, Place.parse),
    "remedies": (workspaces.c.remedies, tuple),
    "numbers": (workspaces.c.numbers, dict),
    "duty": (workspaces.c.duty, Duty.load),
    "duties": (workspaces.c.duties, load_duties),
    "rate_per_s": (workspaces.c.rate_per_s, float),
    "rule_watch": (workspaces.c.rule_watch, str),
    "mentor": (workspaces.c.mentor, str),
}


def read_settings(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of any statement
    """Return what is set, by field; what isn't is left out, for its default."""
    found = ((name, read, getattr(row, name)) for name, (_, read) in SETTINGS.items())
    return {name: read(value) for name, read, value in found if value}
