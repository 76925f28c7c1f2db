"""The audit log: what somebody did that concerns others, without a word of anybody's."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

GONE = "gone-"  # begins what stands for somebody who had their data deleted


class Act(StrEnum):
    """What was done; of the target of a line each says what it is."""

    ROLE_GIVEN = "role.given"  # the role
    TEAM_JOINED = "team.joined"
    TEAM_LEFT = "team.left"
    TEAM_HOURS_SET = "team.hours-set"
    TEAM_CHANNEL_SET = "team.channel-set"
    DUTY_SET = "duty.set"  # the kind of trouble; none: all others
    MENTOR_SET = "mentor.set"
    SETTING_CHANGED = "setting.changed"  # the setting, not its value
    REMINDER_ADDED = "reminder.added"  # of a reminder: its id
    REMINDER_CHANGED = "reminder.changed"
    REMINDER_REMOVED = "reminder.removed"
    REMINDER_PAUSED = "reminder.paused"
    REMINDER_RESUMED = "reminder.resumed"
    REMINDER_SKIPPED = "reminder.skipped"
    REMINDER_SENT = "reminder.sent"
    DAYS_OFF_SET = "days-off.set"
    DELIVERY_RETRIED = "delivery.retried"  # of a delivery: its number
    DELIVERY_DROPPED = "delivery.dropped"
    THANKS_SEEN = "thanks.seen"  # of thanks: their id
    THANKS_POSTED = "thanks.posted"
    THANKS_KEPT_PRIVATE = "thanks.kept-private"
    THANKS_DECLINED = "thanks.declined"
    THANKS_REWORDED = "thanks.reworded"
    THANKS_WITHDRAWN = "thanks.withdrawn"
    PROMISE_SEEN = "promise.seen"  # of a promise: its id
    PROMISE_TAKEN = "promise.taken"
    PROMISE_OFFERED = "promise.offered"  # of what is handed over: the offer's id
    PROMISE_HANDED_OVER = "promise.handed-over"
    PROMISE_DECLINED = "promise.declined"
    PROMISE_TAKEN_OVER = "promise.taken-over"  # of a promise: its id
    PROMISES_LOOKED_AT = "promises.looked-at"  # of people whose shift is over
    ASK_SEEN = "ask.seen"  # of a page and the other asks: its id
    ASK_TAKEN = "ask.taken"
    ASK_HANDED_ON = "ask.handed-on"
    RULE_ADDED = "rule.added"  # of a rule: its id
    RULE_OWNED = "rule.owned"
    RULE_RENAMED = "rule.renamed"
    RULE_REMOVED = "rule.removed"
    RULE_DECIDED = "rule.decided"
    IDEA_MOVED = "idea.moved"  # of a what-if: its id
    IDEA_SUGGESTED = "idea.suggested"
    MORE_ALLOWED = "more.allowed"
    MORE_REFUSED = "more.refused"
    DATA_EXPORTED = "data.exported"
    DATA_DELETED = "data.deleted"
    WEEK_EXPORTED = "week.exported"  # of the workspace, or of a manager's team
    RULE_TOLD = "rule.told"  # how often it is bent, to its owner; its id
    TEMPLATE_EXPORTED = "template.exported"
    TEMPLATE_APPLIED = "template.applied"
    BACKED_UP = "database.backed-up"
    UNKNOWN = "unknown"  # of a newer version; never written


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act: who, when, what, where and to whom, by ids and codes alone.

    Without an actor it was whoever runs the bot, on the command line; without a place it was done
    there, or in a chat of the actor's own.
    """

    id: str
    at: datetime
    actor_id: str
    act: Act
    place: str = ""
    subject_id: str = ""
    target: str = ""


class Audit(Protocol):
    """The audit log of the workspace of a turn: lines are added, and none is changed."""

    async def add(self, line: AuditLine) -> None:
        """Add a line of the person whose turn it is; the same id again changes nothing."""
        ...

    async def newest(self, limit: int, before: AuditLine | None = None) -> tuple[AuditLine, ...]:
        """Return the newest lines, newest first; ``before``: those older than this one."""
        ...
