"""The rules of a workspace that agents may have to bend, and who looks after each: /care rules."""

from dataclasses import replace

from handlers.audit import record
from handlers.domain.insights.rule import MAX_NAME_LENGTH, MAX_RULES, Rule, Watch
from handlers.domain.people import Person, Role
from handlers.domain.redaction import redact
from handlers.domain.wording import same_words
from handlers.insights.owners import owner_names, told_posts
from handlers.insights.rule_cards import list_card, name_form, owner_form, remove_card, rule_card
from handlers.mentions import acquainted, chosen_people
from handlers.permissions import check_nobody_left, check_role
from handlers.ports.audit import Act
from handlers.turn import Refusal, Reply, Services, Turn

GONE = "That rule is gone. Type /care rules to see what there is."


async def show(turn: Turn, services: Services) -> Reply:
    """List them, each with whoever looks after it."""
    await check_role(Role.MANAGER, services)
    return await _listed(turn, services)


async def show_one(turn: Turn, services: Services) -> Reply:
    """Show one of them."""
    return await _shown(await _found(turn, services), services)


async def add_ask(turn: Turn, services: Services) -> Reply:
    """Open the form of a new one."""
    await check_role(Role.MANAGER, services)
    return Reply(form=name_form(None))


async def add(turn: Turn, services: Services) -> Reply:
    """Take the form of a new one; of one that is there already, show that."""
    await check_role(Role.MANAGER, services)
    turn = await acquainted(turn, services)
    name, owners = _name(turn), chosen_people(turn)
    rules = await services.store.insights.rules()
    if not name:
        return Reply(form=name_form(None, problem="A few words, please."))
    if len(rules) >= MAX_RULES:
        raise Refusal(f"There are {MAX_RULES} rules, which is a lot. Remove one first: /care rules")
    check_nobody_left(owners[:1], "they can't look after a rule")
    new = Rule(turn.fresh_id("rule"), name, turn.at, owners[0].id if owners else "")
    rule = await services.store.insights.add_rule(new)
    if rule == new:
        await record(Act.RULE_ADDED, turn, services, about=_ids(owners[:1]), target=rule.id)
    return await _shown(rule, services)


async def rename_ask(turn: Turn, services: Services) -> Reply:
    """Open the form of another name."""
    return Reply(form=name_form(await _found(turn, services)))


async def rename(turn: Turn, services: Services) -> Reply:
    """Take another name for one."""
    rule, name = await _found(turn, services), _name(turn)
    others = [each for each in await services.store.insights.rules() if each.id != rule.id]
    if not name:
        return Reply(form=name_form(rule, problem="A few words, please."))
    if any(same_words(each.name, name) for each in others):
        return Reply(form=name_form(rule, name, "Another rule has this name."))
    if name != rule.name:
        rule = replace(rule, name=name)
        await services.store.insights.save_rule(rule)
        await record(Act.RULE_RENAMED, turn, services, target=rule.id)
    return await _shown(rule, services)


async def owner_ask(turn: Turn, services: Services) -> Reply:
    """Open the form that gives it an owner."""
    return Reply(form=owner_form(await _found(turn, services)))


async def owner(turn: Turn, services: Services) -> Reply:
    """Take its owner; what nobody has decided yet comes to them as it was told."""
    rule = await _found(turn, services)
    chosen = chosen_people(await acquainted(turn, services))
    if len(chosen) != 1:
        problem = "One person, please." if chosen else "Choose who it is."
        return Reply(form=owner_form(rule, problem))
    check_nobody_left(chosen, "they can't look after a rule")
    after = replace(rule, owner_id=chosen[0].id)
    if after == rule:
        return await _shown(rule, services)
    await services.store.insights.save_rule(after)
    await record(Act.RULE_OWNED, turn, services, about=_ids(chosen), target=rule.id)
    posts = await told_posts(after, turn, services) if after.is_awaited else ()
    return replace(await _shown(after, services), posts=posts)


async def remove_ask(turn: Turn, services: Services) -> Reply:
    """Ask once more."""
    return Reply(remove_card(await _found(turn, services)))


async def remove(turn: Turn, services: Services) -> Reply:
    """Remove it, with how often it was bent; twice is once."""
    await check_role(Role.MANAGER, services)
    if await services.store.insights.rule(turn.arg("rule")) is not None:
        await services.store.insights.remove_rule(turn.arg("rule"))
        await record(Act.RULE_REMOVED, turn, services, target=turn.arg("rule"))
    return await _listed(turn, services)


async def _found(turn: Turn, services: Services) -> Rule:
    await check_role(Role.MANAGER, services)
    rule = await services.store.insights.rule(turn.arg("rule"))
    if rule is None:
        raise Refusal(GONE)
    return rule


async def _listed(turn: Turn, services: Services) -> Reply:
    rules = await services.store.insights.rules()
    start = turn.args.get("from", "0")
    watch = Watch.read((await services.store.member()).rule_watch)
    names = await owner_names(rules, services)
    return Reply(list_card(rules, names, watch, int(start) if start.isdecimal() else 0))


async def _shown(rule: Rule, services: Services) -> Reply:
    return Reply(rule_card(rule, await owner_names((rule,), services)))


def _name(turn: Turn) -> str:
    return redact(" ".join(turn.args.get("name", "").split()))[:MAX_NAME_LENGTH]


def _ids(people: tuple[Person, ...]) -> list[str]:
    return [each.id for each in people]
