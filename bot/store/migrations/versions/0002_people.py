"""What a workspace makes its own: thanks, remedies, numbers; and the teams of its managers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; what stands keeps the pack's words."""
    op.add_column("workspaces", sa.Column("thanks_place", sa.String(length=255), nullable=True))
    op.add_column("workspaces", sa.Column("remedies", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("workspaces", sa.Column("numbers", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "teams",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("manager_id", sa.String(length=128), nullable=False),
        sa.Column("place", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("platform", "tenant", "manager_id", name=op.f("pk_teams")),
    )
    op.create_table(
        "team_members",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("manager_id", sa.String(length=128), nullable=False),
        sa.Column("person_id", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.PrimaryKeyConstraint(
            "platform", "tenant", "manager_id", "person_id", name=op.f("pk_team_members")
        ),
    )
    op.create_index(
        "ix_team_members_person",
        "team_members",
        ["platform", "tenant", "person_id"],
        unique=False,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("team_members")
    op.drop_table("teams")
    for column in ("numbers", "remedies", "thanks_place"):
        op.drop_column("workspaces", column)
