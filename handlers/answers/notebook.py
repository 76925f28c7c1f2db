"""A line of one's own on a what-if, and the notebook in which it is kept."""

from handlers.answers.cards import LINE_LENGTH, kept_card, note_form, notebook_card
from handlers.domain.redaction import redact
from handlers.ports.answers import Line
from handlers.turn import Refusal, Reply, Services, Turn

MOST_LINES = 200


async def ask(turn: Turn, services: Services) -> Reply:
    """Ask for a line, in a form."""
    wanted = turn.arg("of")
    text = next((each for each in services.content.reminders if each.id == wanted), None)
    if text is None:
        raise Refusal("That text isn't used any more. The next one comes with the next reminder.")
    return Reply(form=note_form(text, {"of": wanted}))


async def keep(turn: Turn, services: Services) -> Reply:
    """Keep a line for whoever wrote it; what is private in it is taken out."""
    wanted = turn.arg("of")
    typed = " ".join(turn.arg("line").split())
    text = next((each for each in services.content.reminders if each.id == wanted), None)
    if text is not None and not typed:
        return Reply(form=note_form(text, {"of": wanted}, error="Write a line, or close this."))
    if text is not None and len(typed) > LINE_LENGTH:
        error = f"{len(typed)} characters; {LINE_LENGTH} is the most."
        return Reply(form=note_form(text, {"of": wanted}, typed, error))
    lines = await services.store.answers.lines()
    if len(lines) >= MOST_LINES:
        raise Refusal(f"Your notebook has {MOST_LINES} lines. Strike some first: /care me")
    line = Line(turn.fresh_id("line"), wanted, redact(typed), turn.at)
    await services.store.answers.write(line)
    return Reply(kept_card(line))


async def show(turn: Turn, services: Services) -> Reply:
    """Show the notebook."""
    zone = (await services.store.member()).zone
    return Reply(notebook_card(await services.store.answers.lines(), turn.at, zone))


async def strike(turn: Turn, services: Services) -> Reply:
    """Take a line out; pressing twice is pressing once."""
    await services.store.answers.strike(turn.arg("line"))
    return await show(turn, services)
