"""A promise without a time, who took it when, and the messages that follow what becomes of it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_promises = sa.table("promises", sa.column("due_at"), sa.column("changed_at"))


def upgrade() -> None:
    """Add them; a promise of a version before has a time, and none of its messages follow."""
    _drop_index()
    with op.batch_alter_table("promises") as promises:
        promises.alter_column("due_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        promises.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        promises.add_column(sa.Column("messages", sa.JSON(), nullable=True))
    _make_index()


def downgrade() -> None:
    """Take them away; one without a time gets that of its last change, and nothing is said."""
    timeless = _promises.c.due_at.is_(None)
    op.execute(sa.update(_promises).where(timeless).values(due_at=_promises.c.changed_at))
    _drop_index()
    with op.batch_alter_table("promises") as promises:
        promises.drop_column("messages")
        promises.drop_column("taken_at")
        promises.alter_column("due_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    _make_index()


def _drop_index() -> None:
    op.drop_index("ix_promises_due", table_name="promises")


def _make_index() -> None:
    """Make it anew: a table that SQLite copies loses the condition of an index."""
    waiting = sa.text("next_at IS NOT NULL")
    op.create_index(
        "ix_promises_due",
        "promises",
        ["next_at"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
