"""Lessons: which ones a person did, and what is asked of them."""

from sqlalchemy import Boolean, Column, Date, Index, String, Table, Text

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

# Nobody else reads whose they are, and nothing counts them.
lessons_done = Table(
    "lessons_done",
    metadata,
    *tenant_columns(),
    Column("person_id", String(128), primary_key=True),
    Column("lesson_id", String(60), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("fitted", Boolean, nullable=False),  # the first answer was the better one
    Column("recalled_on", Date),  # when its idea was their thought of the day
)

# Of one who asks, to the mentor; gone once it is answered.
lesson_questions = Table(
    "lesson_questions",
    metadata,
    *tenant_columns(),
    Column("id", String(64), primary_key=True),
    Column("lesson_id", String(60), nullable=False),
    Column("asker_id", String(128), nullable=False),
    Column("mentor_id", String(128), nullable=False),
    Column("text", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False),  # when it is looked whether it is answered
    Index("ix_lesson_questions_due", "next_at"),
    Index("ix_lesson_questions_asked_at", "asked_at"),
)
