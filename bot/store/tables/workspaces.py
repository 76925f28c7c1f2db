"""What holds for a workspace."""

from sqlalchemy import JSON, Column, Float, String, Table

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

workspaces = Table(
    "workspaces",
    metadata,
    *tenant_columns(),
    Column("zone", String(64), nullable=False, server_default="UTC"),
    Column("lead_place", String(255)),
    Column("lead_line", String(150)),  # what to do when the lead's channel can't be reached
    Column("sign_off", String(150)),
    Column("thanks_place", String(255)),  # the recognition channel
    Column("remedies", JSON(none_as_null=True)),  # lines of their own instead of the pack's
    Column("numbers", JSON(none_as_null=True)),  # branch -> whom to call here, as confirmed
    Column("rate_per_s", Float, nullable=False, server_default="5"),
    Column("next_slot_at", Moment),
    Column("paused_reason", String(255)),  # a Reason; nothing is sent while there is one
)
