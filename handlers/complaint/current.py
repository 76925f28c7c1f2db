"""The current case: find it, change it if the card is current, show it."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta

from content.flow import Variant
from handlers.cards import Text, Tone
from handlers.complaint.buttons import View, new_alarm_button
from handlers.complaint.cards import case_card
from handlers.complaint.look import Look
from handlers.complaint.overrides import workspace_flow
from handlers.domain import case as case_rules
from handlers.domain import promise as promise_rules
from handlers.domain.asks import rules as ask_rules
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.asks.own_cards import OwnCard
from handlers.domain.case import STEPS, Case, CaseState
from handlers.domain.excerpt import cut
from handlers.domain.promise import Promise
from handlers.domain.wording import names_in_words
from handlers.on_duty import can_page, people_asked
from handlers.promises.cards import lead_words, plan_words
from handlers.promises.current import in_zone
from handlers.promises.current import save_change as save_promise
from handlers.shoutouts.drafts import draft_after_case
from handlers.turn import Refusal, Reply, Services, Turn, TurnKind

AT_HAND_WITHIN = timedelta(hours=1)  # since anything was pressed on a complaint
MAX_IDEA_SHOWN = 100  # characters of a what-if that was passed on
_BY_PEOPLE = (TurnKind.COMMAND, TurnKind.ACTION, TurnKind.SUBMIT)
Change = Callable[[Case], Case]


async def own_case(turn: Turn, services: Services) -> Case:
    """Return the case of a card; one of somebody else looks like one that is gone."""
    case = await services.store.case(turn.arg("case"))
    if case is None:
        red = new_alarm_button(services.content.flow)
        raise Refusal(
            "This complaint isn't yours, or it is gone. Type /complaint to start one.", red
        )
    return case


async def live_case(services: Services) -> Case | None:
    """Return the complaint that is on just now, or None: the others are put aside."""
    cases = await services.store.cases()
    return next((each for each in cases if each.state is CaseState.OPEN), None)


async def case_at_hand(turn: Turn, services: Services) -> Case | None:
    """Return the complaint that words are about, likely: the one that is on just now."""
    case = await live_case(services)
    return case if case is not None and turn.at - case.changed_at <= AT_HAND_WITHIN else None


async def open_case(
    note: str, turn: Turn, services: Services, variant: Variant | None = None
) -> Reply:
    """Open a case at its first step, and put the others aside."""
    case = await new_case(note, turn, services, variant)
    await set_aside(case.id, await services.store.cases(), turn, services)
    return await shown_case(await services.store.open_case(case), turn, services)


async def new_case(
    note: str, turn: Turn, services: Services, variant: Variant | None = None
) -> Case:
    """Return a case at its first step that nobody has kept yet; they reach us as they last did."""
    member = await services.store.member()
    return Case(
        id=turn.fresh_id("case"),
        agent_id=turn.person.id,
        variant=variant or member.variant,
        opened_at=turn.at,
        changed_at=turn.at,
        note=note,
    )


async def changed(turn: Turn, services: Services, change: Change) -> Reply:
    """Change the case, unless the press comes from a card that is no longer current."""
    case = await own_case(turn, services)
    if not is_stale(case, turn):
        before, case = case, change(case)
        await save_change(before, case, turn, services)
        if case.state is CaseState.CLOSED:
            await services.store.personal.count_closed(1)
            await end_asks(case, turn, services, but=(AskKind.COVER, AskKind.MORE))
        await draft_after_case(case, turn, services)
    return await shown_case(case, turn, services)


async def end_asks(
    case: Case, turn: Turn, services: Services, but: Collection[AskKind] = ()
) -> tuple[Ask, ...]:
    """End what was asked for in a case, and return it: cards follow with the beat.

    Cover is for the next customer, so it goes on when its complaint is closed; and so does a lead's
    answer, which was promised.
    """
    live = [each for each in await services.store.asks.of_case(case.id) if each.is_live]
    ended = tuple(each for each in live if each.kind not in but)
    for ask in ended:
        for name in ask_rules.pending_names(ask):
            await services.store.deliveries.take_back(name)
        await services.store.asks.save(ask_rules.end(ask, turn.at))
    return ended


async def reach(case: Case, variant: Variant, turn: Turn, services: Services) -> Case:
    """Note how this customer reaches us, and take it as the usual way from now on."""
    await services.store.prefer(variant)
    if case.variant is not variant and case.state is CaseState.OPEN:
        case = case_rules.reach(case, variant, turn.at)
        await services.store.save_case(case)
    return case


async def save_change(before: Case, case: Case, turn: Turn, services: Services) -> None:
    """Save a case, and with it the promise that it makes, moves or takes back.

    What is done already is promised no more. Back at *By when?* a promise without a time stands.
    """
    await services.store.save_case(case)
    if _of_promise(before) == _of_promise(case):
        return
    existing = await open_promise(case, services)
    if not case_rules.is_promised(case):
        if existing is not None and (case.done or case.remedy != before.remedy):
            await save_promise(existing, promise_rules.withdraw(existing, turn.at), services)
    elif existing is not None:
        renewed = promise_rules.renew(existing, case.remedy or "", case.promised_at, turn.at)
        await save_promise(existing, renewed, services)
    else:
        zone = (await services.store.member()).zone
        await services.store.promises.make(_promised(case, turn, zone))


async def throw_away(case: Case, turn: Turn, services: Services) -> tuple[Ask, ...]:
    """Delete a case and its open promise; one that the lead was told of is withdrawn instead.

    Returns what had been asked for in it, and is called off.
    """
    ended = await end_asks(case, turn, services)
    promise = await open_promise(case, services)
    if promise is not None and promise.lead is None:
        await services.store.promises.throw_away(promise)
    elif promise is not None:
        await save_promise(promise, promise_rules.withdraw(promise, turn.at), services)
    await services.store.insights.forget_case(case.id)
    await services.store.throw_away_case(case)
    return ended


def is_stale(case: Case, turn: Turn) -> bool:
    """Tell whether the pressed card shows another state of the case than the present one."""
    return case.state is not CaseState.OPEN or str(case.rev) != turn.arg("rev")


async def shown_case(
    case: Case, turn: Turn, services: Services, view: View = View.STEP, likely: str | None = None
) -> Reply:
    """Return the present card of a case, or a view of it; in danger the ``likely`` branch first."""
    member = await services.store.member()
    flow = workspace_flow(services.content.flow, member)
    asks = await _asks_shown(case, turn, services) if case.has_asks else ()
    look = Look(view, member.terse, member.lead_line, member.numbers, asks, likely)
    if case.branch is not None or case.step == STEPS[-1]:
        look = replace(
            look,
            can_page=await can_page(case.branch or "", turn, services),
            can_cover=bool(await people_asked(AskKind.COVER, "", turn, services)),
        )
    if case.step == STEPS[-1] and case.state is CaseState.OPEN:
        passed, has_idea = await passed_on(case, services)
        look = replace(look, passed_on=passed, is_idea_passed_on=has_idea)
    card = case_card(case, flow, member.zone, turn.at, look)
    told = view is View.STEP and _tells_of_the_promise(case)
    if told and (promise := await open_promise(case, services)) is not None:
        noted = Text(plan_words(in_zone(promise, turn), turn.at))
        small = (Text(lead_words(member), Tone.NOTE),) if promise.due_at else ()
        card = replace(card, body=(*card.body, noted, *small))
    return Reply(card)


async def passed_on(case: Case, services: Services) -> tuple[tuple[str, ...], bool]:
    """Return what went up of a case besides its cause, and whether its what-if did."""
    kept = services.store.insights
    bends = await kept.bends_of_case(case.id)
    rules = [await kept.rule(each.rule_id) for each in bends]
    bent = tuple(f"“{rule.name}” was bent" for rule in rules if rule is not None)
    idea = await kept.idea_of_case(case.id)
    thanks = await services.store.shoutouts.passed_on(case.id)
    names = names_in_words(each.name for one in thanks for each in one.recipients)
    thanked = (f"thanks for {names}",) if names else ()
    tried = (f"what if: {cut(idea.text, MAX_IDEA_SHOWN)}",) if idea else ()
    return (*bent, *tried, *thanked), idea is not None


async def take_up(case: Case, cases: tuple[Case, ...], turn: Turn, services: Services) -> Case:
    """Return the case, open; the others are put aside."""
    await set_aside(case.id, cases, turn, services)
    if case.state is CaseState.PAUSED:
        case = case_rules.resume(case, turn.at)
        await services.store.save_case(case)
    return case


async def in_branch(case: Case, branch: str, turn: Turn, services: Services) -> Case:
    """Return the case, open and in a branch of danger, whatever card it was pressed on."""
    case = await take_up(case, await services.store.cases(), turn, services)
    case = case_rules.branch(case, branch, turn.at)
    await services.store.save_case(case)
    return case


async def set_aside(but: str, cases: tuple[Case, ...], turn: Turn, services: Services) -> None:
    """Pause every open case but one."""
    for case in cases:
        if case.id != but and case.state is CaseState.OPEN:
            await services.store.save_case(case_rules.pause(case, turn.at))


async def open_promise(case: Case, services: Services) -> Promise | None:
    """Return the open promise that was made in a case."""
    promises = await services.store.promises.open()
    return next((each for each in promises if each.case_id == case.id), None)


async def _asks_shown(case: Case, turn: Turn, services: Services) -> tuple[Ask, ...]:
    """Return what was asked for in a case; from now on its news come to the card just pressed."""
    asks = await services.store.asks.of_case(case.id)
    if turn.kind in _BY_PEOPLE:
        card = OwnCard(str(turn.place), turn.redrawn, case.rev)
        for ask in asks:
            here = ask_rules.shown_on(ask, card)
            if ask.is_live and here != ask:
                await services.store.asks.save(here)
    return asks


def _of_promise(case: Case) -> tuple[object, ...]:
    """Return what of a case its promise is made of."""
    return case.remedy, case.promised_at, case.done, case_rules.is_promised(case)


def _promised(case: Case, turn: Turn, zone: str) -> Promise:
    return promise_rules.made(
        Promise(
            id=turn.fresh_id("promise"),
            owner_id=turn.person.id,
            owner=turn.person.name,
            zone=zone,
            what=case.remedy or "",
            due_at=case.promised_at,
            made_at=turn.at,
            changed_at=turn.at,
            case_id=case.id,
            case_number=str(case.number),
        )
    )


def _tells_of_the_promise(case: Case) -> bool:
    """Tell whether the card to be shown says what happens next."""
    beside = case.aside or case.branch
    return case.step == STEPS[-1] and case.state is CaseState.OPEN and beside is None
