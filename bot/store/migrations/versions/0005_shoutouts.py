"""Shout-outs, and where each person wants thanks to go."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them; nobody has said anything yet, so all thanks are private."""
    op.add_column("people", sa.Column("thanks", sa.String(length=16), nullable=True))
    op.create_table(
        "shoutouts",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("giver_id", sa.String(length=128), nullable=False),
        sa.Column("giver_name", sa.String(length=150), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("decided_by", sa.String(length=128), nullable=False),
        sa.Column("decided_name", sa.String(length=150), nullable=False),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "id", name=op.f("pk_shoutouts")),
    )
    op.create_index(
        "ix_shoutouts_giver",
        "shoutouts",
        ["platform", "tenant", "giver_id", "made_at"],
        unique=False,
    )
    op.create_index("ix_shoutouts_changed_at", "shoutouts", ["changed_at"], unique=False)
    op.create_table(
        "shoutout_recipients",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("shoutout_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=128), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("went", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=255), nullable=False),
        sa.Column("note", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint(
            "platform",
            "tenant",
            "shoutout_id",
            "person_id",
            name=op.f("pk_shoutout_recipients"),
        ),
    )
    op.create_index(
        "ix_shoutout_recipients_person",
        "shoutout_recipients",
        ["platform", "tenant", "person_id"],
        unique=False,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("shoutout_recipients")
    op.drop_table("shoutouts")
    op.drop_column("people", "thanks")
