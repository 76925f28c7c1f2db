"""Whether a scenario is sound: its plan wins it, and whoever only fixes loses it.

``careloop content check`` asks it of each scenario, ours and a workspace's own.
"""

from collections.abc import Collection, Iterator
from enum import StrEnum

from content.reply_findings import FindingId
from content.scenarios import Scenario
from handlers.domain.practice.customer import Customer
from handlers.domain.practice.run import Said
from handlers.domain.practice.state import Phase, State

_FIX: tuple[FindingId, ...] = ("action", "timeframe", "ownership")


class Unsound(StrEnum):
    """What is wrong with a scenario, once it is played."""

    PLAN_LOSES = "plan-loses"
    FIX_WINS = "fix-wins"


def unsound(customer: Customer) -> Iterator[Unsound]:
    """Yield what is wrong with a scenario, once it is played."""
    if planned(customer).phase is not Phase.RESOLVED:
        yield Unsound.PLAN_LOSES
    if repeated(customer, _FIX).phase is not Phase.LOST:
        yield Unsound.FIX_WINS


def planned(customer: Customer) -> State:
    """Return how they feel after the plan; its last turn is said again as long as there is room."""
    plan = list(customer.scenario.plan)
    plan += [plan[-1]] * (customer.scenario.max_turns - len(plan))
    talk = customer.replay(fitting(customer.scenario, each) for each in plan)
    return talk[-1].after


def repeated(customer: Customer, findings: Collection[FindingId]) -> State:
    """Return how they feel after these, and nothing else, in each turn."""
    turns = [fitting(customer.scenario, findings)] * customer.scenario.max_turns
    return customer.replay(turns)[-1].after


def fitting(scenario: Scenario, findings: Collection[FindingId]) -> Said:
    """Return words in which these are heard, and which are the step and the limit asked for."""
    fix = scenario.needs.fix[:1] if "action" in findings else ()
    return Said.whole(" ".join((*fix, *scenario.needs.limit[:1])), findings)
