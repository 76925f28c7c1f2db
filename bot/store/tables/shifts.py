"""When people work, and when they are told next at a start or an end."""

from sqlalchemy import JSON, Boolean, Column, Index, String, Table, false

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

shifts = Table(
    "shifts",
    metadata,
    *tenant_columns(),
    Column("person_id", String(128), primary_key=True),
    Column("hours", JSON(none_as_null=True)),  # their own; none: those of their team
    Column("wants_deck", Boolean, nullable=False, server_default=false()),  # before each shift
    Column("told_at", Moment),  # up to when starts and ends have been looked at
    Column("next_at", Moment),  # none: they have no hours
)
coming = shifts.c.next_at.is_not(None)
Index("ix_shifts_due", shifts.c.next_at, sqlite_where=coming, postgresql_where=coming)
