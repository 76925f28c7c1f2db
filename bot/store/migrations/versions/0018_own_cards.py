"""All the cards of an asker's that show an ask, not the newest alone; which cases have asks."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take over the one card of each ask, and find the cases of asks.

    The columns of the one card stay, for processes of the version before that still run.
    """
    cards = sa.Column("own_cards", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
    op.add_column("asks", cards)
    asks, here = _asks(), op.get_bind()
    for row in here.execute(sa.select(asks).where(asks.c.own_ref != "")).all():
        card = {"place": row.own_place, "ref": row.own_ref, "case_rev": row.case_rev}
        here.execute(_one(asks, row).values(own_cards=[card]))
    op.add_column(
        "cases", sa.Column("has_asks", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    names = ("platform", "tenant", "id", "has_asks")
    cases = sa.table("cases", *(sa.column(each) for each in names))
    of_case = [asks.c.platform == cases.c.platform, asks.c.tenant == cases.c.tenant]
    found = sa.exists().where(*of_case, asks.c.case_id == cases.c.id)
    here.execute(sa.update(cases).where(found).values(has_asks=sa.true()))


def downgrade() -> None:
    """Keep the newest card of each."""
    asks, here = _asks(), op.get_bind()
    for row in here.execute(sa.select(asks)).all():
        if row.own_cards:
            card = row.own_cards[-1]
            values = {"own_place": card["place"], "own_ref": card["ref"]}
            here.execute(_one(asks, row).values(**values, case_rev=card["case_rev"]))
    with op.batch_alter_table("asks") as table:
        table.drop_column("own_cards")
    with op.batch_alter_table("cases") as table:
        table.drop_column("has_asks")


def _asks() -> sa.TableClause:
    keys = [sa.column(name, sa.String()) for name in ("platform", "tenant", "id", "case_id")]
    old = [sa.column(name, sa.String()) for name in ("own_place", "own_ref")]
    return sa.table(
        "asks",
        *keys,
        *old,
        sa.column("case_rev", sa.Integer()),
        sa.column("own_cards", sa.JSON()),
    )


def _one(asks: sa.TableClause, row: sa.Row[tuple[str, ...]]) -> sa.Update:
    return sa.update(asks).where(
        asks.c.platform == row.platform, asks.c.tenant == row.tenant, asks.c.id == row.id
    )
