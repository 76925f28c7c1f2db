"""What "end of day" means in a workspace."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it, empty: until an admin sets it, people are asked."""
    op.add_column("workspaces", sa.Column("day_ends", sa.String(length=5), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("workspaces", "day_ends")
