"""Draw a text of the pack, and the idea behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.models import Principle, ReminderKind, ReminderText
from handlers.cards import Action, Block, Button, Card, Check, Choices, Text, Tone
from handlers.domain.answers.choices import turned

MAX_ALSO = 6  # ideas named beside the one that is shown
MAX_OF_GROUP = 9  # ideas of a group on one card
# By their letter, and how many there are where more have the same.
GROUPS = {
    "P7": "Seven principles",
    "L5": "Five levers",
    "D5": "Five decisions",
    "C4": "CARE for customers",
    "E4": "CARE for colleagues",
    "T3": "The rule of three",
    "R": "Things to be reminded of",
}
OTHERS = "And more"
ALL_IDEAS = Button("All ideas", Action("care.index"))
TITLES = {
    ReminderKind.THOUGHT: "A thought",
    ReminderKind.TRY: "Try this",
    ReminderKind.QUESTION: "A question",
    ReminderKind.BEFORE_SHIFT: "Before the shift",
    ReminderKind.WHAT_IF: "What if",
}


@dataclass(frozen=True, slots=True)
class Showing:
    """Where and how a reminder is shown: in which of its scenes, and of what a channel gets.

    ``on`` names the one post of a channel that it is, ``setter`` whoever set it up there;
    ``has_threads``: one can answer below it. All are empty where one person reads it alone.
    """

    scene: int = 0
    on: str = ""
    schedule: str = ""
    setter: str = ""
    has_threads: bool = False

    @property
    def args(self) -> dict[str, str]:
        """Return what the buttons of a post carry."""
        return {"on": self.on} if self.on else {}


ALONE = Showing()


def reminder_card(reminder: ReminderText, showing: Showing = ALONE) -> Card:
    """Draw one reminder, by its kind; each asks for a small act."""
    aside = f"set up by {showing.setter}" if showing.setter else "for you"
    after = {"after": reminder.id, **_of_post(reminder, showing)}
    another = Button("Another one", Action("care.another", after))
    more = _more(reminder, showing)
    title, args = TITLES[reminder.kind], {"of": reminder.id, **showing.args}
    match reminder.kind:
        case ReminderKind.THOUGHT if not reminder.practice:  # a line, and nothing around it
            aside = f"{title} · {aside}"
            return Card("", (Text(reminder.text),), (another,), more, aside=aside)
        case ReminderKind.QUESTION if reminder.scenes:
            return Card(title, _asked(reminder, showing), (), (*more, another), aside=aside)
        case ReminderKind.WHAT_IF if reminder.what_if or not reminder.practice:
            asked = (Text(reminder.what_if, Tone.SAY),) if reminder.what_if else ()
            words = (Text(reminder.text), *asked)
            note = Button("Note a line of mine", Action("answers.note", args))
            return Card(title, words, (note, another), more, aside=aside)
    body: tuple[Block, ...] = (Text(reminder.text),)
    if reminder.practice:
        tried = Check(Button("Tried it", Action("answers.tried", args)))
        body = (*body, Text(reminder.practice, Tone.SAY), tried)
    return Card(title, body, (another,), more, aside=aside)


def briefing_card(
    thought: ReminderText, what_if: ReminderText | None, promised: int | None, showing: Showing
) -> Card:
    """Draw what is read aloud: a thought, what was promised for today, and a what-if."""
    body = [Text("To think of", Tone.STRONG), Text(thought.text)]
    if promised is not None:
        due = {0: "nothing", 1: "one thing"}.get(promised, f"{promised} things")
        body.append(Text(f"Promised for today in this team: {due}."))
    if what_if is not None:
        words = " ".join(filter(None, (what_if.text, what_if.what_if)))
        body += [Text("What if", Tone.STRONG), Text(words)]
    aside = f"set up by {showing.setter}" if showing.setter else "for you"
    return Card("A briefing", tuple(body), (), _more(thought, showing), aside=aside)


def _asked(reminder: ReminderText, showing: Showing) -> tuple[Block, ...]:
    """Return a question in one of its scenes, with its two choices."""
    scene = reminder.scenes[showing.scene]
    args = {"of": reminder.id, "scene": str(showing.scene), **showing.args}
    rows = tuple(
        Button(label, Action("answers.choose", {**args, "choice": str(number)}))
        for number, label in enumerate(turned(reminder, showing.scene))
    )
    asked = (Text(scene.scene), Text(reminder.text, Tone.STRONG), Choices(rows))
    invited = Text("Your press is private. To talk about it, use the thread.", Tone.NOTE)
    return (*asked, invited) if showing.has_threads else asked


def _more(reminder: ReminderText, showing: Showing) -> tuple[Button, ...]:
    why = Action("care.idea", {"idea": reminder.idea, "of": reminder.id, **showing.args})
    if not showing.schedule:
        return (Button("Why this one", why),)
    post = _of_post(reminder, showing)
    about = Action("reminders.about", {"schedule": showing.schedule, **post})
    differ = Button("I see it differently", Action("answers.differ", post))
    rows = (Button("Why this one", why), Button("When it comes", about))
    return (*rows, differ) if post else rows


def _of_post(reminder: ReminderText, showing: Showing) -> dict[str, str]:
    """Return what says which post of a channel it is, and of which text; empty elsewhere.

    All options of the menu carry it: what they share travels once, and an option of Slack's has
    little room.
    """
    return {"of": reminder.id, **showing.args} if showing.on else {}


def principle_card(
    principle: Principle, others: Sequence[Principle] = (), credit: str = ""
) -> Card:
    """Draw an idea; ``others`` speak of the same, ``credit`` is of the text one comes from."""
    rows = tuple(
        Button(each.name, Action("care.idea", {"idea": each.id})) for each in others[:MAX_ALSO]
    )
    also: tuple[Block, ...] = (Text("Also:", Tone.NOTE), Choices(rows)) if rows else ()
    return Card(
        principle.name,
        (
            Text(principle.text),
            Text(f"Try: {principle.practice}"),
            Text(credit or principle.credit, Tone.NOTE),
            *also,
        ),
    )


def index_card(principles: Sequence[Principle]) -> Card:
    """Return what there is to find, by the groups that people know."""
    groups = {group: _of_group(group, principles) for group in GROUPS}
    known = {each.id for ideas in groups.values() for each in ideas}
    rows = [
        Button(title, Action("care.index", {"group": group}))
        for group, title in GROUPS.items()
        if groups[group]
    ]
    if any(each.id not in known for each in principles):
        rows.append(Button(OTHERS, Action("care.index", {"group": ""})))
    text = Text("Or type a word behind it: /care find sorry")
    return Card("What there is to find", (Choices(tuple(rows)), text))


def group_card(group: str, start: int, principles: Sequence[Principle]) -> Card:
    """Return the ideas of a group from one on; a row is an idea."""
    ideas = _of_group(group, principles) if group in GROUPS else _others(principles)
    start = start if start < len(ideas) else 0
    shown = ideas[start : start + MAX_OF_GROUP]
    rows = tuple(Button(each.name, Action("care.idea", {"idea": each.id})) for each in shown)
    following = start + MAX_OF_GROUP
    more = {"group": group, "start": str(following)}
    buttons = (Button("More", Action("care.index", more)),) if following < len(ideas) else ()
    return Card(GROUPS.get(group, OTHERS), (Choices(rows),), (*buttons, ALL_IDEAS))


def _of_group(group: str, principles: Sequence[Principle]) -> Sequence[Principle]:
    """Return the ideas of a group: all with its letter, or so many of them."""
    letter, count = group[0], int(group[1:] or 0)
    ideas = [each for each in principles if each.id[0] == letter]
    numbers = {f"{letter}{number + 1}" for number in range(count)}
    return [each for each in ideas if each.id in numbers] if count else ideas


def _others(principles: Sequence[Principle]) -> Sequence[Principle]:
    known = {each.id for group in GROUPS for each in _of_group(group, principles)}
    return [each for each in principles if each.id not in known]
