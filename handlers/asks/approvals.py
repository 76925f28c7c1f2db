"""A lead is asked to allow more than an agent may give; the card goes on at once."""

from dataclasses import replace

from handlers.asks import messages
from handlers.asks.presses import asked, changed_by_reader, new_ask, with_people
from handlers.cards import Button
from handlers.complaint.approvals import MAX_ASKED_LENGTH, asking_words
from handlers.complaint.buttons import case_action
from handlers.complaint.current import is_stale, own_case, save_change, shown_case
from handlers.domain import case as case_rules
from handlers.domain.asks import rules as ask_rules
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.case import Case
from handlers.domain.danger import signs_in
from handlers.domain.redaction import redact
from handlers.insights.counting import counted_from
from handlers.ports.audit import Act
from handlers.turn import Post, Refusal, Reply, Services, Turn


async def allow(turn: Turn, services: Services) -> Reply:
    """Ask the lead, and go on: what is promised meanwhile is the answer, in five minutes."""
    case = await own_case(turn, services)
    if is_stale(case, turn) or case.step != "act":
        return await shown_case(case, turn, services)
    what = redact(turn.arg("what").strip())[:MAX_ASKED_LENGTH].strip()
    back = Button("Back to the complaint", case_action(case, "view", view="step"))
    if not what or signs_in(what, services.content.danger).danger:
        raise Refusal("I can't pass these words on. Say in others what you would give.", back)
    new = await with_people(new_ask(AskKind.MORE, "", turn), turn, services)
    if not new.people:
        raise Refusal("There is no lead I could ask. Ring yours, or give what you may.", back)
    off = await _call_off(case, turn, services)
    new = replace(new, case_id=case.id, case_number=str(case.number), what=what)
    before, case = case, _going_on(case, what, turn)
    await save_change(before, case, turn, services)
    reply = await asked(new, turn, services, case)
    return replace(reply, posts=(*off, *reply.posts))


async def say_yes(turn: Turn, services: Services) -> Reply:
    """Allow it, unless somebody has answered; it counts as a rule that was bent."""

    def said(ask: Ask) -> Ask:
        return ask_rules.take(ask, turn.person.id, turn.at) if _is_it(ask) else ask

    before = await services.store.asks.get(turn.arg("ask"))
    reply = await changed_by_reader(turn, services, said, Act.MORE_ALLOWED)
    after = await services.store.asks.get(turn.arg("ask"))
    if before is not None and after is not None and before.is_open and not after.is_open:
        await _count_on(await services.store.asks.bend(after, turn.at), turn, services)
    return reply


async def _count_on(rule_id: str, turn: Turn, services: Services) -> None:
    """Let a rule be counted next morning, as one that an agent passes on."""
    rule, at = await services.store.insights.rule(rule_id), await counted_from(turn, services)
    if rule is not None and at is not None and (rule.next_at is None or rule.next_at > at):
        await services.store.insights.save_rule(replace(rule, next_at=at))


async def say_no(turn: Turn, services: Services) -> Reply:
    """Don't allow it, unless somebody has answered."""

    def said(ask: Ask) -> Ask:
        return ask_rules.refuse(ask, turn.person.id, turn.at) if _is_it(ask) else ask

    return await changed_by_reader(turn, services, said, Act.MORE_REFUSED)


async def _call_off(case: Case, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Call off what was asked for in this case before: it is something else now."""
    posts: list[Post] = []
    for each in await services.store.asks.of_case(case.id):
        if each.kind is AskKind.MORE and each.is_open:
            after = ask_rules.told(ask_rules.stand_down(each, turn.at))
            posts += await messages.save(after, turn, services)
    return tuple(posts)


def _going_on(case: Case, what: str, turn: Turn) -> Case:
    case = case_rules.choose(case, asking_words(what), turn.at)
    case = case_rules.promise(case, turn.at + ask_rules.ALLOWED_WITHIN, turn.at)
    return case_rules.asked(case, turn.at)


def _is_it(ask: Ask) -> bool:
    return ask.kind is AskKind.MORE
