"""What holds for a whole workspace, and what is left to set up; a channel only from within it."""

from collections.abc import Iterable, Mapping

from content.models import Flow
from handlers.cards import Action, Button, Card, Facts, Text, Tone
from handlers.domain.people import Place, Role
from handlers.domain.redaction import redact, redact_secrets
from handlers.permissions import check_role
from handlers.ports.member import Member
from handlers.turn import Refusal, Reply, Services, Turn
from handlers.workspace.checklist import Standing, standing
from handlers.workspace.forms import LINE_LENGTH, REMEDIES, lines_form, numbers_form, remedies_form
from scheduler.calendar.recurrence import zone_named

REMEDY_LENGTH = 60  # it is a button
PACES = range(6, 1201)  # posts a minute
NOBODY = "nobody yet"
NOWHERE = "nowhere: they stay private"


async def show(turn: Turn, services: Services) -> Reply:
    """Show the settings and what is left to do, with a button for each that can be done here."""
    await check_role(Role.ADMIN, services)
    return await _shown(turn, services)


async def lead_here(turn: Turn, services: Services) -> Reply:
    """Call the lead in this very channel from now on: a channel is set up only from within."""
    return await _saved(turn, services, {"lead_place": str(_channel(turn))})


async def thanks_here(turn: Turn, services: Services) -> Reply:
    """Post thanks in this very channel from now on."""
    return await _saved(turn, services, {"thanks_place": str(_channel(turn))})


async def thanks_nowhere(turn: Turn, services: Services) -> Reply:
    """Keep thanks private again."""
    return await _saved(turn, services, {"thanks_place": None})


async def ask(turn: Turn, services: Services) -> Reply:
    """Open one of the forms."""
    member = await check_role(Role.ADMIN, services)
    match turn.args.get("form", "lines"):
        case "remedies":
            return Reply(form=remedies_form("\n".join(_offered(member, services.content.flow))))
        case "numbers":
            return Reply(form=numbers_form(services.content.flow.branches, member.numbers))
    values = {
        "zone": member.workspace_zone,
        "lead_line": member.lead_line,
        "sign_off": member.sign_off,
        "pace": _pace(member),
    }
    return Reply(form=lines_form(values, {}))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form of the zone and the lines."""
    await check_role(Role.ADMIN, services)
    names = ("zone", "lead_line", "sign_off", "pace")
    values = {name: turn.args.get(name, "").strip() for name in names}
    problems = {}
    try:
        zone_named(values["zone"])
    except ValueError:
        problems["zone"] = "That is no time zone I know. For example: Europe/Rome"
    if not values["pace"].isdecimal() or int(values["pace"][:6]) not in PACES:
        problems["pace"] = f"A number from {PACES.start} to {PACES.stop - 1}. Usual is 300."
    if problems:
        return Reply(form=lines_form(values, problems))
    kept = {
        "zone": values["zone"],
        "lead_line": redact_secrets(values["lead_line"])[:LINE_LENGTH],
        "sign_off": redact(values["sign_off"])[:LINE_LENGTH],
        "rate_per_s": int(values["pace"]) / 60,
    }
    return await _saved(turn, services, kept)


async def save_remedies(turn: Turn, services: Services) -> Reply:
    """Take what agents may offer, one a line; an empty list goes back to the pack's."""
    await check_role(Role.ADMIN, services)
    typed = turn.args.get("remedies", "")
    lines = list(dict.fromkeys(" ".join(redact(line).split()) for line in typed.splitlines()))
    lines = [line for line in lines if line]
    if len(lines) > REMEDIES:
        return Reply(form=remedies_form(typed, f"At most {REMEDIES}: the agent is on the phone."))
    if too_long := next((line for line in lines if len(line) > REMEDY_LENGTH), ""):
        problem = f"At most {REMEDY_LENGTH} letters a line: “{too_long[:24]}…” is longer."
        return Reply(form=remedies_form(typed, problem))
    flow = services.content.flow
    usual = lines == [remedy.label for remedy in flow.remedies]
    return await _saved(turn, services, {"remedies": None if usual or not lines else lines})


async def save_numbers(turn: Turn, services: Services) -> Reply:
    """Take whom to call here, for each kind of trouble."""
    await check_role(Role.ADMIN, services)
    typed = {
        branch.id: redact_secrets(" ".join(turn.args.get(branch.id, "").split()))[:LINE_LENGTH]
        for branch in services.content.flow.branches
    }
    numbers = {branch: line for branch, line in typed.items() if line}
    return await _saved(turn, services, {"numbers": numbers or None})


async def _saved(turn: Turn, services: Services, values: Mapping[str, object]) -> Reply:
    await check_role(Role.ADMIN, services)
    await services.store.save_workspace(values)
    return await _shown(turn, services)


async def _shown(turn: Turn, services: Services) -> Reply:
    stands = await standing(services)
    return Reply(_card(stands, turn.place, services.content.flow))


def _channel(turn: Turn) -> Place:
    if turn.place.direct:
        raise Refusal("Type /care settings in the channel that you mean.")
    return turn.place


def _card(stands: Standing, here: Place, flow: Flow) -> Card:
    member, left = stands.member, stands.left()
    rows = (
        ("Time zone", member.workspace_zone),
        ("The lead is called in", _where(member.lead_place, here, NOBODY)),
        ("If that fails", member.lead_line or "what the card says for each kind of trouble"),
        ("Thanks are posted in", _where(member.thanks_place, here, NOWHERE)),
        ("Sign-off under reminders", member.sign_off or "none"),
        ("Agents may offer", "; ".join(_offered(member, flow))),
        ("Local numbers", _confirmed(member, flow)),
        ("Posts a minute, at most", _pace(member)),
    )
    forms = (
        Button("Time zone and lines", Action("care.settings-ask")),
        Button("What agents may offer", Action("care.settings-ask", {"form": "remedies"})),
        Button("Local numbers", Action("care.settings-ask", {"form": "numbers"})),
    )
    nowhere = Button("Keep thanks private", Action("care.thanks-nowhere"))
    roles = Button("Who may do what", Action("care.people"))
    also = (roles, nowhere) if member.thanks_place else (roles,)
    notes = []
    if left:
        notes.append(Text(f"Left to do: {', '.join(left)}."))
    if here.direct:
        notes.append(Text("A channel is set up from within: type /care settings there.", Tone.NOTE))
        return Card("Settings of this workspace", (*notes, Facts(rows)), forms, also)
    buttons = tuple(_for_channel(stands, here))
    more = (*forms, *also)
    return Card("Settings of this workspace", (*notes, Facts(rows)), buttons, more)


def _for_channel(stands: Standing, here: Place) -> Iterable[Button]:
    if not stands.reminders:
        yield Button("Remind this channel", Action("reminders.ask"))
    if stands.member.lead_place != here:
        yield Button("Call the lead here", Action("care.lead-here"))
    if stands.member.thanks_place != here:
        yield Button("Post thanks here", Action("care.thanks-here"))


def _where(place: Place | None, here: Place, nothing: str) -> str:
    if place is None:
        return nothing
    return "this channel" if place == here else "another channel"


def _offered(member: Member, flow: Flow) -> tuple[str, ...]:
    return member.remedies or tuple(remedy.label for remedy in flow.remedies)


def _pace(member: Member) -> str:
    return str(round(member.rate_per_s * 60))


def _confirmed(member: Member, flow: Flow) -> str:
    numbers = ((branch.label, member.numbers.get(branch.id)) for branch in flow.branches)
    lines = [f"{label}: {number}" for label, number in numbers if number]
    return "\n".join(lines) or "none yet: the cards say it in general"
