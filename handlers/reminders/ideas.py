"""The thought of the day, and the idea behind it, for whoever asks."""

from zoneinfo import ZoneInfo

from content.models import Content, Principle, ReminderKind, ReminderText
from handlers.cards import Action, Block, Button, Card, Choices, Text, Tone
from handlers.domain.deck import shuffled
from handlers.domain.redaction import redact
from handlers.turn import Refusal, Reply, Services, Turn

TITLES = {
    ReminderKind.THOUGHT: "A thought",
    ReminderKind.TRY: "Try this",
    ReminderKind.QUESTION: "A question",
    ReminderKind.BEFORE_SHIFT: "Before the shift",
    ReminderKind.WHAT_IF: "What if",
}
FOUND = 6
QUERY_LENGTH = 60
NOTE_LENGTH = 500


async def today(turn: Turn, services: Services) -> Reply:
    """Show the thought of this day: the same all day, another one tomorrow."""
    zone = (await services.store.member()).zone
    reminders = services.content.reminders
    day = turn.at.astimezone(ZoneInfo(zone)).date().toordinal()
    turns, number = divmod(day, len(reminders))
    order = shuffled(reminders, f"{turn.place.tenant}#{turns}")
    return Reply(reminder_card(order[number]))


async def another(turn: Turn, services: Services) -> Reply:
    """Show one more, privately; never the one that was asked from."""
    shown = turn.args.get("after", "")
    order = shuffled(services.content.reminders, f"{turn.person.id}@{turn.at:%Y-%m-%d}")
    ids = [each.id for each in order]
    place = ids.index(shown) + 1 if shown in ids else 0
    return Reply(reminder_card(order[place % len(order)]))


async def idea(turn: Turn, services: Services) -> Reply:
    """Show the idea behind a reminder."""
    wanted = turn.arg("idea")
    found = next((each for each in services.content.principles if each.id == wanted), None)
    if found is None:
        raise Refusal("There is no card for that idea. Try /care find and a word.")
    return Reply(_principle_card(found))


async def find(turn: Turn, services: Services) -> Reply:
    """Show the ideas that speak of a word."""
    word = redact(" ".join(turn.text.split())[:NOTE_LENGTH])[:QUERY_LENGTH]
    if not word:
        raise Refusal("Say what to look for, for example: /care find promise")
    found = _search(services.content, word)
    if not found:
        raise Refusal(
            f"Nothing speaks of “{word}”. Try a simpler word, for example: /care find sorry"
        )
    best, *others = found
    rows = tuple(
        Button(each.name, Action("care.idea", {"idea": each.id})) for each in others[:FOUND]
    )
    card = _principle_card(best)
    also: tuple[Block, ...] = (Text("Also:", Tone.NOTE), Choices(rows)) if rows else ()
    return Reply(Card(card.title, (*card.body, *also), card.buttons))


def reminder_card(reminder: ReminderText, *notes: str) -> Card:
    """Draw one reminder; ``notes`` go under it in small print."""
    practice = (Text(f"Try: {reminder.practice}"),) if reminder.practice else ()
    small = " · ".join((*notes, reminder.credit))
    why = Button("Why this one", Action("care.idea", {"idea": reminder.idea}))
    return Card(
        TITLES[reminder.kind],
        (Text(reminder.text), *practice, Text(small, Tone.NOTE)),
        (Button("Another one", Action("care.another", {"after": reminder.id})),),
        (why,),
    )


def _principle_card(principle: Principle) -> Card:
    return Card(
        principle.name,
        (
            Text(principle.text),
            Text(f"Try: {principle.practice}"),
            Text(principle.credit, Tone.NOTE),
        ),
    )


def _search(content: Content, word: str) -> list[Principle]:
    """Return the principles with the word in name, text or reminders, the closest first."""
    wanted = word.casefold()
    told = {each.idea for each in content.reminders if wanted in each.text.casefold()}

    def rank(each: Principle) -> int | None:
        if wanted in each.name.casefold() or wanted == each.id.casefold():
            return 0
        if wanted in f"{each.text} {each.practice}".casefold():
            return 1
        return 2 if each.id in told else None

    ranked = [(rank(each), number, each) for number, each in enumerate(content.principles)]
    return [each for place, _, each in sorted(r for r in ranked if r[0] is not None)]
