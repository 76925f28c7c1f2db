"""Which processes live, and which of them made the last attempt at a delivery."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table, and add the column."""
    op.create_table(
        "processes",
        sa.Column("number", _ROW_ID, autoincrement=True, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_processes")),
    )
    op.add_column("deliveries", sa.Column("claimed_by", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_deliveries_claimed",
        "deliveries",
        ["claimed_by"],
        sqlite_where=sa.text("claimed_by IS NOT NULL"),
        postgresql_where=sa.text("claimed_by IS NOT NULL"),
    )
