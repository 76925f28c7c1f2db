"""Since when people are on lists, and which thanks are for a whole team."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; of who is on a list already, the audit log knows since when, for a year."""
    op.add_column(
        "shoutouts",
        sa.Column("is_for_team", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    joined = sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("team_members", joined)
    op.execute(
        "UPDATE team_members SET joined_at = (SELECT max(audit_log.at) FROM audit_log"
        " WHERE audit_log.platform = team_members.platform"
        " AND audit_log.tenant = team_members.tenant AND audit_log.act = 'team.joined'"
        " AND audit_log.actor_id = team_members.manager_id"
        " AND audit_log.subject_id = team_members.person_id)"
    )


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("team_members") as members:
        members.drop_column("joined_at")
    with op.batch_alter_table("shoutouts") as shoutouts:
        shoutouts.drop_column("is_for_team")
