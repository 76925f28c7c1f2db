"""Who may do what here, and a manager's own list of people."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.cards import Action, Button, Card, Choices, Facts, Field, FieldKind, Form, Text, Tone
from handlers.domain.people import Person, Role
from handlers.mentions import chosen_people, people_meant, without_mentions
from handlers.permissions import check_role
from handlers.ports.staff import Contact, Team
from handlers.turn import Refusal, Reply, Services, Turn

SHOWN = 10  # people on a card; the rest are counted
_ROLES = (
    (Role.MANAGER, "Manager: posts thanks, looks after reminders"),
    (Role.ADMIN, "Admin: sets up the workspace as well"),
    (Role.AGENT, "Neither: takes a role back"),
)
_BOTH = f"For example: /care people @dana {Role.MANAGER}"


async def show(turn: Turn, services: Services) -> Reply:
    """Show who has a role, or give one: ``@dana manager``."""
    await check_role(Role.ADMIN, services)
    if turn.text.strip() or turn.mentions:
        return await _typed(turn, services)
    return await _people_card(turn, services)


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form that gives a role."""
    await check_role(Role.ADMIN, services)
    return Reply(form=_role_form({}, {}))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form that gives a role."""
    await check_role(Role.ADMIN, services)
    chosen = chosen_people(turn)
    if not chosen:
        values = {"people": turn.args.get("people", ""), "role": turn.args.get("role", "")}
        return Reply(form=_role_form(values, {"people": "Choose at least one person."}))
    try:
        role = Role(turn.arg("role"))
    except ValueError:
        raise Refusal(f"That is no role. {_BOTH}") from None
    return await _appointed(chosen, role, turn, services)


async def show_team(turn: Turn, services: Services) -> Reply:
    """Show the list of the manager who asks, or put people on it: ``@ana @bo``."""
    await check_role(Role.MANAGER, services)
    if joining := people_meant(turn.mentions):
        await services.store.staff.join(_contacts(joining))
    elif turn.text.strip():
        raise Refusal("Say who, with an @: /care team @ana @bo")
    return await _team_card(turn, services)


async def ask_team(turn: Turn, services: Services) -> Reply:
    """Open the form that puts people on the list."""
    await check_role(Role.MANAGER, services)
    return Reply(form=_team_form(""))


async def save_team(turn: Turn, services: Services) -> Reply:
    """Take the form that puts people on the list."""
    await check_role(Role.MANAGER, services)
    chosen = chosen_people(turn)
    if not chosen:
        return Reply(form=_team_form("Choose at least one person."))
    await services.store.staff.join(_contacts(chosen))
    return await _team_card(turn, services)


async def leave(turn: Turn, services: Services) -> Reply:
    """Take somebody off the list; twice is once."""
    await check_role(Role.MANAGER, services)
    await services.store.staff.leave(turn.arg("person"))
    return await _team_card(turn, services)


async def settle(turn: Turn, services: Services) -> Reply:
    """Take this channel for the team's own, or none at all."""
    await check_role(Role.MANAGER, services)
    if turn.args.get("where") != "nowhere" and turn.place.direct:
        raise Refusal("Type /care team in the channel where your team talks.")
    place = None if turn.args.get("where") == "nowhere" else turn.place
    await services.store.staff.settle(place)
    return await _team_card(turn, services)


async def _typed(turn: Turn, services: Services) -> Reply:
    """Give a role to everybody who is mentioned."""
    chosen = people_meant(turn.mentions)
    try:
        role = Role(without_mentions(turn).lower().removesuffix("s"))
    except ValueError:
        raise Refusal(f"I need who, and as what: manager, admin or agent. {_BOTH}") from None
    if not chosen:
        raise Refusal(f"Say who, with an @. {_BOTH}")
    return await _appointed(chosen, role, turn, services)


async def _appointed(chosen: Sequence[Person], role: Role, turn: Turn, services: Services) -> Reply:
    if role is not Role.ADMIN and any(each.id == turn.person.id for each in chosen):
        raise Refusal("You can't take your own role away; another admin can.")
    contacts = [replace(each, role=role) for each in _contacts(chosen)]
    await services.store.staff.appoint(contacts)
    return await _people_card(turn, services)


async def _people_card(turn: Turn, services: Services) -> Reply:
    staff = await services.store.staff.with_role()
    rows = tuple((each.name, str(each.role)) for each in staff[:SHOWN])
    body: list[Facts | Text] = [Facts(rows) if rows else Text("Nobody has a role yet.")]
    if len(staff) > SHOWN:
        body.append(Text(f"And {len(staff) - SHOWN} more."))
    body.append(
        Text("Everybody else is an agent. Guests of another firm see help only.", Tone.NOTE)
    )
    give = Button("Give or take a role", Action("care.people-ask"))
    return Reply(Card("Who may do what", tuple(body), (give,)))


async def _team_card(turn: Turn, services: Services) -> Reply:
    team = await services.store.staff.team(turn.person.id)
    add = Button("Add people", Action("care.team-ask"))
    place = _place_buttons(team, turn)
    where = "none yet: thanks to them stay private"
    if team.place is not None:
        where = "this channel" if team.place == turn.place else "another channel"
    facts = Facts((("People", str(len(team.people))), ("Your team's channel", where)))
    off = tuple(
        Button(f"Take {each.name} off", Action("care.team-leave", {"person": each.id}))
        for each in team.people[:SHOWN]
    )
    note = Text("The list is yours; nobody is told of it.", Tone.NOTE)
    body = (facts, *((Choices(off),) if off else ()), note)
    return Reply(Card("Your team", body, (add, *place)))


def _place_buttons(team: Team, turn: Turn) -> Iterable[Button]:
    if not turn.place.direct and team.place != turn.place:
        yield Button("Our channel is this one", Action("care.team-settle"))
    if team.place is not None:
        yield Button("No channel", Action("care.team-settle", {"where": "nowhere"}))


def _contacts(people: Iterable[Person]) -> list[Contact]:
    return [Contact(each.id, each.name) for each in people]


def _role_form(values: dict[str, str], problems: dict[str, str]) -> Form:
    return Form(
        "Give or take a role",
        (
            _people_field(values.get("people", ""), problems.get("people", "")),
            Field(
                "role",
                "As what?",
                FieldKind.SELECT,
                values.get("role") or str(Role.MANAGER),
                options=tuple((str(role), label) for role, label in _ROLES),
            ),
        ),
        "Save",
        Action("care.people-save"),
        cancel=Action("care.people"),
    )


def _team_form(problem: str) -> Form:
    field = _people_field("", problem)
    return Form(
        "Your team", (field,), "Add them", Action("care.team-save"), cancel=Action("care.team")
    )


def _people_field(value: str, problem: str) -> Field:
    return Field("people", "Who?", FieldKind.PEOPLE, value, error=problem)
