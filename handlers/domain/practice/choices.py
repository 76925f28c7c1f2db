"""Lines to pick from when typing is hard: the one that does most good just now, and two others.

What does most good is found by trying: each line is said to the customer in thought, and the best
of them further on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from content.reply_findings import PROBLEMS
from content.scenarios import AgentLine
from handlers.domain.practice.customer import Customer
from handlers.domain.practice.run import Said
from handlers.domain.practice.state import Phase, State

OFFERED = 3
WIDTH = 3  # ways that are followed at a time
DEPTH = 3  # turns that are looked ahead


def as_said(line: AgentLine) -> Said:
    """Return a line as if it had been typed: what is heard in it is known."""
    return Said.whole(line.text, line.findings)


def best_line(customer: Customer, state: State, spoken: Collection[str]) -> AgentLine:
    """Return the line that does most good just now; of those that were said only if none is left.

    ``spoken`` are the texts of this run so far.
    """
    lines = _fresh(customer, spoken)
    first = _Way(customer, state)
    ways = sorted((first.say(each) for each in lines), key=_Way.worth, reverse=True)
    best = ways[0]
    for _ in range(DEPTH - 1):
        further = [
            way.say(each)
            for way in ways[:WIDTH]
            if not way.state.phase.is_over
            for each in lines
            if each not in way.lines
        ]
        ways = sorted(further, key=_Way.worth, reverse=True)
        best = max([best, *ways[:1]], key=_Way.worth)
    return best.lines[0]


def offered(
    customer: Customer, state: State, spoken: Collection[str], seed: str
) -> Sequence[AgentLine]:
    """Return three lines in an order by the seed, among them the one that does most good."""
    return among_others(best_line(customer, state, spoken), customer, state, spoken, seed)


def among_others(
    best: AgentLine, customer: Customer, state: State, spoken: Collection[str], seed: str
) -> Sequence[AgentLine]:
    """Return a line and two others that come by the seed, in an order by the seed.

    They are of the worse half of those that do no good just now, and that were not said yet:
    whoever presses just anything gets nowhere.
    """
    others = [each for each in customer.scenario.lines if each.text != best.text]
    good = {each.text: customer.hear(state, as_said(each)).good for each in others}
    others.sort(key=lambda line: (good[line.text] > 0, line.text in spoken, good[line.text]))
    poor = sum(each <= 0 for each in good.values())
    worst = others[: max(OFFERED - 1, poor // 2)]
    worst.sort(key=lambda line: _number(seed, line.text))
    chosen = [best, *worst[: OFFERED - 1]]
    return sorted(chosen, key=lambda line: _number(f"{seed} order", line.text))


@dataclass(frozen=True, slots=True)
class _Way:
    """Lines said to a customer in thought, and where that leads."""

    customer: Customer
    state: State
    lines: tuple[AgentLine, ...] = ()

    def say(self, line: AgentLine) -> "_Way":
        heard = self.customer.hear(self.state, as_said(line))
        return _Way(self.customer, heard.after, (*self.lines, line))

    def worth(self) -> tuple[float, bool]:
        """Return how good it is; of equals the one that doesn't begin with a sorry."""
        return _good(self.state), "apology" not in self.lines[0].findings


def _fresh(customer: Customer, spoken: Collection[str]) -> Sequence[AgentLine]:
    """Return the lines that hurt nobody; of those that were said only if none else is left."""
    lines = customer.scenario.lines
    kind = [each for each in lines if not {*PROBLEMS} & {*each.findings}] or lines
    return [each for each in kind if each.text not in spoken] or kind


def _good(state: State) -> float:
    """Return how well they are off: what they have got counts most, then how they feel."""
    if state.phase is Phase.RESOLVED:
        return 100.0 - state.turn
    if state.phase is Phase.LOST:
        return -100.0
    feeling = state.trust - state.anger
    if state.phase is Phase.OPEN:
        got = sum((state.fixed, state.dated, state.recognised))
        return 30.0 + 5.0 * got + feeling
    return state.heard + 2.0 * state.beat + 5.0 * state.limited + feeling


def _number(seed: str, text: str) -> bytes:
    return blake2b(f"{seed}\0{text}".encode(), digest_size=8).digest()
