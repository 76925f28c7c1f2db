"""What people practise, for a day."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; nobody has practised yet."""
    op.create_table(
        "practice_runs",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=128), nullable=False),
        sa.Column("scenario_id", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "person_id", "scenario_id"),
    )
    op.create_index("ix_practice_runs_changed_at", "practice_runs", ["changed_at"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("practice_runs")
