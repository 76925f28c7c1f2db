"""What a platform tells of a person: name, handle, whether they belong here, and when it did."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEY = ("platform", "tenant")
# Where a name stood beside an id before each name had a row of its own.
_NAMED = (
    ("team_members", "person_id", "name"),
    ("promises", "owner_id", "owner"),
    ("promises", "taken_by_id", "taken_by"),
    ("shoutouts", "giver_id", "giver_name"),
    ("shoutouts", "decided_by", "decided_name"),
    ("shoutout_recipients", "person_id", "name"),
)
_NOBODY = ("", "a colleague", "somebody", "Somebody")  # said where no name was known
_people = sa.table(
    "people", *(sa.column(name, sa.String) for name in (*_KEY, "id", "name", "role"))
)
_schedules = sa.table(
    "schedules",
    *(sa.column(name, sa.String) for name in (*_KEY, "owner_id")),
    sa.column("args", sa.JSON),
)


def upgrade() -> None:
    """Add them, empty; whoever is named anywhere gets a row, so that the name can be renewed."""
    op.add_column("people", sa.Column("told_name", sa.String(length=150), nullable=True))
    op.add_column("people", sa.Column("handle", sa.String(length=150), nullable=True))
    op.add_column("people", sa.Column("membership", sa.String(length=16), nullable=True))
    op.add_column("people", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    connection = op.get_bind()
    columns = [_people.c[each] for each in (*_KEY, "id")]
    known = {tuple(row) for row in connection.execute(sa.select(*columns))}
    for platform, tenant, id_, name in _named(connection):
        if id_ in ("", "-", name) or name in _NOBODY:
            continue
        if (platform, tenant, id_) not in known:
            known.add((platform, tenant, id_))
            row = {"platform": platform, "tenant": tenant, "id": id_, "name": name}
            connection.execute(sa.insert(_people).values(**row, role="agent"))


def downgrade() -> None:
    """Take them away; the rows stay."""
    for column in ("told_at", "membership", "handle", "told_name"):
        op.drop_column("people", column)


def _named(connection: sa.Connection) -> list[tuple[str, str, str, str]]:
    """Return everybody who is named somewhere: workspace, id and name."""
    found = []
    for table, id_, name in _NAMED:
        columns = [sa.column(each, sa.String) for each in (*_KEY, id_, name)]
        query = sa.select(*columns).select_from(sa.table(table)).distinct()
        found += [tuple(row) for row in connection.execute(query)]
    for *key, args in connection.execute(sa.select(*_schedules.c)):
        found.append((*key, args.get("setter", "")))
    return found
