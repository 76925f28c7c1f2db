"""Promises."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "promises",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("owner_id", sa.String(length=128), nullable=False),
        sa.Column("owner", sa.String(length=150), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=150), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=True),
        sa.Column("case_number", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("told", sa.String(length=16), nullable=True),
        sa.Column("said", sa.String(length=150), nullable=False),
        sa.Column("lead", sa.String(length=16), nullable=True),
        sa.Column("taken_by", sa.String(length=150), nullable=False),
        sa.Column("taken_by_id", sa.String(length=128), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("platform", "tenant", "id", name=op.f("pk_promises")),
        sa.UniqueConstraint(
            "platform", "tenant", "number", name=op.f("uq_promises_platform_tenant_number")
        ),
    )
    op.create_index("ix_promises_changed_at", "promises", ["changed_at"], unique=False)
    op.create_index(
        "ix_promises_due",
        "promises",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        "ix_promises_owner",
        "promises",
        ["platform", "tenant", "owner_id", "state"],
        unique=False,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("promises")
