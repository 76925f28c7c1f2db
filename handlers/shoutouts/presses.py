"""A shout-out that stands or waits: shown, given other words, taken back."""

from handlers.domain.shoutouts import shoutout as shoutout_rules
from handlers.domain.shoutouts.asked import kept_words
from handlers.domain.wording import is_enough
from handlers.ports.audit import Act
from handlers.shoutouts import messages
from handlers.shoutouts.current import changed, found, found_to_edit, record_of_others, shown
from handlers.shoutouts.forms import (
    TOO_FEW_WORDS,
    edit_form,
    edit_values,
    edited_text,
    edited_values,
    empty_form,
    known_behaviour,
)
from handlers.turn import Refusal, Reply, Services, Turn


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form: a new one, or the words of one that stands."""
    words = services.content.shoutouts
    if "shoutout" not in turn.args:
        return Reply(form=empty_form(turn, words))
    shoutout = await found_to_edit(turn, services)
    if not shoutout.is_open:
        return await shown(shoutout, turn, services)
    await record_of_others(Act.THANKS_SEEN, shoutout, turn, services)
    return Reply(form=edit_form(shoutout, edit_values(shoutout), words, ""))


async def show(turn: Turn, services: Services) -> Reply:
    """Show where one stands by now."""
    shoutout = await found(turn, services)
    reply = await shown(shoutout, turn, services)
    await record_of_others(Act.THANKS_SEEN, shoutout, turn, services)
    return reply


async def edited(turn: Turn, services: Services) -> Reply:
    """Take other words for one that is proposed or stands; each of its messages follows."""
    shoutout = await found_to_edit(turn, services)
    if not shoutout.is_open:
        return await shown(shoutout, turn, services)
    words = services.content.shoutouts
    values = edited_values(turn)
    said, problem = edited_text(values), ""
    if not is_enough(said, [each.name for each in shoutout.recipients]):
        problem = TOO_FEW_WORDS
    elif turn.arg("rev") != str(shoutout.rev):
        problem = "Somebody changed it meanwhile. Save once more to put your words in its place."
    if problem:
        return Reply(form=edit_form(shoutout, values, words, problem))
    destinations = await messages.destinations_of(shoutout, turn, services)
    text, behaviour = kept_words(said), known_behaviour(values["behaviour"], words)
    shoutout = shoutout_rules.reword(shoutout, text, behaviour, turn.at, destinations)
    await record_of_others(Act.THANKS_REWORDED, shoutout, turn, services)
    return await changed(shoutout, turn, services)


async def withdraw(turn: Turn, services: Services) -> Reply:
    """Take one back: its posts go, also those still on their way."""
    shoutout = await found(turn, services)
    if not shoutout.may_change(turn.person.id):
        raise Refusal("Only who gave it or posted it can take it back. Ask them.")
    if not shoutout.is_open:
        return await shown(shoutout, turn, services)
    shoutout = shoutout_rules.withdraw(shoutout, turn.at)
    await record_of_others(Act.THANKS_WITHDRAWN, shoutout, turn, services)
    return await changed(shoutout, turn, services)
