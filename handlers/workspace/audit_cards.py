"""The card of the audit log: each line a sentence, with names as they are when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.cards import Action, Button, Card, Facts, Text, Tone
from handlers.domain.excerpt import capitalised
from handlers.domain.people import spoken_name
from handlers.domain.retention import KEEP_AUDIT
from handlers.domain.times import in_words
from handlers.ports.audit import GONE, Act, AuditLine
from handlers.workspace.settings_table import SETTINGS

LEFT, OPERATOR = "somebody who has left", "whoever runs this bot"
_SETTINGS = {each.column: each.label for each in SETTINGS} | {"week_digest": "Week in a channel"}
_WORDS: Mapping[Act, str] = {
    Act.ROLE_GIVEN: "{who} gave {whom} the role {target}",
    Act.TEAM_JOINED: "{who} put {whom} on a list of {theirs}",
    Act.TEAM_LEFT: "{who} took {whom} off a list of {theirs}",
    Act.TEAM_HOURS_SET: "{who} set the hours of {whom}",
    Act.TEAM_CHANNEL_SET: "{who} set the channel of {team}: {target}",
    Act.DUTY_SET: "{who} set who is on duty: {whom}",
    Act.MENTOR_SET: "{who} set who answers questions on lessons: {whom}",
    Act.SETTING_CHANGED: "{who} changed a setting: {target}",
    Act.REMINDER_ADDED: "{who} set up a reminder",
    Act.REMINDER_CHANGED: "{who} changed a reminder",
    Act.REMINDER_REMOVED: "{who} removed a reminder",
    Act.REMINDER_PAUSED: "{who} paused a reminder",
    Act.REMINDER_RESUMED: "{who} resumed a reminder",
    Act.REMINDER_SKIPPED: "{who} skipped a reminder",
    Act.REMINDER_SENT: "{who} had a reminder sent at once",
    Act.DAYS_OFF_SET: "{who} set the days off and quiet hours",
    Act.DELIVERY_RETRIED: "{who} had number {target} of the outbox sent again",
    Act.DELIVERY_DROPPED: "{who} dropped number {target} of the outbox",
    Act.THANKS_SEEN: "{who} looked at thanks for {whom}",
    Act.THANKS_POSTED: "{who} let thanks for {whom} go out",
    Act.THANKS_KEPT_PRIVATE: "{who} let thanks go to {whom} privately",
    Act.THANKS_DECLINED: "{who} left thanks for {whom}",
    Act.THANKS_REWORDED: "{who} gave thanks for {whom} other words",
    Act.THANKS_WITHDRAWN: "{who} took thanks for {whom} back",
    Act.PROMISE_SEEN: "{who} looked at a late promise of {whom}",
    Act.PROMISE_TAKEN: "{who} took over a late promise of {whom}",
    Act.PROMISE_OFFERED: "{who} offered promises to {whom}",
    Act.PROMISE_HANDED_OVER: "{who} took over promises of {whom}",
    Act.PROMISE_DECLINED: "{who} couldn't take over promises of {whom}",
    Act.PROMISE_TAKEN_OVER: "{who} took over a promise of {whom}, whose shift was over",
    Act.PROMISES_LOOKED_AT: "{who} looked at promises of {whom}, whose shift was over",
    Act.ASK_SEEN: "{who} looked at a call of {whom}",
    Act.ASK_TAKEN: "{who} took a call of {whom}",
    Act.ASK_HANDED_ON: "{who} handed on a call of {whom}",
    Act.RULE_ADDED: "{who} added a rule that may be bent",
    Act.RULE_OWNED: "{who} gave a rule to {whom} to look after",
    Act.RULE_RENAMED: "{who} gave a rule another name",
    Act.RULE_REMOVED: "{who} removed a rule",
    Act.RULE_DECIDED: "{who} said what becomes of a rule that is bent",
    Act.IDEA_MOVED: "{who} said what becomes of a what-if",
    Act.IDEA_SUGGESTED: "{who} suggested a what-if to {whom}",
    Act.MORE_ALLOWED: "{who} allowed {whom} to give more",
    Act.MORE_REFUSED: "{who} didn't allow {whom} to give more",
    Act.DATA_EXPORTED: "{who} had what is kept about {whom} sent",
    Act.DATA_DELETED: "{who} deleted what was kept about {whom}",
    Act.WEEK_EXPORTED: "{who} wrote a week in figures to a file",
    Act.RULE_TOLD: "{who} told {whom} how often a rule is bent",
    Act.TEMPLATE_EXPORTED: "{who} wrote the settings of this workspace to a file",
    Act.TEMPLATE_APPLIED: "{who} set this workspace up from a file",
    Act.BACKED_UP: "{who} made a copy of the database",
    Act.UNKNOWN: "{who} did something that a newer version knows",
}
_OF_REMINDERS = ("reminder.", "days-off.")


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of the log, as one reader sees them; ``names`` and ``places`` are by id."""

    lines: tuple[AuditLine, ...]
    names: Mapping[str, str]
    places: Mapping[str, str]
    zone: str
    at: datetime
    is_first: bool
    has_more: bool


def audit_card(page: Page) -> Card:
    """Return one page of the log, with the way to older lines."""
    rows = tuple((in_words(each.at, page.at, page.zone), _said(each, page)) for each in page.lines)
    empty = "Nothing yet." if page.is_first else "That is all there is."
    note = f"Kept for {KEEP_AUDIT.days} days, without anybody's words. Times are of {page.zone}."
    buttons = []
    if page.has_more:
        last = page.lines[-1]
        older = Action("care.audit", {"at": last.at.isoformat(), "line": last.id})
        buttons.append(Button("Older", older))
    if not page.is_first:
        buttons.append(Button("Newest", Action("care.audit")))
    body = (Facts(rows) if rows else Text(empty), Text(note, Tone.NOTE))
    return Card("Who did what", body, tuple(buttons))


def _said(line: AuditLine, page: Page) -> str:
    whom = _called(line.subject_id, page) if line.subject_id else "nobody by name"
    if line.subject_id and line.subject_id == line.actor_id:
        whom = "themselves"
    target = _SETTINGS.get(line.target, line.target)
    who = _called(line.actor_id, page) if line.actor_id else OPERATOR
    theirs = "theirs" if line.actor_id else "a manager's"
    team = f"the team of {whom}" if line.subject_id else "their team"
    words = _WORDS[line.act].format(who=who, whom=whom, target=target, theirs=theirs, team=team)
    said = capitalised(words)
    if line.subject_id and line.act.startswith(_OF_REMINDERS):
        said += f" of {whom}"
    where = page.places.get(line.place, "")
    return f"{said}, in {where}" if where else said


def _called(person_id: str, page: Page) -> str:
    if person_id.startswith(GONE):
        return LEFT
    return spoken_name(person_id, page.names.get(person_id, ""))
