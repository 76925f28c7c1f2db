"""What agents would try, for managers: a list, what becomes of each, and whom to ask about it."""

from dataclasses import replace

from handlers.audit import record
from handlers.cards import Card, Text
from handlers.domain.insights.idea import MAX_WHY_LENGTH, TOLD_OF, Idea, IdeaState, move
from handlers.domain.people import Place, Role
from handlers.domain.redaction import redact
from handlers.insights.what_if_cards import (
    heard_card,
    list_card,
    no_form,
    suggest_form,
    suggested_card,
    what_if_card,
)
from handlers.mentions import acquainted, chosen_people
from handlers.permissions import check_nobody_left, check_role
from handlers.ports.audit import Act
from handlers.turn import Post, Refusal, Reply, Services, Turn

GONE = "That what-if is gone. Type /care ideas to see what there is."


async def show(turn: Turn, services: Services) -> Reply:
    """List them."""
    await check_role(Role.MANAGER, services)
    start = turn.args.get("from", "0")
    ideas = await services.store.insights.ideas()
    return Reply(list_card(ideas, int(start) if start.isdecimal() else 0))


async def show_one(turn: Turn, services: Services) -> Reply:
    """Show one of them."""
    return await _shown(await _found(turn, services), services)


async def to(turn: Turn, services: Services) -> Reply:
    """Say that it is tried, done, or new again; whoever had it hears when it is done."""
    try:
        state = IdeaState(turn.arg("to"))
    except ValueError:
        raise Refusal("That can't be said of it any more. Type /care ideas.") from None
    return await _moved(state, "", turn, services)


async def no_ask(turn: Turn, services: Services) -> Reply:
    """Ask why it won't be done."""
    idea = await _found(turn, services)
    if not _is_current(idea, turn):
        return await _shown(idea, services)
    return Reply(form=no_form(idea))


async def no(turn: Turn, services: Services) -> Reply:
    """Say that it won't be done, and why; whoever had it hears it."""
    why = redact(" ".join(turn.args.get("why", "").split()))[:MAX_WHY_LENGTH]
    if not why:
        return Reply(form=no_form(await _found(turn, services), "Say why, in a sentence."))
    return await _moved(IdeaState.NO, why, turn, services)


async def suggest_ask(turn: Turn, services: Services) -> Reply:
    """Ask to whom it is suggested."""
    return Reply(form=suggest_form(await _found(turn, services)))


async def suggest(turn: Turn, services: Services) -> Reply:
    """Send it to a person, privately; to the same one twice is once."""
    idea = await _found(turn, services)
    chosen = chosen_people(await acquainted(turn, services))
    if len(chosen) != 1:
        problem = "One person, please." if chosen else "Choose who it is."
        return Reply(form=suggest_form(idea, problem))
    check_nobody_left(chosen, "I can't send it to them")
    (reader,) = chosen
    names = await services.store.people.names([idea.from_id]) if idea.is_named else {}
    await record(Act.IDEA_SUGGESTED, turn, services, about=[reader.id], target=idea.id)
    post = replace(
        _private(reader.id, suggested_card(idea, turn.person.name, names), turn),
        name=f"what-if:{idea.id}:{reader.id}",
    )
    shown = (await _shown(idea, services)).card or Card("")
    said = Text(f"{reader.name} has it from you, privately.")
    return Reply(replace(shown, body=(said, *shown.body)), posts=(post,))


async def _moved(state: IdeaState, why: str, turn: Turn, services: Services) -> Reply:
    idea = await _found(turn, services)
    if not _is_current(idea, turn) or idea.state is state:
        return await _shown(idea, services)
    after = move(idea, state, why, turn.person.id, turn.at)
    await services.store.insights.save_idea(after)
    await record(Act.IDEA_MOVED, turn, services, target=idea.id)
    shown = await _shown(after, services)
    if state not in TOLD_OF:
        return shown
    heard = _private(after.from_id, heard_card(after), turn)
    when = f"{idea.changed_at:%Y%m%d%H%M%S}"  # two presses at one moment tell them once
    return replace(shown, posts=(replace(heard, name=f"what-if:{idea.id}:{when}"),))


async def _shown(idea: Idea, services: Services) -> Reply:
    rule = await services.store.insights.rule(idea.rule_id) if idea.rule_id else None
    names = await services.store.people.names([idea.from_id]) if idea.is_named else {}
    flow = services.content.flow
    return Reply(what_if_card(idea, rule.name if rule else "", names, flow))


async def _found(turn: Turn, services: Services) -> Idea:
    await check_role(Role.MANAGER, services)
    idea = await services.store.insights.idea(turn.arg("idea"))
    if idea is None:
        raise Refusal(GONE)
    return idea


def _private(reader: str, card: Card, turn: Turn) -> Post:
    return Post(Place.personal(turn.tenant, reader), card, reader=reader)


def _is_current(idea: Idea, turn: Turn) -> bool:
    """Tell whether the pressed card shows it in its present state."""
    return turn.arg("was") == idea.state.value
