"""Who did what to others, and the salt of the pseudonyms of those who have left."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_TENANT = ("platform", "tenant")


def upgrade() -> None:
    """Add the log; it begins empty, for what was done before nobody wrote down."""
    op.create_table(
        "audit_log",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=128), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=255), nullable=False),
        sa.Column("subject_id", sa.String(length=128), nullable=False),
        sa.Column("target", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint(*_TENANT, "id"),
    )
    op.create_index("ix_audit_log_at", "audit_log", ["at"])
    op.create_index("ix_audit_log_newest", "audit_log", [*_TENANT, "at", "id"])
    op.add_column("workspaces", sa.Column("audit_salt", sa.String(length=32), nullable=True))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("workspaces") as table:
        table.drop_column("audit_salt")
    op.drop_table("audit_log")
