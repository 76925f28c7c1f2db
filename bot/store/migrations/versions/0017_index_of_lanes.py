"""The index of lanes in words of its own, so that no statistics decide which index is used."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_OPEN = "state NOT IN ('sent', 'skipped', 'expired', 'dead')"


def upgrade() -> None:
    """Make the index anew."""

    op.drop_index("ix_deliveries_lane", table_name="deliveries")
    op.create_index(
        "ix_deliveries_lane",
        "deliveries",
        ["lane", "id"],
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )
