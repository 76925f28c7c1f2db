"""Thanks that their giver wants to stay private."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; so far a manager alone chose that."""
    op.add_column(
        "shoutouts",
        sa.Column("is_private", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("shoutouts") as shoutouts:
        shoutouts.drop_column("is_private")
