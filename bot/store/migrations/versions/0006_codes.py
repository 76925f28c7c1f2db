"""Why something was not sent is a code with a detail; sentences of older rows are read once."""

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
_shoutouts = sa.table(
    "shoutouts",
    sa.column("platform", sa.String),
    sa.column("tenant", sa.String),
    sa.column("id", sa.String),
    sa.column("messages", sa.JSON),
)


def upgrade() -> None:
    """Add the detail; read what was written as a sentence."""
    op.add_column("deliveries", sa.Column("detail", sa.String(length=255), nullable=True))
    connection = op.get_bind()
    _read_deliveries(connection)
    _read_pauses(connection)
    _read_reminders(connection)
    _rename_states(connection)


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


def _read_deliveries(connection: sa.Connection) -> None:
    for text in connection.scalars(sa.select(_deliveries.c.reason).distinct()).all():
        if text is not None:
            reason, detail = read(text)
            connection.execute(
                sa.update(_deliveries)
                .where(_deliveries.c.reason == text)
                .values(reason=reason, detail=detail or None)
            )
    alert = sa.func.replace(_deliveries.c.key, "notice:", "alert:")
    old = _deliveries.c.key.like("notice:%")
    connection.execute(sa.update(_deliveries).where(old).values(key=alert))


def _read_pauses(connection: sa.Connection) -> None:
    column = _schedules.c.paused_reason
    for text in connection.scalars(sa.select(column).distinct()).all():
        if text is not None:
            code = sa.update(_schedules).where(column == text).values(paused_reason=read(text)[0])
            connection.execute(code)
    paused = _workspaces.c.paused_reason.is_not(None)
    connection.execute(
        sa.update(_workspaces).where(paused).values(paused_reason="workspace_paused")
    )


def _read_reminders(connection: sa.Connection) -> None:
    """Keep why a reminder was stopped as a code, too."""
    for id_, args in connection.execute(sa.select(_schedules.c.id, _schedules.c.args)).all():
        if args.get("stopped"):
            stopped = read(args["stopped"])[0]
            connection.execute(
                sa.update(_schedules)
                .where(_schedules.c.id == id_)
                .values(args={**args, "stopped": stopped})
            )


def _rename_states(connection: sa.Connection) -> None:
    """Call the state of a shout-out's message its state."""
    key = (_shoutouts.c.platform, _shoutouts.c.tenant, _shoutouts.c.id)
    for *found, messages in connection.execute(sa.select(*key, _shoutouts.c.messages)).all():
        for each in messages:
            each["state"] = each.pop("standing")
        same = sa.and_(*(column == value for column, value in zip(key, found, strict=True)))
        connection.execute(sa.update(_shoutouts).where(same).values(messages=messages))
