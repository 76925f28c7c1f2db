"""The road: each platform's own pace, what slows it, removals to be asked about, a write to try."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

USUAL_RATE = 5.0  # posts a second, in every workspace of a version before

_deliveries = sa.table("deliveries", sa.column("reason"))
_workspaces = sa.table("workspaces", sa.column("rate_per_s"))


def upgrade() -> None:
    """Make the tables, and leave the usual rate to the platform."""
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.alter_column(
            "rate_per_s", existing_type=sa.Float(), nullable=True, server_default=None
        )
        workspaces.add_column(sa.Column("slowed", sa.Integer(), nullable=True))
        workspaces.add_column(sa.Column("slowed_at", sa.DateTime(timezone=True), nullable=True))
    usual = _workspaces.c.rate_per_s == USUAL_RATE
    op.execute(sa.update(_workspaces).where(usual).values(rate_per_s=None))
    lost_twice = _deliveries.c.reason == "answer_lost_twice"
    op.execute(sa.update(_deliveries).where(lost_twice).values(reason="answer_lost"))
    op.add_column("promises", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "removals",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=128), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", name=op.f("pk_removals")),
    )
    op.create_table(
        "write_probes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_write_probes")),
    )


def downgrade() -> None:
    """Drop them, and give every workspace the usual rate."""
    op.drop_table("write_probes")
    op.drop_table("removals")
    op.drop_column("promises", "asked_at")
    lost = _deliveries.c.reason == "answer_lost"
    op.execute(sa.update(_deliveries).where(lost).values(reason="answer_lost_twice"))
    unset = _workspaces.c.rate_per_s.is_(None)
    op.execute(sa.update(_workspaces).where(unset).values(rate_per_s=USUAL_RATE))
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.drop_column("slowed_at")
        workspaces.drop_column("slowed")
        workspaces.alter_column(
            "rate_per_s", existing_type=sa.Float(), nullable=False, server_default="5"
        )
