"""The cards of a workspace: its settings, its roles, and a manager's team."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from content.flow import Flow
from handlers.cards import Action, Button, Card, Choices, Facts, Text, Tone
from handlers.domain.asks.duty import Duty
from handlers.domain.excerpt import cut
from handlers.domain.people import Place, spoken_name
from handlers.domain.times import dated_for
from handlers.ports.staff import Contact, Team
from handlers.turn import PackState
from handlers.workspace.checklist import Checklist
from handlers.workspace.forms import settings_buttons
from handlers.workspace.setting import Elsewhere, FromWithin, Workspace
from handlers.workspace.settings_table import SETTINGS, channel_words, duty_words

PEOPLE_SHOWN = 10  # on one card; the rest are counted
MAX_WORDS_SHOWN = 4  # files of words of one's own
MAX_LINE_SHOWN = 160  # characters


def settings_card(checklist: Checklist, flow: Flow, here: Place, pack: PackState) -> Card:
    """Return the settings and what is left to do, with a button for each that can be done here."""
    workspace = Workspace(checklist.member, flow, here, checklist.names)
    rows = [(each.label, each.shown(workspace)) for each in SETTINGS]
    facts = Facts((*rows, ("Words", _words_shown(pack))))
    left, forms = checklist.left(), settings_buttons()
    notes = [Text(f"Left to do: {', '.join(left)}.")] if left else []
    if pack.problems:
        notes.insert(0, Text(refused_words(pack), Tone.URGENT))
    also = [Button("Who may do what", Action("care.people"))]
    if checklist.member.thanks_place:
        also.append(Button("Channel for thanks: none", Action("care.thanks-nowhere")))
    if here.direct:
        also += [each.how.button for each in SETTINGS if isinstance(each.how, Elsewhere)]
        notes.append(Text("A channel is set up from within: type /care settings there.", Tone.NOTE))
        return Card("Settings of this workspace", (*notes, facts), forms, tuple(also))
    buttons = tuple(_for_channel(checklist, here))
    return Card("Settings of this workspace", (*notes, facts), buttons, (*forms, *also))


def refused_words(pack: PackState) -> str:
    """Return that an edit of one's own words was refused, and why."""
    first, *others = pack.problems
    hold = "those before hold" if pack.changes else "mine hold"
    more = f" And {len(others)} more: careloop content check." if others else ""
    stop = "" if first.endswith((".", "?", "…")) else "."
    return f"Your own words were refused, {hold}: {first}{stop}{more}"


def refused_card(pack: PackState) -> Card:
    """Return what the admins are told of an edit that was refused."""
    return Card("Your words were refused", (Text(refused_words(pack)),))


def certificate_card(ends: datetime | None) -> Card:
    """Return what the admins are told of the certificate for Teams: when it ends, or None."""
    mend = (
        "Whoever runs me: make a new one, upload it in Entra beside the old one, and put it in the "
        "place of the old file. No restart is needed."
    )
    if ends is None:
        said = (
            "The file with the certificate that I sign in to Teams with can't be used any more; "
            "the log says why. What I have of it serves until it runs out."
        )
        return Card("My certificate can't be read", (Text(said), Text(mend, Tone.NOTE)))
    said = (
        "The certificate that I sign in to Teams with runs out on "
        f"{dated_for(ends, 'UTC', 'UTC')}. From then on I can't answer or post here."
    )
    return Card("My certificate runs out", (Text(said), Text(mend, Tone.NOTE)))


def _words_shown(pack: PackState) -> str:
    if not pack.changes:
        return "as they come with me"
    lines = [cut(each, MAX_LINE_SHOWN) for each in pack.changes[:MAX_WORDS_SHOWN]]
    if len(pack.changes) > MAX_WORDS_SHOWN:
        lines.append("… and more: careloop content check")
    lacked = (cut(each, MAX_LINE_SHOWN) for each in pack.fallbacks[:MAX_WORDS_SHOWN])
    return "\n".join(("your own, and mine for all else", *lines, *lacked))


def people_card(staff: Sequence[Contact]) -> Card:
    """Return who has a role here."""
    rows = tuple((_called(each), _role_words(each)) for each in staff[:PEOPLE_SHOWN])
    body: list[Facts | Text] = [Facts(rows) if rows else Text("Nobody has a role yet.")]
    if len(staff) > PEOPLE_SHOWN:
        body.append(Text(f"And {len(staff) - PEOPLE_SHOWN} more."))
    body.append(
        Text("Everybody else is an agent. Guests of another firm see help only.", Tone.NOTE)
    )
    give = Button("Give or take a role", Action("care.people-ask"))
    duty = Button("Who is on duty", Action("care.duty"))
    log = Button("Who did what", Action("care.audit"))
    return Card("Who may do what", tuple(body), (give, duty, log))


def duty_card(checklist: Checklist, flow: Flow, here: Place) -> Card:
    """Return who is called by name when a lead is paged, for each kind of trouble."""
    member, names = checklist.member, checklist.names
    usual = duty_words(member.duty, names, here) or "nobody named: the managers of their team"
    rows = [("A page calls", usual)]
    for branch in flow.branches:
        if words := duty_words(member.duties.get(branch.id, Duty()), names, here):
            rows.append((branch.label, words.removeprefix(", ")))
    note = Text("They are asked in their own chats, too, when nobody has answered in a minute.")
    buttons = (
        Button("Name them", Action("care.duty-ask")),
        Button("For one kind of trouble", Action("care.duty-kind-ask")),
    )
    return Card("Who is on duty", (Facts(tuple(rows)), note), buttons)


def team_card(team: Team, here: Place, hours: str = "") -> Card:
    """Return a manager's list, as it is seen in a place."""
    where = channel_words(team.place, here, "none yet: thanks to them stay private")
    when = hours or "not set: nothing waits for a shift"
    people = str(len(team.people))
    facts = Facts((("People", people), ("Your team's channel", where), ("Hours", when)))
    off = tuple(
        Button(
            f"Take {_called(each)} off your list", Action("care.team-leave", {"person": each.id})
        )
        for each in team.people[:PEOPLE_SHOWN]
    )
    note = Text("The list is yours; nobody is told of it.", Tone.NOTE)
    body = (facts, *((Choices(off),) if off else ()), note)
    add = Button("Add people", Action("care.team-ask"))
    hours_of_team = Button("Hours of the team", Action("care.team-hours-ask"))
    more = (hours_of_team, Button("Whom to thank", Action("noticing.show")))
    return Card("Your team", body, (add, *_team_places(team, here)), more)


def _called(contact: Contact) -> str:
    return spoken_name(contact.id, contact.name)


def _role_words(contact: Contact) -> str:
    return f"{contact.role}, has left" if contact.has_left else str(contact.role)


def _for_channel(checklist: Checklist, here: Place) -> Iterable[Button]:
    if not checklist.reminders:
        yield Button("Set up a reminder here", Action("reminders.ask"))
    for each in SETTINGS:
        if isinstance(each.how, FromWithin) and each.how.place(checklist.member) != here:
            yield each.how.button


def _team_places(team: Team, here: Place) -> Iterable[Button]:
    if not here.direct and team.place != here:
        yield Button("Team's channel: here", Action("care.team-settle"))
    if team.place is not None:
        yield Button("Team's channel: none", Action("care.team-settle", {"where": "nowhere"}))
