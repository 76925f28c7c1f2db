"""The form of a complaint that a platform's own menu opens, and what is sent from it."""

from dataclasses import replace

from content.flow import Flow, Variant
from handlers.cards import Action, Button, Field, FieldKind, Form, Style
from handlers.complaint.commands import shown_again
from handlers.complaint.current import live_case, new_case, shown_case, take_up
from handlers.domain import case as case_rules
from handlers.domain.case import CHOOSING, MAX_NOTE_LENGTH, Case
from handlers.domain.danger import signs_in
from handlers.domain.redaction import kinds_in, redact
from handlers.removals import with_removals
from handlers.repeats import of_button
from handlers.shortcuts import Shortcut
from handlers.turn import Reply, Services, Turn

COMPLAINT = Shortcut("complaint.shortcut", "Complaint", "Be walked through a complaint, privately")


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form."""
    usual = (await services.store.member()).variant
    return Reply(form=_story_form(turn.fresh_id("new-case"), usual, services.content.flow))


async def tell(turn: Turn, services: Services) -> Reply:
    """Open a case for what the form says; the same again is the case that stands."""
    cases = await services.store.cases()
    new = await _told(turn, services)
    if (made := await services.store.case(new.id)) is not None:
        return await shown_case(made, turn, services)
    if earlier := next((each for each in cases if case_rules.is_same(each, new)), None):
        return await shown_again(await take_up(earlier, cases, turn, services), turn, services)
    return await shown_case(await _opened(new, turn, services), turn, services)


async def alarm(turn: Turn, services: Services) -> Reply:
    """Open the branches, in a case that keeps what was typed by then.

    Without words it is about the case that is open, if there is one.
    """
    new = await _told(turn, services)
    case = await services.store.case(new.id)
    if case is None:
        at_hand = None if new.note else await live_case(services)
        case = at_hand or await _opened(new, turn, services)
        if case.branch is None:
            case = case_rules.branch(case, CHOOSING, turn.at)
            await services.store.save_case(case)
    likely = signs_in(new.note, services.content.danger).branch
    reply = await shown_case(case, turn, services, likely=likely)
    return with_removals(reply, kinds_in(turn.args.get("story", "")))


def _story_form(new: str, usual: Variant, flow: Flow) -> Form:
    """Return the form; its id makes one case of it, however it is sent."""
    options = tuple((each.value, flow.words.variants[each]) for each in Variant)
    return Form(
        "A complaint",
        (
            Field(
                "story",
                "What happened?",
                FieldKind.AREA,
                hint="A few words, if you like. Leave the customer's name out.",
                optional=True,
                max_length=MAX_NOTE_LENGTH,
            ),
            Field("variant", flow.words.variant, FieldKind.SELECT, usual.value, options=options),
        ),
        "Start",
        Action("complaint.tell", {"new": new}),
        intro="The card comes in our own chat.",
        alarm=Button(flow.words.alarm, Action("complaint.alarm-first", {"new": new}), Style.DANGER),
    )


async def _told(turn: Turn, services: Services) -> Case:
    """Return the case that the form is about; nobody has kept it yet."""
    note = redact(turn.args.get("story", "").strip())[:MAX_NOTE_LENGTH]
    case = await new_case(note, of_button(turn), services)
    wished = turn.args.get("variant", "")
    return replace(case, variant=Variant(wished)) if wished in set(Variant) else case


async def _opened(new: Case, turn: Turn, services: Services) -> Case:
    """Keep a new case, put the others aside, and note how customers reach this person."""
    if new.variant is not (await services.store.member()).variant:
        await services.store.prefer(new.variant)
    case = await services.store.open_case(new)
    return await take_up(case, await services.store.cases(), turn, services)
