"""The forms of a complaint, and what they send: a remedy, its time, and what would stop it."""

from collections.abc import Mapping
from dataclasses import replace

from content.flow import Flow
from handlers.cards import Action, Button, Field, FieldKind, Form
from handlers.complaint.approvals import MAX_ASKED_LENGTH, preview_card
from handlers.complaint.buttons import View, alarm_button, case_action
from handlers.complaint.current import is_stale, own_case, save_change, shown_case
from handlers.domain import case as case_rules
from handlers.domain.asks.ask import AskKind
from handlers.domain.case import MAX_GIVEN_LENGTH, MAX_NOTE_LENGTH, Case, CaseState
from handlers.domain.people import spoken_name
from handlers.domain.promise import MAX_LINE_LENGTH
from handlers.domain.redaction import redact
from handlers.due_time import due_fields, due_values, read_due
from handlers.on_duty import people_asked
from handlers.turn import Refusal, Reply, Services, Turn

ASK_LEAD = "ask"  # the value of a check
_STEP = "For example: bring it to them today"
_WHAT = Field(
    "what",
    "You will …",
    hint=f"One step that you can keep. {_STEP}",
    max_length=MAX_LINE_LENGTH,
)
_MORE = Field(
    "more",
    "Is it more than you may give?",
    FieldKind.CHECKS,
    hint="You see what your lead reads before I ask. Its time comes with the answer.",
    options=((ASK_LEAD, "More than I may give …: ask my lead"),),
    optional=True,
)
_NOTHING: Mapping[str, str] = {}
_WHEN = due_fields(_NOTHING, _NOTHING)
_GIVEN = Field(
    "given",
    "And what was it?",
    hint="For example: a voucher for a coffee. Leave the customer's name out.",
    optional=True,
    max_length=MAX_GIVEN_LENGTH,
)
SHARED = "week"  # the value of a check
_NO_LINE = {"given": "Write the line that the week may show, or take the tick away."}
_SHARED = Field(
    "shared",
    "Is it an idea for others?",
    FieldKind.CHECKS,
    hint="Managers, and a channel that reads the week, read it once the week is over, if three "
    "people or more let it show one. From then on it stays there.",
    options=((SHARED, "The week may show this line, without my name"),),
    optional=True,
)
# By its name: the title, the fields, and the words of the button that sends it.
CASE_FORMS = {
    "something-else": (
        "One step you can keep",
        (_WHAT, *_WHEN, _MORE),
        "Promise it",
    ),
    "another-time": ("By when?", _WHEN, "Set it"),
    "given": ("What was given", (_GIVEN, _SHARED), "Note it"),
}


def case_form(
    name: str,
    case: Case,
    flow: Flow,
    values: Mapping[str, str] = _NOTHING,
    problems: Mapping[str, str] = _NOTHING,
) -> Form:
    """Return a form of a case, with what was typed and what is wrong with it.

    The red button stays in sight; what is typed by then is kept with the case.
    """
    if name not in CASE_FORMS:
        raise Refusal("This form is from an older day. Type /complaint to go on.")
    title, fields, submit = CASE_FORMS[name]
    filled = tuple(
        replace(each, value=values.get(each.name, ""), error=problems.get(each.name, ""))
        for each in fields
    )
    cancel = Action("complaint.pick", {"case": case.id})
    red = alarm_button(case, flow)
    return Form(title, filled, submit, case_action(case, name), cancel=cancel, alarm=red)


async def something_else(turn: Turn, services: Services) -> Reply:
    """Take a remedy in the agent's own words, with its time if there is one."""
    case = await own_case(turn, services)
    what, values = turn.args.get("what", "").strip(), due_values(turn)
    if case.step != "act" or case.state is CaseState.CLOSED:
        return await shown_case(case, turn, services)
    problems = {} if what else {"what": f"Say in a few words what you will do. {_STEP}"}
    if what and ASK_LEAD in turn.args.get("more", "").split(","):
        return await _to_be_allowed(what, case, turn, services)
    member = await services.store.member()
    due = None
    if any(values.values()):
        due, wrong = read_due(values, turn, member.zone, member.day_ends)
        problems |= wrong
    if problems:
        more = turn.args.get("more", "")
        typed, flow = {**values, "what": what, "more": more}, services.content.flow
        return Reply(form=case_form("something-else", case, flow, typed, problems))
    before, case = case, case_rules.choose(case, redact(what)[:MAX_LINE_LENGTH], turn.at)
    if due is not None:
        case = case_rules.promise(case, due, turn.at)
    await save_change(before, case, turn, services)
    return await shown_case(case, turn, services)


async def _to_be_allowed(what: str, case: Case, turn: Turn, services: Services) -> Reply:
    """Show what the lead would read; nobody is asked yet."""
    if is_stale(case, turn):
        return await shown_case(case, turn, services)
    people = await people_asked(AskKind.MORE, "", turn, services)
    if not people:
        back = Button("Back to the complaint", case_action(case, "view", view="step"))
        raise Refusal("There is no lead I could ask. Ring yours, or give what you may.", back)
    names = await services.store.people.names(people)
    asked = [spoken_name(each, names.get(each, "")) for each in people]
    zone, who = (await services.store.member()).zone, turn.person.name
    what = redact(what)[:MAX_ASKED_LENGTH].strip()
    flow = services.content.flow
    return Reply(preview_card(case, what, who, asked, flow, turn.at, zone))


async def another_time(turn: Turn, services: Services) -> Reply:
    """Give the remedy a time in the agent's own words."""
    case = await own_case(turn, services)
    values = due_values(turn)
    if case.step != "act" or case.remedy is None or case.state is CaseState.CLOSED:
        return await shown_case(case, turn, services)
    member = await services.store.member()
    due, problems = read_due(values, turn, member.zone, member.day_ends)
    if due is None:
        return Reply(form=case_form("another-time", case, services.content.flow, values, problems))
    before, case = case, case_rules.promise(case, due, turn.at)
    await save_change(before, case, turn, services)
    return await shown_case(case, turn, services)


async def given(turn: Turn, services: Services) -> Reply:
    """Note in a line what was given; an empty one takes it back, with its tick."""
    case = await own_case(turn, services)
    what = redact(" ".join(turn.args.get("given", "").split()))[:MAX_GIVEN_LENGTH]
    shared = SHARED in turn.args.get("shared", "").split(",")
    if shared and not what and not case.given_what:
        typed = {"shared": SHARED}
        return Reply(form=case_form("given", case, services.content.flow, typed, _NO_LINE))
    shared = shared and bool(what)
    if (what, shared) != (case.given_what or "", case.given_shared):
        case = case_rules.note_given_what(case, what, turn.at, shared=shared)
        await services.store.save_case(case)
    return await shown_case(case, turn, services, View.GIVEN)


async def what_if(turn: Turn, services: Services) -> Reply:
    """Keep a line for its agent alone; from a form that the version before has opened."""
    case = await own_case(turn, services)
    idea = redact(turn.args.get("idea", "").strip())[:MAX_NOTE_LENGTH]
    if idea:
        case = case_rules.reflect(case, idea, turn.at)
        await services.store.save_case(case)
    return await shown_case(case, turn, services)
