"""What the case of a draft of thanks knows, and when such drafts come to a manager."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_WAITING = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    """Add them, empty: a draft that is out already stands where it was sent."""
    op.add_column("shoutouts", sa.Column("closing", sa.JSON(), nullable=True))
    op.create_table(
        "thanks_digests",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("manager_id", sa.String(length=128), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_day", sa.String(length=10), nullable=False),
        sa.Column("message", sa.String(length=255), nullable=False),
        sa.Column("shows", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "manager_id", name=op.f("pk_thanks_digests")),
    )
    op.create_index(
        "ix_thanks_digests_due",
        "thanks_digests",
        ["next_at"],
        unique=False,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("thanks_digests")
    op.drop_column("shoutouts", "closing")
