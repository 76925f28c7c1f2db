"""Why something was not sent is a code with a detail; sentences of older rows are read once."""

import json
import re

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# The sentences of a version before, and the code of each with the detail that it named.
_SENTENCES = (
    (r"paused by (.*)", "paused"),
    (r"left out by (.*)", "skipped_once"),
    (r"removed by (.*)", "removed"),
    (r"day off(?:: (.*))?", "day_off"),
    (r"public holiday: (.*)", "holiday"),
    (r"quiet hours, (.*)", "quiet_hours"),
    (r"dropped by hand", "dropped"),
    (r"deleted at the person's wish", "forgotten"),
    (r"the promise was moved or closed meanwhile", "superseded"),
    (r"missed while we were away(?:, as were (\d+) more)?", "missed"),
    (r"missed: more than (\d+) min late", "past_grace"),
    (r"its time had passed", "expired"),
    (r"set aside: (\w+) while drawing it", "not_drawn"),
    (r"set aside: (\w+) while reading it", "unreadable"),
)
# Of what a door said, the first fragment that is found tells the code; all of it is the detail.
_FRAGMENTS = (
    ("archived", "channel_archived"),
    ("not in this channel", "not_in_channel"),
    ("not in that conversation", "not_in_channel"),
    ("has not met that person", "not_in_channel"),
    ("I am not in that channel", "not_in_channel"),
    ("not there any more", "channel_gone"),
    ("conversation is gone", "channel_gone"),
    ("channel_not_found", "channel_gone"),
    ("channel is gone", "channel_gone"),
    ("person can't be reached", "person_unreachable"),
    ("blocked the bot", "person_unreachable"),
    ("not in that channel", "person_unreachable"),
    ("reach that person no more", "person_unreachable"),
    ("token", "credentials_refused"),
    ("app id or secret", "credentials_refused"),
    ("not installed in that workspace", "credentials_refused"),
    ("accept my keys", "credentials_refused"),
    ("does not let the bot post", "not_allowed"),
    ("does not let me post", "not_allowed"),
    ("lacks a permission", "not_allowed"),
    ("switched the bot off", "not_allowed"),
    ("messages tab", "chat_switched_off"),
    ("chat is switched off", "chat_switched_off"),
    ("App Home is switched off", "chat_switched_off"),
    ("what we drew", "badly_drawn"),
    ("I drew it", "badly_drawn"),
    ("a bug:", "badly_drawn"),
    ("no such method", "badly_drawn"),
    ("not connected", "not_connected"),
    ("sent twice", "answer_lost_twice"),
    ("gave up after", "interrupted"),
    ("we stopped while", "interrupted"),
    ("asked to wait", "rate_limited"),
    ("that message is gone", "message_gone"),
    ("response URL", "message_gone"),
    ("that message is not ours", "message_fixed"),
    ("that message is too old", "message_fixed"),
    ("no answer", "unreachable"),
    ("dropped", "unreachable"),
    ("slow", "unreachable"),
    ("can't be reached", "unreachable"),
    ("could not be reached", "unreachable"),
    ("does not answer", "unreachable"),
    ("not an answer", "unreachable"),
)

_deliveries = sa.table(
    "deliveries",
    sa.column("key", sa.String),
    sa.column("reason", sa.String),
    sa.column("detail", sa.String),
)
_schedules = sa.table(
    "schedules",
    sa.column("id", sa.String),
    sa.column("args", sa.JSON),
    sa.column("paused_reason", sa.String),
)
_workspaces = sa.table("workspaces", sa.column("paused_reason", sa.String))


def upgrade() -> None:
    """Add the detail; read what was written as a sentence."""
    op.add_column("deliveries", sa.Column("detail", sa.String(length=255), nullable=True))
    connection = op.get_bind()
    for text in connection.scalars(sa.select(_deliveries.c.reason).distinct()).all():
        if text is not None:
            reason, detail = read(text)
            connection.execute(
                sa.update(_deliveries)
                .where(_deliveries.c.reason == text)
                .values(reason=reason, detail=detail or None)
            )
    for table in (_schedules, _workspaces):
        column = table.c.paused_reason
        for text in connection.scalars(sa.select(column).distinct()).all():
            if text is not None:
                code = read(text)[0] if table is _schedules else "workspace_paused"
                connection.execute(
                    sa.update(table).where(column == text).values(paused_reason=code)
                )
    for id_, args in connection.execute(sa.select(_schedules.c.id, _schedules.c.args)).all():
        known = json.loads(args) if isinstance(args, str) else args
        if known.get("stopped"):
            connection.execute(
                sa.update(_schedules)
                .where(_schedules.c.id == id_)
                .values(args={**known, "stopped": read(known["stopped"])[0]})
            )
    connection.execute(
        sa.update(_deliveries)
        .where(_deliveries.c.key.like("notice:%"))
        .values(key=sa.func.replace(_deliveries.c.key, "notice:", "alert:"))
    )


def downgrade() -> None:
    """Keep the codes as they are: an older program shows them as they stand."""
    op.drop_column("deliveries", "detail")


def read(text: str) -> tuple[str, str]:
    """Return the code and the detail of a sentence."""
    for pattern, reason in _SENTENCES:
        if found := re.fullmatch(pattern, text):
            return reason, (found[1] or "") if found.re.groups else ""
    for fragment, reason in _FRAGMENTS:
        if fragment in text:
            return reason, text
    return "platform_error", text
