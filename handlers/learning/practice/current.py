"""The run of practice that a card is about: found, changed, shown as it is by now."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from handlers.domain.practice.customer import Customer
from handlers.domain.practice.debrief import debrief
from handlers.domain.practice.run import Run, Said
from handlers.domain.practice.state import Heard, State
from handlers.domain.retention import KEEP_PRACTICE
from handlers.learning.practice.buttons import LIST
from handlers.learning.practice.cards import debrief_card, turn_card
from handlers.turn import Refusal, Reply, Services, Turn

_GONE = "That practice is over: it is kept for a day. Take another one."


@dataclass(frozen=True)
class Talk:
    """A run, whom it is with, and how it went so far."""

    run: Run
    customer: Customer

    @cached_property
    def heard(self) -> Sequence[Heard]:
        """Return its turns as the customer heard them."""
        return self.customer.replay(self.run.said)

    @property
    def state(self) -> State:
        """Return how the customer feels by now."""
        return self.heard[-1].after if self.heard else self.customer.at_first()

    @property
    def is_over(self) -> bool:
        """Tell whether it ended by itself, well or not."""
        return self.state.phase.is_over

    def before(self, turn: int) -> tuple[str, State, tuple[Said, ...]]:
        """Return what they say before a turn, from 1, how they feel, and what was said by then."""
        number = max(1, min(turn, len(self.heard) + 1))
        said = self.run.said[: number - 1]
        if number == 1:
            return self.customer.scenario.opening, self.customer.at_first(), said
        return self.heard[number - 2].says, self.heard[number - 2].after, said

    @property
    def says(self) -> str:
        """Return what the customer said last."""
        return self.heard[-1].says if self.heard else self.customer.scenario.opening

    @property
    def scene(self) -> str:
        """Return what they said last, and what one knows of them."""
        return f"They say: “{self.says}” {self.customer.scenario.who}"


async def runs(turn: Turn, services: Services) -> Sequence[Run]:
    """Return this person's runs of the last day, the last one first."""
    return await services.store.practice.runs(turn.at - KEEP_PRACTICE)


async def own_talk(turn: Turn, services: Services) -> Talk:
    """Return the run of a card; a stranger's looks like one that is gone."""
    wanted = turn.arg("run")
    run = next((each for each in await runs(turn, services) if each.id == wanted), None)
    if run is None or (talk := with_customer(run, services)) is None:
        raise Refusal(_GONE, LIST)
    return talk


def with_customer(run: Run, services: Services) -> Talk | None:
    """Return a run with whom it is; None where that scenario is in no pack any more."""
    scenario = services.content.scenario(run.scenario_id)
    return Talk(run, Customer(scenario, services.content.moves)) if scenario else None


def is_stale(talk: Talk, turn: Turn) -> bool:
    """Tell whether a press comes from a card of before the last change."""
    return turn.arg("rev") != str(talk.run.rev)


async def changed(run: Run, services: Services, note: str = "") -> Reply:
    """Save a run that was changed, and show it."""
    await services.store.practice.save(run)
    talk = with_customer(run, services)
    if talk is None:
        raise Refusal(_GONE, LIST)
    return shown(talk, note)


def shown(talk: Talk, note: str = "") -> Reply:
    """Show a run as it is by now: its turn, or what it comes to."""
    if talk.is_over or (talk.run.is_stopped and talk.heard):
        told = debrief(talk.customer, talk.heard)
        return Reply(debrief_card(talk.run, talk.customer, talk.heard, told))
    return Reply(turn_card(talk.run, talk.customer, talk.heard, note))
