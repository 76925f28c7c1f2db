"""When a channel is left in peace, and a quick look at what was given up."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the index."""
    op.create_table(
        "channels",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=255), nullable=False),
        sa.Column("country", sa.String(length=8), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("quiet", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "channel", name=op.f("pk_channels")),
    )
    op.create_index(
        "ix_deliveries_dead",
        "deliveries",
        ["platform", "tenant", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'dead'"),
        postgresql_where=sa.text("state = 'dead'"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_deliveries_dead", table_name="deliveries")
    op.drop_table("channels")
