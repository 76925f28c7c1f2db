"""Another thought, and the idea behind one."""

from handlers.domain.deck import shuffled
from handlers.ideas.cards import ALL_IDEAS, group_card, index_card, principle_card, reminder_card
from handlers.turn import Refusal, Reply, Services, Turn


async def another(turn: Turn, services: Services) -> Reply:
    """Show one more, privately; never the one that was asked from."""
    shown = turn.args.get("after", "")
    order = shuffled(services.content.reminders, f"{turn.person.id}@{turn.at:%Y-%m-%d}")
    ids = [each.id for each in order]
    place = ids.index(shown) + 1 if shown in ids else 0
    return Reply(reminder_card(order[place % len(order)]))


async def index(turn: Turn, services: Services) -> Reply:
    """Show what there is to find, or a group of it."""
    principles = services.content.principles
    if "group" not in turn.args:
        return Reply(index_card(principles))
    start = turn.args.get("start", "0")
    card = group_card(turn.args["group"], int(start[:4]) if start.isdecimal() else 0, principles)
    return Reply(card)


async def idea(turn: Turn, services: Services) -> Reply:
    """Show the idea behind a reminder."""
    wanted = turn.arg("idea")
    found = next((each for each in services.content.principles if each.id == wanted), None)
    if found is None:
        raise Refusal("There is no card for that idea any more.", ALL_IDEAS)
    text = next((e for e in services.content.reminders if e.id == turn.args.get("of")), None)
    return Reply(principle_card(found, credit=text.credit if text else ""))
