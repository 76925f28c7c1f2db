"""The working week of a channel, where it isn't that of its country."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it, empty: then it is that of the country, or Monday to Friday."""
    column = sa.Column(
        "workdays", sa.String(length=20), nullable=False, server_default=sa.text("''")
    )
    op.add_column("channels", column)


def downgrade() -> None:
    """Take it away."""
    op.drop_column("channels", "workdays")
