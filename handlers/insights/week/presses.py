"""What is pressed on the card of the week: the owner of a rule is told once more of it."""

from dataclasses import replace
from datetime import date

from handlers.audit import record
from handlers.domain.insights.rule import Rule
from handlers.domain.insights.scopes import WORKSPACE
from handlers.domain.people import Role
from handlers.insights.owners import told_posts
from handlers.insights.week.cards import was_told
from handlers.insights.week.commands import asked_for, show
from handlers.insights.week.counting import Report, report
from handlers.permissions import check_role
from handlers.ports.audit import Act
from handlers.turn import Refusal, Reply, Services, Turn


async def tell(turn: Turn, services: Services) -> Reply:
    """Send the owner of a rule their private card once more; once for a week, whoever presses."""
    member = await check_role(Role.MANAGER, services)
    whose = WORKSPACE if member.role.may(Role.ADMIN) else turn.person.id
    starts_on: date = await asked_for(turn, services)
    found = await report(whose, starts_on, turn.at, services)
    rule = _rule(turn.arg("rule"), found) if found else None
    if found is None or rule is None:
        raise Refusal("Its owner has answered, or it is gone. Type /care rules to see it.")
    if was_told(rule, found):
        return await show(turn, services)
    after = replace(rule, told_again_at=turn.at)
    await services.store.insights.save_rule(after)
    await record(Act.RULE_TOLD, turn, services, about=[rule.owner_id], target=rule.id)
    named = f"week:told:{rule.id}:{starts_on}"  # two presses at one moment tell them once
    posts = await told_posts(after, turn, services)
    shown = await show(turn, services)
    return replace(shown, posts=tuple(replace(each, name=named) for each in posts))


def _rule(rule_id: str, found: Report) -> Rule | None:
    """Return a rule of which the week says how often it was bent, and that has an owner."""
    if found.week.without is not None:
        return None
    return next((each for each in found.rules if each.id == rule_id and each.owner_id), None)
