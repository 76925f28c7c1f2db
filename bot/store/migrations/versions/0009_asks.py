"""Asks: what was kept of paging the lead beside its complaint has a table of its own; duty."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_STATES = {"sending": "sending", "late": "late", "delivered": "there", "failed": "lost"}
_key = ("platform", "tenant")
_cases = sa.table(
    "cases",
    *(sa.column(name, sa.String) for name in (*_key, "id", "agent_id", "state", "branch")),
    *(sa.column(name, sa.String) for name in ("page", "page_ref")),
    sa.column("number", sa.Integer),
    sa.column("rev", sa.Integer),
    sa.column("changed_at", sa.DateTime(timezone=True)),
)
_workspaces = sa.table(
    "workspaces", *(sa.column(name, sa.String) for name in (*_key, "lead_place"))
)


def upgrade() -> None:
    """Make the table, read what was paged for into it, and take its columns from the cases."""
    made = op.create_table(
        "asks",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asker_id", sa.String(length=128), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("case_number", sa.String(length=20), nullable=False),
        sa.Column("case_rev", sa.Integer(), nullable=False),
        sa.Column("branch", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=255), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("news", sa.Integer(), nullable=False),
        sa.Column("own_news", sa.Integer(), nullable=False),
        sa.Column("own_place", sa.String(length=255), nullable=False),
        sa.Column("own_ref", sa.String(length=1000), nullable=False),
        sa.Column("own_said", sa.String(length=400), nullable=False),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unanswered", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("taken_by", sa.String(length=128), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by", sa.String(length=128), nullable=False),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "id", name=op.f("pk_asks")),
    )
    op.create_index("ix_asks_asker", "asks", ["platform", "tenant", "asker_id", "case_id"])
    op.create_index("ix_asks_changed_at", "asks", ["changed_at"])
    waits = sa.text("next_at IS NOT NULL")
    op.create_index("ix_asks_due", "asks", ["next_at"], sqlite_where=waits, postgresql_where=waits)
    _read_pages(made)
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("page")
        cases.drop_column("page_ref")
    op.add_column("workspaces", sa.Column("duty", sa.JSON(), nullable=True))
    op.add_column("workspaces", sa.Column("duties", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Drop it; what was paged for is forgotten."""
    op.drop_column("workspaces", "duties")
    op.drop_column("workspaces", "duty")
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("page", sa.String(length=16), nullable=True))
        cases.add_column(sa.Column("page_ref", sa.String(length=128), nullable=True))
    op.drop_table("asks")


def _read_pages(asks: sa.Table) -> None:
    """Insert the pages of complaints that are open, as they stood; nothing more is said of them."""
    connection = op.get_bind()
    places = {
        (row.platform, row.tenant): row.lead_place or ""
        for row in connection.execute(sa.select(_workspaces))
    }
    open_ = sa.and_(_cases.c.page.is_not(None), _cases.c.state != "closed")
    for row in connection.execute(sa.select(_cases).where(open_)).all():
        branch, _, id_ = (row.page_ref or "").partition(":")
        place = places.get((row.platform, row.tenant), "")
        if not id_ or not place:
            continue
        message = {"key": "post:1", "place": place, "rev": 1, "ref": "", "why": "only"}
        message["state"] = _STATES.get(row.page, "there")
        values = {
            "platform": row.platform,
            "tenant": row.tenant,
            "id": id_,
            "kind": "page",
            "state": "open",
            "asker_id": row.agent_id,
            "case_id": row.id,
            "case_number": str(row.number),
            "case_rev": row.rev,
            "branch": branch,
            "place": place,
            "people": [],
            "messages": [message],
            "out_at": row.changed_at,
            "made_at": row.changed_at,
            "changed_at": row.changed_at,
        }
        same = dict.fromkeys(("own_place", "own_ref", "own_said", "taken_by", "handed_by"), "")
        counts = {"rev": 1, "version": 0, "news": 1, "own_news": 1, "unanswered": False}
        connection.execute(sa.insert(asks).values(**values, **same, **counts))
