"""The forms of a workspace, and what they send: its settings, roles and teams."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from handlers.cards import Action, Button, Field, FieldKind, Form
from handlers.domain.people import Person, Role
from handlers.domain.shifts import EXAMPLE
from handlers.ports.staff import Contact
from handlers.turn import Turn
from handlers.workspace.setting import FormName, Typed, Unfit, Workspace
from handlers.workspace.settings_table import SETTINGS


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around the settings of a form; ``opens`` is the button that does so."""

    opens: str
    title: str
    submit: str
    intent: str
    intro: str


_FRAMES = {
    FormName.LINES: _Frame(
        "Time zone and lines",
        "Time zone and lines",
        "Save",
        "care.settings-save",
        "A reminder that is already set up keeps the sign-off it has.",
    ),
    FormName.REMEDIES: _Frame(
        "What agents may offer",
        "What agents may offer",
        "Save",
        "care.remedies-save",
        "For example: Refund the trip (up to 40 €). Empty means what I came with.",
    ),
    FormName.NUMBERS: _Frame(
        "Local numbers",
        "Local numbers",
        "Confirm these numbers",
        "care.numbers-save",
        "Agents see these lines as they stand, in the worst minutes. Ring each one first. "
        "For example: Site security: 7700",
    ),
}
MAX_HOURS_LENGTH = 200
_ROLES = (
    (Role.MANAGER, "Manager: posts thanks, looks after reminders"),
    (Role.ADMIN, "Admin: sets up the workspace as well"),
    (Role.AGENT, "Neither: takes a role back"),
)


def settings_buttons() -> tuple[Button, ...]:
    """Return a button for each form of the settings."""
    return tuple(
        Button(frame.opens, Action("care.settings-ask", {"form": name.value}))
        for name, frame in _FRAMES.items()
    )


def form_asked(turn: Turn) -> FormName:
    """Return the form that a button opens; one of an older day that names none is the lines'."""
    asked = turn.args.get("form", "")
    return FormName(asked) if asked in set(FormName) else FormName.LINES


def form_sent(turn: Turn) -> FormName:
    """Return the form that was sent."""
    return next(name for name, frame in _FRAMES.items() if frame.intent == turn.intent)


def settings_form(
    name: FormName,
    workspace: Workspace,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> Form:
    """Return a form of settings as they stand, or as they were typed, with what is wrong."""
    frame, typed, problems = _FRAMES[name], typed or {}, problems or {}
    fields = tuple(
        replace(
            field,
            value=typed.get(field.name, field.value),
            error=problems.get(field.name, ""),
        )
        for _, how in _typed(name)
        for field in how.fields(workspace)
    )
    return Form(
        frame.title,
        fields,
        frame.submit,
        Action(frame.intent),
        intro=frame.intro,
        cancel=Action("care.settings"),
    )


def kept(
    name: FormName, typed: Mapping[str, str], workspace: Workspace
) -> tuple[Mapping[str, object], Mapping[str, str]]:
    """Return a form's new values by column, and its problems by the name of their field."""
    values: dict[str, object] = {}
    problems: dict[str, str] = {}
    for column, how in _typed(name):
        fields = [field.name for field in how.fields(workspace)]
        theirs = {field: typed.get(field, "").strip() for field in fields}
        try:
            values[column] = how.keep(theirs, workspace.flow)
        except Unfit as problem:
            problems[fields[0]] = str(problem)
    return values, problems


def role_form(values: Mapping[str, str], problems: Mapping[str, str]) -> Form:
    """Return the form that gives a role."""
    role = Field(
        "role",
        "Which role?",
        FieldKind.SELECT,
        values.get("role") or str(Role.MANAGER),
        options=tuple((str(role), label) for role, label in _ROLES),
    )
    people = _people_field(values.get("people", ""), problems.get("people", ""))
    return Form(
        "Give or take a role",
        (people, role),
        "Save",
        Action("care.people-save"),
        cancel=Action("care.people"),
    )


def team_form(problem: str) -> Form:
    """Return the form that puts people on a manager's list."""
    return Form(
        "Add people to your list",
        (_people_field("", problem),),
        "Add them",
        Action("care.team-save"),
        cancel=Action("care.team"),
    )


def hours_form(hours: str, problem: str = "") -> Form:
    """Return the form of a team's hours."""
    field = Field(
        "hours",
        "When does your team work?",
        FieldKind.AREA,
        hours,
        hint=f"{EXAMPLE}. Each in their own zone; whoever sets their own in /care me has those.",
        optional=True,
        max_length=MAX_HOURS_LENGTH,
        error=problem,
    )
    return Form(
        "Hours of your team",
        (field,),
        "Save",
        Action("care.team-hours-save"),
        intro="Outside them nothing private comes to them but what they asked for, and pages.",
        cancel=Action("care.team"),
    )


def contacts(people: Iterable[Person]) -> list[Contact]:
    """Return the people whom a form or a line named, as the store keeps them."""
    return [Contact(each.id, each.name) for each in people]


def _typed(name: FormName) -> Iterator[tuple[str, Typed]]:
    for each in SETTINGS:
        if isinstance(each.how, Typed) and each.how.form is name:
            yield each.column, each.how


def _people_field(value: str, problem: str) -> Field:
    return Field("people", "Who?", FieldKind.PEOPLE, value, error=problem)
