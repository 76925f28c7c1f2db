"""A template as it was written, checked: all that is wrong with it is said at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from content.document import Node
from content.fields import SLUG
from content.flow import Flow
from content.problems import ContentError, quoted
from handlers.domain.people import Place
from handlers.domain.shifts import Hours, UnreadableHoursError, read_hours
from handlers.ports.member import Member
from handlers.reminders.values import AROUND, DECKS, ON_DAYS_OFF, SIGN_OFF_LENGTH
from handlers.workspace.setting import Workspace
from handlers.workspace.templates.checker import Checker, has
from handlers.workspace.templates.setting_reading import KEYS, PLACES, read_settings
from handlers.workspace.templates.template import Line, ReminderEntry, TeamEntry, Template
from scheduler.calendar.recurrence import zone_named
from scheduler.phrases.phrase import PhraseError, parse

_PARTS = ("settings", "teams", "reminders")
_TEAM = ("manager", "place", "people", "hours")
_CHOICES = {
    "deck": [name for name, _ in DECKS],
    "around": [name for name, _ in AROUND],
    "on_days_off": [name for name, _ in ON_DAYS_OFF],
}
_VALUES = ("when", "zone", *_CHOICES, "sign_off")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a template is read with: the workspace it is for, and the moment."""

    member: Member
    flow: Flow
    here: Place
    at: datetime


def read_template(node: Node, frame: Frame) -> Template:
    """Return what a file says; ContentError with all that is wrong."""
    check = Checker()
    check.keys(node, _PARTS, "")
    settings = node.under("settings")
    check.keys(settings, KEYS, "settings")
    values = read_settings(settings, Workspace(frame.member, frame.flow, frame.here), check)
    zone = str(values.get("zone") or frame.member.workspace_zone)
    places = [column for column in PLACES if has(settings, column)]
    reminders = check.entries(node, "reminders")
    template = Template(
        settings=values,
        places={column: check.role(settings, column, "settings") for column in places},
        duty=check.roles(settings, "duty", "settings") if has(settings, "duty") else None,
        mentor=_mentor(settings, check),
        teams=tuple(_team(each, check) for each in check.entries(node, "teams")),
        reminders=tuple(_reminder(each, zone, frame.at, check) for each in reminders),
    )
    _check_once(template.reminders, check)
    if check.problems:
        raise ContentError(sorted(check.problems, key=lambda each: each.line))
    return template


def _mentor(settings: Node, check: Checker) -> str | None:
    """Return the role of who answers what is asked of a lesson; empty: nobody."""
    if not has(settings, "mentor"):
        return None
    return check.role(settings, "mentor", "settings") if settings.under("mentor").value else ""


def _team(node: Node, check: Checker) -> TeamEntry:
    check.keys(node, _TEAM, "teams")
    manager = check.role(node, "manager", "teams")
    place = check.role(node, "place", "teams") if has(node, "place") else ""
    people = check.roles(node, "people", "teams")
    return TeamEntry(manager, place, people, Line(node.file, node.line), _hours(node, check))


def _hours(node: Node, check: Checker) -> Hours | None:
    """Return when a team works; empty ones take away what there is, None: it isn't said."""
    if not has(node, "hours"):
        return None
    try:
        return read_hours(node.text("hours"))
    except UnreadableHoursError as problem:
        check.note(node.under("hours"), "teams.hours", str(problem))
        return None


def _reminder(node: Node, zone: str, at: datetime, check: Checker) -> ReminderEntry:
    """Return a reminder; its time zone is that of the workspace unless it says its own."""
    check.keys(node, ("id", "place", *_VALUES), "reminders")
    if not re.fullmatch(SLUG, node.text("id")):
        wanted = "needs small letters, digits and single hyphens, like morning-1"
        check.note(node.under("id"), "reminders.id", wanted)
    place = check.role(node, "place", "reminders")
    values = {name: node.text(name).strip() for name in _VALUES if has(node, name)}
    values.setdefault("zone", zone)
    _check_when(node, values, at, check)
    for name, choices in _CHOICES.items():
        if has(node, name):
            check.one_of(node, name, "reminders", choices)
    if len(values.get("sign_off", "")) > SIGN_OFF_LENGTH:
        too_long = f"is too long; keep it within {SIGN_OFF_LENGTH} characters"
        check.note(node.under("sign_off"), "reminders.sign_off", too_long)
    return ReminderEntry(node.text("id"), place, values, Line(node.file, node.line))


def _check_when(node: Node, values: Mapping[str, str], at: datetime, check: Checker) -> None:
    try:
        zone_named(values["zone"])
    except ValueError:
        wrong = f"is «{quoted(values['zone'])}», no time zone; write one such as Europe/Rome"
        check.note(node.under("zone"), "reminders.zone", wrong)
        return
    try:
        parse(values.get("when", ""), values["zone"], at)
    except PhraseError as error:
        wrong = f"{error} For example: {error.example}"
        check.note(node.under("when"), "reminders.when", wrong)


def _check_once(reminders: Iterable[ReminderEntry], check: Checker) -> None:
    """Note ids that two reminders of one place share."""
    lines: dict[tuple[str, str], int] = {}
    for each in reminders:
        first = lines.setdefault((each.place, each.id), each.line.number)
        if first != each.line.number:
            wrong = f"is «{quoted(each.id)}», as on line {first}; give it an id of its own"
            check.problems.append(each.line.problem("reminders.id", wrong))
