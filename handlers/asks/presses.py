"""Ask, take, hand on, stand down: each a press, and the first one wins."""

from collections.abc import Callable
from dataclasses import replace

from handlers.asks import messages
from handlers.asks.current import own_ask, reachable_ask, shown, standing_here
from handlers.audit import record
from handlers.cards import Card, Text, Tone
from handlers.complaint.buttons import new_alarm_button
from handlers.complaint.current import in_branch, is_stale, own_case, shown_case
from handlers.domain import case as case_rules
from handlers.domain.asks import rules as ask_rules
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.case import CHOOSING, Case, CaseState
from handlers.on_duty import people_asked, place_of
from handlers.ports.audit import Act
from handlers.turn import Refusal, Reply, Services, Turn


async def ask(turn: Turn, services: Services) -> Reply:
    """Ask for somebody: of a case, or of no case."""
    kind = _kind(turn)
    if turn.args.get("case"):
        return await _ask_in_case(kind, turn, services)
    branch = turn.args.get("branch", "")
    before = await services.store.asks.newest(kind)
    stands = before is not None and before.branch == branch and before.is_live
    if before is not None and stands and not before.may_be_repeated:
        return await shown(before, turn, services)
    new = await with_people(new_ask(kind, branch, turn), turn, services)
    if again := await _own_earlier(turn, services):  # whoever was asked then, chosen too
        new = replace(new, people=again.people)
    if before is None or not stands or not (new.place or new.people):
        return await asked(new, turn, services)
    return await _asked_again(before, new, turn, services)


async def page(turn: Turn, services: Services) -> Reply:
    """Page the lead, as a card of an older version asks for it."""
    return await _ask_in_case(AskKind.PAGE, turn, services)


async def with_people(new: Ask, turn: Turn, services: Services) -> Ask:
    """Return an ask with who is asked, and the channel that it goes to."""
    people = await people_asked(new.kind, new.branch, turn, services)
    place = place_of(await services.store.member(), new.kind, new.branch)
    return replace(new, people=people, place=str(place) if place else "")


async def asked(new: Ask, turn: Turn, services: Services, case: Case | None = None) -> Reply:
    """Send a new ask on its way, and show it to its asker: in its case as it is by now."""
    new = ask_rules.told(ask_rules.asked(new, turn.tenant))
    await services.store.asks.add(new)
    posts = await messages.save(new, turn, services)
    if case is not None:
        return replace(await shown_case(case, turn, services), posts=posts)
    kept = await services.store.asks.get(new.id) or new
    return replace(await shown(kept, turn, services), posts=posts)


async def take(turn: Turn, services: Services) -> Reply:
    """Have it, unless somebody else was quicker."""
    return await changed_by_reader(
        turn,
        services,
        lambda ask: ask_rules.take(ask, turn.person.id, turn.at) if _can_be_had(ask) else ask,
        Act.ASK_TAKEN,
    )


async def hand_on(turn: Turn, services: Services) -> Reply:
    """Let somebody else have it: it is open again, and its asker is told."""

    def handed(ask: Ask) -> Ask:
        if turn.arg("rev") != str(ask.rev):
            return ask
        return ask_rules.hand_on(ask, turn.person.id, turn.at, turn.tenant)

    return await changed_by_reader(turn, services, handed, Act.ASK_HANDED_ON)


async def stand_down(turn: Turn, services: Services) -> Reply:
    """Call it off."""
    before = await own_ask(turn, services)
    after = ask_rules.told(ask_rules.stand_down(standing_here(before, turn), turn.at))
    posts = await messages.save(after, turn, services) if before.is_live else ()
    now = await services.store.asks.get(before.id) or after
    return replace(await shown(now, turn, services), posts=posts)


async def _own_earlier(turn: Turn, services: Services) -> Ask | None:
    """Return the ask of this person's that is asked again, by the card that was pressed."""
    earlier = await services.store.asks.get(turn.args["again"]) if "again" in turn.args else None
    return earlier if earlier is not None and earlier.asker_id == turn.person.id else None


async def _ask_in_case(kind: AskKind, turn: Turn, services: Services) -> Reply:
    """Ask for somebody in a complaint, once: the case grows with it, so an older card is stale.

    A page alone counts from an old card as well, in the branch that the card was of.
    """
    if kind is AskKind.PAGE and await services.store.case(turn.arg("case")) is None:
        red = new_alarm_button(services.content.flow)
        raise Refusal("Nobody is paged: this complaint is gone, or it isn't yours.", red)
    case = await own_case(turn, services)
    wanted = turn.args.get("branch", "")
    if kind is AskKind.PAGE and services.content.flow.branch(wanted) and is_stale(case, turn):
        if case.state is CaseState.CLOSED:
            return await _not_paged(case, turn, services)
        if case.branch != wanted or case.aside or case.state is CaseState.PAUSED:
            case = await in_branch(case, wanted, turn, services)
        turn = replace(turn, args={**turn.args, "rev": str(case.rev)})
    branch = case.branch if case.branch != CHOOSING else None
    if kind is AskKind.PAGE and services.content.flow.branch(branch or "") is None:
        return await shown_case(case, turn, services)
    asks = await services.store.asks.of_case(case.id)
    before = next((each for each in asks if _is_waiting(each, kind, branch or "")), None)
    waits = before is not None and not before.may_be_repeated
    closed = case.state is CaseState.CLOSED and kind is AskKind.COVER
    stale = str(case.rev) != turn.arg("rev") if closed else is_stale(case, turn)
    if stale or (waits and not turn.args.get("aside")):
        return await shown_case(case, turn, services)
    case = _asking(case, turn)
    await services.store.save_case(case)
    if waits:
        return await shown_case(case, turn, services)
    new = replace(
        await with_people(new_ask(kind, branch or "", turn), turn, services),
        case_id=case.id,
        case_number=str(case.number),
    )
    if before is None or not (new.place or new.people):
        return await asked(new, turn, services, case)
    return await _asked_again(before, new, turn, services, case)


async def _not_paged(case: Case, turn: Turn, services: Services) -> Reply:
    """Say of a complaint that is closed that nobody is paged; its red button is there."""
    card = (await shown_case(case, turn, services)).card or Card("")
    said = Text("Nobody is paged: this complaint is closed.", Tone.URGENT)
    return Reply(replace(card, body=(said, *card.body)), refused=True)


async def _asked_again(
    before: Ask, new: Ask, turn: Turn, services: Services, case: Case | None = None
) -> Reply:
    """Call once more for what nobody has answered, those who are to be asked by now."""
    again = replace(standing_here(before, turn, case.rev if case else 0), people=new.people)
    again = ask_rules.told(ask_rules.repeat(again, new.place, turn.at, turn.tenant))
    posts = await messages.save(again, turn, services)
    if case is not None:
        return replace(await shown_case(case, turn, services), posts=posts)
    kept = await services.store.asks.get(before.id) or again
    return replace(await shown(kept, turn, services), posts=posts)


async def changed_by_reader(
    turn: Turn, services: Services, change: Callable[[Ask], Ask], act: Act
) -> Reply:
    """Change an ask for somebody who may reach it, and answer with what it is by now."""
    before = await reachable_ask(turn, services)
    after = change(before)
    posts = await messages.save(after, turn, services) if after != before else ()
    if before.kind is not AskKind.COME:  # that somebody isn't all right is gone after the day
        act = act if after != before else Act.ASK_SEEN
        await record(act, turn, services, about=[before.asker_id], target=before.id)
    now = await services.store.asks.get(before.id) or after
    return Reply(await messages.card_here(now, turn, services), posts=posts)


def new_ask(kind: AskKind, branch: str, turn: Turn) -> Ask:
    """Return an ask that nobody has heard of yet."""
    ask = Ask(
        id=turn.fresh_id("ask"),
        kind=kind,
        asker_id=turn.person.id,
        made_at=turn.at,
        changed_at=turn.at,
        branch=branch,
    )
    return standing_here(ask, turn)


def _can_be_had(ask: Ask) -> bool:
    """Tell whether it is somebody who is asked for, and no yes."""
    return ask.kind is not AskKind.MORE


def _asking(case: Case, turn: Turn) -> Case:
    """Return a case in which somebody is asked for, with the card that says what to do then."""
    if aside := turn.args.get("aside"):
        case = case_rules.show(case, aside, turn.at)
    return case_rules.asked(case, turn.at)


def _kind(turn: Turn) -> AskKind:
    kinds = {each.value: each for each in AskKind if each is not AskKind.MORE}  # that has words
    if turn.arg("kind") not in kinds:
        raise Refusal("That can't be asked for any more. Type /care help.")
    return kinds[turn.arg("kind")]


def _is_waiting(ask: Ask, kind: AskKind, branch: str) -> bool:
    same = ask.kind is kind and (kind is not AskKind.PAGE or ask.branch == branch)
    return same and ask.is_live
