"""Short cards: how many complaints somebody has closed, and how much they want to read.

And whether the remedy of a complaint was done on the spot.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEY = ("platform", "tenant")
_people = sa.table(
    "people",
    *(sa.column(name, sa.String) for name in (*_KEY, "id")),
    sa.column("closed_cases", sa.Integer),
)
_cases = sa.table("cases", *(sa.column(name, sa.String) for name in (*_KEY, "agent_id", "state")))


def upgrade() -> None:
    """Add them; what is still kept of closed complaints counts."""
    op.add_column(
        "cases", sa.Column("done", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("people", sa.Column("card_length", sa.String(length=16), nullable=True))
    op.add_column(
        "people", sa.Column("closed_cases", sa.Integer(), nullable=False, server_default="0")
    )
    closed = (
        sa.select(sa.func.count())
        .select_from(_cases)
        .where(
            *(_cases.c[each] == _people.c[each] for each in _KEY),
            _cases.c.agent_id == _people.c.id,
            _cases.c.state == "closed",
        )
        .scalar_subquery()
    )
    op.get_bind().execute(sa.update(_people).values(closed_cases=closed))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("people", "closed_cases")
    op.drop_column("people", "card_length")
    op.drop_column("cases", "done")
