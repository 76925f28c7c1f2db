"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # only INTEGER counts up in SQLite


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "cases",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("aside", sa.String(length=60), nullable=True),
        sa.Column("branch", sa.String(length=60), nullable=True),
        sa.Column("variant", sa.String(length=16), nullable=False),
        sa.Column("came_from", sa.String(length=16), nullable=True),
        sa.Column("second", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("remedy", sa.String(length=150), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.String(length=16), nullable=True),
        sa.Column("idea", sa.Text(), nullable=True),
        sa.Column("page", sa.String(length=16), nullable=True),
        sa.Column("page_ref", sa.String(length=128), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("platform", "tenant", "id", name=op.f("pk_cases")),
        sa.UniqueConstraint(
            "platform", "tenant", "number", name=op.f("uq_cases_platform_tenant_number")
        ),
    )
    op.create_index(
        "ix_cases_agent", "cases", ["platform", "tenant", "agent_id", "state"], unique=False
    )
    op.create_index("ix_cases_changed_at", "cases", ["changed_at"], unique=False)
    op.create_table(
        "conversations",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("service_url", sa.String(length=500), nullable=False),
        sa.Column("bot_id", sa.String(length=255), nullable=False),
        sa.Column("team_id", sa.String(length=255), nullable=False),
        sa.Column("person_id", sa.String(length=128), nullable=False),
        sa.Column("user_id", sa.String(length=255), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "channel", name=op.f("pk_conversations")),
    )
    op.create_index(
        "ix_conversations_person",
        "conversations",
        ["platform", "tenant", "person_id"],
        unique=False,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("lane", sa.String(length=255), nullable=False),
        sa.Column("schedule_id", sa.String(length=64), nullable=True),
        sa.Column("body", sa.JSON(), nullable=True),
        sa.Column("occurs_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("waits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=255), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ref", sa.String(length=255), nullable=True),
        sa.Column("receipt", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("key", name=op.f("uq_deliveries_key")),
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'unknown')"),
        postgresql_where=sa.text("state IN ('pending', 'unknown')"),
    )
    op.create_index(
        "ix_deliveries_lane",
        "deliveries",
        ["lane", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'unknown')"),
        postgresql_where=sa.text("state IN ('pending', 'unknown')"),
    )
    op.create_index(
        "ix_deliveries_receipt",
        "deliveries",
        ["id"],
        unique=False,
        sqlite_where=sa.text("receipt IS 1"),
        postgresql_where=sa.text("receipt IS TRUE"),
    )
    op.create_index(
        "ix_deliveries_schedule", "deliveries", ["schedule_id", "occurs_at"], unique=False
    )
    op.create_index(
        "ix_deliveries_sent",
        "deliveries",
        ["sent_at"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NOT NULL AND body IS NOT NULL"),
        postgresql_where=sa.text("sent_at IS NOT NULL AND body IS NOT NULL"),
    )
    op.create_table(
        "people",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("role", sa.String(length=16), server_default="agent", nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("variant", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("platform", "tenant", "id", name=op.f("pk_people")),
    )
    op.create_table(
        "playground",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ahead_s", sa.Float(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playground")),
    )
    op.create_table(
        "schedules",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=255), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=False),
        sa.Column("recurrence", sa.JSON(), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("memory", sa.JSON(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grace_s", sa.Integer(), server_default="3600", nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("paused_reason", sa.String(length=255), nullable=True),
        sa.Column("owner_id", sa.String(length=128), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    op.create_index(
        "ix_schedules_due",
        "schedules",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        "ix_schedules_place", "schedules", ["platform", "tenant", "place"], unique=False
    )
    op.create_table(
        "turns",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "id", name=op.f("pk_turns")),
    )
    op.create_index("ix_turns_at", "turns", ["at"], unique=False)
    op.create_table(
        "web_messages",
        sa.Column("seq", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_web_messages")),
        sa.UniqueConstraint("id", name=op.f("uq_web_messages_id")),
    )
    op.create_index("ix_web_messages_changed", "web_messages", ["changed"], unique=False)
    op.create_index(
        "ix_web_messages_channel", "web_messages", ["tenant", "channel", "seq"], unique=False
    )
    op.create_table(
        "workspaces",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("zone", sa.String(length=64), server_default="UTC", nullable=False),
        sa.Column("lead_place", sa.String(length=255), nullable=True),
        sa.Column("lead_line", sa.String(length=150), nullable=True),
        sa.Column("sign_off", sa.String(length=150), nullable=True),
        sa.Column("rate_per_s", sa.Float(), server_default="5", nullable=False),
        sa.Column("next_slot_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_reason", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("platform", "tenant", name=op.f("pk_workspaces")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("workspaces")
    op.drop_index("ix_web_messages_channel", table_name="web_messages")
    op.drop_index("ix_web_messages_changed", table_name="web_messages")
    op.drop_table("web_messages")
    op.drop_index("ix_turns_at", table_name="turns")
    op.drop_table("turns")
    op.drop_index("ix_schedules_place", table_name="schedules")
    op.drop_index(
        "ix_schedules_due",
        table_name="schedules",
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.drop_table("schedules")
    op.drop_table("playground")
    op.drop_table("people")
    op.drop_index(
        "ix_deliveries_sent",
        table_name="deliveries",
        sqlite_where=sa.text("sent_at IS NOT NULL AND body IS NOT NULL"),
        postgresql_where=sa.text("sent_at IS NOT NULL AND body IS NOT NULL"),
    )
    op.drop_index("ix_deliveries_schedule", table_name="deliveries")
    op.drop_index(
        "ix_deliveries_receipt",
        table_name="deliveries",
        sqlite_where=sa.text("receipt IS 1"),
        postgresql_where=sa.text("receipt IS TRUE"),
    )
    op.drop_index(
        "ix_deliveries_lane",
        table_name="deliveries",
        sqlite_where=sa.text("state IN ('pending', 'unknown')"),
        postgresql_where=sa.text("state IN ('pending', 'unknown')"),
    )
    op.drop_index(
        "ix_deliveries_due",
        table_name="deliveries",
        sqlite_where=sa.text("state IN ('pending', 'unknown')"),
        postgresql_where=sa.text("state IN ('pending', 'unknown')"),
    )
    op.drop_table("deliveries")
    op.drop_index("ix_conversations_person", table_name="conversations")
    op.drop_table("conversations")
    op.drop_index("ix_cases_changed_at", table_name="cases")
    op.drop_index("ix_cases_agent", table_name="cases")
    op.drop_table("cases")
