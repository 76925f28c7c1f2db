"""Answers to reminders: what was pressed, told and comes back, notebooks, what is disputed."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

POST = 160  # characters of the name of a post

# What one person pressed on one post; nobody else reads whose it is.
answers = Table(
    "answers",
    metadata,
    *tenant_columns(),
    Column("person_id", String(128), primary_key=True),
    Column("on_post", String(POST), primary_key=True),
    Column("text_id", String(60), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", Moment, nullable=False),
)
Index("ix_answers_post", answers.c.platform, answers.c.tenant, answers.c.on_post)
Index("ix_answers_at", answers.c.at)

# A question as a channel got it, without anybody's answer; ``next_at`` is when it is told.
asked = Table(
    "asked_questions",
    metadata,
    *tenant_columns(),
    Column("on_post", String(POST), primary_key=True),
    Column("schedule_id", String(64), nullable=False),
    Column("place", String(255), nullable=False),
    Column("text_id", String(60), nullable=False),
    Column("idea", String(8), nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("share", String(16)),  # none: nothing is told of it
    Column("next_at", Moment),  # none: it was told, or never will be
)
_waiting = asked.c.next_at.is_not(None)
Index("ix_asked_questions_due", asked.c.next_at, sqlite_where=_waiting, postgresql_where=_waiting)
Index("ix_asked_questions_place", asked.c.platform, asked.c.tenant, asked.c.place)

# A question that comes back to one person; a row without ``next_at`` is the last one that did.
reviews = Table(
    "reviews",
    metadata,
    *tenant_columns(),
    Column("person_id", String(128), primary_key=True),
    Column("text_id", String(60), primary_key=True),
    Column("scene", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("answered_at", Moment, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("hour", String(5), nullable=False),
    Column("next_at", Moment),
    Column("asked_at", Moment),  # when it came back last
)
_coming = reviews.c.next_at.is_not(None)
Index("ix_reviews_due", reviews.c.next_at, sqlite_where=_coming, postgresql_where=_coming)

# Lines that somebody wrote for themselves.
notebook = Table(
    "notebook",
    metadata,
    *tenant_columns(),
    Column("id", String(64), primary_key=True),
    Column("person_id", String(128), nullable=False),
    Column("text_id", String(60), nullable=False),
    Column("line", String(300), nullable=False),
    Column("at", Moment, nullable=False),
)
Index("ix_notebook_person", notebook.c.platform, notebook.c.tenant, notebook.c.person_id)

# When somebody last pressed something on a reminder's posts; ``next_at`` is the next look at it.
habits = Table(
    "reminder_habits",
    metadata,
    *tenant_columns(),
    Column("schedule_id", String(64), primary_key=True),
    Column("pressed_at", Moment, nullable=False),
    Column("next_at", Moment),
    Column("brief_at", Moment),  # of a briefing: when its managers get it
)
_looked_at = habits.c.next_at.is_not(None)
Index(
    "ix_reminder_habits_due", habits.c.next_at, sqlite_where=_looked_at, postgresql_where=_looked_at
)
_briefed = habits.c.brief_at.is_not(None)
Index(
    "ix_reminder_habits_brief",
    habits.c.brief_at,
    sqlite_where=_briefed,
    postgresql_where=_briefed,
)

# That somebody sees a post differently: never who, and never how many.
disagreements = Table(
    "disagreements",
    metadata,
    *tenant_columns(),
    Column("on_post", String(POST), primary_key=True),
    Column("place", String(255), nullable=False),
    Column("text_id", String(60), nullable=False),
    Column("is_answered", Boolean, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("came_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_disagreements_changed_at", "changed_at"),
)

# The own cards of the leads who are told.
disagreement_cards = Table(
    "disagreement_cards",
    metadata,
    *tenant_columns(),
    Column("on_post", String(POST), primary_key=True),
    Column("lead_id", String(128), primary_key=True),
    Column("ref", String(1000), nullable=False),
    Column("shows", Integer, nullable=False),
    Column("is_put_off", Boolean, nullable=False),
    Column("is_taker", Boolean, nullable=False),
)
