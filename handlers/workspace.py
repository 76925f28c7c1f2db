"""What holds for a whole workspace: its time zone, where the lead is called, its sign-off."""

from collections.abc import Mapping

from handlers.cards import Action, Button, Card, Facts, Field, Form, Text, Tone
from handlers.people import Place, Role
from handlers.ports import Member
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.recurrence import zone_named

LINE_LENGTH = 100
NOBODY = "nobody yet"


async def show(turn: Turn, services: Services) -> Reply:
    """Show the settings, with a button for each that can be changed from here."""
    return Reply(_card(await _admin(services), turn.place))


async def lead_here(turn: Turn, services: Services) -> Reply:
    """Call the lead in this very channel from now on: a channel is set up only from within."""
    await _admin(services)
    await services.store.save_workspace({"lead_place": str(turn.place)})
    return Reply(_card(await services.store.member(), turn.place))


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form."""
    member = await _admin(services)
    values = {
        "zone": member.workspace_zone,
        "lead_line": member.lead_line,
        "sign_off": member.sign_off,
    }
    return Reply(form=_form(values, {}))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form."""
    await _admin(services)
    values = {
        name: turn.args.get(name, "").strip()[:LINE_LENGTH]
        for name in ("zone", "lead_line", "sign_off")
    }
    try:
        zone_named(values["zone"])
    except ValueError:
        problem = "That is no time zone I know. For example: Europe/Rome"
        return Reply(form=_form(values, {"zone": problem}))
    await services.store.save_workspace(values)
    return Reply(_card(await services.store.member(), turn.place))


async def _admin(services: Services) -> Member:
    member = await services.store.member()
    if not member.role.may(Role.ADMIN):
        raise Refusal("Only an admin of the bot may change this. Ask whoever runs it.")
    return member


def _card(member: Member, here: Place) -> Card:
    lead = member.lead_place
    rows = (
        ("Time zone", member.workspace_zone),
        ("The lead is called in", "this channel" if lead == here else _named(lead)),
        ("If that fails", member.lead_line or "what the card says for each kind of trouble"),
        ("Sign-off under reminders", member.sign_off or "none"),
    )
    call = Button("Call the lead in this channel", Action("care.lead-here"))
    change = Button("Change the rest", Action("care.settings-ask"))
    note = Text("A reminder already set up keeps the sign-off it has.", Tone.NOTE)
    buttons = (change,) if lead == here else (call, change)
    return Card("Settings of this workspace", (Facts(rows), note), buttons)


def _named(lead: Place | None) -> str:
    return "another channel" if lead else NOBODY


def _form(values: Mapping[str, str], problems: Mapping[str, str]) -> Form:
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
        ),
        "Save",
        Action("care.settings-save"),
        cancel=Action("care.settings"),
    )
