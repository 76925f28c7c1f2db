"""Thanks that an agent passes on after a complaint: proposed to managers, as any others are."""

from dataclasses import replace

from handlers.domain.shoutouts.asked import Asked, Lack, drafted, is_same, lacking
from handlers.domain.shoutouts.shoutout import pass_on
from handlers.shoutouts import messages
from handlers.shoutouts.current import is_manager
from handlers.turn import Post, Services, Turn

SOMEBODY = "A colleague"  # who gives thanks without their name


async def lacking_here(asked: Asked, services: Services) -> tuple[Lack, ...]:
    """Return what is missing, of the thanks or of those who could post them."""
    lacks = lacking(asked)
    if lacks or await services.store.staff.managers():
        return lacks
    return (Lack.MANAGER,)


async def passed_on(
    asked: Asked, case_id: str, turn: Turn, services: Services, *, is_named: bool
) -> tuple[Post, ...]:
    """Propose thanks of a case, and return the posts that bring them; the same again is once.

    Without a name they have no giver: whoever posts them makes them their own.
    """
    shoutout = replace(drafted(asked, turn.at), case_id=case_id)
    if not is_named:
        shoutout = replace(shoutout, giver_id="", giver_name=SOMEBODY)
    before = await services.store.shoutouts.passed_on(case_id)
    if any(is_same(each, shoutout) for each in before):
        return ()
    if not await services.store.shoutouts.add(shoutout):
        return ()
    manager = turn.person if is_named and await is_manager(services) else None
    managers = await messages.managers_of(shoutout, services)
    others = [each for each in managers if each != turn.person.id]
    destinations = await messages.destinations_of(shoutout, turn, services)
    shoutout = pass_on(shoutout, turn.at, destinations, manager, others)
    return await messages.save(shoutout, turn, services)
