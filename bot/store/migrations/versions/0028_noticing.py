"""Whom a manager hasn't thanked: since when people are on lists, and when the weekly card comes."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_DATES = ("joined_at", "thanked_at", "known_at")


def upgrade() -> None:
    """Add them; of who is on a list already, the audit log knows since when, for a year."""
    op.add_column(
        "shoutouts",
        sa.Column("is_for_team", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for name in _DATES:
        op.add_column("team_members", sa.Column(name, _MOMENT, nullable=True))
    op.execute(
        "UPDATE team_members SET joined_at = (SELECT max(audit_log.at) FROM audit_log"
        " WHERE audit_log.platform = team_members.platform"
        " AND audit_log.tenant = team_members.tenant AND audit_log.act = 'team.joined'"
        " AND audit_log.actor_id = team_members.manager_id"
        " AND audit_log.subject_id = team_members.person_id)"
    )
    op.create_table(
        "noticing",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("manager_id", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("next_at", _MOMENT, nullable=True),
        sa.Column("last_week", sa.String(length=10), nullable=False),
        sa.Column("skipped", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "manager_id"),
    )
    waiting = sa.text("next_at IS NOT NULL")
    op.create_index(
        "ix_noticing_due",
        "noticing",
        ["next_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.execute(  # at once: each finds the next hour of its own by its manager's clock
        "INSERT INTO noticing (platform, tenant, manager_id, state, weekday, hour, weeks,"
        " next_at, last_week, skipped, version)"
        " SELECT DISTINCT platform, tenant, manager_id, 'unasked', 3, '15:00', 4,"
        " CURRENT_TIMESTAMP, '', '', 1 FROM team_members"
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("noticing")
    with op.batch_alter_table("team_members") as members:
        for name in _DATES:
            members.drop_column(name)
    with op.batch_alter_table("shoutouts") as shoutouts:
        shoutouts.drop_column("is_for_team")
