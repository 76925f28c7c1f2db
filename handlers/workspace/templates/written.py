"""A reminder and a setting as a template writes them: in texts, without what is usual."""

from handlers.domain.asks.duty import Duty
from handlers.domain.reminder import Reminder
from handlers.ports.member import Member
from handlers.reminders.values import values_of
from handlers.workspace.templates.template import USUAL


def reminder_values(reminder: Reminder) -> dict[str, str]:
    """Return a reminder as its entry has it: when, in which zone, and what isn't usual."""
    form = values_of(reminder)
    unusual = {name: form[name] for name, usual in USUAL.items() if form[name] != usual}
    phrase = reminder.phrase.removesuffix(f" {reminder.zone}")
    return {"when": phrase, "zone": reminder.zone, **unusual}


def columns_of(member: Member) -> dict[str, object]:
    """Return what is typed of a workspace's settings, by column; None where nobody has set it."""
    return {
        "zone": member.workspace_zone if member.has_zone else None,
        "lead_line": member.lead_line or None,
        "sign_off": member.sign_off or None,
        "day_ends": f"{member.day_ends:%H:%M}" if member.day_ends else None,
        "remedies": list(member.remedies) or None,
        "numbers": dict(member.numbers) or None,
        "rule_watch": member.rule_watch or None,
        "rate_per_s": member.rate_per_s,
    }


def setting_text(column: str, value: object) -> object:
    """Return the value of a column as the file has it: a text, a list, or a text for each kind."""
    if column == "rate_per_s" and isinstance(value, float):
        return str(round(value * 60))
    return value


def names_people(duty: Duty) -> bool:
    """Tell whether a template can say who is on duty: people by name, no group."""
    return bool(duty.people) and not duty.group
