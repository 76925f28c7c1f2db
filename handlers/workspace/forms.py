"""The forms of a workspace, and what they send: its settings, roles and teams."""

from collections.abc import Iterable, Mapping, Sequence

from content.models import Branch
from handlers.cards import Action, Field, FieldKind, Form
from handlers.domain.people import Person, Role
from handlers.ports.staff import Contact

REMEDIES = 6
LINE_LENGTH = 100
_BACK = Action("care.settings")
_ROLES = (
    (Role.MANAGER, "Manager: posts thanks, looks after reminders"),
    (Role.ADMIN, "Admin: sets up the workspace as well"),
    (Role.AGENT, "Neither: takes a role back"),
)


def lines_form(values: Mapping[str, str], problems: Mapping[str, str]) -> Form:
    """Return the form of the zone, the lead's fall-back line and the sign-off."""

    def field(name: str, label: str, hint: str, *, optional: bool) -> Field:
        return Field(
            name,
            label,
            value=values[name],
            hint=hint,
            optional=optional,
            max_length=LINE_LENGTH,
            error=problems.get(name, ""),
        )

    return Form(
        "Settings",
        (
            field("zone", "Time zone", "Europe/Rome, America/New_York", optional=False),
            field(
                "lead_line",
                "If the lead's channel can't be reached",
                "Ring the duty lead: 7711",
                optional=True,
            ),
            field("sign_off", "Sign-off under new reminders", "A line of your own", optional=True),
            field("pace", "Posts a minute, at most", "300; lower it if told to", optional=False),
        ),
        "Save",
        Action("care.settings-save"),
        intro="A reminder that is already set up keeps the sign-off it has.",
        cancel=_BACK,
    )


def remedies_form(value: str, problem: str = "") -> Form:
    """Return the form of what agents may offer, one a line."""
    field = Field(
        "remedies",
        "What may an agent offer without asking?",
        FieldKind.AREA,
        value=value,
        hint="One a line, with its limit. It ends the sentence “You will …”.",
        optional=True,
        max_length=600,
        error=problem,
    )
    return Form(
        "What agents may offer",
        (field,),
        "Save",
        Action("care.remedies-save"),
        intro="For example: Refund the trip (up to 40 €). Empty means what I came with.",
        cancel=_BACK,
    )


def numbers_form(branches: Sequence[Branch], values: Mapping[str, str]) -> Form:
    """Return the form of whom to call here, for each kind of trouble."""
    fields = tuple(
        Field(
            branch.id,
            branch.label,
            value=values.get(branch.id, ""),
            hint=branch.route,
            optional=True,
            max_length=LINE_LENGTH,
        )
        for branch in branches
    )
    return Form(
        "Local numbers",
        fields,
        "These are right",
        Action("care.numbers-save"),
        intro="Agents see these lines as they stand, in the worst minutes. Ring each one first.",
        cancel=_BACK,
    )


def role_form(values: Mapping[str, str], problems: Mapping[str, str]) -> Form:
    """Return the form that gives a role."""
    role = Field(
        "role",
        "As what?",
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
        "Your team",
        (_people_field("", problem),),
        "Add them",
        Action("care.team-save"),
        cancel=Action("care.team"),
    )


def contacts(people: Iterable[Person]) -> list[Contact]:
    """Return the people whom a form or a line named, as the store keeps them."""
    return [Contact(each.id, each.name) for each in people]


def _people_field(value: str, problem: str) -> Field:
    return Field("people", "Who?", FieldKind.PEOPLE, value, error=problem)
