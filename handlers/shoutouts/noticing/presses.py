"""What a manager presses on their weekly card: whom they thank, a week without, on and off."""

from dataclasses import replace

from handlers.cards import Action
from handlers.domain.people import Person
from handlers.domain.shoutouts import noticing as rules
from handlers.domain.shoutouts.asked import Asked
from handlers.domain.shoutouts.noticing import Noticing
from handlers.shoutouts.forms import new_form
from handlers.shoutouts.noticing.cards import OPEN
from handlers.shoutouts.noticing.current import card_now, own
from handlers.shoutouts.noticing.settings import shown
from handlers.turn import Refusal, Reply, Services, Turn

NOT_ON_LIST = "They are not on your list any more. To thank all the same: /shoutout."


async def list_(turn: Turn, services: Services) -> Reply:
    """Show it as of now."""
    return Reply(await card_now(await own(turn, services), turn, services))


async def thank(turn: Turn, services: Services) -> Reply:
    """Open the form of a shout-out for one of them."""
    await own(turn, services)
    team = await services.store.noticing.team()
    found = next((each for each in team if each.id == turn.arg("person")), None)
    if found is None:
        raise Refusal(NOT_ON_LIST, OPEN)
    asked = Asked(turn.fresh_id("shoutout"), turn.person, [Person(found.id, found.name)])
    form = new_form(asked, services.content.shoutouts, ())
    return Reply(form=replace(form, cancel=Action("noticing.list")))


async def snooze(turn: Turn, services: Services) -> Reply:
    """Leave the next one out; twice is once."""
    noticing = await own(turn, services)
    return await _saved(noticing, rules.snoozed(noticing, turn.at), turn, services)


async def wake(turn: Turn, services: Services) -> Reply:
    """Don't leave it out after all."""
    noticing = await own(turn, services)
    return await _saved(noticing, rules.woken(noticing, turn.at), turn, services)


async def on(turn: Turn, services: Services) -> Reply:
    """Bring it each week, as it is set."""
    noticing = await own(turn, services)
    return await _saved(noticing, rules.turned_on(noticing, turn.at), turn, services)


async def off(turn: Turn, services: Services) -> Reply:
    """Bring it no more."""
    noticing = await own(turn, services)
    return await _saved(noticing, rules.turned_off(noticing), turn, services)


async def _saved(before: Noticing, after: Noticing, turn: Turn, services: Services) -> Reply:
    if after != before:
        await services.store.noticing.save(after)
    return shown(after, turn)
