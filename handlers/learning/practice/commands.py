"""What is typed: practice as it is by now, a scenario by its name, or one that is suggested."""

from collections.abc import Sequence

from content.scenarios import Scenario
from handlers.domain.excerpt import cut
from handlers.domain.people import Role
from handlers.domain.practice.run import Run
from handlers.domain.practice.suggestions import meant, suggested
from handlers.domain.redaction import redact
from handlers.learning.practice.cards import ALL, all_card, suggestion_card
from handlers.learning.practice.current import Talk, runs, shown, with_customer
from handlers.turn import Refusal, Reply, Services, Turn

MAX_TYPED = 60  # characters of a name that is looked for
MAX_SHOWN = 40  # of them in an answer


async def start(turn: Turn, services: Services) -> Reply:
    """Go on where one is; with words, begin what they mean."""
    if typed := redact(turn.text.strip())[:MAX_TYPED]:
        return await _meant(typed, turn, services)
    for run in await runs(turn, services):
        talk = with_customer(run, services)
        if talk is not None and not talk.run.is_stopped and not talk.is_over:
            return shown(talk)
    return await suggest(turn, services)


async def suggest(turn: Turn, services: Services, after: str = "") -> Reply:
    """Show whom to practise on next, or the one after that."""
    known = await runs(turn, services)
    order = await _order(known, turn, services)
    if not order:
        raise Refusal("There is nobody to practise on in your words. Whoever runs me can add some.")
    ids = [each.id for each in order]
    number = ids.index(after) + 1 if after in ids else 0
    return Reply(suggestion_card(order[number % len(order)], _put_aside(known, services)))


async def show_all(turn: Turn, services: Services) -> Reply:
    """Show everybody there is to practise on."""
    return Reply(all_card(await _order((), turn, services)))


async def begin(scenario: Scenario, turn: Turn, services: Services) -> Reply:
    """Begin a scenario; one that is going on is shown as it is."""
    known = await runs(turn, services)
    found = next((each for each in known if each.scenario_id == scenario.id), None)
    talk = with_customer(found, services) if found else None
    if talk is None or talk.is_over or talk.run.is_stopped:
        run = Run(turn.fresh_id("practice"), scenario.id, turn.at)
        await services.store.practice.begin(run)
        talk = with_customer(run, services)
    return shown(talk) if talk else await suggest(turn, services)


async def _meant(typed: str, turn: Turn, services: Services) -> Reply:
    found = meant(services.content.scenarios, typed)
    if not found:
        said = cut(typed, MAX_SHOWN)
        raise Refusal(f"Nobody to practise on is called “{said}”. Look at them all.", ALL)
    if len(found) == 1:
        return await begin(found[0], turn, services)
    return Reply(all_card(found, "Which one?"))


async def _order(known: Sequence[Run], turn: Turn, services: Services) -> Sequence[Scenario]:
    role = (await services.store.member()).role
    seed = f"{turn.person.id}@{turn.at:%Y-%m-%d}"
    done = {each.scenario_id for each in known}
    return suggested(services.content.scenarios, done, seed, leads=role.may(Role.MANAGER))


def _put_aside(known: Sequence[Run], services: Services) -> Sequence[tuple[Run, Scenario]]:
    talks: list[Talk] = [talk for each in known if (talk := with_customer(each, services))]
    return [(each.run, each.customer.scenario) for each in talks if each.heard and not each.is_over]
