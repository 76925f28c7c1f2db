"""Promises that were offered to a colleague; ``version`` grows with every write."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, true

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

handovers = Table(
    "handovers",
    metadata,
    *tenant_columns(),
    Column("id", String(64), primary_key=True),
    Column("offer_id", String(64), nullable=False),  # of what was offered in one go
    Column("promise_id", String(64), nullable=False),
    Column("from_id", String(128), nullable=False),
    Column("to_id", String(128), nullable=False),
    Column("state", String(16), nullable=False),
    # The promise as it was offered: when it changes, the offer is over.
    Column("what", String(150), nullable=False),
    Column("due_at", Moment),
    Column("case_number", String(20), nullable=False),  # empty: of no case
    Column("zone", String(64), nullable=False),  # of whoever offers it
    Column("place", String(255), nullable=False),  # of the card of whoever is asked
    Column("ref", String(1000), nullable=False),
    Column("own_place", String(255), nullable=False),  # of the card of whoever offers it
    Column("own_ref", String(1000), nullable=False),
    Column("is_told", Boolean, nullable=False, server_default=true()),  # both cards show it
    Column("version", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("next_at", Moment),  # none: nothing more comes of it
    Index("ix_handovers_promise", "platform", "tenant", "promise_id"),
    Index("ix_handovers_offer", "platform", "tenant", "offer_id"),
    Index("ix_handovers_changed_at", "changed_at"),
)
pending = handovers.c.next_at.is_not(None)
Index("ix_handovers_due", handovers.c.next_at, sqlite_where=pending, postgresql_where=pending)
