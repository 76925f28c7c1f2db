"""One step that can be kept, and its time; by button or in the agent's own words."""

from handlers.cards import Action, Field, FieldKind, Form
from handlers.complaint.current import own_case, pressed, save, shown
from handlers.complaint.overrides import local_flow
from handlers.domain import case as case_rules
from handlers.domain.case import Case, State
from handlers.domain.redaction import redact
from handlers.due_time import EXAMPLES, TimeIsOverError, pressed_time, typed_time
from handlers.turn import Refusal, Reply, Services, Turn

NOTE_LENGTH = 500
LINE_LENGTH = 150


async def choose(turn: Turn, services: Services) -> Reply:
    """Take one of the pack's remedies."""
    wanted = turn.arg("remedy")
    flow = local_flow(services.content.flow, await services.store.member())
    remedy = next((each for each in flow.remedies if each.id == wanted), None)
    if remedy is None:
        raise Refusal("That step is no longer offered. Type /complaint to see what is.")
    return await pressed(
        turn, services, lambda case: case_rules.choose(case, remedy.promise, turn.at)
    )


async def promise(turn: Turn, services: Services) -> Reply:
    """Give the remedy its time: minutes from now, or the moment on the button."""
    try:
        due = pressed_time(turn, "/complaint")
    except TimeIsOverError:  # the present card offers others
        return await shown(turn, services, await own_case(turn, services))
    return await pressed(turn, services, lambda case: case_rules.promise(case, due, turn.at))


async def ask(turn: Turn, services: Services) -> Reply:
    """Open one of the forms of a case."""
    case = await own_case(turn, services)
    if case.state is State.CLOSED:
        return await shown(turn, services, case)
    return Reply(form=_form(turn.arg("form"), case))


async def something_else(turn: Turn, services: Services) -> Reply:
    """Take a remedy in the agent's own words, with its time if there is one."""
    case = await own_case(turn, services)
    what, when = turn.args.get("what", "").strip(), turn.args.get("when", "").strip()
    if case.step != "act" or case.state is State.CLOSED:
        return await shown(turn, services, case)
    problems = {} if what else {"what": "Say in a few words what you will do."}
    due, problem = None, ""
    if when:
        due, problem = typed_time(when, turn, (await services.store.member()).zone)
    if problem:
        problems["when"] = problem
    if problems:
        return Reply(form=_form("something-else", case, {"what": what, "when": when}, problems))
    before, case = case, case_rules.choose(case, redact(what)[:LINE_LENGTH], turn.at)
    if due is not None:
        case = case_rules.promise(case, due, turn.at)
    await save(before, case, turn, services)
    return await shown(turn, services, case)


async def another_time(turn: Turn, services: Services) -> Reply:
    """Give the remedy a time in the agent's own words."""
    case = await own_case(turn, services)
    when = turn.args.get("when", "").strip()
    if case.step != "act" or case.remedy is None or case.state is State.CLOSED:
        return await shown(turn, services, case)
    due, problem = typed_time(when, turn, (await services.store.member()).zone)
    if due is None:
        return Reply(form=_form("another-time", case, {"when": when}, {"when": problem}))
    before, case = case, case_rules.promise(case, due, turn.at)
    await save(before, case, turn, services)
    return await shown(turn, services, case)


async def what_if(turn: Turn, services: Services) -> Reply:
    """Keep a line on what would stop it from coming back; an empty one is fine."""
    case = await own_case(turn, services)
    idea = redact(turn.args.get("idea", "").strip()[: 2 * NOTE_LENGTH])[:NOTE_LENGTH]
    if idea:
        case = case_rules.reflect(case, idea, turn.at)
        await services.store.save_case(case)
    return await shown(turn, services, case)


def _form(
    name: str,
    case: Case,
    values: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
) -> Form:
    values, problems = values or {}, problems or {}

    def field(key: str, label: str, hint: str, *, optional: bool, area: bool = False) -> Field:
        return Field(
            name=key,
            label=label,
            kind=FieldKind.AREA if area else FieldKind.LINE,
            value=values.get(key, ""),
            hint=hint,
            optional=optional,
            max_length=NOTE_LENGTH if area else LINE_LENGTH,
            error=problems.get(key, ""),
        )

    action = Action(f"complaint.{name}", {"case": case.id, "rev": str(case.rev)})
    cancel = Action("complaint.pick", {"case": case.id})
    match name:
        case "something-else":
            fields: tuple[Field, ...] = (
                field("what", "You will …", "One step that you can keep.", optional=False),
                field("when", "By when?", EXAMPLES, optional=True),
            )
            return Form("One step you can keep", fields, "Promise it", action, cancel=cancel)
        case "another-time":
            fields = (field("when", "By when?", EXAMPLES, optional=False),)
            return Form("By when?", fields, "Set it", action, cancel=cancel)
        case "what-if":
            label = "What happened, and what if?"
            hint = "One line, if you like: what would stop it from coming back? Only you see it."
            fields = (field("idea", label, hint, optional=True, area=True),)
            return Form("What if", fields, "Keep it", action, cancel=cancel)
        case _:
            raise Refusal("This form is from an older day. Type /complaint to go on.")
