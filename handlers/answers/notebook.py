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
    lines = await services.store.answers.lines()
    if problem := _problem(typed, len(lines)):
        text = next((each for each in services.content.reminders if each.id == wanted), None)
        return Reply(form=note_form(text, {"of": wanted}, typed, problem))
    line = Line(turn.fresh_id("line"), wanted, redact(typed), turn.at)
    await services.store.answers.write(line)
    return Reply(kept_card(line))


async def show(turn: Turn, services: Services) -> Reply:
    """Show the notebook, from the newest line on, or from an older one."""
    zone = (await services.store.member()).zone
    lines = await services.store.answers.lines()
    before = turn.args.get("before")
    start = next((n for n, each in enumerate(lines, start=1) if each.id == before), 0)
    return Reply(notebook_card(lines[start:], turn.at, zone))


async def strike(turn: Turn, services: Services) -> Reply:
    """Take a line out; pressing twice is pressing once."""
    await services.store.answers.strike(turn.arg("line"))
    return await show(turn, services)


def _problem(typed: str, kept: int) -> str:
    """Return why a line can't be kept, or nothing."""
    if not typed:
        return "Write a line, or close this."
    if len(typed) > LINE_LENGTH:
        return f"{len(typed)} characters; {LINE_LENGTH} is the most."
    if kept >= MOST_LINES:
        return f"Your notebook has {MOST_LINES} lines, which is full. Strike one first: /care me"
    return ""
