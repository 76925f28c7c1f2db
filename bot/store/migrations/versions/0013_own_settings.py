"""What people call a channel, and a time zone that nobody set."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_workspaces = sa.table("workspaces", sa.column("zone", sa.String))


def upgrade() -> None:
    """Add them, empty; UTC was the zone of whoever had set none."""
    op.add_column("channels", sa.Column("name", sa.String(length=150), nullable=True))
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.alter_column(
            "zone", existing_type=sa.String(length=64), nullable=True, server_default=None
        )
    op.execute(sa.update(_workspaces).where(_workspaces.c.zone == "UTC").values(zone=None))


def downgrade() -> None:
    """Take them away; who has set no zone has UTC."""
    op.execute(sa.update(_workspaces).where(_workspaces.c.zone.is_(None)).values(zone="UTC"))
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.alter_column(
            "zone", existing_type=sa.String(length=64), nullable=False, server_default="UTC"
        )
    op.drop_column("channels", "name")
