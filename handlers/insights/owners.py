"""Whoever looks after a rule is told when it is bent often, and says what becomes of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.audit import record
from handlers.cards import Card
from handlers.domain.insights.idea import Idea
from handlers.domain.insights.rule import (
    MAX_WHY_LENGTH,
    Bend,
    Rule,
    RuleState,
    Watch,
    decide,
    tell,
)
from handlers.domain.people import Place, Role, spoken_name
from handlers.domain.redaction import redact
from handlers.insights.rule_cards import heard_card, keep_form, nobodys_card, owner_card
from handlers.ports.audit import Act
from handlers.turn import Post, Refusal, Reply, Services, Turn

NOT_YOURS = "This rule is looked after by somebody else, or it is gone."


async def count(turn: Turn, services: Services) -> Reply:
    """Count how often a rule was bent; its owner is told, or the admins where there is none."""
    rule = await services.store.insights.rule(turn.arg("of"))
    if rule is None or rule.next_at is None or rule.next_at > turn.at:
        return Reply()
    watch = Watch.read((await services.store.member()).rule_watch)
    bends = await services.store.insights.bends(rule.id, turn.at - watch.window)
    after = tell(rule, bends, watch, turn.at)
    await services.store.insights.save_rule(after)
    if after.told_at == rule.told_at:
        return Reply()
    return Reply(posts=await told_posts(after, turn, services))


async def owner_names(rules: Iterable[Rule], services: Services) -> Mapping[str, str]:
    """Return what their owners are called."""
    owners = {each.owner_id for each in rules if each.owner_id}
    return await services.store.people.names(owners) if owners else {}


async def told_posts(rule: Rule, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Return what tells its owner how often it was bent, or the admins where there is none."""
    if rule.owner_id:
        return (_private(rule.owner_id, await _card(rule, services), turn),)
    staff = [each for each in await services.store.staff.with_role() if not each.has_left]
    admins = [each for each in staff if each.role is Role.ADMIN]
    return tuple(_private(each.id, nobodys_card(rule), turn) for each in admins or staff)


async def told(turn: Turn, services: Services) -> Reply:
    """Show what its owner was told, and what they have said."""
    return Reply(await _card(await _own(turn, services), services))


async def changed(turn: Turn, services: Services) -> Reply:
    """Take it that the rule is changed, and tell whoever passed it on."""
    return await _decided(RuleState.CHANGED, "", turn, services)


async def keep_ask(turn: Turn, services: Services) -> Reply:
    """Ask why it is kept."""
    rule = await _own(turn, services)
    if not _is_current(rule, turn):
        return Reply(await _card(rule, services))
    return Reply(form=keep_form(rule))


async def keep(turn: Turn, services: Services) -> Reply:
    """Take it that the rule is kept, and tell whoever passed it on why."""
    why = redact(" ".join(turn.args.get("why", "").split()))[:MAX_WHY_LENGTH]
    if not why:
        return Reply(form=keep_form(await _own(turn, services), "Say why, in a sentence."))
    return await _decided(RuleState.KEPT, why, turn, services)


async def _decided(state: RuleState, why: str, turn: Turn, services: Services) -> Reply:
    rule = await _own(turn, services)
    if not _is_current(rule, turn):
        return Reply(await _card(rule, services))
    after = decide(rule, state, why, turn.at)
    await services.store.insights.save_rule(after)
    await record(Act.RULE_DECIDED, turn, services, target=rule.id)
    posts = await _heard(after, turn, services)
    return Reply(await _card(after, services), posts=posts)


async def _heard(rule: Rule, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Return what tells each who passed it on, alone, what became of it."""
    people = {each.agent_id for each in await _counted(rule, turn.at, services)}
    people |= {each.from_id for each in await _ideas(rule, services)}
    names = await services.store.people.names([rule.owner_id])
    card = heard_card(rule, spoken_name(rule.owner_id, names.get(rule.owner_id, "")))
    readers = sorted(people - {turn.person.id})
    when = f"{rule.told_at:%Y%m%d%H%M%S}"  # two presses at one moment tell everybody once
    named = (f"rule:{rule.id}:{when}:{each}" for each in readers)
    posts = (_private(each, card, turn) for each in readers)
    return tuple(replace(post, name=name) for post, name in zip(posts, named, strict=True))


async def _card(rule: Rule, services: Services) -> Card:
    ideas = await _ideas(rule, services)
    counted = await _counted(rule, rule.told_at or rule.made_at, services)
    named = sorted({each.agent_id for each in counted if each.is_named})
    ids = {*named, *(each.from_id for each in ideas if each.is_named)}
    names: Mapping[str, str] = await services.store.people.names(ids) if ids else {}
    return owner_card(rule, ideas, names, named, services.content.flow)


async def _counted(rule: Rule, until: datetime, services: Services) -> Sequence[Bend]:
    """Return the bends that were counted when its owner was told, and those until a moment."""
    found = await services.store.insights.bends(rule.id, _since(rule))
    return [each for each in found if each.at <= until]


async def _ideas(rule: Rule, services: Services) -> Sequence[Idea]:
    """Return the what-ifs that were passed on with it by the time its owner was told."""
    found = await services.store.insights.ideas_of_rule(rule.id, _since(rule))
    return [each for each in found if rule.told_at is None or each.made_at <= rule.told_at]


def _since(rule: Rule) -> datetime:
    days = rule.told.days if rule.told else Watch().days
    return (rule.told_at or rule.made_at) - timedelta(days=days)


def _private(reader: str, card: Card, turn: Turn) -> Post:
    return Post(Place.personal(turn.tenant, reader), card, reader=reader)


async def _own(turn: Turn, services: Services) -> Rule:
    """Return a rule that this person looks after; any other looks like one that is gone."""
    rule = await services.store.insights.rule(turn.arg("rule"))
    if rule is None or rule.owner_id != turn.person.id or rule.told is None:
        raise Refusal(NOT_YOURS)
    return rule


def _is_current(rule: Rule, turn: Turn) -> bool:
    """Tell whether the pressed card is of the last time that its owner was told."""
    is_last = rule.told_at is not None and turn.args.get("told") == rule.told_at.isoformat()
    return is_last and rule.is_awaited
