"""What an ask was kept by before it had several cards, for processes of that version.

A database may have lost these columns to an earlier form of 0018. They go in a later release.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_DEFAULTS: dict[str, tuple[sa.types.TypeEngine[Any], str]] = {
    "own_place": (sa.String(length=255), "''"),
    "own_ref": (sa.String(length=1000), "''"),
    "case_rev": (sa.Integer(), "'0'"),
    "own_cards": (sa.JSON(), "'[]'"),
}


def upgrade() -> None:
    """Put back what is missing, and let whoever knows a column not leave it to its default."""
    there = {each["name"] for each in sa.inspect(op.get_bind()).get_columns("asks")}
    for name, (type_, default) in _DEFAULTS.items():
        if name not in there:
            column = sa.Column(name, type_, nullable=False, server_default=sa.text(default))
            op.add_column("asks", column)
    with op.batch_alter_table("asks") as table:
        for name, (type_, default) in _DEFAULTS.items():
            table.alter_column(
                name,
                existing_type=type_,
                existing_nullable=False,
                server_default=sa.text(default),
            )


def downgrade() -> None:
    """Leave it: the version before finds what it knows."""
