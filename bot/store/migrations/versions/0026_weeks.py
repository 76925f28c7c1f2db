"""Weeks in figures as they were shown, when they come to a channel, and lines they may show."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add them; nobody has set or shared anything so far."""
    op.create_table(
        "weeks",
        *_tenant(),
        sa.Column("scope", sa.String(length=128), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "scope", "starts_on", "weeks"),
    )
    op.create_index("ix_weeks_made_at", "weeks", ["made_at"])
    op.create_table(
        "week_digests",
        *_tenant(),
        sa.Column("place", sa.String(length=255), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("set_by", sa.String(length=128), nullable=False),
        sa.Column("next_at", _MOMENT, nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("held", sa.String(length=255), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant"),
    )
    waits = sa.text("next_at IS NOT NULL")
    op.create_index(
        "ix_week_digests_due",
        "week_digests",
        ["next_at"],
        sqlite_where=waits,
        postgresql_where=waits,
    )
    op.add_column("rules", sa.Column("told_again_at", _MOMENT, nullable=True))
    op.add_column(
        "cases",
        sa.Column("given_shared", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("given_shared")
    with op.batch_alter_table("rules") as rules:
        rules.drop_column("told_again_at")
    op.drop_table("week_digests")
    op.drop_table("weeks")


def _tenant() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
    )
