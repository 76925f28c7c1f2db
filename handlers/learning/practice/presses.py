"""What is pressed in practice; a press on an old card changes nothing, and shows the present."""

from collections.abc import Collection

from handlers.domain.excerpt import cut
from handlers.domain.practice import run as rules
from handlers.domain.practice.choices import as_said, best_line, offered
from handlers.learning.practice import commands
from handlers.learning.practice.buttons import LIST
from handlers.learning.practice.cards import (
    answer_form,
    coach_form,
    good_card,
    pick_card,
    thrown_away_card,
)
from handlers.learning.practice.current import Talk, changed, is_stale, own_talk, shown
from handlers.learning.practice.hearing import said_line
from handlers.turn import Refusal, Reply, Services, Turn

MAX_REPEATED = 150  # characters of what was said before


async def suggest(turn: Turn, services: Services) -> Reply:
    """Show whom to practise on next, after the one that was shown."""
    return await commands.suggest(turn, services, turn.args.get("after", ""))


async def begin(turn: Turn, services: Services) -> Reply:
    """Begin a scenario."""
    scenario = services.content.scenario(turn.arg("scenario"))
    if scenario is None:
        raise Refusal("That one isn't there any more. Take another.", LIST)
    return await commands.begin(scenario, turn, services)


async def show(turn: Turn, services: Services) -> Reply:
    """Show it as it is by now."""
    return shown(await own_talk(turn, services))


async def answer(turn: Turn, services: Services) -> Reply:
    """Ask for an answer in one's own words.

    ``anyway``: they were looked at, and weren't about whoever types.
    """
    talk = await own_talk(turn, services)
    if is_stale(talk, turn) or talk.is_over:
        return shown(talk)
    intent = "answer-anyway" if "anyway" in turn.args else "answer"
    return Reply(form=answer_form(talk.run, talk.scene, intent))


async def pick(turn: Turn, services: Services) -> Reply:
    """Offer three lines; the same card offers the same ones again."""
    talk = await own_talk(turn, services)
    if is_stale(talk, turn) or talk.is_over:
        return shown(talk)
    spoken = _spoken(talk.run.said)
    seed = f"{talk.run.id} {talk.run.rev}"
    lines = offered(talk.customer, talk.state, spoken, seed)
    every = talk.customer.scenario.lines
    return Reply(pick_card(talk.run, talk.says, {str(every.index(each)): each for each in lines}))


async def say(turn: Turn, services: Services) -> Reply:
    """Say a line that was picked."""
    talk, number = await own_talk(turn, services), turn.arg("line")
    lines = talk.customer.scenario.lines
    is_known = number.isdecimal() and int(number[:4]) < len(lines)
    if is_stale(talk, turn) or talk.is_over or not is_known:
        return shown(talk)
    said = said_line(lines[int(number[:4])], talk.customer.scenario, services.content.replies)
    return await changed(rules.say(talk.run, said, turn.at), services)


async def again(turn: Turn, services: Services) -> Reply:
    """Go back before a turn, and try it again."""
    talk, number = await own_talk(turn, services), turn.arg("turn")
    wanted = int(number[:4]) if number.isdecimal() else 0
    if is_stale(talk, turn) or not 1 <= wanted <= len(talk.heard):
        return shown(talk)
    before = talk.run.said[wanted - 1].text
    note = f"Back at turn {wanted}. You had said: “{cut(before, MAX_REPEATED)}”"
    return await changed(rules.back_to(talk.run, wanted, turn.at), services, note)


async def good(turn: Turn, services: Services) -> Reply:
    """Show a good answer to what they say just now, or said before a turn."""
    talk, number = await own_talk(turn, services), turn.arg("turn")
    if is_stale(talk, turn) or not number.isdecimal():
        return shown(talk)
    wanted = max(1, min(int(number[:4]), len(talk.heard) + (not talk.is_over)))
    says, state, said = talk.before(wanted)
    line = best_line(talk.customer, state, _spoken(said))
    heard = talk.customer.hear(state, as_said(line))
    place = str(talk.customer.scenario.lines.index(line))
    return Reply(good_card(talk.run, says, heard, place, services.content.moves, wanted))


async def stop(turn: Turn, services: Services) -> Reply:
    """Put it aside, and show what it came to; where nothing was said, nothing is kept."""
    talk = await own_talk(turn, services)
    if is_stale(talk, turn) or talk.is_over:
        return shown(talk)
    if not talk.heard:
        return await _ended(talk, services)
    return await changed(rules.stop(talk.run, turn.at), services)


async def go_on(turn: Turn, services: Services) -> Reply:
    """Take up what was put aside."""
    talk = await own_talk(turn, services)
    if talk.is_over or not talk.run.is_stopped:
        return shown(talk)
    return await changed(rules.go_on(talk.run, turn.at), services)


async def discard(turn: Turn, services: Services) -> Reply:
    """Throw it away at once."""
    return await _ended(await own_talk(turn, services), services)


async def ask_coach(turn: Turn, services: Services) -> Reply:
    """Ask to whom it is shown."""
    talk = await own_talk(turn, services)
    return shown(talk) if not talk.heard else Reply(form=coach_form(talk.run))


async def _ended(talk: Talk, services: Services) -> Reply:
    await services.store.practice.end(talk.run.id)
    return Reply(thrown_away_card())


def _spoken(said: Collection[rules.Said]) -> Collection[str]:
    return {each.text for each in said}
