"""Asks: who was asked to come to an agent's side; ``version`` grows with every write."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, false, text

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

asks = Table(
    "asks",
    metadata,
    *tenant_columns(),
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("asker_id", String(128), nullable=False),
    Column("case_id", String(64), nullable=False),  # empty: of no complaint
    Column("case_number", String(20), nullable=False),
    Column("branch", String(60), nullable=False),
    Column("what", String(150), nullable=False, server_default=text("''")),  # to be allowed
    Column("place", String(255), nullable=False),  # the channel; empty: people alone
    Column("people", JSON, nullable=False),  # ids of who is asked
    Column("rev", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("news", Integer, nullable=False),
    Column("own_news", Integer, nullable=False),
    Column("own_cards", JSON, nullable=False, server_default=text("'[]'")),  # shown to the asker
    Column("own_said", String(400), nullable=False),
    Column("out_at", Moment),
    Column("due_at", Moment),
    Column("next_at", Moment),  # none: nothing more has to be said to the asker
    Column("unanswered", Boolean, nullable=False, server_default=false()),
    Column("taken_by", String(128), nullable=False),
    Column("taken_at", Moment),
    Column("handed_by", String(128), nullable=False),
    Column("messages", JSON, nullable=False),  # where it stands, by the platform's names
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # What processes of the version before go by: the one card of then. A later release drops them.
    Column("own_place", String(255), nullable=False, server_default=text("''")),
    Column("own_ref", String(1000), nullable=False, server_default=text("''")),
    Column("case_rev", Integer, nullable=False, server_default=text("'0'")),
    Index("ix_asks_asker", "platform", "tenant", "asker_id", "case_id"),
    Index("ix_asks_changed_at", "changed_at"),
)
awaited = asks.c.next_at.is_not(None)
Index("ix_asks_due", asks.c.next_at, sqlite_where=awaited, postgresql_where=awaited)
