"""That somebody sees a reminder differently, and which leads were told."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add both; nobody has said so anywhere yet."""
    op.create_table(
        "disagreements",
        *_tenant(),
        sa.Column("on_post", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=255), nullable=False),
        sa.Column("text_id", sa.String(length=60), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("came_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "on_post"),
    )
    op.create_index("ix_disagreements_changed_at", "disagreements", ["changed_at"])
    op.create_table(
        "disagreement_cards",
        *_tenant(),
        sa.Column("on_post", sa.String(length=160), nullable=False),
        sa.Column("lead_id", sa.String(length=128), nullable=False),
        sa.Column("ref", sa.String(length=1000), nullable=False),
        sa.Column("shows", sa.Integer(), nullable=False),
        sa.Column("is_put_off", sa.Boolean(), nullable=False),
        sa.Column("is_taker", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "on_post", "lead_id"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("disagreement_cards")
    op.drop_table("disagreements")


def _tenant() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
    )
