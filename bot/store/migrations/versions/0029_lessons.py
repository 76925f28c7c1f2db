"""Lessons: which ones a person did, what is asked of them, and who answers."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add them; nobody has done a lesson yet, and no workspace has a mentor."""
    op.add_column("workspaces", sa.Column("mentor", sa.String(length=128), nullable=True))
    op.create_table(
        "lessons_done",
        *_tenant(),
        sa.Column("person_id", sa.String(length=128), nullable=False),
        sa.Column("lesson_id", sa.String(length=60), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("fitted", sa.Boolean(), nullable=False),
        sa.Column("recalled_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("platform", "tenant", "person_id", "lesson_id"),
    )
    op.create_table(
        "lesson_questions",
        *_tenant(),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("lesson_id", sa.String(length=60), nullable=False),
        sa.Column("asker_id", sa.String(length=128), nullable=False),
        sa.Column("mentor_id", sa.String(length=128), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "id"),
    )
    op.create_index("ix_lesson_questions_due", "lesson_questions", ["next_at"])
    op.create_index("ix_lesson_questions_asked_at", "lesson_questions", ["asked_at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("lesson_questions")
    op.drop_table("lessons_done")
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.drop_column("mentor")


def _tenant() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
    )
