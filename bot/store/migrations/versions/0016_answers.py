"""What people answer to reminders, what comes back to them, and their own notebooks."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TENANT = ("platform", "tenant")


def _tenant() -> list[sa.Column[Any]]:
    return [
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
    ]


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "answers",
        *_tenant(),
        _text("person_id", 128),
        _text("on_post", 160),
        _text("text_id", 60),
        _text("kind", 16),
        _moment("at"),
        sa.PrimaryKeyConstraint(*_TENANT, "person_id", "on_post"),
    )
    op.create_index("ix_answers_post", "answers", [*_TENANT, "on_post"])
    op.create_index("ix_answers_at", "answers", ["at"])
    op.create_table(
        "asked_questions",
        *_tenant(),
        _text("on_post", 160),
        _text("schedule_id", 64),
        _text("place", 255),
        _text("text_id", 60),
        _text("idea", 8),
        _moment("closes_at"),
        _text("share", 16, nullable=True),
        _moment("next_at", nullable=True),
        sa.PrimaryKeyConstraint(*_TENANT, "on_post"),
    )
    op.create_index("ix_asked_questions_place", "asked_questions", [*_TENANT, "place"])
    op.create_table(
        "reviews",
        *_tenant(),
        _text("person_id", 128),
        _text("text_id", 60),
        sa.Column("scene", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        _moment("answered_at"),
        _text("zone", 64),
        _text("hour", 5),
        _moment("next_at", nullable=True),
        _moment("asked_at", nullable=True),
        sa.PrimaryKeyConstraint(*_TENANT, "person_id", "text_id"),
    )
    op.create_table(
        "notebook",
        *_tenant(),
        _text("id", 64),
        _text("person_id", 128),
        _text("text_id", 60),
        _text("line", 300),
        _moment("at"),
        sa.PrimaryKeyConstraint(*_TENANT, "id"),
    )
    op.create_index("ix_notebook_person", "notebook", [*_TENANT, "person_id"])
    habits = op.create_table(
        "reminder_habits",
        *_tenant(),
        _text("schedule_id", 64),
        _moment("pressed_at"),
        _moment("next_at", nullable=True),
        _moment("brief_at", nullable=True),
        sa.PrimaryKeyConstraint(*_TENANT, "schedule_id"),
    )
    waiting = sa.text("next_at IS NOT NULL")
    for table in ("asked_questions", "reviews", "reminder_habits"):
        op.create_index(
            f"ix_{table}_due",
            table,
            ["next_at"],
            sqlite_where=waiting,
            postgresql_where=waiting,
        )
    briefed = sa.text("brief_at IS NOT NULL")
    op.create_index(
        "ix_reminder_habits_brief",
        "reminder_habits",
        ["brief_at"],
        sqlite_where=briefed,
        postgresql_where=briefed,
    )
    _watch(habits)


def _watch(habits: sa.Table) -> None:
    """Look at each reminder that stands when it comes next; the three weeks begin then."""
    names: list[sa.ColumnClause[Any]] = [
        sa.column(name) for name in (*_TENANT, "id", "intent", "next_at")
    ]
    schedules = sa.table("schedules", *names)
    found = sa.select(
        schedules.c.platform,
        schedules.c.tenant,
        schedules.c.id,
        schedules.c.next_at,
        schedules.c.next_at,
    ).where(schedules.c.intent == "reminder.due", schedules.c.next_at.is_not(None))
    into = [*_TENANT, "schedule_id", "pressed_at", "next_at"]
    op.execute(habits.insert().from_select(into, found))


def downgrade() -> None:
    """Take them away."""
    for table in ("reminder_habits", "notebook", "reviews", "asked_questions", "answers"):
        op.drop_table(table)
