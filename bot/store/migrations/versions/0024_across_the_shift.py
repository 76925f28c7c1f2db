"""Promises that are handed over, what a lead is asked to allow, and when people work."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add offers of promises, the words of an ask, and hours; nobody has any so far."""
    op.create_table(
        "handovers",
        *_tenant(),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("offer_id", sa.String(length=64), nullable=False),
        sa.Column("promise_id", sa.String(length=64), nullable=False),
        sa.Column("from_id", sa.String(length=128), nullable=False),
        sa.Column("to_id", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=150), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("case_number", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=255), nullable=False),
        sa.Column("ref", sa.String(length=1000), nullable=False),
        sa.Column("own_place", sa.String(length=255), nullable=False),
        sa.Column("own_ref", sa.String(length=1000), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("platform", "tenant", "id"),
    )
    op.create_index("ix_handovers_promise", "handovers", ["platform", "tenant", "promise_id"])
    op.create_index("ix_handovers_offer", "handovers", ["platform", "tenant", "offer_id"])
    op.create_index("ix_handovers_changed_at", "handovers", ["changed_at"])
    waiting = sa.text("next_at IS NOT NULL")
    op.create_index(
        "ix_handovers_due",
        "handovers",
        ["next_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.add_column(
        "asks", sa.Column("what", sa.String(length=150), nullable=False, server_default="")
    )
    op.add_column("teams", sa.Column("hours", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "shifts",
        *_tenant(),
        sa.Column("person_id", sa.String(length=128), nullable=False),
        sa.Column("hours", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("wants_deck", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.Column("next_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("platform", "tenant", "person_id"),
    )
    op.create_index(
        "ix_shifts_due", "shifts", ["next_at"], sqlite_where=waiting, postgresql_where=waiting
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("shifts")
    with op.batch_alter_table("teams") as teams:
        teams.drop_column("hours")
    with op.batch_alter_table("asks") as asks:
        asks.drop_column("what")
    op.drop_table("handovers")


def _tenant() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
    )
