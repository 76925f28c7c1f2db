"""What went wrong, which rule was bent, and what-ifs."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what can be passed on; of complaints so far nothing of it is known."""
    op.add_column("cases", sa.Column("cause", sa.String(length=40), nullable=True))
    op.add_column("cases", sa.Column("given", sa.String(length=16), nullable=True))
    op.add_column("cases", sa.Column("given_what", sa.String(length=150), nullable=True))
    op.add_column("workspaces", sa.Column("rule_watch", sa.String(length=40), nullable=True))
    op.create_table(
        "rules",
        *_tenant(),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("owner_id", sa.String(length=128), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.Column("told", sa.JSON(), nullable=True),
        sa.Column("next_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("platform", "tenant", "id"),
    )
    watched = sa.text("next_at IS NOT NULL")
    op.create_index(
        "ix_rules_due", "rules", ["next_at"], sqlite_where=watched, postgresql_where=watched
    )
    op.create_table(
        "bends",
        *_tenant(),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("rule_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=True),
        sa.Column("agent_id", sa.String(length=128), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "id"),
    )
    op.create_index("ix_bends_rule", "bends", ["platform", "tenant", "rule_id", "at"])
    op.create_index("ix_bends_at", "bends", ["at"])
    op.create_table(
        "ideas",
        *_tenant(),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("from_id", sa.String(length=128), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("rule_id", sa.String(length=64), nullable=True),
        sa.Column("case_id", sa.String(length=64), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=128), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "id"),
    )
    op.create_index("ix_ideas_changed_at", "ideas", ["changed_at"])


def downgrade() -> None:
    """Take it away."""
    for table in ("ideas", "bends", "rules"):
        op.drop_table(table)
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.drop_column("rule_watch")
    with op.batch_alter_table("cases") as cases:
        for column in ("given_what", "given", "cause"):
            cases.drop_column(column)


def _tenant() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
    )
