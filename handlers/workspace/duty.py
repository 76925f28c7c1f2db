"""Who is on duty: whom a page calls by name, and where each kind of trouble goes."""

from collections.abc import Mapping
from dataclasses import replace

from content.flow import Branch, Flow
from handlers.audit import record
from handlers.cards import Action, Field, FieldKind, Form
from handlers.domain.asks.duty import Duty
from handlers.domain.people import MentionKind, Platform, Role, spoken_name
from handlers.mentions import acquainted, chosen_people, people_meant, without_mentions
from handlers.permissions import check_nobody_left, check_role
from handlers.ports.audit import Act
from handlers.ports.member import Member
from handlers.turn import Refusal, Reply, Services, Turn
from handlers.workspace.cards import duty_card
from handlers.workspace.checklist import checklist

_EXAMPLE = "For example: /care duty @sam @dana, or /care duty legal @mira"
_HERE, _NOBODY = (["here"], ["@here"]), (["nobody"], ["none"])


async def show(turn: Turn, services: Services) -> Reply:
    """Show who is on duty, or name them: ``@sam @dana``, ``@desk``, ``here``, ``legal @mira``."""
    await check_role(Role.ADMIN, services)
    if not turn.text.strip() and not turn.mentions:
        return await _shown(turn, services)
    turn = await acquainted(turn, services)
    words = without_mentions(turn).lower().split()
    branch = _branch_named(words, services.content.flow)
    if branch is not None:
        words = words[1:]
    if words not in ([], *_HERE, *_NOBODY) or not (words or turn.mentions):
        raise Refusal(f"I need who, with an @. {_EXAMPLE}")
    duty = Duty() if words in _NOBODY else _meant(turn, here=words in _HERE)
    if branch is not None:
        place = (await services.store.member()).duties.get(branch.id, Duty()).place
        duty = replace(duty, place=None if words in _NOBODY else place)
    return await _saved(duty, branch, turn, services)


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form that names who is on duty."""
    member = await check_role(Role.ADMIN, services)
    return Reply(form=await _form(member, turn, services))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form that names who is on duty; nobody means the managers."""
    await check_role(Role.ADMIN, services)
    turn = await acquainted(turn, services)
    here = turn.args.get("call") == "here"
    return await _saved(_chosen(turn, here=here), None, turn, services)


async def ask_kind(turn: Turn, services: Services) -> Reply:
    """Open the form for one kind of trouble."""
    await check_role(Role.ADMIN, services)
    return Reply(form=_kind_form(turn, services.content.flow))


async def save_kind(turn: Turn, services: Services) -> Reply:
    """Take the form for one kind of trouble: who, and where."""
    member = await check_role(Role.ADMIN, services)
    branch = services.content.flow.branch(turn.arg("branch"))
    if branch is None:
        raise Refusal("That kind of trouble is no longer in the list. Type /care duty.")
    turn = await acquainted(turn, services)
    place = member.duties.get(branch.id, Duty()).place
    match turn.args.get("where"):
        case "lead":
            place = None
        case "this" if not turn.place.direct:
            place = turn.place
    duty = replace(_chosen(turn, here=False), place=place)
    return await _saved(duty, branch, turn, services)


async def _saved(duty: Duty, branch: Branch | None, turn: Turn, services: Services) -> Reply:
    """Keep who is on duty, of one kind of trouble or of all others; empty is unset."""
    stored = duty.stored() if duty != Duty() else None
    values: Mapping[str, object] = {"duty": stored}
    if branch is not None:
        duties = {**(await services.store.member()).duties, branch.id: duty}
        kept = {id_: each.stored() for id_, each in duties.items() if each != Duty()}
        values = {"duties": kept or None}
    await services.store.save_workspace(values)
    target = branch.id if branch is not None else ""
    await record(Act.DUTY_SET, turn, services, about=duty.people, target=target)
    return await _shown(turn, services)


async def _shown(turn: Turn, services: Services) -> Reply:
    return Reply(duty_card(await checklist(services), services.content.flow, turn.place))


def _meant(turn: Turn, *, here: bool) -> Duty:
    """Return who is named in a line; the people of a group are those it has now."""
    if here and turn.place.platform is not Platform.SLACK:
        raise Refusal(f"Only Slack can call everybody who is here. {_EXAMPLE}")
    people = people_meant(turn.mentions)
    check_nobody_left(people, "they can't be called")
    group = next((each for each in turn.mentions if each.kind is MentionKind.GROUP), None)
    ids = tuple(each.id for each in people)
    return Duty(ids, group.id if group else "", group.name if group else "", here=here)


def _chosen(turn: Turn, *, here: bool) -> Duty:
    people = chosen_people(turn)
    check_nobody_left(people, "they can't be called")
    here = here and turn.place.platform is Platform.SLACK
    return Duty(tuple(each.id for each in people), here=here)


def _branch_named(words: list[str], flow: Flow) -> Branch | None:
    """Return the kind of trouble whose id, or the first word of whose label, a line begins with."""
    if not words:
        return None
    names = ((each, (each.id, each.label.lower().split()[0])) for each in flow.branches)
    return next((each for each, known in names if words[0] in known), None)


async def _form(member: Member, turn: Turn, services: Services) -> Form:
    fields = [await _people_field(member.duty, services)]
    if turn.place.platform is Platform.SLACK:
        calls = (("names", "Them, by name"), ("here", "Everybody who is in the channel: @here"))
        value = "here" if member.duty.here else "names"
        fields.append(Field("call", "Whom does a page call?", FieldKind.SELECT, value, "", calls))
    return Form(
        "Who is on duty",
        tuple(fields),
        "Save",
        Action("care.duty-save"),
        cancel=Action("care.duty"),
    )


async def _people_field(duty: Duty, services: Services) -> Field:
    names = await services.store.people.names(duty.people) if duty.people else {}
    options = tuple((each, spoken_name(each, names.get(each, ""))) for each in duty.people)
    hint = "Nobody: the managers of the agent's team, else all managers."
    value = ",".join(duty.people)
    return Field("people", "Who?", FieldKind.PEOPLE, value, hint, options, optional=True)


def _kind_form(turn: Turn, flow: Flow) -> Form:
    kinds = tuple((each.id, each.label) for each in flow.branches)
    hint = "Nobody: as for everything else."
    places = [("same", "Where it goes now"), ("lead", "The lead's channel")]
    if not turn.place.direct:
        places.append(("this", "This channel"))
    fields = (
        Field("branch", "Which kind of trouble?", FieldKind.SELECT, kinds[0][0], "", kinds),
        Field("people", "Who?", FieldKind.PEOPLE, "", hint, optional=True),
        Field("where", "Where does it go?", FieldKind.SELECT, "same", "", tuple(places)),
    )
    save = Action("care.duty-kind-save")
    return Form("For one kind of trouble", fields, "Save", save, cancel=Action("care.duty"))
