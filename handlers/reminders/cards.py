"""Draw a reminder for whoever looks after it: set up, previewed, listed."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from content.models import Content
from handlers.cards import Action, Block, Button, Card, Check, Choices, Facts, Text, Tone
from handlers.domain.reminder import Reminder, ReminderState
from handlers.reminders.posts import deal_next, post_card
from handlers.reminders.upcoming import both_zones, left_out_list, moment_words, upcoming_of
from handlers.troubles import reason_words

PREVIEWED_MOMENTS = 5


def preview_card(reminder: Reminder, content: Content, now: datetime, title: str) -> Card:
    """Return what the setter sees: the next five moments, and the exact next text."""
    zone = reminder.zone
    ahead = upcoming_of(reminder, now, PREVIEWED_MOMENTS)
    dealt = deal_next(reminder, content, (*ahead.moments, now)[0])
    following = post_card(reminder, dealt, content)
    times = "\n".join(moment_words(reminder, each, now, zone) for each in ahead.moments)
    rows = [(f"Next, in {zone}", times or "none")]
    if reminder.moves:
        rows.append(("On a whole day off", "it comes on the next working day"))
    if ahead.left_out:
        rows.append(("Left out", "\n".join(left_out_list(ahead, now, zone))))
    held: tuple[Block, ...] = ()
    if why := _held_words(reminder, now):
        held = (Text(f"{why[0].upper()}{why[1:]}. To go on: /reminders resume"),)
    args = {"schedule": reminder.id}
    return Card(
        f"{title}: {reminder.phrase}",
        (
            *held,
            Facts(tuple(rows)),
            Text("The next one reads:", Tone.NOTE),
            Text(" · ".join(filter(None, (following.title, following.aside)))),
            *in_words(following),
        ),
        (
            Button("Change", Action("reminders.ask", args)),
            Button("Remove", Action("reminders.remove", args)),
            Button("Add another", Action("reminders.ask")),
        ),
    )


def in_words(card: Card) -> Iterator[Block]:
    """Yield what a card says, with what one presses on it as words."""
    for block in card.body:
        match block:
            case Choices(rows):
                yield Text("\n".join(f"○ {row.label}" for row in rows))
            case Check(button):
                yield Text(f"☐ {button.label}")
            case _:
                yield block


def about_card(reminder: Reminder, now: datetime, zone: str) -> Card:
    """Return when a reminder comes and who set it up, with a way to change it."""
    args = {"schedule": reminder.id}
    rows = (
        ("Comes", reminder.phrase),
        ("Next", state_line(reminder, now, zone)),
    )
    note = Text("To change it: whoever set it up, or a manager.", Tone.NOTE)
    buttons = (
        Button("Change it", Action("reminders.ask", args)),
        Button("Pause", Action("reminders.pause", args)),
    )
    return Card("When it comes", (Facts(rows), note), buttons)


def proposal_card(reminder: Reminder) -> Card:
    """Return what whoever set it up is asked when nobody has pressed anything for weeks."""
    where = reminder.place.called("the channel where you set it up")
    text = (
        f"In {where} nobody has pressed anything for three weeks: {reminder.phrase}. "
        "Perhaps another hour, other texts, or a rest? It goes on as it is until you say so."
    )
    args = {"schedule": reminder.id, "of": str(reminder.place)}
    later = {**args, "to": "hour", "from": f"{reminder.recurrence.times[0]:%H:%M}"}
    deck = "try" if reminder.deck != "try" else "question"
    shown = {"try": "Only things to try", "question": "Only questions"}[deck]
    return Card(
        "Shall it go on like this?",
        (Text(text),),
        (
            Button("An hour later", Action("reminders.propose", later)),
            Button(shown, Action("reminders.propose", {**args, "to": deck})),
            Button("Rest for two weeks", Action("reminders.propose", {**args, "to": "rest"})),
        ),
        (Button("Leave it", Action("reminders.propose", {**args, "to": "leave"})),),
    )


def list_card(reminders: Sequence[Reminder], now: datetime, zone: str) -> Card:
    """Return the reminders of a channel, a line each; in a reader's own zone as well.

    What is pressed without saying of which one asks, where there are several.
    """
    facts = Facts(
        tuple(
            (f"{number}. {each.phrase}", state_line(each, now, zone))
            for number, each in enumerate(reminders, 1)
        )
    )
    change = [
        Button(
            f"Change {number} · {each.phrase}",
            Action("reminders.ask", {"schedule": each.id}),
        )
        for number, each in enumerate(reminders, 1)
    ]
    rows = (Choices(tuple(change)),) if len(reminders) > 1 else ()
    only = {"schedule": reminders[0].id} if len(reminders) == 1 else {}
    buttons = (
        *((Button("Change", Action("reminders.ask", only)),) if only else ()),
        Button("Pause", Action("reminders.pause", only)),
        Button("Add another", Action("reminders.ask")),
    )
    remove = Button("Remove", Action("reminders.delete", only))
    return Card("Reminders here", (facts, *rows), buttons, (remove,))


def several_card(reminders: Sequence[Reminder], now: datetime, zone: str, title: str) -> Card:
    """Return what the setter of several at once sees: each with when it comes next."""
    rows = tuple((each.phrase, state_line(each, now, zone)) for each in reminders)
    buttons = (
        Button("Reminders here", Action("reminders.list")),
        Button("Add another", Action("reminders.ask")),
    )
    return Card(f"{title}: {len(rows)} reminders", (Facts(rows),), buttons)


def state_line(reminder: Reminder, now: datetime, zone: str) -> str:
    """Return where a reminder stands, in one line."""
    setter = f"set up by {reminder.setter}"
    if held := _held_words(reminder, now):
        return f"{held} · {setter}"
    if reminder.state(now) is ReminderState.OVER:
        return f"over · {setter}"
    ahead = upcoming_of(reminder, now, 1)
    words = [f"next {both_zones(reminder, each, now, zone)}" for each in ahead.moments]
    if ahead.left_out:
        words.append(f"left out: {', '.join(left_out_list(ahead, now, reminder.zone))}")
    return " · ".join((*words, setter))


def _held_words(reminder: Reminder, now: datetime) -> str:
    """Return why nothing at all is sent for now, or nothing."""
    match reminder.state(now):
        case ReminderState.STOPPED if reminder.stopped is not None:
            return f"stopped: {reason_words(reminder.stopped, reminder.place.platform)}"
        case ReminderState.STOPPED:
            return "stopped: it could not be drawn"
        case ReminderState.PAUSED:
            return f"paused by {reminder.paused_by or 'somebody'}"
        case _:
            return ""
