"""When a manager's weekly card comes: seen, and changed in a form."""

from handlers.domain.shoutouts import noticing as rules
from handlers.domain.shoutouts.noticing import Noticing
from handlers.shoutouts.noticing.cards import when_card, when_in_short
from handlers.shoutouts.noticing.current import known, own
from handlers.shoutouts.noticing.forms import when_form
from handlers.turn import Reply, Services, Turn


async def show(turn: Turn, services: Services) -> Reply:
    """Show when it comes, and what it counts."""
    return shown(await own(turn, services), turn)


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form, filled in with what holds."""
    return Reply(form=when_form(await own(turn, services)))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form: from now on it comes so."""
    noticing = await own(turn, services)
    form = when_form(noticing)
    values = {each.name: turn.args.get(each.name, "").strip() for each in form.fields}
    wrong = tuple(each.name for each in form.fields if values[each.name] not in dict(each.options))
    if wrong:
        return Reply(form=when_form(noticing, wrong))
    day, weeks = int(values["weekday"]), int(values["weeks"])
    after = rules.wanted(noticing, day, values["hour"], weeks, turn.at)
    if after != noticing:
        await services.store.noticing.save(after)
    return shown(after, turn)


async def in_short(turn: Turn, services: Services) -> str:
    """Return when it comes, in a line, for a manager's own settings."""
    return when_in_short(await known(turn, services), turn.at)


def shown(noticing: Noticing, turn: Turn) -> Reply:
    """Return the card of when it comes."""
    return Reply(when_card(noticing, turn.at))
